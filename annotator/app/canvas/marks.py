"""Which marks lie on a block, in which lane each is drawn, and what belongs to the selected one."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.app.canvas.document import Block
from annotator.model import Fragment, Layer, Scheme, Span


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


def mark_of(span: Span, fragment: int, scheme: Scheme) -> Mark:
    """Return the mark of a whole fragment, over all blocks that it lies on."""
    label, place = scheme.label(span.label), span.fragments[fragment]
    style = label.style if label else "solid"
    colour = label.colour if label else "#555555"
    return Mark(span, fragment, place.start, place.end, style, colour, 0)


def stretched(span: Span, fragment: int, edge: str, to: int) -> Span:
    """Return the span with one edge moved, as far as its neighbours leave room; for drawing only.

    The quotes stay as they were.
    """
    pieces = list(span.fragments)
    old = pieces[fragment]
    if edge == "start":
        low = pieces[fragment - 1].end if fragment else 0
        pieces[fragment] = Fragment(min(max(to, low), old.end - 1), old.end, old.quote)
    else:
        high = pieces[fragment + 1].start if fragment + 1 < len(pieces) else to
        pieces[fragment] = Fragment(old.start, max(min(to, high), old.start + 1), old.quote)
    return replace(span, fragments=tuple(pieces))


def previewed(marks: Iterable[Mark], block: Block, preview: Mark) -> list[Mark]:
    """Return a block's marks with one fragment's mark replaced by the one that is tried out."""
    shown, lane = [], 0
    for mark in marks:
        if (mark.span.id, mark.fragment) == (preview.span.id, preview.fragment):
            lane = mark.lane
        else:
            shown.append(mark)
    if preview.start < block.end and block.start < preview.end:
        start, end = max(preview.start, block.start), min(preview.end, block.end)
        shown.append(replace(preview, start=start, end=end, lane=lane))
    return shown


def chips_of(layer: Layer, span: Span, fragment: int, depth: str) -> dict[int, str]:
    """Return what the chip of each of a span's fragments says.

    ``depth`` is told on that of the selected fragment: where the span lies among others there.
    """
    doubt = " ?" if span.doubt else ""
    name = f"{span.label} {layer.number(span)}{doubt}".upper()
    count = len(span.fragments)
    parts = {n: [f"{n + 1}/{count}"] if count > 1 else [] for n in range(count)}
    parts[0].insert(0, name)
    parts[fragment] += [depth.upper()] if depth else []
    return {n: " · ".join(told) for n, told in parts.items()}


def linked_with(layer: Layer, scheme: Scheme, span: Span) -> dict[str, str]:
    """Return the colours of the spans that are linked with one, by their ids."""
    colours = {}
    for relation in layer.links(span.id):
        other = layer.span(relation.target if relation.source == span.id else relation.source)
        label = scheme.label(other.label) if other else None
        if other is not None and label is not None:
            colours[other.id] = label.colour
    return colours


def innermost_first(spans: Iterable[Span]) -> list[Span]:
    """Sort spans so that the one that covers least comes first."""
    return sorted(spans, key=lambda s: (sum(f.end - f.start for f in s.fragments), s.order))


class _Lanes:
    """Gives each range the first lane above everything given before that it overlaps.

    Each lane is a list of ranges that don't overlap, in order; so one look into it will do.
    """

    def __init__(self) -> None:
        self._lanes: list[list[tuple[int, int]]] = []

    @property
    def depth(self) -> int:
        return len(self._lanes)

    def take(self, start: int, end: int) -> int:
        lane = len(self._lanes)
        while lane and not _overlapping(self._lanes[lane - 1], start, end):
            lane -= 1
        if lane == len(self._lanes):
            self._lanes.append([])
        insort(self._lanes[lane], (start, end))
        return lane

    def outside(self, mark: Mark, depth: int) -> int:
        """Count the lanes outside of a mark that hold something over it."""
        return sum(
            _covered(self._lanes[lane], mark.start, mark.end)
            for lane in range(mark.lane + 1, depth)
        )


def _overlapping(lane: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(lane, (end,)) - 1
    return at >= 0 and lane[at][1] > start


def _covered(lane: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(lane, (start + 1,)) - 1
    return at >= 0 and lane[at][1] >= end
