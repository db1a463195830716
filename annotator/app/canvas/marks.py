"""Which marks lie on a block, in which lane each is drawn, and what belongs to the selected one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.app.canvas.document import Block
from annotator.app.canvas.lanes import Lane, Lanes
from annotator.app.canvas.styles import LANES, TINTS
from annotator.model import Fragment, Layer, Scheme, Span

# How spans are drawn whose label the scheme doesn't have.
_UNKNOWN = ("solid", "#555555")

# Longest first, then as they stand in the text; a style and a colour are the last.
_Piece = tuple[int, int, int, str, int, Span, tuple[str, str]]


class Mark(NamedTuple):
    """One fragment of a span as far as it lies on a block.

    ``lane`` counts from 0 at the text: for line styles downwards, for tints inwards. A ``hidden``
    one is not to be seen, since too many others lie at its place.
    """

    span: Span
    fragment: int
    start: int
    end: int
    style: str
    colour: str
    lane: int = 0
    hidden: bool = False


def marks_on(layer: Layer, scheme: Scheme, block: Block) -> list[Mark]:
    """Return the block's marks, tints first and outer ones before inner ones.

    A shorter line lies nearer to the text than a longer one that it shares a place with, so that
    lines nest like brackets; those that find no lane share the last. Of tints only so many are
    laid over each other that the text stays legible.
    """
    low, high = block.start, block.end
    if block.fold or low == high:
        return []
    looks = {label.name: (label.style, label.colour) for label in scheme.labels}
    tints: list[_Piece] = []
    lines: list[_Piece] = []
    for span in layer.touching(low, high):
        look = looks.get(span.label, _UNKNOWN)
        pieces = tints if look[0] == "tint" else lines
        for n, fragment in enumerate(span.fragments):
            start, end = max(fragment.start, low), min(fragment.end, high)
            if start < end:
                pieces.append((start - end, start, end, span.id, n, span, look))
    return _drawn_in(sorted(tints)) + _below(sorted(lines))


def _drawn_in(tints: Sequence[_Piece]) -> list[Mark]:
    """Lay inner tints on outer ones, as long as there is room."""
    lanes, laid = Lanes(TINTS), []
    for _, start, end, _, n, span, look in tints:
        lane = lanes.take(start, end)
        laid.append(Mark(span, n, start, end, *look, lane or 0, lane is None))
    return laid


def _below(lines: Sequence[_Piece]) -> list[Mark]:
    """Lay inner lines above outer ones; in the last lane they may lie on each other."""
    lanes = Lanes(LANES)
    found = [lanes.take_or_share(start, end) for _, start, end, *_ in reversed(lines)]
    seen: dict[tuple[str, str], Lane] = defaultdict(Lane)
    laid = []
    for (_, start, end, _, n, span, look), lane in zip(lines, reversed(found), strict=True):
        hidden = False
        if lane == LANES - 1:
            hidden = seen[look].covers(start, end)
            seen[look].take(start, end)
        laid.append(Mark(span, n, start, end, *look, lane, hidden))
    return laid


def differing(before: Iterable[Mark], after: Iterable[Mark]) -> list[tuple[int, int]]:
    """Return the ranges where marks of a block look otherwise than before."""
    old = {(mark.span.id, mark.fragment): mark for mark in before}
    ranges = []
    for mark in after:
        same = old.pop((mark.span.id, mark.fragment), None)
        if same is None or same[2:] != mark[2:]:
            ranges += [(one.start, one.end) for one in (mark, same) if one is not None]
    return ranges + [(gone.start, gone.end) for gone in old.values()]


def mark_of(span: Span, fragment: int, scheme: Scheme) -> Mark:
    """Return the mark of a whole fragment, over all blocks that it lies on."""
    place = span.fragments[fragment]
    label = scheme.label(span.label)
    look = (label.style, label.colour) if label else _UNKNOWN
    return Mark(span, fragment, place.start, place.end, *look)


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
        shown.append(preview._replace(start=start, end=end, lane=lane))
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
