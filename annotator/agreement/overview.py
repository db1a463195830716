"""Everything that a study has to show, worked out at once: what the window and the report draw."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from annotator.agreement.findings import Finding, findings
from annotator.agreement.measures import MEASURES, Measure, measure_named
from annotator.agreement.row import LeftOut, Row
from annotator.agreement.scope import Scope
from annotator.agreement.study import Study
from annotator.agreement.views import (
    Confusion,
    Disagreement,
    Part,
    by_article,
    by_round,
    confusion,
    over_time,
)
from annotator.model.annotation import GOLD
from annotator.store.project import Project

#: The columns of the table by label, unless others are wanted.
COLUMNS = ("unitized_alpha", "gamma", "f1_exact", "f1_overlap")
#: Measures of answers, links and actors, given matched spans.
BESIDES = (
    *("attribute_alpha", "relation_f1", "attribution_f1"),
    *("actor_b3", "actor_ceaf_e", "actor_links"),
)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a study shows.

    ``by_label`` has a row for each (measure, label), ``None`` being all labels together; a measure
    that isn't told for one of them, or is ``waiting`` to be worked out, has no row there.
    ``pairs`` has a row of ``pair_measure`` for each two annotators, ``besides`` rows for answers,
    links and actors, ``gold`` rows of each annotator against gold. ``people`` and
    ``rounds_there`` are those that there are, whichever the scope chooses; ``titles`` names the
    articles, ``seconds`` is how long it took.
    """

    scope: Scope
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    measures: tuple[Measure, ...]
    waiting: tuple[Measure, ...]
    by_label: Mapping[tuple[str, str | None], Row]
    pair_measure: Measure
    pairs: Mapping[tuple[str, str], Row]
    besides: tuple[Row, ...]
    gold: tuple[Row, ...]
    confusion: tuple[Confusion, ...]
    articles: tuple[Disagreement, ...]
    course: tuple[Part, ...]
    rounds: tuple[Part, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    people: tuple[str, ...]
    rounds_there: tuple[str, ...]
    titles: Mapping[str, str]
    seconds: float

    @property
    def rows(self) -> list[Row]:
        """Every figure, in the order in which they are shown."""
        return [*self.by_label.values(), *self.pairs.values(), *self.besides, *self.gold]

    @property
    def units(self) -> int:
        """How many spans were compared, of all annotators together."""
        return sum(article.spans for article in self.articles)

    def pair(self, one: str, other: str) -> Row | None:
        """Return the figure of two annotators, whichever comes first; ``None`` of one alone."""
        return self.pairs.get((one, other)) or self.pairs.get((other, one))


def overview(
    study: Study,
    project: Project,
    measures: Sequence[str] = COLUMNS,
    pair_measure: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    quick: bool = False,
) -> Overview:
    """Work out what a study shows; ``progress`` hears after each figure, and may end it.

    ``measures`` are the columns of the table by label; those of answers, links and actors are told
    in any case, and slow ones wait if it shall be ``quick``. ``pair_measure`` is that of the matrix
    of pairs, F1 by the scope's match rule unless told. Raises ``MeasureError`` for a measure that
    there isn't.
    """
    begun = time.monotonic()
    asked = dict.fromkeys(m for name in measures for m in measure_named(name))
    columns = tuple(measure for measure in asked if measure.name not in BESIDES)
    of_pairs = MEASURES[pair_measure or f"f1_{study.scope.match}"]
    waiting = tuple(measure for measure in columns if quick and measure.slow)
    told = [measure for measure in columns if measure not in waiting]
    by_label = [(m.name, label) for m in told for label in study.told_for(m)]
    # Of answers each by itself: several together hide which one is meant.
    besides = [
        (name, label)
        for measure in BESIDES
        for name, label in study.names_of(MEASURES[measure])
        if name != "attribute_alpha"
    ]
    golden = [m for m in told if m.gold]
    step = _Steps(
        len(by_label) + len(study.pairs) + len(besides) + len(golden) * len(study.against_gold),
        progress,
    )
    study.pulse = step.tell
    return Overview(
        scope=study.scope,
        annotators=study.annotators,
        labels=tuple(study.scope.labels or study.ledger.labels),
        measures=columns,
        waiting=waiting,
        by_label={key: step(study.row(*key)) for key in by_label},
        pair_measure=of_pairs,
        pairs={
            pair: step(study.row(of_pairs.name, study.whole(of_pairs), pair))
            for pair in study.pairs
        },
        besides=tuple(step(study.row(*key)) for key in besides),
        gold=tuple(
            step(study.row(m.name, study.whole(m), (name, GOLD)))
            for m in golden
            for name in study.against_gold
        ),
        confusion=tuple(confusion(study)),
        articles=tuple(by_article(study)),
        course=tuple(over_time(study)),
        rounds=tuple(by_round(study)),
        findings=tuple(findings(study, project)),
        left_out=study.left_out,
        people=study.usual,
        rounds_there=tuple(study.ledger.round_names),
        titles=dict(study.ledger.titles),
        seconds=time.monotonic() - begun,
    )


class _Steps:
    """Counts the figures that are done, and says so."""

    def __init__(self, count: int, progress: Callable[[int, int], None] | None) -> None:
        self._done, self._count, self._progress = 0, count, progress

    def __call__(self, row: Row) -> Row:
        self._done += 1
        self.tell()
        return row

    def tell(self) -> None:
        if self._progress is not None:
            self._progress(self._done, self._count)
