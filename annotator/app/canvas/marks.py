"""Which marks lie on a block, and in which lane each is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.app.canvas.document import Block
from annotator.model import Layer, Scheme, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """One fragment of a span as far as it lies on a block.

    ``lane`` counts from 0 at the text: for line styles downwards, for tints inwards.
    """

    span: Span
    fragment: int
    start: int
    end: int
    style: str
    colour: str
    lane: int


def marks_on(layer: Layer, scheme: Scheme, block: Block) -> list[Mark]:
    """Return the block's marks, tints first and outer ones before inner ones.

    A shorter mark lies nearer to the text than a longer one that it shares a place with, so
    that lines nest like brackets.
    """
    if block.fold or block.start == block.end:
        return []
    pieces = [
        (max(fragment.start, block.start), min(fragment.end, block.end), n, span)
        for span in layer.touching(block.start, block.end)
        for n, fragment in enumerate(span.fragments)
        if fragment.start < block.end and block.start < fragment.end
    ]
    pieces.sort(key=lambda piece: (piece[1] - piece[0], piece[0], piece[3].id))
    lines, tints = _Lanes(), _Lanes()
    found = []
    for start, end, n, span in pieces:
        label = scheme.label(span.label)
        style = label.style if label else "solid"
        colour = label.colour if label else "#555555"
        lanes = tints if style == "tint" else lines
        found.append(Mark(span, n, start, end, style, colour, lanes.take(start, end)))
    depth = tints.depth
    # A tint's lane says how far it is drawn in: the outermost not at all.
    turned = [
        Mark(m.span, m.fragment, m.start, m.end, m.style, m.colour, tints.outside(m, depth))
        if m.style == "tint"
        else m
        for m in found
    ]
    return sorted(turned, key=lambda m: (m.style != "tint", -(m.end - m.start), m.start))


def innermost_first(spans: Iterable[Span]) -> list[Span]:
    """Sort spans so that the one that covers least comes first."""
    return sorted(spans, key=lambda s: (sum(f.end - f.start for f in s.fragments), s.order))


class _Lanes:
    """Gives each range the first lane where it overlaps nothing given before."""

    def __init__(self) -> None:
        self._lanes: list[list[tuple[int, int]]] = []

    @property
    def depth(self) -> int:
        return len(self._lanes)

    def take(self, start: int, end: int) -> int:
        # Above everything that it overlaps, so that what is longer always lies further out.
        lane = 0
        for n, taken in enumerate(self._lanes):
            if any(a < end and start < b for a, b in taken):
                lane = n + 1
        if lane == len(self._lanes):
            self._lanes.append([])
        self._lanes[lane].append((start, end))
        return lane

    def outside(self, mark: Mark, depth: int) -> int:
        """Count the lanes outside of a mark that hold something over it."""
        return sum(
            any(a <= mark.start and mark.end <= b for a, b in self._lanes[lane])
            for lane in range(mark.lane + 1, depth)
        )
