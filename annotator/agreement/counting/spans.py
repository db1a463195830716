"""How many spans there are of which label, how many match, and which were missed."""

from __future__ import annotations

import numpy as np

from annotator.agreement.counting.tables import NONE, Columns, by_pair, by_sides
from annotator.agreement.flat import Ints
from annotator.agreement.gathering import Lot


def span_counts(lot: Lot) -> Columns:
    """How many spans each has, and how many match exactly, by overlap, and as in SemEval."""
    spans, labels = lot.spans, lot.labels
    layer = lot.layer_of * labels + spans.label
    held = np.bincount(layer, minlength=len(lot.layers) * labels).reshape(-1, labels)
    first, second = by_sides(lot, held.astype(np.float64))
    found: Columns = {"spans_a": first, "spans_b": second}
    for name, met in (("exact", lot.matched_exactly), ("overlap", lot.matched)):
        found[name] = by_pair(lot, lot.pair_of(met), spans.label[met.first], labels)
    blind = lot.matched_blind
    same = spans.label[blind.first] == spans.label[blind.second]
    size_a, size_b = spans.size[blind.first], spans.size[blind.second]
    place = (blind.shared == size_a) & (blind.shared == size_b)
    worth = {
        "strict": place & same,
        "exact": place,
        "partial": np.where(place, 1.0, 0.5),
        "type": same,
    }
    pair, zero = lot.pair_of(blind), np.zeros(len(blind.first), dtype=np.intp)
    for name, weight in worth.items():
        found[f"semeval_{name}"] = by_pair(lot, pair, zero, 1, weight.astype(np.float64))
    return found


def label_counts(lot: Lot, articles: Ints) -> Columns:
    """Which labels matched spans have, and which spans were missed by the other."""
    spans, q = lot.spans, lot.labels + 1
    blind = lot.matched_blind
    pair = lot.pair_of(blind)
    joint = np.bincount(
        (pair * q + spans.label[blind.first]) * q + spans.label[blind.second],
        minlength=len(lot.pairs) * q * q,
    ).reshape(-1, q, q)
    layer = lot.layer_of * lot.labels + spans.label
    held = np.bincount(layer, minlength=len(lot.layers) * lot.labels).reshape(-1, lot.labels)
    first, second = by_sides(lot, held)
    joint[:, :-1, -1] = first - joint[:, :-1, :-1].sum(axis=2)
    joint[:, -1, :-1] = second - joint[:, :-1, :-1].sum(axis=1)
    row, left, right = np.nonzero(joint)
    where, a, b = lot.pairs.T
    return {
        "article": articles[where[row]],
        "a": a[row],
        "b": b[row],
        "left": np.where(left == lot.labels, NONE, left),
        "right": np.where(right == lot.labels, NONE, right),
        "n": joint[row, left, right],
    }
