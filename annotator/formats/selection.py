"""Which spans stay where a format can hold none that overlap: the longest, then the earliest."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from annotator.model import Scheme, Span


def without_overlap(spans: Iterable[Span], scheme: Scheme) -> set[str]:
    """Return the ids of the spans that stay.

    The span that covers the most code points is taken first, of several the one that starts
    first, then the one whose label comes first in the scheme, then the one made first. Whatever
    touches the text of one taken already is left out.
    """

    def place(span: Span) -> tuple[int, int, int, str]:
        covers = sum(fragment.end - fragment.start for fragment in span.fragments)
        return -covers, span.start, scheme.rank(span.label), span.id

    kept: set[str] = set()
    taken: list[tuple[int, int]] = []
    for span in sorted(spans, key=place):
        if not any(_meets(taken, f.start, f.end) for f in span.fragments):
            kept.add(span.id)
            for fragment in span.fragments:
                insort(taken, (fragment.start, fragment.end))
    return kept


def _meets(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether the range overlaps one of those taken, which are in order and don't overlap."""
    after = bisect_left(taken, (end,))
    return after > 0 and taken[after - 1][1] > start
