"""The articles that several people finished, with how far their review is."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from annotator.app.article_list import ArticleModel
from annotator.review.filtering import CaseFilter
from annotator.review.standing import Standing
from annotator.store.summary import ReviewRow

#: The orders that the list may have, and what they are called.
ORDERS = {
    "disagreement": "most disagreement first",
    "open": "most open cases first",
    "came": "as they came",
    "date": "by date, the latest first",
}


class ReviewModel(ArticleModel):
    """The articles to review that the filter lets through, in some order.

    What isn't counted yet is shown without numbers. A row keeps its place while its article is
    worked on; only `sort_anew` moves it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, ReviewRow] = {}
        self._standing: dict[str, Standing] = {}
        self.order = "disagreement"
        self.filter = CaseFilter()
        self.among: Collection[str] = ()
        self.words = ""

    def set_rows(self, rows: Iterable[ReviewRow]) -> None:
        """Show these articles; what was counted before is kept."""
        self._rows = {row.article: row for row in rows}
        self._standing = {a: s for a, s in self._standing.items() if a in self._rows}
        self.sort_anew()

    def take(self, standings: Iterable[Standing]) -> None:
        """Take in what was counted."""
        for one in standings:
            self._standing[one.article] = one
            self.draw(one.article)

    def uncounted(self) -> list[str]:
        """Return the articles that are not counted yet, in the order of the list."""
        in_order = dict.fromkeys((*self._shown, *self._rows))
        return [article for article in in_order if article not in self._standing]

    def forget(self, articles: Iterable[str]) -> None:
        """Have articles counted anew: someone changed what is compared."""
        for article in articles:
            self._standing.pop(article, None)

    def sort_anew(self) -> None:
        """Put the list in its order, and let through what the filter lets."""
        words = self.words.casefold().split()
        shown = [
            row
            for row in self._rows.values()
            if all(word in row.title.casefold() for word in words)
            and (not self.among or row.article in self.among)
            and self._wanted(row)
        ]
        match self.order:
            case "disagreement":
                shown.sort(key=lambda row: (self._done(row), -self._of(row, "disagreement")))
            case "open":
                shown.sort(key=lambda row: (self._done(row), -self._of(row, "open")))
            case "date":
                shown.sort(key=lambda row: row.published or "", reverse=True)
        self.show_articles(row.article for row in shown)

    @property
    def articles(self) -> list[str]:
        """The ids of all articles to review."""
        return list(self._rows)

    @property
    def article_count(self) -> int:
        """How many articles there are to review, whatever the filter lets through."""
        return len(self._rows)

    @property
    def settled_count(self) -> int:
        """How many articles are settled."""
        return sum(map(self._done, self._rows.values()))

    def unsettled_from(self, row: int, by: int) -> int | None:
        """Return the nearest row behind, or before, that has open cases, round the ends."""
        return self.next_row(row, by, self._is_unsettled)

    def left(self, article: str) -> int | None:
        """Return how many of the cases that are asked for are open; ``None`` if not counted."""
        found = self._standing.get(article)
        return None if found is None else found.wanted(self.filter)

    def title(self, article: str) -> str:
        """Return an article's title."""
        return self._rows[article].title

    def told(self, article: str) -> str:
        """Say how far an article is, in the line below its title."""
        told = [f"{self._rows[article].finished} annotators"]
        found, left = self._standing.get(article), self.left(article)
        if left is not None and found is not None:
            told.append(f"{left} open" if left else "settled")
            told.append(f"{found.alike * 100 // max(found.cases, 1)} % alike")
        return "   ".join(told)

    def _is_unsettled(self, article: str) -> bool:
        left = self.left(article)
        return bool(left) if left is not None else not self._done(self._rows[article])

    def _wanted(self, row: ReviewRow) -> bool:
        found = self._standing.get(row.article)
        if not self.filter or found is None:
            # What isn't counted yet may hold what is asked for.
            return True
        return any(self.filter.lets(gist) for gist in found.gists)

    def _done(self, row: ReviewRow) -> bool:
        found = self._standing.get(row.article)
        return row.status == "done" if found is None else found.open == 0

    def _of(self, row: ReviewRow, what: str) -> float:
        found = self._standing.get(row.article)
        return float(getattr(found, what)) if found is not None else 0.0
