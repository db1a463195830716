"""What a study shows beyond single figures: confusion, articles by disagreement, course over time.

Each item says which articles or labels it is about, so that a window can open the very cases.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.counting.tables import NONE
from annotator.agreement.flat import Ints
from annotator.agreement.formulas import defined
from annotator.agreement.ledger import natural
from annotator.agreement.study import Study

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
    """An article and the F1 of its annotators' spans; the less, the worse."""

    article: str
    title: str
    value: float
    spans: int


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the articles, in the order in which they came, and the F1 in it.

    ``annotator`` is whose agreement with the others it is, ``None`` for everybody's; ``title``
    says which articles these are: the first to the last, counted from 1.
    """

    annotator: str | None
    number: int
    title: str
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
    names = (*study.ledger.labels, None)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [Confusion(names[one], names[other], n) for (one, other), n in ordered]


def by_article(study: Study) -> list[Disagreement]:
    """Return the articles that were compared, those with most disagreement first."""
    counts = study.counts(study.annotators)
    statistic = study.statistic(f"f1_{study.scope.match}", None, counts)
    sums = np.asarray(statistic.sums)
    values = statistic.value(sums)
    found = [
        Disagreement(
            study.ledger.article_ids[n],
            study.ledger.titles[study.ledger.article_ids[n]],
            float(values[n]),
            # Each pair of an article's annotators counted its spans.
            round(sums[n, 1:].sum() / (counts.m[n] - 1)),
        )
        for n in np.flatnonzero(~np.isnan(values))
    ]
    return sorted(found, key=lambda item: (item.value, -item.spans))


def over_time(study: Study) -> list[Part]:
    """Return the course of agreement over the articles, for everybody and each annotator.

    For one annotator against the rest it shows drift.
    """
    compared = study.counts(study.annotators).compared
    parts = [part for part in np.array_split(compared, _PARTS) if part.size]
    places = np.cumsum([0, *(len(part) for part in parts)])
    titles = [
        f"{first + 1}–{last}" if last - first > 1 else f"{last}"
        for first, last in itertools.pairwise(places.tolist())
    ]
    return _courses(study, list(zip(titles, parts, strict=True)))


def by_round(study: Study) -> list[Part]:
    """Return the learning curve: agreement in each round, for everybody and each annotator.

    Rounds come in the order of their names, numbers in them as numbers; articles that are in no
    round are left aside. See `annotator.agreement.ledger` for what a round is.
    """
    rounds: dict[str, list[int]] = {}
    for number in study.counts(study.annotators).compared.tolist():
        name = study.ledger.rounds[study.ledger.article_ids[number]]
        if name is not None:
            rounds.setdefault(name, []).append(number)
    ordered = sorted(rounds.items(), key=lambda item: natural(item[0]))
    return _courses(study, [(name, np.array(numbers)) for name, numbers in ordered])


def _courses(study: Study, parts: Sequence[tuple[str, Ints]]) -> list[Part]:
    """Tell the F1 of each part, for everybody and for each annotator with all others."""
    people: list[str | None] = [None, *(study.annotators if len(study.annotators) > 2 else ())]
    found = []
    for who in people:
        pairs = [pair for pair in study.pairs if who in (None, *pair)]
        each = [study.statistic(f"f1_{study.scope.match}", None, study.counts(p)) for p in pairs]
        for number, (title, part) in enumerate(parts):
            ids = tuple(study.ledger.article_ids[n] for n in part)
            sums = sum(np.asarray(one.sums)[part].sum(axis=0) for one in each)
            value = defined(each[0].value(np.asarray(sums))) if each else None
            found.append(Part(who, number, title, ids, value))
    return found


def bounds(parts: Sequence[Part]) -> tuple[float, float]:
    """Return between which tenths a course lies, so that it can be drawn large."""
    values = [part.value for part in parts if part.value is not None]
    low = math.floor(10 * min(values, default=0.0)) / 10
    high = math.ceil(10 * max(values, default=1.0)) / 10
    return (low, high) if low < high else (max(low - 0.1, 0.0), max(high, 0.1))


def within(parts: Sequence[Part], low: float, high: float) -> tuple[float | None, ...]:
    """Return where each value lies between two others: 0 at the lower, 1 at the higher."""
    return tuple(
        None if part.value is None else (part.value - low) / (high - low) for part in parts
    )
