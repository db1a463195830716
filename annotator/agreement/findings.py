"""What is low, said in plain sentences that are worked out from the counts, with their cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from annotator.agreement.cases import Case
from annotator.agreement.counting.tables import NONE
from annotator.agreement.gathering import Lot
from annotator.agreement.study import Study
from annotator.agreement.views import by_article, confusion
from annotator.store.project import Project

# Fewer cases than this are no pattern, and a share below this one is none to speak of.
_FEWEST = 5
_SHARE = 0.3
# Boundaries are looked at in so many articles at most, those that disagree first.
_ARTICLES = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about what is low, and the cases that it speaks of."""

    sentence: str
    cases: tuple[Case, ...]


def findings(study: Study, project: Project) -> list[Finding]:
    """Say what lowers agreement most: boundaries, missed spans, labels mixed up."""
    worst = [one.article for one in by_article(study)]
    compared = worst[:_ARTICLES]
    if not compared:
        return []
    lot = study.ledger.read(project, compared, study.annotators)
    where = f" in the {_ARTICLES} articles that differ most" if len(worst) > _ARTICLES else ""
    return [*_boundaries(study, lot, where), *_missed(study, lot), *_mixed_up(study, lot)]


@dataclass(frozen=True, slots=True)
class _Edge:
    """A stretch that one coder's span has beyond the matched span of another."""

    coder: int
    label: int
    what: str
    case: Case


def _boundaries(study: Study, lot: Lot, where: str) -> Iterator[Finding]:
    edges = list(_edges(study, lot))
    totals = Counter((edge.coder, edge.label) for edge in edges)
    groups: dict[tuple[int, int, str], list[_Edge]] = {}
    for edge in edges:
        groups.setdefault((edge.coder, edge.label, edge.what), []).append(edge)
    for (coder, label, what), own in sorted(groups.items(), key=lambda item: -len(item[1])):
        total = totals[coder, label]
        if len(own) >= _FEWEST and len(own) >= _SHARE * total:
            who, of = study.ledger.people[coder].name, study.ledger.labels[label]
            yield Finding(
                f"{who} includes {what} in spans of {of}: "
                f"{len(own):,} of {total:,} boundary differences{where}.",
                tuple(edge.case for edge in own),
            )


def _edges(study: Study, lot: Lot) -> Iterator[_Edge]:
    spans, met = lot.spans, lot.matched
    others: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for n in range(len(spans)):
        key = int(spans.article[n]), int(spans.coder[n])
        others.setdefault(key, []).append(
            (int(spans.start[n]), int(spans.end[n]), int(spans.label[n]))
        )
    differ = (spans.start[met.first] != spans.start[met.second]) | (
        spans.end[met.first] != spans.end[met.second]
    )
    for i, j in zip(met.first[differ], met.second[differ], strict=True):
        number, label = int(spans.article[i]), int(spans.label[i])
        article = lot.articles[number]
        for a, b in ((int(i), int(j)), (int(j), int(i))):
            beyond = [
                (int(spans.start[a]), int(spans.start[b])),
                (int(spans.end[b]), int(spans.end[a])),
            ]
            for start, end in beyond:
                if start < end:
                    marked = others[number, int(spans.coder[b])]
                    what = _named(study, article.text, start, end, label, marked)
                    case = Case(article.id, lot.ids[int(i)], lot.ids[int(j)])
                    yield _Edge(int(spans.coder[a]), label, what, case)


def _named(
    study: Study,
    text: str,
    start: int,
    end: int,
    label: int,
    marked: list[tuple[int, int, int]],
) -> str:
    """Say what a stretch is: another label's span, punctuation, some words."""
    inside = [kind for s, e, kind in marked if start <= s and e <= end and kind != label]
    if inside:
        # What was marked there by the other, the commonest kind of it.
        kind = Counter(inside).most_common(1)[0][0]
        return f"what others mark as {study.ledger.labels[kind]}"
    stretch = text[start:end].strip()
    if not any(character.isalnum() for character in stretch):
        return "punctuation or quotation marks"
    words = stretch.split()
    return f"“{' '.join(words).lower()}”" if len(words) <= 2 else "more words"


def _missed(study: Study, lot: Lot) -> Iterator[Finding]:
    """Who misses spans of a label that others mark, more than the rest do."""
    table = study.counts(study.annotators).pairs("labels")
    rates: list[tuple[float, int, int, int, int]] = []
    for label in range(len(study.ledger.labels)):
        for name in study.annotators:
            coder = study.ledger.coders[name]
            marked = missed = 0
            for mine, theirs in (("a", "right"), ("b", "left")):
                own = (table[mine] == coder) & (table[theirs] == label)
                answer = table["left" if theirs == "right" else "right"]
                marked += int(table["n"][own].sum())
                missed += int(table["n"][own & (answer == NONE)].sum())
            if missed >= _FEWEST and missed >= _SHARE * marked:
                rates.append((missed / marked, coder, label, missed, marked))
    for _, coder, label, missed, marked in sorted(rates, reverse=True):
        who, of = study.ledger.people[coder].name, study.ledger.labels[label]
        yield Finding(
            f"{who} misses {of}: {missed:,} of the "
            f"{marked:,} that others mark, counted for each of the others.",
            tuple(_missed_cases(lot, coder, label)),
        )


def _missed_cases(lot: Lot, coder: int, label: int) -> Iterator[Case]:
    spans, met = lot.spans, lot.matched_blind
    found = set()
    for mine, theirs in ((met.first, met.second), (met.second, met.first)):
        found |= set(theirs[spans.coder[mine] == coder].tolist())
    there = {int(article) for article, who in lot.layers.tolist() if who == coder}
    for n in np.flatnonzero((spans.label == label) & (spans.coder != coder)).tolist():
        if n not in found and int(spans.article[n]) in there:
            yield Case(lot.articles[int(spans.article[n])].id, lot.ids[n], None)


def _mixed_up(study: Study, lot: Lot) -> Iterator[Finding]:
    """Which two labels are taken for each other."""
    known = confusion(study)
    both = {(item.one, item.other): item.count for item in known}
    for item in known:
        if item.other is None or item.one is None or item.one == item.other:
            continue
        same = both.get((item.one, item.one), 0) + both.get((item.other, item.other), 0)
        if item.count >= _FEWEST and item.count >= 0.05 * (same + item.count):
            labels = {study.ledger.labels.index(item.one), study.ledger.labels.index(item.other)}
            yield Finding(
                f"{item.one} and {item.other} are taken for each other: {item.count:,} of "
                f"{same + item.count:,} matched spans of the two.",
                tuple(_mixed_cases(lot, labels)),
            )


def _mixed_cases(lot: Lot, labels: set[int]) -> Iterator[Case]:
    spans, met = lot.spans, lot.matched_blind
    for i, j in zip(met.first.tolist(), met.second.tolist(), strict=True):
        if {int(spans.label[i]), int(spans.label[j])} == labels:
            yield Case(lot.articles[int(spans.article[i])].id, lot.ids[i], lot.ids[j])
