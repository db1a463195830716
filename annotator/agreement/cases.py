"""The very cases behind a figure: which spans of whom differ, article by article.

A figure is made from counts; its cases are found when somebody asks, in the articles that they
are in, those with most disagreement first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotator.agreement.counting.answers import Answers
from annotator.agreement.counting.tables import NONE
from annotator.agreement.flat import Ints, spread
from annotator.agreement.gathering import Lot
from annotator.agreement.ledger import Ledger
from annotator.agreement.study import Study
from annotator.agreement.views import by_article
from annotator.store.project import Project

What = Literal["spans", "labels", "attribute", "links", "actors"]

#: More cases than these are never listed: nobody goes through them.
MOST = 1_000
# So many articles are read at once.
_LOT = 50


@dataclass(frozen=True, slots=True)
class Case:
    """One difference: the spans of two annotators in an article, ``None`` for a missing one."""

    article: str
    first: str | None
    second: str | None

    @property
    def span(self) -> str | None:
        """The span that it can be found by."""
        return self.first or self.second


@dataclass(frozen=True, slots=True)
class About:
    """Which cases are asked for.

    - "spans": all differences in ``label``'s spans (``None``: all labels'): missed, other
      boundaries, another label;
    - "labels": what is ``label`` for the one and ``other`` for the other (``None``: missed it);
    - "attribute": spans of ``label`` whose answers to ``name`` (``None``: to any) differ;
    - "links": spans that start links of type ``name`` which the other's don't;
    - "actors": mentions that are somebody else for the other.

    ``annotators`` are those compared, ``articles`` those looked at; ``None`` for the study's.
    ``who`` is one of them who has a part in each case.
    """

    what: What = "spans"
    label: str | None = None
    other: str | None = None
    name: str | None = None
    annotators: tuple[str, ...] | None = None
    articles: tuple[str, ...] | None = None
    who: str | None = None

    @property
    def words(self) -> str:
        """Say which cases these are."""
        label = self.label or "all labels"
        match self.what:
            case "labels" if self.label is not None and self.other == self.label:
                said = f"{label}, marked by both"
            case "labels" if self.other is None:
                said = f"{label}, missed by one"
            case "labels":
                said = f"{label} for one, {self.other} for the other"
            case "attribute":
                said = f"{self.name or 'answers'} of {label} differ"
            case "links":
                said = f"{self.name or 'links'} that one lacks"
            case "actors":
                said = "actors differ"
            case _:
                said = f"differences in {label}"
        people = self.annotators or ((self.who,) if self.who else ())
        return f"{said}: {' and '.join(people)}" if people else said


def cases(
    study: Study,
    project: Project,
    about: About,
    progress: Callable[[int, int], None] | None = None,
) -> list[Case]:
    """Find the cases that are asked for, `MOST` at most, those of the worst articles first."""
    who = about.annotators or study.annotators
    there = [study.ledger.article_ids[n] for n in study.counts(who).compared.tolist()]
    if about.articles is not None:
        there = [article for article in there if article in about.articles]
    rank = {one.article: place for place, one in enumerate(by_article(study))}
    # What only one of the study's annotators did, beside gold, comes last.
    order = sorted(there, key=lambda article: rank.get(article, len(rank)))
    found: list[Case] = []
    for first in range(0, len(order), _LOT):
        lot = study.ledger.read(project, order[first : first + _LOT], who)
        found += _of_lot(study.ledger, lot, about)
        if progress is not None:
            progress(min(first + _LOT, len(order)), len(order))
        if len(found) >= MOST:
            break
    return found[:MOST]


def _of_lot(ledger: Ledger, lot: Lot, about: About) -> list[Case]:
    label = None if about.label is None else ledger.labels.index(about.label)
    match about.what:
        case "labels":
            other = None if about.other is None else ledger.labels.index(about.other)
            pairs = _labelled(lot, label, other)
        case "attribute":
            pairs = _answered(lot, ledger.answers, ledger.attributes_of(about.label, about.name))
        case "links":
            kind = None if about.name is None else ledger.relations.index(about.name)
            pairs = _linked(lot, kind)
        case "actors":
            pairs = _naming(lot)
        case _:
            pairs = _differing(lot, label, None if about.who is None else ledger.coders[about.who])
    # As they stand in the text, each article in turn.
    ordered = sorted(pairs, key=lambda pair: _place(lot, pair))
    return [
        Case(
            lot.articles[int(lot.spans.article[i])].id,
            lot.ids[i],
            None if j is None else lot.ids[j],
        )
        for i, j in dict.fromkeys(ordered)
    ]


_Pair = tuple[int, int | None]


def _place(lot: Lot, pair: _Pair) -> tuple[int, int, int]:
    return int(lot.spans.article[pair[0]]), int(lot.spans.start[pair[0]]), pair[0]


def _pairs(first: Ints, second: Ints) -> list[_Pair]:
    return list(zip(first.tolist(), second.tolist(), strict=True))


def _differing(lot: Lot, label: int | None, who: int | None) -> list[_Pair]:
    spans, met = lot.spans, lot.matched_blind
    one, other = spans.label[met.first], spans.label[met.second]
    size_a, size_b = spans.size[met.first], spans.size[met.second]
    differ = (one != other) | (met.shared != size_a) | (met.shared != size_b)
    if label is not None:
        differ &= (one == label) | (other == label)
    if who is not None:
        differ &= (spans.coder[met.first] == who) | (spans.coder[met.second] == who)
    return [*_pairs(met.first[differ], met.second[differ]), *_missed(lot, label, who)]


def _missed(lot: Lot, label: int | None, who: int | None = None) -> list[_Pair]:
    """Spans that another coder of the article matched with none; ``who`` is the one or other."""
    spans, met, n = lot.spans, lot.matched_blind, lot.coders
    known = np.concatenate(
        [met.first * n + spans.coder[met.second], met.second * n + spans.coder[met.first]]
    )
    article = lot.layers[:, 0]
    first = np.searchsorted(article, spans.article, "left")
    last = np.searchsorted(article, spans.article, "right")
    span, layer = spread(first, last - first)
    coder = lot.layers[layer, 1]
    alone = (coder != spans.coder[span]) & ~np.isin(span * n + coder, known)
    if label is not None:
        alone &= spans.label[span] == label
    if who is not None:
        alone &= (coder == who) | (spans.coder[span] == who)
    return [(int(one), None) for one in np.unique(span[alone])]


def _labelled(lot: Lot, label: int | None, other: int | None) -> list[_Pair]:
    if other is None:
        return _missed(lot, label)
    spans, met = lot.spans, lot.matched_blind
    one, two = spans.label[met.first], spans.label[met.second]
    keep = ((one == label) & (two == other)) | ((one == other) & (two == label))
    return _pairs(met.first[keep], met.second[keep])


def _answered(lot: Lot, answers: Answers, attributes: Sequence[int]) -> list[_Pair]:
    met = lot.matched
    found: list[_Pair] = []
    for number in attributes:
        of = answers.attributes[number][0]
        for i, j in _pairs(met.first, met.second):
            if j is None or int(lot.spans.label[i]) != of:
                continue
            given = [answers.number(number, lot.attributes[span]) for span in (i, j)]
            if NONE not in given and given[0] != given[1]:
                found.append((i, j))
    return found


def _linked(lot: Lot, kind: int | None) -> list[_Pair]:
    """Spans that start a link to which the other's matched spans have none."""
    partner: dict[tuple[int, int], int] = {}
    for i, j in _pairs(lot.matched.first, lot.matched.second):
        assert j is not None
        partner[i, int(lot.spans.coder[j])] = j
        partner[j, int(lot.spans.coder[i])] = i
    links = set(
        zip(lot.link_type.tolist(), lot.link_from.tolist(), lot.link_to.tolist(), strict=True)
    )
    by_article: dict[int, list[int]] = {}
    for article, coder in lot.layers.tolist():
        by_article.setdefault(article, []).append(coder)
    return list(_links_alone(lot, links, partner, by_article, kind))


def _links_alone(
    lot: Lot,
    links: set[tuple[int, int, int]],
    partner: dict[tuple[int, int], int],
    coders: dict[int, list[int]],
    kind: int | None,
) -> Iterator[_Pair]:
    for of, start, end in sorted(links):
        if kind is not None and of != kind:
            continue
        for coder in coders[int(lot.spans.article[start])]:
            if coder == int(lot.spans.coder[start]):
                continue
            there = partner.get((start, coder)), partner.get((end, coder))
            if None in there or (of, *there) not in links:
                yield start, there[0]


def _naming(lot: Lot) -> list[_Pair]:
    met = lot.matched
    x, y = lot.actors[met.first], lot.actors[met.second]
    differ = (x >= 0) & (y >= 0) & (x != y)
    return _pairs(met.first[differ], met.second[differ])
