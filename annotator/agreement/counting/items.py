"""Tokens and sentences as items that are rated: which labels are on how many of them."""

from __future__ import annotations

import numpy as np

from annotator.agreement.counting.tables import Columns
from annotator.agreement.flat import Ints, spread
from annotator.agreement.gathering import Lot
from annotator.agreement.tokens import token_bounds
from annotator.text.sentences import sentences


def token_counts(lot: Lot, articles: Ints) -> Columns:
    """How many tokens have which labels for the one and for the other coder."""
    return _item_counts(lot, articles, *token_bounds([one.text for one in lot.articles]))


def sentence_counts(lot: Lot, articles: Ints) -> Columns:
    """How many sentences have which labels, wholly or in part, for the one and for the other."""
    base = np.cumsum([0, *(len(one.text) + 1 for one in lot.articles)])
    bounds = [
        np.array(sentences(one.text, language=one.language), dtype=np.intp).reshape(-1, 2) + begin
        for one, begin in zip(lot.articles, base, strict=False)
    ]
    starts, ends = np.concatenate([np.zeros((0, 2), dtype=np.intp), *bounds]).T
    return _item_counts(lot, articles, starts, ends, base)


def _item_counts(lot: Lot, articles: Ints, starts: Ints, ends: Ints, base: Ints) -> Columns:
    """Count items that lie in a row: where they start and end, and where each text begins."""
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
