"""The unitary alignments that a best alignment may hold, and no others.

A unitary alignment joins k units, one each of k among n coders; empty units stand for the rest.
It costs (Σ d of its pairs + (C(n,2) − C(k,2)) Δ_∅) / C(n,2), since each pair with an empty unit
costs Δ_∅ (Mathet et al. 2015, eq. 6).

The paper drops what costs more than its units would cost alone (section 5.1.1). This goes
further: whatever costs as much as two parts of it do, for any way to part it, can be parted
without loss. With d summed over the pairs that a parting into x and y units tears, that is so if
Σ d ≥ (C(n,2) + x y) Δ_∅. Few candidates are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from annotator.agreement.aligning.dissimilarity import Dissimilarity, Ints, Units
from annotator.agreement.flat import spread
from annotator.agreement.formulas import Floats
from annotator.errors import MeasureError

# Pairs of units are looked at in lots, so that memory stays small.
_LOT = 2_000_000
# Beyond this, no computer would solve it in a person's time.
_MOST = 8_000_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Unitary alignments of two units or more: ``members`` has -1 for an empty unit."""

    members: Ints
    cost: Floats


@dataclass(frozen=True, slots=True)
class _Tuples:
    """Tuples of units by some coders, with d of each pair of them, in the pairs' order."""

    members: Ints
    apart: Floats


def candidates(units: Units, n: int, unlike: Dissimilarity) -> Candidates:
    """Find them all. Raises ``MeasureError`` if there are too many to choose from."""
    pairs = comb(n, 2)
    empty = unlike.delta_empty
    by_coders: dict[tuple[int, ...], _Tuples] = {
        (coder,): _Tuples(np.flatnonzero(units.coder == coder)[:, None], np.zeros((0, 0)))
        for coder in range(n)
    }
    # What one unit's d to all others of a unitary alignment can sum up to: parting it off pays
    # from (C(n,2) + n − 1) Δ_∅ on, so a part of a candidate stays below it too.
    reach = (pairs + n - 1) * empty
    members, costs = [], []
    for size in range(2, n + 1):
        for coders in combinations(range(n), size):
            if size == 2:
                grown = _pairs(units, coders, unlike, reach)
            else:
                grown = _grown(units, coders, by_coders, unlike)
            grown = _kept(grown, _largest_sum(grown, size) < reach)
            by_coders[coders] = grown
            kept = _kept(grown, _worth_joining(grown, size, pairs, empty))
            found = np.full((len(kept.members), n), -1, dtype=np.intp)
            found[:, coders] = kept.members
            members.append(found)
            costs.append((kept.apart.sum(axis=1) + (pairs - comb(size, 2)) * empty) / pairs)
            if sum(map(len, members)) + len(grown.members) > _MOST:
                raise MeasureError(
                    f"γ has too many ways to align {n} annotators' units. Measure fewer "
                    "annotators at a time."
                )
    return Candidates(np.concatenate(members), np.concatenate(costs))


def _pairs(units: Units, coders: tuple[int, ...], unlike: Dissimilarity, reach: float) -> _Tuples:
    """Pairs of units of two coders on the same continuum that lie within reach."""
    members, apart = [], []
    for i, j in _near(units, coders[0], coders[1], unlike, reach):
        d = unlike(units, i, j)
        near = d < reach
        members.append(np.column_stack([i[near], j[near]]))
        apart.append(d[near])
    if not members:
        return _Tuples(np.zeros((0, 2), dtype=np.intp), np.zeros((0, 1)))
    return _Tuples(np.concatenate(members), np.concatenate(apart)[:, None])


def _near(
    units: Units, first: int, second: int, unlike: Dissimilarity, reach: float
) -> Iterator[tuple[Ints, Ints]]:
    """Yield, in lots, the two coders' pairs of units that start near enough on one continuum."""
    a, b = np.flatnonzero(units.coder == first), np.flatnonzero(units.coder == second)
    if not a.size or not b.size:
        return
    left = np.searchsorted(units.continuum[b], units.continuum[a], "left")
    right = np.searchsorted(units.continuum[b], units.continuum[a], "right")
    if unlike.alpha > 0 and unlike.delta_empty > 0:
        # α d_pos < reach limits how far apart two units of their lengths can start.
        length = units.end - units.start
        radius = np.sqrt(reach / (unlike.alpha * unlike.delta_empty))
        window = radius * (length[a] + length[b].max())
        # All continua in a row, too far from each other for a window to matter.
        low = units.start.min()
        row = units.continuum * (units.start.max() - low + 1) + units.start - low
        left = np.maximum(left, np.searchsorted(row[b], row[a] - window, "left"))
        right = np.minimum(right, np.searchsorted(row[b], row[a] + window, "right"))
    counts = np.maximum(right - left, 0)
    lots = np.cumsum(counts) // _LOT
    for lot in np.unique(lots[counts > 0]):
        rows = np.flatnonzero((lots == lot) & (counts > 0))
        which, place = spread(left[rows], counts[rows])
        yield a[rows[which]], b[place]


def _grown(
    units: Units,
    coders: tuple[int, ...],
    known: dict[tuple[int, ...], _Tuples],
    unlike: Dissimilarity,
) -> _Tuples:
    """Tuples of all coders but the last, joined with the last one's units."""
    base, pairs = known[coders[:-1]], known[coders[0], coders[-1]]
    order = np.argsort(pairs.members[:, 0], kind="stable")
    anchors = pairs.members[order, 0]
    left = np.searchsorted(anchors, base.members[:, 0], "left")
    counts = np.searchsorted(anchors, base.members[:, 0], "right") - left
    if counts.sum() > 4 * _MOST:
        raise MeasureError(
            f"γ has too many ways to align {len(coders)} annotators' units. Measure fewer "
            "annotators at a time."
        )
    which, place = spread(left, counts)
    newcomer = pairs.members[order[place], 1]
    old = base.members[which]
    apart = [base.apart[which], pairs.apart[order[place]]]
    apart += [unlike(units, old[:, q], newcomer)[:, None] for q in range(1, len(coders) - 1)]
    found = _Tuples(np.column_stack([old, newcomer]), np.column_stack(apart))
    # Columns of d: first those of the base, then of each member with the newcomer.
    size = len(coders)
    columns = [*combinations(range(size - 1), 2), *((q, size - 1) for q in range(size - 1))]
    wanted = [columns.index(pair) for pair in combinations(range(size), 2)]
    return _Tuples(found.members, found.apart[:, wanted])


def _kept(tuples: _Tuples, which: np.ndarray) -> _Tuples:
    return _Tuples(tuples.members[which], tuples.apart[which])


def _largest_sum(tuples: _Tuples, size: int) -> Floats:
    """The greatest sum of d that one unit of each tuple has to all the others."""
    pairs = list(combinations(range(size), 2))
    sums = [tuples.apart[:, [n for n, p in enumerate(pairs) if q in p]].sum(1) for q in range(size)]
    return np.asarray(np.max(sums, axis=0))


def _worth_joining(tuples: _Tuples, size: int, pairs: int, empty: float) -> np.ndarray:
    """Whether every way to part the tuple in two would cost more."""
    worth = np.ones(len(tuples.members), dtype=bool)
    places = list(combinations(range(size), 2))
    # Each parting once: the side that holds the first unit, whatever else is on it.
    for rest in range(size - 1):
        for others in combinations(range(1, size), rest):
            side = {0, *others}
            torn = [n for n, (p, q) in enumerate(places) if (p in side) != (q in side)]
            limit = (pairs + len(side) * (size - len(side))) * empty
            worth &= tuples.apart[:, torn].sum(axis=1) < limit
    return worth
