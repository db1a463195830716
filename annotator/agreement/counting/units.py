"""What the α family for unitizing needs: lengths of units and gaps, and where they meet."""

from __future__ import annotations

from typing import Any

import numpy as np

from annotator.agreement.counting.tables import Columns, by_pair, by_sides
from annotator.agreement.flat import Ints, Meetings, spread, stretches_meet
from annotator.agreement.gathering import Lot
from annotator.agreement.stretches import unions


def layer_counts(lot: Lot, articles: Ints) -> Columns:
    """What α for unitizing needs of a layer alone: squares of units, and the length of gaps."""
    spans, labels, n = lot.spans, lot.labels, len(lot.layers)
    of, size = spans.frag_span, spans.frag_end - spans.frag_start
    block = lot.layer_of[of] * labels + spans.label[of]
    squares = np.bincount(block, size.astype(np.float64) ** 2, minlength=n * labels)
    step = int(lot.lengths.max(initial=0)) + 1
    every = unions(lot.layer_of[of], spans.frag_start, spans.frag_end, step).sums(n)
    each = unions(block, spans.frag_start, spans.frag_end, step).sums(n * labels)
    length = lot.lengths[lot.layers[:, 0]]
    return {
        "article": articles[lot.layers[:, 0]],
        "coder": lot.layers[:, 1],
        "length": length,
        "squares": squares.reshape(n, labels),
        "gap": length - every,
        "gap_by_label": length[:, None] - each.reshape(n, labels),
    }


def unit_counts(lot: Lot) -> Columns:
    """What α for unitizing needs of a pair: intersections of units and gaps, and differences.

    ``same`` is ℓ_cc of Krippendorff et al. 2016, ``cross_a`` ℓ_c among units, ``in_gap_a`` what
    of a's units meets b's gaps, each by label; ``*_own`` have one label alone on the continuum.
    ``difference`` is Σ δ² of Krippendorff 2004.
    """
    spans, labels = lot.spans, lot.labels
    of = spans.frag_span
    start, end, label = spans.frag_start, spans.frag_end, spans.label[of]
    article, coder = spans.article[of], spans.coder[of]
    met = stretches_meet(article, coder, start, end)
    pair = lot.pair_of(Meetings(of[met.first], of[met.second], met.shared))
    c, k = label[met.first], label[met.second]
    found = {
        "same": by_pair(lot, pair[c == k], c[c == k], labels, met.shared[c == k]),
        "cross_a": by_pair(lot, pair, c, labels, met.shared),
        "cross_b": by_pair(lot, pair, k, labels, met.shared),
    }
    step = int(lot.lengths.max(initial=0)) + 1
    every = unions(lot.layer_of[of], start, end, step)
    each = unions(lot.layer_of[of] * labels + label, start, end, step)
    # Squares of what of each unit meets any unit of the other: for cuα (2016, eq. 10).
    for side in "ab":
        row, unit, other = _facing(lot, coder, article, side)
        length, layer = end[unit] - start[unit], other
        free = length - every.covered(layer, start[unit], end[unit])
        own = length - each.covered(layer * labels + label[unit], start[unit], end[unit])
        found[f"in_gap_{side}"] = by_pair(lot, row, label[unit], labels, free)
        found[f"in_gap_{side}_own"] = by_pair(lot, row, label[unit], labels, own)
        mine = met.first if side == "a" else met.second
        size = max(len(of), 1)
        keys, which = np.unique(pair * size + mine, return_inverse=True)
        reach = np.bincount(which, met.shared, minlength=len(keys))
        found[f"reach_{side}"] = by_pair(lot, keys // size, label[keys % size], labels, reach**2)
    found |= _empty_counts(lot, every, each)
    found["difference"] = _differences(lot, each)
    return found


def _facing(lot: Lot, coder: Ints, article: Ints, side: str) -> tuple[Ints, Ints, Ints]:
    """For each fragment of a pair's one side: the pair, the fragment, the other's layer."""
    order = np.lexsort((coder, article))
    layer = lot.layer_index(article, coder)[order]
    left = np.searchsorted(layer, np.arange(len(lot.layers)), "left")
    right = np.searchsorted(layer, np.arange(len(lot.layers)), "right")
    where, a, b = lot.pairs.T
    mine, other = (a, b) if side == "a" else (b, a)
    own = lot.layer_index(where, mine)
    row, place = spread(left[own], right[own] - left[own])
    return row, order[place], lot.layer_index(where, other)[row]


def _empty_counts(lot: Lot, every: Any, each: Any) -> Columns:
    """How much of the text neither marked, at all and by label."""
    labels = lot.labels
    article, a, b = lot.pairs.T
    layer_a, layer_b = lot.layer_index(article, a), lot.layer_index(article, b)
    length = lot.lengths[article]

    def neither(stretches: Any, left: Ints, right: Ints, blocks: int, size: Ints) -> np.ndarray:
        sums = stretches.sums(blocks)
        begin = np.searchsorted(stretches.block, left, "left")
        finish = np.searchsorted(stretches.block, left, "right")
        row, place = spread(begin, finish - begin)
        both = stretches.covered(right[row], stretches.start[place], stretches.end[place])
        shared = np.bincount(row, both, minlength=len(left))
        return np.asarray(size - sums[left] - sums[right] + shared)

    columns = np.arange(labels)
    own = neither(
        each,
        (layer_a[:, None] * labels + columns).ravel(),
        (layer_b[:, None] * labels + columns).ravel(),
        len(lot.layers) * labels,
        np.repeat(length, labels),
    )
    return {
        "empty": neither(every, layer_a, layer_b, len(lot.layers), length),
        "empty_own": own.reshape(-1, labels),
    }


def _differences(lot: Lot, each: Any) -> np.ndarray:
    """Σ δ² of each pair by label, over units of one label joined where they overlap."""
    labels = lot.labels
    layer, label = each.block // labels, each.block % labels
    article, coder = lot.layers[layer, 0], lot.layers[layer, 1]
    met = stretches_meet(article * labels + label, coder, each.start, each.end)
    pair = lot.pair_index(article[met.first], coder[met.first], coder[met.second])
    apart = (each.start[met.first] - each.start[met.second]) ** 2
    apart = apart + (each.end[met.first] - each.end[met.second]) ** 2
    squares = (each.end - each.start).astype(np.float64) ** 2
    blocks = len(lot.layers) * labels
    held = np.bincount(each.block, squares, minlength=blocks).reshape(-1, labels)
    first, second = by_sides(lot, held)
    total = first + second + by_pair(lot, pair, label[met.first], labels, apart)
    for mine in (met.first, met.second):
        # Each unit that met another one is not alone, however many it met.
        keys = np.unique(pair * max(len(squares), 1) + mine)
        unit = keys % max(len(squares), 1)
        rows = keys // max(len(squares), 1)
        total = total - by_pair(lot, rows, label[unit], labels, squares[unit])
    return np.asarray(total)


def length_counts(lot: Lot, articles: Ints) -> Columns:
    """How long units and gaps are, by label (2004, eq. 4)."""
    spans, labels = lot.spans, lot.labels
    of = spans.frag_span
    step = int(lot.lengths.max(initial=0)) + 1
    block = lot.layer_of[of] * labels + spans.label[of]
    each = unions(block, spans.frag_start, spans.frag_end, step)
    sizes = np.repeat(lot.lengths[lot.layers[:, 0]], labels)
    gap_block, gap_length = each.gaps(sizes)
    block = np.concatenate([each.block, gap_block])
    length = np.concatenate([each.end - each.start, gap_length])
    gap = np.repeat([False, True], [len(each.block), len(gap_block)])
    return {
        "article": articles[lot.layers[block // labels, 0]],
        "coder": lot.layers[block // labels, 1],
        "label": block % labels,
        "gap": gap,
        "length": length,
    }
