"""What a study shows beyond single figures: confusion, articles by disagreement, course over time.

Each item says which articles or labels it is about, so that a window can open the very cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.formulas import defined
from annotator.agreement.study import Study
from annotator.agreement.tally import NONE

# Over time, articles are put together into so many parts at most.
_PARTS = 10


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often one annotator's span of label ``one`` was another's of label ``other``.

    ``None`` is a span that the other missed. Who is who doesn't matter, so each two labels stand
    here once.
    """

    one: str | None
    other: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An article and the F1 of its annotators' spans by overlap; the less, the worse."""

    article: str
    title: str
    value: float
    spans: int


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the articles, in the order in which they came, and the F1 by overlap in it.

    ``annotator`` is whose agreement with the others it is, ``None`` for everybody's.
    """

    annotator: str | None
    number: int
    articles: tuple[str, ...]
    value: float | None


def confusion(study: Study) -> list[Confusion]:
    """Count which labels matched spans have, and which spans were missed, the most first."""
    table = study.counts(study.annotators).pairs("labels")
    found: dict[tuple[int, int], int] = {}
    for left, right, n in zip(table["left"], table["right"], table["n"], strict=True):
        # Missed comes last, whoever missed it.
        one, other = sorted((int(left), int(right)), key=lambda label: (label == NONE, label))
        found[one, other] = found.get((one, other), 0) + int(n)
    names = (*study.labels, None)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [Confusion(names[one], names[other], n) for (one, other), n in ordered]


def by_article(study: Study) -> list[Disagreement]:
    """Return the articles that were compared, those with most disagreement first."""
    counts = study.counts(study.annotators)
    statistic = study.statistic("f1_overlap", None, counts)
    sums = np.asarray(statistic.sums)
    values = statistic.value(sums)
    found = [
        Disagreement(
            study.article_ids[n],
            study.titles[study.article_ids[n]],
            float(values[n]),
            int(sums[n, 1:].sum()),
        )
        for n in np.flatnonzero(~np.isnan(values))
    ]
    return sorted(found, key=lambda item: (item.value, -item.spans))


def over_time(study: Study) -> list[Part]:
    """Return the course of agreement over the articles, for everybody and each annotator.

    For everybody it is the learning curve; for one annotator against the rest it shows drift.
    """
    counts = study.counts(study.annotators)
    compared = np.flatnonzero(counts.m > 1)
    parts = [part for part in np.array_split(compared, _PARTS) if part.size]
    people = {name: study.everybody.index(name) for name in study.annotators}
    table = counts.pairs("pairs")
    columns = np.column_stack(
        [table[name].sum(axis=1) for name in ("overlap", "spans_a", "spans_b")]
    )
    statistic = study.statistic("f1_overlap", None, counts)
    found = []
    courses: list[tuple[str | None, int | None]] = [(None, None)]
    courses += people.items() if len(people) > 2 else []
    for who, coder in courses:
        own = np.ones(len(columns), dtype=bool)
        if coder is not None:
            own = (table["a"] == coder) | (table["b"] == coder)
        for number, part in enumerate(parts):
            mine = own & np.isin(table["article"], part)
            value = defined(statistic.value(columns[mine].sum(axis=0)))
            ids = tuple(study.article_ids[n] for n in part)
            found.append(Part(who, number, ids, value))
    return found
