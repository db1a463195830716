"""A study of a project: every measure, for the window, the command line and the report alike.

Values come from adding a ledger's counts up, which takes no time worth speaking of; only γ aligns
spans, and what that costs is kept in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from annotator.agreement.aligning.project import project_gamma
from annotator.agreement.ledger import Ledger
from annotator.agreement.measures import DEFAULT, MEASURES, Measure, measure_named
from annotator.agreement.resampling import Drawn, Resampling
from annotator.agreement.row import LeftOut, Row
from annotator.agreement.scope import Scope
from annotator.agreement.statistics.answers import attribute_alpha
from annotator.agreement.statistics.counts import Counts, Of, Statistic
from annotator.errors import MeasureError
from annotator.model.annotation import GOLD
from annotator.pace import Progress
from annotator.store.project import Project

_NOTHING = "There is nothing to compare: nobody marked anything of the kind."
_ALL_THE_SAME = "All is the same, so that chance alone would agree on everything."


def _go_on() -> None:
    """Don't end it."""


class Study:
    """Agreement in a project as it stands in a ledger; once that is refreshed, make another.

    ``pulse`` is called again and again while spans are aligned, and may end that by raising.
    Raises ``MeasureError`` for annotators, labels or rounds that there aren't.
    """

    def __init__(self, ledger: Ledger, scope: Scope | None = None) -> None:
        self.ledger, self.scope = ledger, scope or Scope()
        self.pulse: Callable[[], None] = _go_on
        self._check()
        self._included = np.array([self._includes(n) for n in ledger.article_ids], dtype=bool)
        #: Those compared unless the scope names others: the usual ones who did anything.
        self.usual = self._usual()
        #: Who is compared.
        self.annotators = self.usual if self.scope.annotators is None else self.scope.annotators
        self._everybody: Counts | None = None
        self._drawn = Drawn(self.scope.seed)
        self._absent: dict[tuple[str, ...], tuple[LeftOut, ...]] = {}
        self._figures: dict[tuple[object, ...], Row] = {}

    @classmethod
    def of(
        cls, project: Project, scope: Scope | None = None, progress: Progress | None = None
    ) -> Study:
        """Count a project, and make a study of it."""
        scope = scope or Scope()
        ledger = Ledger(
            project, only=scope.articles, unfinished=scope.unfinished, progress=progress
        )
        return cls(ledger, scope)

    def _check(self) -> None:
        ledger, scope = self.ledger, self.scope
        for name in scope.annotators or ():
            if name not in ledger.coders:
                known = ", ".join(ledger.coders) or "nobody yet"
                raise MeasureError(f'There is no annotator "{name}"; there are: {known}.')
        for name in scope.labels or ():
            if name not in ledger.labels:
                raise MeasureError(
                    f'There is no label "{name}"; there are: {", ".join(ledger.labels)}.'
                )

        rounds = ledger.round_names
        for name in scope.rounds or ():
            if name not in rounds:
                raise MeasureError(
                    f'There is no round "{name}"; there are: {", ".join(rounds) or "none"}.'
                )

    def _includes(self, article: str) -> bool:
        ledger, scope = self.ledger, self.scope
        return (
            (scope.articles is None or article in scope.articles)
            and (scope.rounds is None or ledger.rounds[article] in scope.rounds)
            and scope.spans_date(ledger.published[article])
        )

    def _usual(self) -> tuple[str, ...]:
        ledger = self.ledger
        busy = {
            name
            for article in self.articles
            for name in (*ledger.counted(article), *ledger.uncounted(article))
        }
        return tuple(
            person.name
            for person in ledger.people
            if person.role not in ("reviewer", "model")
            and person.name != GOLD
            and person.name in busy
        )

    @property
    def articles(self) -> list[str]:
        """The ids of the articles in the scope, counted or not."""
        included = np.flatnonzero(self._included).tolist()
        return [self.ledger.article_ids[number] for number in included]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each two annotators."""
        return _pairs(self.annotators)

    @property
    def against_gold(self) -> tuple[str, ...]:
        """The annotators, if there is gold to compare them with and it is none of them."""
        has_gold = any(GOLD in self.ledger.counted(article) for article in self.articles)
        return self.annotators if has_gold and GOLD not in self.annotators else ()

    # Which figures there are

    def rows(self, measures: Sequence[str] | None = None) -> list[Row]:
        """Return every figure: by measure and label for all, and for each pair over all labels.

        Raises ``MeasureError`` for a measure that there isn't.
        """
        chosen = [m for name in (measures or DEFAULT) for m in measure_named(name)]
        found = []
        for measure in dict.fromkeys(chosen):
            for name, label in self.names_of(measure):
                found.append(self.row(name, label))
                if len(self.annotators) > 2 and measure.pairs and label == self.whole(measure):
                    found += [self.row(name, label, pair) for pair in self.pairs]
            if measure.gold:
                found += [
                    self.row(measure.name, label, (name, GOLD))
                    for name in self.against_gold
                    for _, label in self.names_of(measure)
                ]
        return found

    def whole(self, measure: Measure) -> str | None:
        """Return under which label a measure has one figure: ``None`` if that is possible."""
        return None if measure.over != "labels" else self.told_for(measure)[-1]

    def told_for(self, measure: Measure) -> list[str | None]:
        """Return the labels that a measure has a figure for, ``None`` being all together."""
        if measure.over != "labels":
            return [None]
        labels: list[str | None] = list(self.scope.labels or self.ledger.labels)
        several = self.scope.labels is None or (measure.adds_up and len(labels) > 1)
        return [*labels, None] if measure.whole and several else labels

    def names_of(self, measure: Measure) -> list[tuple[str, str | None]]:
        """Return under which names and labels a measure is told, all together first."""
        if measure.over == "nothing":
            return [(measure.name, None)]
        if measure.over == "relations":
            names = [None, *self.ledger.relations]
            return [(measure.name, name) for name in names]
        if measure.over == "labels":
            told = self.told_for(measure)
            return [
                (measure.name, name) for name in sorted(told, key=lambda name: name is not None)
            ]
        attributes = self.ledger.answers.attributes
        labels = self.scope.labels or self.ledger.labels
        asked = [(self.ledger.labels[of], name) for of, name, _ in attributes]
        having = [label for label in labels if any(label == of for of, _ in asked)]
        each = [(f"{measure.name}:{name}", label) for label, name in asked if label in having]
        whole = [(measure.name, None)] if self.scope.labels is None else []
        return [*whole, *((measure.name, name) for name in having), *each]

    # Figures

    def row(
        self, measure: str, label: str | None = None, annotators: Sequence[str] | None = None
    ) -> Row:
        """Return one figure, for some annotators or all of the study's."""
        who = tuple(annotators) if annotators is not None else self.annotators
        key = measure, label, who
        if key not in self._figures:
            self._figures[key] = self._work_out(measure, label, who)
        return self._figures[key]

    def _work_out(self, name: str, label: str | None, who: tuple[str, ...]) -> Row:
        counts = self.counts(who)
        left_out = self._left_out(who)
        articles = len(counts.compared)
        if len(who) < 2 or not articles:
            few = "It takes two annotators."
            why = few if len(who) < 2 else "No article was finished by two of these annotators."
            return Row(name, label, who, None, None, None, articles, 0, left_out, why)
        resampling = Resampling(counts.compared, self._drawn.of(articles))
        if name == "gamma":
            made = project_gamma(
                counts,
                self._of(MEASURES[name], label),
                self._drawn,
                self.scope.seed,
                self.ledger,
                self.pulse,
            )
            return Row(
                *(name, label, who, made.value, made.low, made.high, made.articles, made.units),
                left_out,
                made.reason or (_NOTHING if not made.units else None),
            )
        statistic = self.statistic(name, label, counts)
        match self.scope.average:
            case "pairs" if len(who) > 2:
                own = [self.counts(pair) for pair in _pairs(who)]
                parts = [self.statistic(name, label, c) for c in own if len(c.compared)]
                value, (low, high) = resampling.over_pairs(parts)
            case "articles":
                value, (low, high) = resampling.over_articles(statistic)
            case _:
                value, (low, high) = resampling.pooled(statistic)
        why_not = _ALL_THE_SAME if statistic.units else _NOTHING
        reason = None if value is not None else why_not
        units = round(statistic.units)
        return Row(name, label, who, value, low, high, articles, units, left_out, reason)

    def counts(self, who: Sequence[str]) -> Counts:
        """Return the counts of some annotators, which everything else is worked out from."""
        if tuple(who) != self.annotators:
            # Kept are everybody's alone: those of many pairs would fill the memory.
            return self._counts_of(who)
        if self._everybody is None:
            self._everybody = self._counts_of(who)
        return self._everybody

    def _counts_of(self, who: Sequence[str]) -> Counts:
        coders = [self.ledger.coders[name] for name in who if name in self.ledger.coders]
        return Counts(self.ledger.tally, self._included, coders)

    def statistic(self, name: str, label: str | None, counts: Counts) -> Statistic:
        """Return a measure of a label as sums by article and the formula over them."""
        base, _, attribute = name.partition(":")
        measure = MEASURES[base]
        if measure.over == "attributes":
            wanted = self.ledger.attributes_of(label, attribute or None)
            return attribute_alpha(counts, self.ledger.answers, wanted)
        return measure.statistic(counts, self._of(measure, label), self.scope.by)

    def _of(self, measure: Measure, label: str | None) -> Of:
        """Return the numbers of what a measure is told of, ``None`` for all."""
        if measure.over == "relations":
            return None if label is None else (self.ledger.relations.index(label),)
        if measure.over != "labels":
            return None
        names = (label,) if label is not None else self.scope.labels
        return None if names is None else tuple(self.ledger.labels.index(name) for name in names)

    # What is not counted

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The articles that are not counted for all the study's annotators, and why."""
        return self._left_out(self.annotators)

    def _left_out(self, who: tuple[str, ...]) -> tuple[LeftOut, ...]:
        if who not in self._absent:
            self._absent[who] = tuple(self._find_left_out(set(who)))
        return self._absent[who]

    def _find_left_out(self, wanted: set[str]) -> list[LeftOut]:
        ledger, found = self.ledger, []
        included = set(self.articles)
        for article in ledger.article_ids:
            done = [name for name in ledger.counted(article) if name in wanted]
            others = [name for name in ledger.uncounted(article) if name in wanted]
            if article in included and len(done) < 2 and (done or others):
                found.append(LeftOut(article, _why_left_out(done, others)))
            elif self.scope.dated and ledger.published[article] is None and len(done) > 1:
                found.append(LeftOut(article, "It has no date."))
        return found


def _pairs(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]


def _why_left_out(done: list[str], others: list[str]) -> str:
    if not others:
        return f"Only {done[0]} did it."
    waiting = " and ".join(others)
    return f"{waiting} {'has' if len(others) == 1 else 'have'} not finished it."
