"""The counts of a project, kept article by article: what every study of it is made from.

When an article changes, only that one is read and counted again.

A round is a batch of articles that were labelled together, after which people look at how far they
agree, talk, and better the guidelines. It is what an article's metadata say under ``round``: a
column of that name in a table of articles, or a field in JSON. Articles without one are in no
round.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Sequence

import numpy as np

from annotator.agreement.counting.answers import Answers
from annotator.agreement.counting.tally import Tally, tally
from annotator.agreement.gathering import Lot, gather
from annotator.model.annotation import GOLD
from annotator.pace import Progress
from annotator.store.project import Project
from annotator.store.work import ArticleWork, Work

# So many articles are read and counted at once.
_LOT = 200
_ROUND = "round"


class Ledger:
    """What annotators made of a project's articles, counted.

    ``only`` are the articles to count, ``None`` for all; ``unfinished`` counts layers that are not
    done as well. Articles, annotators and labels go by
    numbers, which last as long as the ledger. ``alignments`` is where γ keeps what its best
    alignments cost, by article. Raises ``MeasureError`` for more labels than can be told apart.
    """

    def __init__(
        self,
        project: Project,
        *,
        only: Container[str] | None = None,
        unfinished: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self._only, self.unfinished = only, unfinished
        self.scheme = project.scheme
        self.people = tuple(project.annotators())
        self.labels = tuple(label.name for label in self.scheme.labels)
        self.relations = tuple(relation.name for relation in self.scheme.relations)
        self.answers = Answers(
            [
                (n, attribute.name, attribute.kind)
                for n, label in enumerate(self.scheme.labels)
                for attribute in label.attributes
            ]
        )
        self.coders = {person.name: n for n, person in enumerate(self.people)}
        self.article_ids: list[str] = []
        self.titles: dict[str, str] = {}
        self.published: dict[str, str | None] = {}
        self.rounds: dict[str, str | None] = {}
        self.alignments: dict[int, dict[object, float]] = {}
        self._numbers: dict[str, int] = {}
        self._counted: dict[str, tuple[str, ...]] = {}
        self._others: dict[str, tuple[str, ...]] = {}
        self._actors: dict[str, int] = {}
        self.tally: Tally = self._count([])
        self.refresh(project, progress=progress)

    def fits(self, project: Project, *, unfinished: bool = False) -> bool:
        """Say whether it was counted like this, by the scheme and annotators that there are now."""
        people = tuple(project.annotators())
        known = self.unfinished, self.scheme, self.people
        return known == (unfinished, project.scheme, people)

    def refresh(
        self,
        project: Project,
        articles: Iterable[str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Read articles and count them anew: those that changed, or all; forget those gone.

        What ``progress`` raises ends it halfway; then it takes another ledger.
        """
        everything = project.article_ids()
        asked = everything if articles is None else articles
        ids = [n for n in asked if self._only is None or n in self._only]
        for gone in set(self._counted).difference(everything):
            del self._counted[gone], self._others[gone]
        known = [self._numbers[n] for n in ids if n in self._numbers]
        tallies = []
        for first in range(0, len(ids), _LOT):
            tallies.append(self._count(project.work(ids[first : first + _LOT])))
            if progress is not None:
                progress(min(first + _LOT, len(ids)), len(ids))
        self.tally.take_in(tallies, instead_of=known)
        for number in known:
            self.alignments.pop(number, None)

    @property
    def round_names(self) -> list[str]:
        """The rounds that articles are in, in the order of their names."""
        return sorted({name for name in self.rounds.values() if name}, key=natural)

    def number(self, article: str) -> int:
        """Return the number by which an article goes in the counts."""
        return self._numbers[article]

    def counted(self, article: str) -> tuple[str, ...]:
        """Return whose layers of an article are counted."""
        return self._counted.get(article, ())

    def uncounted(self, article: str) -> tuple[str, ...]:
        """Return who began an article, but isn't counted."""
        return self._others.get(article, ())

    def attributes_of(self, label: str | None, name: str | None = None) -> list[int]:
        """Return the numbers of a label's attributes (``None``: of all), or of one by name."""
        return [
            number
            for number, (of, title, _) in enumerate(self.answers.attributes)
            if label in (None, self.labels[of]) and name in (None, title)
        ]

    def read(self, project: Project, articles: Sequence[str], who: Iterable[str]) -> Lot:
        """Read some articles again, to look at what was counted of these annotators."""
        found, wanted = project.work(articles), set(who)
        return self._lot(
            found,
            [[w for w in one.work if w.annotator in wanted and self._counts(w)] for one in found],
        )

    def _count(self, articles: Sequence[ArticleWork]) -> Tally:
        counted = []
        for article in articles:
            self._know(article)
            done = [work for work in article.work if self._counts(work)]
            counted.append(done)
            self._counted[article.id] = tuple(work.annotator for work in done)
            self._others[article.id] = tuple(
                work.annotator
                for work in article.work
                if work not in done and (work.spans or work.status in ("started", "flagged"))
            )
        roles = self.scheme.attribution
        said = None
        if roles is not None:
            said = self.labels.index(roles.claim), self.relations.index(roles.source)
        numbers = np.array([self._numbers[one.id] for one in articles], dtype=np.intp)
        lot = self._lot(articles, counted)
        return tally(lot, numbers, self.answers, said, len(self.relations))

    def _know(self, article: ArticleWork) -> None:
        if article.id not in self._numbers:
            self._numbers[article.id] = len(self.article_ids)
            self.article_ids.append(article.id)
        self.titles[article.id] = article.title
        self.published[article.id] = article.published
        named = json.loads(article.metadata).get(_ROUND)
        self.rounds[article.id] = None if named in (None, "") else str(named)

    def _lot(self, articles: Sequence[ArticleWork], counted: Sequence[Sequence[Work]]) -> Lot:
        return gather(
            articles,
            counted,
            self.coders,
            {name: n for n, name in enumerate(self.labels)},
            {name: n for n, name in enumerate(self.relations)},
            self._actors,
        )

    def _counts(self, work: Work) -> bool:
        if work.status == "done":
            return True
        if work.status == "skipped" or not work.spans:
            return False
        return self.unfinished or work.annotator == GOLD


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key to sort names by, in which numbers count as numbers: 2 before 10."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", name)
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in pieces]
