"""Which span of one coder is which of another: one to one, the likest pairs first.

Two spans can be matched if they share text. Among all ways to pair them off, the one with the
greatest sum of |A ∩ B| / |A ∪ B| is taken, so that a good pair is not torn apart for two poor
ones. It is exact, and the same whichever coder comes first, but for ties.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement.flat import Ints, Meetings, Spans, likeness
from annotator.agreement.formulas import Floats

# Of two equally like spans the one with the same label is the match.
_SAME_LABEL = 1e-6


def match_spans(spans: Spans, met: Meetings, *, blind: bool = False) -> Meetings:
    """Match spans of the same label, or ``blind`` of any labels, for each two coders."""
    same = spans.label[met.first] == spans.label[met.second]
    weight = likeness(spans, met) + _SAME_LABEL * same
    keep = np.arange(len(same)) if blind else np.flatnonzero(same)
    matched = keep[_match(spans, met, keep, weight)]
    return Meetings(met.first[matched], met.second[matched], met.shared[matched])


def match_exactly(spans: Spans, met: Meetings) -> Meetings:
    """Match spans of the same label that cover the same code points."""
    same = (
        (spans.label[met.first] == spans.label[met.second])
        & (met.shared == spans.size[met.first])
        & (met.shared == spans.size[met.second])
    )
    keep = np.flatnonzero(same)
    matched = keep[_match(spans, met, keep, np.ones(len(met.first)))]
    return Meetings(met.first[matched], met.second[matched], met.shared[matched])


def _match(spans: Spans, met: Meetings, keep: Ints, weight: Floats) -> Ints:
    """Choose among the meetings ``keep``; return places in it."""
    first, second = met.first[keep], met.second[keep]
    coders = int(spans.coder.max()) + 1 if len(spans) else 1
    # A span is matched once with each other coder, so it stands once for each of them.
    left = first * coders + spans.coder[second]
    right = second * coders + spans.coder[first]
    return best_pairs(left, right, weight[keep])


def best_pairs(left: Ints, right: Ints, weight: Floats) -> Ints:
    """Return the edges of the matching of greatest weight; edges are ``left`` to ``right``."""
    chosen = []
    open_ = np.arange(len(left))
    while open_.size:
        # An edge that weighs as much as the best other ones at both its ends is in some best
        # matching: whatever stands there instead can be exchanged for it without loss.
        r, c, w = left[open_], right[open_], weight[open_]
        safe = w >= _best_other(r, w) + _best_other(c, w)
        # Of equal edges at one end only the first.
        safe[safe] = _first_of_each(r[safe]) & _first_of_each(c[safe])
        if not safe.any():
            chosen.append(open_[_assign(r, c, w)])
            break
        chosen.append(open_[safe])
        open_ = open_[~np.isin(r, r[safe]) & ~np.isin(c, c[safe])]
    return np.sort(np.concatenate([np.zeros(0, dtype=np.intp), *chosen]))


def _best_other(end: Ints, weight: Floats) -> Floats:
    """For each edge the greatest weight of the others at this end, 0 if there are none."""
    order = np.lexsort((-weight, end))
    first = np.concatenate([[True], end[order][1:] != end[order][:-1]])
    start = np.flatnonzero(first)
    size = np.diff(start, append=len(order))
    second = np.where(size > 1, weight[order][np.minimum(start + 1, len(order) - 1)], 0.0)
    which = np.cumsum(first) - 1
    found = np.empty(len(end))
    found[order] = np.where(first, second[which], weight[order][start][which])
    return found


def _first_of_each(values: Ints) -> np.ndarray:
    first = np.zeros(len(values), dtype=bool)
    first[np.unique(values, return_index=True)[1]] = True
    return first


def _assign(left: Ints, right: Ints, weight: Floats) -> Ints:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    lefts, row = np.unique(left, return_inverse=True)
    rights, column = np.unique(right, return_inverse=True)
    # Each on the left may also go unmatched, to a place of its own at the weight of nothing.
    own = np.arange(len(lefts))
    most = float(weight.max()) + 1
    costs = np.concatenate([most - weight, np.full(len(lefts), most)])
    places = np.concatenate([row, own]), np.concatenate([column, len(rights) + own])
    shape = (len(lefts), len(rights) + len(lefts))
    matched, to = min_weight_full_bipartite_matching(
        coo_array((costs, places), shape=shape).tocsr()
    )
    partner = np.full(len(lefts), -1, dtype=np.intp)
    partner[matched] = to
    return np.flatnonzero(partner[row] == column)
