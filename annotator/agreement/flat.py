"""Many annotators' spans of many articles as flat arrays, so that all are compared at once.

Offsets are code points. A span of several fragments has a row in ``label`` and several in
``frag_start``; nothing is merged, so nested, overlapping and equal spans all stay what they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.formulas import Floats

Ints = NDArray[np.intp]


# Without slots: what follows from the arrays is worked out once and kept.
@dataclass(frozen=True)
class Spans:
    """Spans by article and coder, both counted from 0, with their labels and fragments.

    ``frag_span`` says which span each fragment belongs to. Fragments of one span don't overlap.
    """

    article: Ints
    coder: Ints
    label: Ints
    frag_span: Ints
    frag_start: Ints
    frag_end: Ints

    def __len__(self) -> int:
        return len(self.label)

    @cached_property
    def size(self) -> Ints:
        """How many code points each span covers."""
        lengths = self.frag_end - self.frag_start
        return np.bincount(self.frag_span, lengths, minlength=len(self)).astype(np.intp)

    @cached_property
    def start(self) -> Ints:
        """Where each span's first fragment starts."""
        found = np.full(len(self), np.iinfo(np.intp).max)
        np.minimum.at(found, self.frag_span, self.frag_start)
        return found

    @cached_property
    def end(self) -> Ints:
        """Where each span's last fragment ends."""
        found = np.zeros(len(self), dtype=np.intp)
        np.maximum.at(found, self.frag_span, self.frag_end)
        return found


@dataclass(frozen=True, slots=True)
class Meetings:
    """Pairs of things of two coders that share text: ``first`` is of the coder counted lower."""

    first: Ints
    second: Ints
    shared: Ints


def stretches_meet(article: Ints, coder: Ints, start: Ints, end: Ints) -> Meetings:
    """Find all stretches of different coders in one article that share a code point or more."""
    if not len(start):
        none = np.zeros(0, dtype=np.intp)
        return Meetings(none, none, none)
    # All articles in a row: stretches that begin before another one ends follow it in order.
    row = article * (int(end.max()) + 1)
    order = np.lexsort((start, article))
    begins, ends = (row + start)[order], (row + end)[order]
    after = np.searchsorted(begins, ends, "left")
    counts = after - np.arange(len(order)) - 1
    which, place = spread(np.arange(len(order)) + 1, counts)
    i, j = order[which], order[place]
    apart = coder[i] != coder[j]
    i, j = i[apart], j[apart]
    swap = coder[i] > coder[j]
    i, j = np.where(swap, j, i), np.where(swap, i, j)
    return Meetings(i, j, np.minimum(end[i], end[j]) - np.maximum(start[i], start[j]))


def spans_meet(spans: Spans) -> Meetings:
    """Find all spans of different coders that share text, and how many code points."""
    of = spans.frag_span
    met = stretches_meet(spans.article[of], spans.coder[of], spans.frag_start, spans.frag_end)
    if len(of) == len(spans):
        # Each span is one piece, so that two of them meet once.
        return Meetings(of[met.first], of[met.second], met.shared)
    pairs = of[met.first] * len(spans) + of[met.second]
    found, which = np.unique(pairs, return_inverse=True)
    shared = np.bincount(which, met.shared, minlength=len(found)).astype(np.intp)
    size = max(len(spans), 1)
    return Meetings(found // size, found % size, shared)


def likeness(spans: Spans, met: Meetings) -> Floats:
    """|A ∩ B| / |A ∪ B| of each pair, counted in code points (Jaccard)."""
    union = spans.size[met.first] + spans.size[met.second] - met.shared
    return np.asarray(met.shared / union)


def spread(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """For ranges given by start and size: each range's number, and each place in it."""
    which = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return which, starts[which] + np.arange(len(which)) - first[which]
