"""The best alignment of units: the one of least disorder, exactly.

Mathet, Widlöcher & Métivier 2015, sections 4.2 and 5.1: an alignment puts each unit into one
unitary alignment; the best one costs least. The paper states it as an integer programme. Here it
falls apart into components that share no candidate. Most are solved on sight; those of two coders
are a matching; the rest is a linear programme, whose solution is nearly always whole, and the
integer programme where it isn't.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.aligning.candidates import Candidates, candidates
from annotator.agreement.aligning.dissimilarity import Dissimilarity, Ints, Units
from annotator.agreement.formulas import Floats
from annotator.errors import MeasureError

# A linear programme of about this many candidates is solved at once: fewer waste time on
# setting up, more take ever longer.
_PROGRAMME = 4_000
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Alignment:
    """Unitary alignments (``members``: units by coder, -1 empty), their cost and continuum."""

    members: Ints
    cost: Floats
    continuum: Ints


def best_alignment(units: Units, n: int, unlike: Dissimilarity) -> Alignment:
    """Return the best alignment of each continuum; ``units`` are sorted.

    ``n`` counts the coders, two or more. Raises ``MeasureError`` if there is too much to choose
    from.
    """
    offered = candidates(units, n, unlike)
    if not len(offered.members):
        return _with_singles(offered.members, offered.cost, units, n, unlike)
    chosen = _choose(offered, len(units), n, unlike.delta_empty)
    return _with_singles(offered.members[chosen], offered.cost[chosen], units, n, unlike)


def _with_singles(
    members: Ints, cost: Floats, units: Units, n: int, unlike: Dissimilarity
) -> Alignment:
    """Add a unitary alignment for each unit that is in none; alone it costs Δ_∅."""
    alone = np.ones(len(units), dtype=bool)
    alone[members[members >= 0]] = False
    left = np.flatnonzero(alone)
    singles = np.full((len(left), n), -1, dtype=np.intp)
    singles[np.arange(len(left)), units.coder[left]] = left
    together = np.concatenate([members, singles])
    costs = np.concatenate([cost, np.full(len(left), unlike.delta_empty)])
    continuum = units.continuum[together.max(axis=1)]
    order = np.lexsort((_place(together, units), continuum))
    return Alignment(together[order], costs[order], continuum[order])


def _place(members: Ints, units: Units) -> Floats:
    starts = np.where(members >= 0, units.start[members], np.inf)
    return np.asarray(starts.min(axis=1))


def _choose(offered: Candidates, units: int, n: int, empty: float) -> Ints:
    """Choose the candidates of the best alignment, component by component."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    members, cost = offered.members, offered.cost
    first = members.max(axis=1)
    rows = np.repeat(first, n)[(members >= 0).ravel()]
    columns = members[members >= 0]
    graph = coo_array((np.ones(len(rows), dtype=bool), (rows, columns)), shape=(units, units))
    _, component = connected_components(graph, directed=False)
    size = np.bincount(component, minlength=units)
    of = component[first]
    # A candidate that holds all of its component is its best alignment. (If parting it in more
    # than two were better, joining two of those parts would be worse than leaving them; adding
    # up what both facts say of the pairs between parts gives a contradiction.)
    whole = np.count_nonzero(members >= 0, axis=1) == size[of]
    solved = np.zeros(units, dtype=bool)
    solved[of[whole]] = True
    open_ = np.flatnonzero(~solved[of])
    chosen = [np.flatnonzero(whole)]
    if open_.size:
        if n == 2:
            chosen.append(open_[_match(members[open_], cost[open_], empty)])
        else:
            order = open_[np.argsort(of[open_], kind="stable")]
            chosen += [
                lot[_programme(members[lot], cost[lot], of[lot], empty)] for lot in _lots(order, of)
            ]
    return np.concatenate(chosen)


def _lots(order: Ints, of: Ints) -> list[Ints]:
    """Cut candidates, sorted by component, into lots of whole components."""
    ends = np.flatnonzero(np.diff(of[order], append=-1)) + 1
    cuts, begun = [], 0
    for end in ends:
        if end - begun >= _PROGRAMME:
            cuts.append(int(end))
            begun = int(end)
    return [lot for lot in np.split(order, cuts) if lot.size]


def _match(members: Ints, cost: Floats, empty: float) -> Ints:
    """Choose among pairs: a matching whose pairs save most against being alone."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    left, row = np.unique(members[:, 0], return_inverse=True)
    right, column = np.unique(members[:, 1], return_inverse=True)
    rows, columns = len(left), len(right)
    # Each unit of the first coder has an empty unit of its own to go to; 2 Δ_∅ is what both
    # cost alone. All is shifted by Δ_∅, since the matching takes a weight of 0 for no edge.
    own = np.arange(rows)
    weights = np.concatenate([cost + empty, np.full(rows, 3 * empty)])
    places = np.concatenate([row, own]), np.concatenate([column, columns + own])
    graph = coo_array((weights, places), shape=(rows, columns + rows)).tocsr()
    matched_row, matched_column = min_weight_full_bipartite_matching(graph)
    real = matched_column < columns
    partner = np.full(rows, -1, dtype=np.intp)
    partner[matched_row[real]] = matched_column[real]
    return np.flatnonzero(partner[row] == column)


def _programme(members: Ints, cost: Floats, component: Ints, empty: float) -> Ints:
    """Choose by linear programme, and by integer programme where that leaves halves."""
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp

    # What a candidate saves against its units being alone; each unit is used once at most.
    saving = np.count_nonzero(members >= 0, axis=1) * empty - cost
    uses = _uses(members)
    ones = np.ones(uses.shape[0])
    found = linprog(-saving, A_ub=uses, b_ub=ones, bounds=(0, 1), method="highs-ds")
    if found.x is None:
        raise MeasureError(f"γ found no best alignment: {found.message}")
    part = (found.x > _WHOLE) & (found.x < 1 - _WHOLE)
    chosen = found.x > 0.5
    torn = np.flatnonzero(np.isin(component, component[part]))
    if torn.size:
        uses = _uses(members[torn])
        limit = LinearConstraint(uses, -np.inf, np.ones(uses.shape[0]))
        whole = milp(
            -saving[torn],
            constraints=limit,
            integrality=np.ones(len(torn)),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0},
        )
        if whole.x is None:
            raise MeasureError(f"γ found no best alignment: {whole.message}")
        chosen[torn] = whole.x > 0.5
    return np.flatnonzero(chosen)


def _uses(members: Ints) -> Any:
    """The matrix that says which unit (row) is used by which candidate (column)."""
    from scipy.sparse import coo_array

    column, _ = np.nonzero(members >= 0)
    _, row = np.unique(members[members >= 0], return_inverse=True)
    shape = (int(row.max()) + 1, len(members))
    return coo_array((np.ones(len(row)), (row, column)), shape=shape).tocsc()
