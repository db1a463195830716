"""Counts that add up: what a lot of articles contributes to every measure.

Each table has a row for an article and two of its coders, or one of them, so that articles can be
added, taken out, weighed and drawn anew without being read again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.flat import Ints, Meetings, spread, stretches_meet
from annotator.agreement.gathering import Lot
from annotator.agreement.matching import best_pairs
from annotator.agreement.stretches import unions
from annotator.agreement.tokens import token_bounds
from annotator.errors import MeasureError

Columns = dict[str, np.ndarray]

#: The most labels that a token's set of labels can be kept for.
MOST_LABELS = 62
NONE = -1


@dataclass(slots=True)
class Tally:
    """Tables of counts. Each has the column ``article``, a number that lasts for the study.

    - ``pairs``: a row for an article and two coders ``a`` < ``b``; columns by label where there
      are several;
    - ``layers``: for an article and a coder;
    - ``lengths``: how many stretches (``gap`` or not) of which length, by label and coder;
    - ``tokens``: how many tokens hold the labels ``left`` (as bits) for a and ``right`` for b;
    - ``labels``: how many matched spans are ``left`` for a and ``right`` for b, -1 if missed;
    - ``answers``: for an attribute (by number), how many matched spans have which answers;
    - ``units``: every span from its first start to its last end, for γ.
    """

    tables: dict[str, Columns]

    def __getitem__(self, name: str) -> Columns:
        return self.tables[name]

    def without(self, articles: Sequence[int]) -> Tally:
        """Return the tally without some articles."""
        gone = np.array(sorted(articles), dtype=np.intp)
        kept = {}
        for name, table in self.tables.items():
            keep = ~np.isin(table["article"], gone)
            kept[name] = {column: values[keep] for column, values in table.items()}
        return Tally(kept)


def joined(tallies: Sequence[Tally]) -> Tally:
    """Put tallies together. They are emptied on the way, so that memory holds all of it once."""
    return Tally(
        {
            name: {
                column: np.concatenate([tally[name].pop(column) for tally in tallies])
                for column in tuple(table)
            }
            for name, table in tallies[0].tables.items()
        }
    )


class Answers:
    """Numbers for attributes and their values, the same throughout a study.

    ``attributes`` says of which label and name an attribute is, and of which kind.
    """

    def __init__(self, attributes: Sequence[tuple[int, str, str]]) -> None:
        self.attributes = tuple(attributes)
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self._by_json: dict[tuple[int, str], int] = {}

    def number(self, attribute: int, text: str) -> int:
        """Return the number of what these attributes (JSON) answer; -1 if nothing."""
        key = attribute, text
        if key not in self._by_json:
            _, name, kind = self.attributes[attribute]
            value = json.loads(text).get(name)
            if kind == "flag":
                value = bool(value)
            elif kind == "multi-choice":
                value = frozenset(value or ())
            self._by_json[key] = (
                NONE
                if value is None
                else self._numbers.setdefault((kind, value), len(self._numbers))
            )
            if len(self._numbers) > len(self.values):
                self.values.append(value)
        return self._by_json[key]


def tally(
    lot: Lot, articles: Ints, answers: Answers, attribution: tuple[int, int] | None, links: int
) -> Tally:
    """Count one lot; ``articles`` are its articles' lasting numbers.

    ``attribution`` is the label of what is said and the type of link that leads from there to its
    source, ``links`` how many types there are.
    """
    if lot.labels > MOST_LABELS:
        raise MeasureError(f"Agreement can be measured for up to {MOST_LABELS} labels.")
    pairs = _keys(lot, articles)
    pairs |= _span_counts(lot)
    pairs |= _unit_counts(lot)
    pairs |= _link_counts(lot, attribution, links)
    pairs |= _identity_counts(lot)
    of = articles[lot.spans.article]
    return Tally(
        {
            "pairs": pairs,
            "layers": _layer_counts(lot, articles),
            "lengths": _length_counts(lot, articles),
            "tokens": _token_counts(lot, articles),
            "labels": _label_counts(lot, articles),
            "answers": _answer_counts(lot, articles, answers),
            "units": {
                "article": of,
                "coder": lot.spans.coder,
                "label": lot.spans.label,
                "start": lot.spans.start,
                "end": lot.spans.end,
            },
        }
    )


def _keys(lot: Lot, articles: Ints) -> Columns:
    article, a, b = lot.pairs.T
    return {"article": articles[article], "a": a, "b": b, "length": lot.lengths[article]}


def _by_pair(lot: Lot, pair: Ints, column: Ints, width: int, weight: Any = None) -> np.ndarray:
    found = np.bincount(pair * width + column, weight, minlength=len(lot.pairs) * width)
    return np.asarray(found, dtype=np.float64).reshape(len(lot.pairs), width)


def _sides(lot: Lot, by_layer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give both coders of each pair what their layers have."""
    article, a, b = lot.pairs.T
    return by_layer[lot.layer_index(article, a)], by_layer[lot.layer_index(article, b)]


def _span_counts(lot: Lot) -> Columns:
    """How many spans each has, and how many match exactly, by overlap, and as in SemEval."""
    spans, labels = lot.spans, lot.labels
    layer = lot.layer_of * labels + spans.label
    held = np.bincount(layer, minlength=len(lot.layers) * labels).reshape(-1, labels)
    first, second = _sides(lot, held.astype(np.float64))
    found: Columns = {"spans_a": first, "spans_b": second}
    for name, met in (("exact", lot.matched_exactly), ("overlap", lot.matched)):
        found[name] = _by_pair(lot, lot.pair_of(met), spans.label[met.first], labels)
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
        found[f"semeval_{name}"] = _by_pair(lot, pair, zero, 1, weight.astype(np.float64))
    return found


def _layer_counts(lot: Lot, articles: Ints) -> Columns:
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


def _unit_counts(lot: Lot) -> Columns:
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
        "same": _by_pair(lot, pair[c == k], c[c == k], labels, met.shared[c == k]),
        "cross_a": _by_pair(lot, pair, c, labels, met.shared),
        "cross_b": _by_pair(lot, pair, k, labels, met.shared),
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
        found[f"in_gap_{side}"] = _by_pair(lot, row, label[unit], labels, free)
        found[f"in_gap_{side}_own"] = _by_pair(lot, row, label[unit], labels, own)
        mine = met.first if side == "a" else met.second
        size = max(len(of), 1)
        keys, which = np.unique(pair * size + mine, return_inverse=True)
        reach = np.bincount(which, met.shared, minlength=len(keys))
        found[f"reach_{side}"] = _by_pair(lot, keys // size, label[keys % size], labels, reach**2)
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
    first, second = _sides(lot, held)
    total = first + second + _by_pair(lot, pair, label[met.first], labels, apart)
    for mine in (met.first, met.second):
        # Each unit that met another one is not alone, however many it met.
        keys = np.unique(pair * max(len(squares), 1) + mine)
        unit = keys % max(len(squares), 1)
        rows = keys // max(len(squares), 1)
        total = total - _by_pair(lot, rows, label[unit], labels, squares[unit])
    return np.asarray(total)


def _length_counts(lot: Lot, articles: Ints) -> Columns:
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


def _token_counts(lot: Lot, articles: Ints) -> Columns:
    """How many tokens have which labels for the one and for the other coder."""
    starts, ends, base = token_bounds([one.text for one in lot.articles])
    borders = np.searchsorted(starts, base)
    count = np.diff(borders)
    spans = lot.spans
    of = spans.frag_span
    article, layer = spans.article[of], lot.layer_of[of]
    per_layer = count[lot.layers[:, 0]]
    begin = np.concatenate([[0], np.cumsum(per_layer)]).astype(np.intp)
    # From places in the text to tokens of the layer.
    first = np.searchsorted(ends, base[article] + spans.frag_start, "right")
    last = np.searchsorted(starts, base[article] + spans.frag_end, "left")
    shift = begin[layer] - borders[article]
    held = np.zeros(begin[-1], dtype=np.int64)
    for label in range(lot.labels):
        own = spans.label[of] == label
        change = np.bincount(first[own] + shift[own], minlength=begin[-1] + 1)
        change = change - np.bincount(last[own] + shift[own], minlength=begin[-1] + 1)
        held |= (np.cumsum(change)[:-1] > 0).astype(np.int64) << label
    kinds, code = np.unique(held, return_inverse=True)
    where, a, b = lot.pairs.T
    size = count[where]
    pair, left = spread(begin[lot.layer_index(where, a)], size)
    _, right = spread(begin[lot.layer_index(where, b)], size)
    q = max(len(kinds), 1)
    keys, n = _counted((pair * q + code[left]) * q + code[right], len(lot.pairs) * q * q)
    row = keys // (q * q)
    return {
        "article": articles[where[row]],
        "a": a[row],
        "b": b[row],
        "left": kinds[keys // q % q] if len(kinds) else keys,
        "right": kinds[keys % q] if len(kinds) else keys,
        "n": n,
    }


def _counted(keys: Ints, size: int) -> tuple[Ints, Ints]:
    if size < 20_000_000:
        counts = np.bincount(keys, minlength=size)
        found = np.flatnonzero(counts)
        return found, counts[found]
    return np.unique(keys, return_counts=True)


def _label_counts(lot: Lot, articles: Ints) -> Columns:
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
    first, second = _sides(lot, held)
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


def _answer_counts(lot: Lot, articles: Ints, answers: Answers) -> Columns:
    """Which answers matched spans of the same label have to each of its attributes."""
    met = lot.matched
    pair, label = lot.pair_of(met), lot.spans.label[met.first]
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("row", "what", "left", "right")}
    texts, which = np.unique(
        np.array(lot.attributes, dtype=object).astype(str), return_inverse=True
    )
    for number, (of, _, _) in enumerate(answers.attributes):
        own = label == of
        codes = np.array([answers.number(number, str(text)) for text in texts], dtype=np.intp)
        parts["row"].append(pair[own])
        parts["what"].append(np.full(int(own.sum()), number))
        parts["left"].append(codes[which[met.first[own]]] if own.any() else pair[own])
        parts["right"].append(codes[which[met.second[own]]] if own.any() else pair[own])
    empty = np.zeros(0, dtype=np.intp)
    table = np.column_stack([np.concatenate([empty, *parts[name]]) for name in parts])
    rows, n = np.unique(table, axis=0, return_counts=True) if len(table) else (table, empty)
    where, a, b = lot.pairs.T
    return {
        "article": articles[where[rows[:, 0]]],
        "a": a[rows[:, 0]],
        "b": b[rows[:, 0]],
        "attribute": rows[:, 1],
        "left": rows[:, 2],
        "right": rows[:, 3],
        "n": n,
    }


def _link_counts(lot: Lot, attribution: tuple[int, int] | None, links: int) -> Columns:
    """How many links and attributions each has, and how many are the same for matched spans."""
    met, n = lot.matched, lot.coders
    size = max(len(lot.spans), 1)
    spans = lot.spans
    keys = np.unique((lot.link_type * size + lot.link_from) * size + lot.link_to)
    kind, start, end = keys // (size * size), keys // size % size, keys % size
    layer = lot.layer_of[start]
    held = np.bincount(layer * links + kind, minlength=len(lot.layers) * links)
    first, second = _sides(lot, held.reshape(-1, links).astype(np.float64))
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
        "links": _by_pair(lot, row[same], kind[link[same]], links),
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
    lone_a, lone_b = _sides(lot, lone_layer.astype(np.float64))
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


def _identity_counts(lot: Lot) -> Columns:
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
