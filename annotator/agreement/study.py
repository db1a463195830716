"""A study of a project: every measure, for the window, the command line and the report alike.

A study keeps counts by article. When an article changes, only that one is read and counted again;
values come from adding the counts up, which takes no time worth speaking of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from annotator.agreement import statistics
from annotator.agreement.aligning.corpus import corpus_gamma
from annotator.agreement.aligning.dissimilarity import Units
from annotator.agreement.flat import Ints
from annotator.agreement.formulas import ratio
from annotator.agreement.gathering import Lot, gather
from annotator.agreement.measures import DEFAULT, MEASURES, Measure, measure_named
from annotator.agreement.statistics import Counts, Statistic
from annotator.agreement.tally import Answers, Tally, joined, tally
from annotator.errors import MeasureError
from annotator.model.annotation import GOLD
from annotator.store.project import Project
from annotator.store.work import ArticleWork, Work

Average = Literal["pooled", "articles", "pairs"]
Unit = Literal["token", "span"]
Match = Literal["exact", "overlap", "token"]
Progress = Callable[[int, int], None]

# So many articles are read and counted at once.
_LOT = 200
# So often the articles are drawn anew for an interval.
_BOOTSTRAPS = 1_000
# So many articles are aligned for γ at most, and so many chance continua drawn.
GAMMA_ARTICLES = 200
GAMMA_DRAWS = 60


@dataclass(frozen=True, slots=True)
class Scope:
    """What a study is about.

    ``annotators`` are those compared, ``None`` for all but reviewers, gold and models;
    ``articles`` their ids, ``None`` for all; ``labels`` names of labels, ``None`` for all. ``by``
    says what the measures of ratings count: tokens or matched spans. ``average`` is how articles
    and pairs of annotators come together: "pooled" adds counts up before the ratio, "articles"
    and "pairs" take the mean of each one's value. ``match`` is the rule of the F1 by which articles
    are sorted and the course over time is told. ``unfinished`` counts layers that are not done
    as well. Intervals and chance are drawn with ``seed``.
    """

    annotators: tuple[str, ...] | None = None
    articles: frozenset[str] | None = None
    labels: tuple[str, ...] | None = None
    by: Unit = "token"
    average: Average = "pooled"
    match: Match = "overlap"
    unfinished: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that is not counted, and why."""

    article: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: a measure of a label (``None``: all together) among some annotators.

    ``value`` is ``None`` where ``reason`` says why; ``low`` and ``high`` bound the 95 %
    bootstrap interval by article, ``None`` where there are too few. ``articles`` and ``units``
    are how much was compared, ``left_out`` what wasn't.
    """

    measure: str
    label: str | None
    annotators: tuple[str, ...]
    value: float | None
    low: float | None
    high: float | None
    articles: int
    units: int
    left_out: tuple[LeftOut, ...] = field(default=(), repr=False)
    reason: str | None = None

    @property
    def name(self) -> str:
        """What people call the figure: the measure, and what it is of."""
        base, _, attribute = self.measure.partition(":")
        if attribute:
            return f"{self.label}: {attribute}"
        title = MEASURES[base].title
        return f"{title}: {self.label.replace('_', ' ')}" if self.label else title


class Study:
    """Agreement in a project, kept up to date article by article."""

    def __init__(
        self, project: Project, scope: Scope | None = None, progress: Progress | None = None
    ) -> None:
        self.scope = scope or Scope()
        self.scheme = project.scheme
        self.labels = tuple(label.name for label in project.scheme.labels)
        self.relations = tuple(relation.name for relation in project.scheme.relations)
        self.answers = Answers(
            [
                (n, attribute.name, attribute.kind)
                for n, label in enumerate(project.scheme.labels)
                for attribute in label.attributes
            ]
        )
        people = project.annotators()
        self.everybody = tuple(person.name for person in people)
        usual = [p.name for p in people if p.role not in ("reviewer", "model") and p.name != GOLD]
        self._usual = self._chosen(usual)
        self._coders = {name: n for n, name in enumerate(self.everybody)}
        self.article_ids: list[str] = []
        self.titles: dict[str, str] = {}
        self.rounds: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._counted: dict[str, tuple[str, ...]] = {}
        self._others: dict[str, tuple[str, ...]] = {}
        self._actors: dict[str, int] = {}
        self._tally: Tally | None = None
        self._views: dict[tuple[str, ...], Counts] = {}
        self._absent: dict[tuple[str, ...], tuple[LeftOut, ...]] = {}
        self._figures: dict[tuple[object, ...], Row] = {}
        # Bootstrap samples by the number of articles; the last ones drawn are enough.
        self._samples: dict[int, np.ndarray] = {}
        self.refresh(project, progress=progress)

    def _chosen(self, usual: list[str]) -> tuple[str, ...]:
        wanted = self.scope.annotators
        for name in wanted or ():
            if name not in self.everybody:
                known = ", ".join(self.everybody) or "nobody yet"
                raise MeasureError(f'There is no annotator "{name}"; there are: {known}.')
        for name in self.scope.labels or ():
            if name not in self.labels:
                raise MeasureError(
                    f'There is no label "{name}"; there are: {", ".join(self.labels)}.'
                )
        return tuple(usual) if wanted is None else wanted

    # Reading and counting

    def refresh(
        self,
        project: Project,
        articles: Iterable[str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Read articles and count them anew: those that changed, or all.

        Raises ``MeasureError`` for more labels than can be told apart.
        """
        ids = project.article_ids() if articles is None else list(articles)
        if self.scope.articles is not None:
            ids = [n for n in ids if n in self.scope.articles]
        for gone in set(self._counted).difference(project.article_ids()):
            del self._counted[gone], self._others[gone]
        tallies = []
        if self._tally is not None:
            known = [self._numbers[n] for n in ids if n in self._numbers]
            tallies.append(self._tally.without(known))
        for first in range(0, len(ids), _LOT):
            tallies.append(self._count(project.work(ids[first : first + _LOT])))
            if progress is not None:
                progress(min(first + _LOT, len(ids)), len(ids))
        self._tally = joined(tallies) if tallies else self._count([])
        self._figures.clear()
        self._views.clear()
        self._absent.clear()

    def _count(self, articles: Sequence[ArticleWork]) -> Tally:
        counted = []
        for article in articles:
            if article.id not in self._numbers:
                self._numbers[article.id] = len(self.article_ids)
                self.article_ids.append(article.id)
            self.titles[article.id] = article.title
            done = [work for work in article.work if self._counts(work)]
            counted.append(done)
            self._counted[article.id] = tuple(work.annotator for work in done)
            self._others[article.id] = tuple(
                work.annotator
                for work in article.work
                if work not in done and (work.spans or work.status in ("started", "flagged"))
            )
        lot = self.lot(articles, counted)
        roles = self.scheme.attribution
        said = None
        if roles is not None:
            said = self.labels.index(roles.claim), self.relations.index(roles.source)
        numbers = np.array([self._numbers[one.id] for one in articles], dtype=np.intp)
        return tally(lot, numbers, self.answers, said, len(self.relations))

    def lot(self, articles: Sequence[ArticleWork], counted: Sequence[Sequence[Work]]) -> Lot:
        """Flatten some articles and the layers of them that are counted."""
        return gather(
            articles,
            counted,
            self._coders,
            {name: n for n, name in enumerate(self.labels)},
            {name: n for n, name in enumerate(self.relations)},
            self._actors,
        )

    def read(
        self, project: Project, numbers: Sequence[int], who: Sequence[str] | None = None
    ) -> Lot:
        """Read some articles again, by their numbers, to look at what was counted.

        ``who`` are the annotators whose layers are wanted, the study's by default.
        """
        articles = project.work([self.article_ids[number] for number in numbers])
        wanted = set(self.annotators if who is None else who)
        return self.lot(
            articles,
            [
                [w for w in one.work if w.annotator in wanted and self._counts(w)]
                for one in articles
            ],
        )

    def _counts(self, work: Work) -> bool:
        if work.status == "done":
            return True
        if work.status == "skipped" or not work.spans:
            return False
        return self.scope.unfinished or work.annotator == GOLD

    def fits(self, project: Project) -> bool:
        """Whether the scheme and the annotators are still those that were counted by."""
        people = tuple(person.name for person in project.annotators())
        return project.scheme == self.scheme and people == self.everybody

    def number(self, article: str) -> int:
        """Return the number by which an article goes in the counts."""
        return self._numbers[article]

    def attributes_of(self, label: str | None, name: str | None = None) -> list[int]:
        """Return the numbers of a label's attributes (``None``: of all), or of one by name."""
        return [
            number
            for number, (of, title, _) in enumerate(self.answers.attributes)
            if label in (None, self.labels[of]) and name in (None, title)
        ]

    # Figures

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

    @property
    def annotators(self) -> tuple[str, ...]:
        """Who is compared: the scope's annotators, or the usual ones who did anything."""
        if self.scope.annotators is not None:
            return self._usual
        busy = {
            name
            for who in (self._counted, self._others)
            for names in who.values()
            for name in names
        }
        return tuple(name for name in self._usual if name in busy)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each two annotators."""
        names = self.annotators
        return [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]

    @property
    def against_gold(self) -> tuple[str, ...]:
        """The annotators, if there is gold to compare them with and it is none of them."""
        has_gold = any(GOLD in who for who in self._counted.values())
        return self.annotators if has_gold and GOLD not in self.annotators else ()

    def whole(self, measure: Measure) -> str | None:
        """Return under which label a measure is told where one figure stands for all labels."""
        return (
            None if self.scope.labels is None or measure.over != "labels" else self.scope.labels[0]
        )

    def told_for(self, measure: Measure) -> list[str | None]:
        """Return the labels that a measure has a figure for, ``None`` being all together."""
        labels: list[str | None] = list(self.scope.labels or self.labels)
        if measure.over == "labels":
            return [*labels, None] if self.scope.labels is None and measure.whole else labels
        return [None]

    def names_of(self, measure: Measure) -> list[tuple[str, str | None]]:
        """Return under which names and labels a measure is told."""
        if measure.over == "nothing":
            return [(measure.name, None)]
        if measure.over == "relations":
            return [(measure.name, None), *((measure.name, name) for name in self.relations)]
        labels = list(self.scope.labels or self.labels)
        whole = [(measure.name, None)] if self.scope.labels is None and measure.whole else []
        if measure.over == "attributes":
            having = {of for of, _, _ in self.answers.attributes}
            labels = [name for name in labels if self.labels.index(name) in having]
            each = [
                (f"{measure.name}:{name}", self.labels[of])
                for of, name, _ in self.answers.attributes
                if self.labels[of] in labels
            ]
            return [*whole, *((measure.name, name) for name in labels), *each]
        return [*whole, *((measure.name, name) for name in labels)]

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
        articles = int((counts.m > 1).sum())
        if len(who) < 2 or not articles:
            few = "It takes two annotators."
            why = few if len(who) < 2 else "No article was finished by two of these annotators."
            return Row(name, label, who, None, None, None, articles, 0, left_out, why)
        if name.startswith("gamma"):
            return self._gamma_row(name, label, who, counts, left_out)
        statistic = self.statistic(name, label, counts)
        value, low, high = self._with_interval(statistic, counts, name, label, who)
        reason = None if value is not None else self._why_not(statistic)
        units = round(statistic.units)
        return Row(name, label, who, value, low, high, articles, units, left_out, reason)

    def counts(self, who: Sequence[str]) -> Counts:
        """Return the counts of some annotators, which everything else is worked out from."""
        assert self._tally is not None, "a study is counted when it is made"
        key = tuple(who)
        if key not in self._views:
            coders = [self._coders[name] for name in who]
            made = Counts(self._tally, len(self.article_ids), coders)
            if key != self.annotators:
                # Kept are everybody's alone: those of many pairs would fill the memory.
                return made
            self._views[key] = made
        return self._views[key]

    def statistic(self, name: str, label: str | None, counts: Counts) -> Statistic:
        """Return a measure of a label as sums by article and the formula over them."""
        base, _, attribute = name.partition(":")
        measure = MEASURES[base]
        if measure.over == "attributes":
            wanted = self.attributes_of(label, attribute or None)
            return statistics.attribute_alpha(counts, self.answers, wanted)
        names = self.relations if measure.over == "relations" else self.labels
        column = names.index(label) if label is not None else None
        return measure.statistic(counts, column, self.scope.by, len(self.labels))

    def _why_not(self, statistic: Statistic) -> str:
        if not statistic.units:
            return "There is nothing to compare: nobody marked anything of the kind."
        return "All is the same, so that chance alone would agree on everything."

    # Intervals

    def _with_interval(
        self, found: Statistic, counts: Counts, name: str, label: str | None, who: tuple[str, ...]
    ) -> tuple[float | None, float | None, float | None]:
        counted = np.flatnonzero(counts.m > 1)
        weights = self._weights(len(counted))
        if self.scope.average == "pairs" and len(who) > 2:
            parts = []
            for pair in ((a, b) for n, a in enumerate(who) for b in who[n + 1 :]):
                own = self.counts(pair)
                if (own.m > 1).any():
                    parts.append(self.statistic(name, label, own))
            each = np.array([_totals(part, None, counted)[0] for part in parts])
            samples = np.array([_totals(part, weights, counted) for part in parts])
            return _mean(each), *_interval(_means(samples.T))
        if self.scope.average == "articles":
            values = found.value(_dense(found.sums[counted]))
            mean = _mean(values)
            samples = _means(np.where(np.isnan(values), 0, values), ~np.isnan(values), weights)
            return mean, *_interval(samples)
        value = float(_totals(found, None, counted)[0])
        samples = _totals(found, weights, counted)
        return (None if np.isnan(value) else value), *_interval(samples)

    def _weights(self, articles: int) -> np.ndarray:
        """How often each article is drawn in each bootstrap sample."""
        if articles not in self._samples:
            random = np.random.default_rng(self.scope.seed)
            drawn = random.integers(articles, size=(_BOOTSTRAPS, articles)) if articles > 1 else ()
            counts = [np.bincount(one, minlength=articles) for one in drawn]
            self._samples[articles] = np.array(counts, dtype=np.float64).reshape(-1, articles)
        return self._samples[articles]

    # γ

    def _gamma_row(
        self,
        name: str,
        label: str | None,
        who: tuple[str, ...],
        counts: Counts,
        left_out: tuple[LeftOut, ...],
    ) -> Row:
        random = np.random.default_rng(self.scope.seed)
        counted = np.flatnonzero(counts.m > 1)
        drawn = counted
        if len(counted) > GAMMA_ARTICLES:
            drawn = np.sort(random.choice(counted, GAMMA_ARTICLES, replace=False))
        units, coders = self._gamma_units(label, counts, drawn)
        size, articles = len(units), len(drawn)
        if not size:
            why = "There is nothing to compare: nobody marked anything of the kind."
            return Row(name, label, who, None, None, None, articles, 0, left_out, why)
        try:
            found = corpus_gamma(units, coders, GAMMA_DRAWS, self.scope.seed)
        except MeasureError as error:
            return Row(name, label, who, None, None, None, articles, size, left_out, str(error))
        value = float(found.value(np.ones((1, articles)))[0])
        samples = found.value(self._weights(articles), random) if articles > 1 else np.zeros(0)
        low, high = _interval(samples)
        reason = None
        if articles < len(counted):
            reason = f"Measured on {articles:,} of {len(counted):,} articles, drawn by chance."
        if np.isnan(value):
            return Row(
                name,
                label,
                who,
                None,
                None,
                None,
                articles,
                size,
                left_out,
                "All is the same, so that chance has no disorder.",
            )
        return Row(name, label, who, value, low, high, articles, size, left_out, reason)

    def _gamma_units(self, label: str | None, counts: Counts, drawn: Ints) -> tuple[Units, Ints]:
        """Return the spans of some articles as units, with coders and articles from 0 on."""
        assert self._tally is not None, "a study is counted when it is made"
        layers = self._tally["layers"]
        place = np.full(counts.articles, -1)
        place[drawn] = np.arange(len(drawn))
        own = np.isin(layers["coder"], counts.coders) & (place[layers["article"]] >= 0)
        article, coder = layers["article"][own], layers["coder"][own]
        order = np.lexsort((coder, article))
        article, coder = article[order], coder[order]
        first = np.searchsorted(article, article, "left")
        rank = np.full((counts.articles, len(self.everybody)), -1)
        rank[article, coder] = np.arange(len(article)) - first
        table = counts.layers("units")
        keep = place[table["article"]] >= 0
        if label is not None:
            keep &= table["label"] == self.labels.index(label)
        units = Units(
            table["start"][keep].astype(np.float64),
            table["end"][keep].astype(np.float64),
            table["label"][keep],
            rank[table["article"][keep], table["coder"][keep]],
            place[table["article"][keep]],
        )
        return units, counts.m[drawn]

    # What is not counted

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The articles that are not counted for all the study's annotators, and why."""
        return self._left_out(self.annotators)

    def _left_out(self, who: tuple[str, ...]) -> tuple[LeftOut, ...]:
        if who not in self._absent:
            self._absent[who] = self._find_left_out(set(who))
        return self._absent[who]

    def _find_left_out(self, wanted: set[str]) -> tuple[LeftOut, ...]:
        found = []
        for article in self.article_ids:
            if article not in self._counted:
                continue
            done = [name for name in self._counted[article] if name in wanted]
            others = [name for name in self._others[article] if name in wanted]
            if len(done) < 2 and (done or others):
                found.append(LeftOut(article, _why_left_out(done, others)))
        return tuple(found)


def _why_left_out(done: list[str], others: list[str]) -> str:
    if not others:
        return f"Only {done[0]} did it."
    waiting = " and ".join(others)
    return f"{waiting} {'has' if len(others) == 1 else 'have'} not finished it."


def _dense(sums: statistics.Sums) -> np.ndarray:
    return np.asarray(sums if isinstance(sums, np.ndarray) else sums.toarray())


def _totals(found: Statistic, weights: np.ndarray | None, counted: Ints) -> np.ndarray:
    """The value for each row of weights, or of all counted articles."""
    sums = found.sums[counted]
    if weights is None:
        weights = np.ones((1, len(counted)))
    if not len(weights):
        return np.zeros(0)
    if isinstance(sums, np.ndarray):
        return found.value(weights @ sums)
    return found.value(np.asarray((sums.T @ weights.T).T))


def _mean(values: np.ndarray) -> float | None:
    known = values[~np.isnan(values)] if len(values) else values
    return float(known.mean()) if len(known) else None


def _means(
    values: np.ndarray, known: np.ndarray | None = None, weights: np.ndarray | None = None
) -> np.ndarray:
    """Means of rows where known, or weighted means."""
    if weights is None or known is None:
        with_value = ~np.isnan(values)
        total = np.where(with_value, values, 0).sum(axis=-1)
        return np.asarray(ratio(total, with_value.sum(axis=-1)))
    return np.asarray(ratio(weights @ values, weights @ known))


def _interval(samples: np.ndarray) -> tuple[float | None, float | None]:
    known = samples[~np.isnan(samples)]
    if not len(known):
        return None, None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
