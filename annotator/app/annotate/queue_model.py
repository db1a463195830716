"""The articles as the queue lists them: filtered, in some order, each row kept up to date alone."""

from __future__ import annotations

from PySide6.QtCore import (
    QCollator,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from annotator.app.article_list import ArticleModel, Roles
from annotator.app.session import Session
from annotator.model import Changed
from annotator.model.article import Article
from annotator.store.finding import Found
from annotator.store.query import STATUS_WORDS
from annotator.store.summary import QueueRow

_Index = QModelIndex | QPersistentModelIndex

#: The orders that the list may have, and what they are called.
ORDERS = {
    "came": "as they came",
    "title": "by title",
    "date": "by date, the latest first",
    "status": "by status",
    "time": "by time spent",
}
_UNFINISHED = ("new", "started")
_FINISHED = ("done", "skipped")
_STATUSES = list(STATUS_WORDS)


class QueueModel(ArticleModel):
    """The articles that the filter lets through.

    A change of one article costs the reading of one row, however many there are. A row keeps its
    place while it is worked on, whatever the order or the filter would say of it now.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows: dict[str, QueueRow] = {}
        self._finished = 0
        self._filter = ""
        self._found: Found | None = None
        self._snippets: dict[str, str] = {}
        self._order = "came"
        self._running: tuple[str, float, bool] = ("", 0.0, False)

    @property
    def order(self) -> str:
        """The name of the order that the rows are in."""
        return self._order

    @property
    def has_snippets(self) -> bool:
        """Whether the rows show where the words of the filter stand."""
        return self._found is not None and bool(self._found.words)

    def reload(self) -> None:
        """Read the list anew."""
        rows = self._session.project.queue(self._session.annotator)
        self._rows = {row.article: row for row in rows}
        self._finished = sum(row.status in _FINISHED for row in rows)
        if self._filter:
            self._found = self._session.project.find(self._filter, self._session.annotator)
        self._show()

    def set_filter(self, text: str) -> None:
        """Show only what fulfils a query. Raises ``QueryError``; then nothing is changed."""
        text = text.strip()
        found = None
        if text:
            found = self._session.project.find(text, self._session.annotator)
        self._filter, self._found = text, found
        self._show()

    def set_order(self, order: str) -> None:
        """Put the rows in one of the ``ORDERS``."""
        self._order = order if order in ORDERS else "came"
        self._show()

    def set_running(self, article: str, seconds: float, *, paused: bool) -> None:
        """Show how long an article has been worked on by now."""
        self._running = (article, seconds, paused)
        self.draw(article)

    def knows(self, changed: Changed) -> bool:
        """Say whether a change left the list of articles as it is, so that rows can follow it."""
        return bool(changed.deltas) and not any(
            isinstance(delta.record, Article) for delta in changed.deltas
        )

    def refresh(self, article: str) -> None:
        """Read one article's row anew."""
        row = self._session.project.queue_row(article, self._session.annotator)
        old = self._rows.get(article)
        if row is None or old is None:
            return
        self._rows[article] = row
        self._finished += (row.status in _FINISHED) - (old.status in _FINISHED)
        self.draw(article)

    def unfinished_from(self, row: int, by: int) -> int | None:
        """Return the nearest row behind (or before, ``by`` -1) that is to do, round the ends."""
        return self.next_row(row, by, lambda article: self._rows[article].status in _UNFINISHED)

    def progress(self) -> tuple[int, int]:
        """Return how many articles are done or skipped, and how many there are."""
        return self._finished, len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        article = self.article_at(index.row())
        if article is not None and role == Roles.ROW:
            return self._rows[article]
        if article is not None and role == Roles.SNIPPET:
            return self._snippet(article)
        return super().data(index, role)

    def title(self, article: str) -> str:
        """Return an article's title."""
        return self._rows[article].title

    def told(self, article: str) -> str:
        """Say how far an article is, in the line below its title."""
        row, (running, seconds, paused) = self._rows[article], self._running
        if running != article:
            return described(row, row.seconds)
        return described(row, seconds, paused=paused)

    def _snippet(self, article: str) -> str:
        # Only rows that are drawn ask, so that a word found everywhere costs no more than one.
        if self._found is None or not self._found.words:
            return ""
        if article not in self._snippets:
            self._snippets[article] = self._session.project.snippet(self._found, article)
        return self._snippets[article]

    def _show(self) -> None:
        self._snippets.clear()
        found = self._found
        rows = [r for r in self._rows.values() if found is None or r.article in found.articles]
        self.show_articles(row.article for row in self._ordered(rows))

    def _ordered(self, rows: list[QueueRow]) -> list[QueueRow]:
        match self._order:
            case "title":
                locale = QLocale.system()
                # Where no language is set, letters are still put in the order of the alphabet.
                plain = locale.language() == QLocale.Language.C
                collator = QCollator(QLocale(QLocale.Language.English) if plain else locale)
                collator.setNumericMode(True)
                keys = {row.article: collator.sortKey(row.title) for row in rows}
                return sorted(rows, key=lambda row: keys[row.article])
            case "date":
                return sorted(rows, key=lambda row: row.published or "", reverse=True)
            case "status":
                return sorted(rows, key=lambda row: _STATUSES.index(row.status))
            case "time":
                return sorted(rows, key=lambda row: row.seconds, reverse=True)
            case _:
                return rows


def described(row: QueueRow, seconds: float, *, paused: bool = False) -> str:
    """Return the line below a title: status, counts, doubts, time spent, note."""
    parts = [STATUS_WORDS[row.status]]
    if row.spans:
        parts.append(f"{row.spans} span{'s' if row.spans != 1 else ''}")
    if row.relations:
        parts.append(f"{row.relations} link{'s' if row.relations != 1 else ''}")
    if row.doubts:
        parts.append(f"{row.doubts} in doubt")
    if seconds >= 60:
        parts.append(spent(seconds) + (", paused" if paused else ""))
    if row.note:
        parts.append(f"“{' '.join(row.note.split())}”")
    return "   ".join(parts)


def spent(seconds: float) -> str:
    """Say a time in minutes, or hours and minutes."""
    hours, minutes = divmod(int(seconds) // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
