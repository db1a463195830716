"""Links, attributions and actors: how many each has, and how many are the same."""

from __future__ import annotations

import numpy as np

from annotator.agreement.counting.tables import NONE, Columns, by_pair, by_sides
from annotator.agreement.flat import Ints, spread
from annotator.agreement.gathering import Lot
from annotator.agreement.matching import best_pairs


def link_counts(lot: Lot, attribution: tuple[int, int] | None, links: int) -> Columns:
    """How many links and attributions each has, and how many are the same for matched spans."""
    met, n = lot.matched, lot.coders
    size = max(len(lot.spans), 1)
    spans = lot.spans
    keys = np.unique((lot.link_type * size + lot.link_from) * size + lot.link_to)
    kind, start, end = keys // (size * size), keys // size % size, keys % size
    layer = lot.layer_of[start]
    layers = len(lot.layers)
    held = np.bincount(layer * links + kind, minlength=layers * links)
    first, second = by_sides(lot, held.reshape(layers, links).astype(np.float64))
    # Whom a span of a was matched with in b's layer.
    order = np.argsort(met.first * n + spans.coder[met.second], kind="stable")
    known = (met.first * n + spans.coder[met.second])[order]
    partner = met.second[order]
    where, a, b = lot.pairs.T
    by_layer = np.argsort(layer, kind="stable")
    left = np.searchsorted(layer[by_layer], lot.layer_index(where, a), "left")
    right = np.searchsorted(layer[by_layer], lot.layer_index(where, a), "right")
    row, place = spread(left, right - left)
    link, other = by_layer[place], b[row]
    from_b = _looked_up(known, partner, start[link] * n + other)
    to_b = _looked_up(known, partner, end[link] * n + other)
    there = (from_b >= 0) & (to_b >= 0)
    moved = (kind[link] * size + from_b) * size + to_b
    same = there & np.isin(moved, keys)
    found: Columns = {
        "links": by_pair(lot, row[same], kind[link[same]], links),
        "links_a": first,
        "links_b": second,
    }
    if attribution is None:
        return found | dict.fromkeys(("said", "said_a", "said_b"), np.zeros((len(lot.pairs), 0)))
    # What nobody is said to say counts as well.
    said, by = attribution
    alone = spans.label == said
    alone[start[kind == by]] = False
    lone_layer = np.bincount(lot.layer_of[alone], minlength=len(lot.layers))
    lone_a, lone_b = by_sides(lot, lone_layer.astype(np.float64))
    both = alone[met.first] & alone[met.second]
    lone = np.bincount(lot.pair_of(met)[both], minlength=len(lot.pairs))
    found["said"] = (found["links"][:, by] + lone)[:, None]
    found["said_a"] = (first[:, by] + lone_a)[:, None]
    found["said_b"] = (second[:, by] + lone_b)[:, None]
    return found


def _looked_up(known: Ints, values: Ints, keys: Ints) -> Ints:
    """Return the value of each key, -1 where it is not known."""
    if not len(known):
        return np.full(len(keys), NONE, dtype=np.intp)
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[place] == keys, values[place], NONE)


def identity_counts(lot: Lot) -> Columns:
    """What B³, CEAF-e and F1 of links need of the mentions that both gave to somebody."""
    met = lot.matched
    x, y = lot.actors[met.first], lot.actors[met.second]
    keep = (x >= 0) & (y >= 0)
    pair, x, y = lot.pair_of(met)[keep], x[keep], y[keep]
    size = int(lot.actors.max(initial=0)) + 1
    rows = len(lot.pairs)
    left, in_left, count_left = np.unique(pair * size + x, return_inverse=True, return_counts=True)
    right, in_right, count_right = np.unique(
        pair * size + y, return_inverse=True, return_counts=True
    )
    groups, n = np.unique(in_left * max(len(right), 1) + in_right, return_counts=True)
    p, q = groups // max(len(right), 1), groups % max(len(right), 1)
    of = left[p] // size

    def summed(weight: np.ndarray, row: Ints = of) -> np.ndarray:
        return np.bincount(row, weight, minlength=rows).astype(np.float64)

    alike = 2 * n / (count_left[p] + count_right[q])
    chosen = best_pairs(p, q, alike) if len(p) else p
    columns = [
        np.bincount(pair, minlength=rows),
        summed(n**2 / count_left[p]),
        summed(n**2 / count_right[q]),
        summed(alike[chosen], of[chosen]),
        np.bincount(left // size, minlength=rows),
        np.bincount(right // size, minlength=rows),
        summed(n * (n - 1) / 2),
        summed(count_left * (count_left - 1) / 2, left // size),
        summed(count_right * (count_right - 1) / 2, right // size),
    ]
    return {"identity": np.column_stack(columns).astype(np.float64)}
