"""An article cut into the blocks that are laid out one by one."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from annotator.model import Article, Zone
from annotator.text.display import DisplayCopy
from annotator.text.offsets import OffsetTable
from annotator.text.paragraphs import is_blank, paragraphs, soft_split

_FOLDED = "boilerplate"
_SPLIT_AT = 2000


class Block(NamedTuple):
    """A stretch of text that is laid out as one paragraph; code points, half-open.

    ``kind`` is a zone's. ``gap`` says that space belongs before it; a ``fold`` stands for a whole
    zone of ``lines`` lines that aren't shown; an ``opened`` one is the first of a foldable zone
    that is shown.
    """

    start: int
    end: int
    kind: str
    gap: bool
    fold: bool = False
    lines: int = 0
    opened: bool = False


class Document:
    """One article as the canvas shows it: its display copy and its blocks.

    ``open_zones`` are the starts of the foldable zones that are shown in full.
    """

    def __init__(self, article: Article, open_zones: frozenset[int] = frozenset()) -> None:
        self.article = article
        self.open_zones = open_zones
        self.blocks = _blocks(article, open_zones)
        self._starts = [block.start for block in self.blocks]
        self._copy = DisplayCopy(article.text)

    @cached_property
    def offsets(self) -> OffsetTable:
        """What converts the whole text's offsets into UTF-16; only screen readers ask."""
        return OffsetTable(self.article.text)

    def block_at(self, offset: int) -> int:
        """Return the block that holds the offset, or whose end it is."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def blocks_in(self, start: int, end: int) -> range:
        """Return the blocks that a range touches."""
        return range(self.block_at(start), self.block_at(max(end - 1, start)) + 1)

    def shown(self, block: Block) -> str:
        """Return a block's text as it is drawn, each character at its place."""
        return self._copy.piece(block.start, block.end)


def _blocks(article: Article, open_zones: frozenset[int]) -> list[Block]:
    text = article.text
    zones = sorted(article.zones, key=lambda zone: zone.start)
    blocks: list[Block] = []
    gap, next_zone, folded_until = False, 0, 0
    for line_start, end in paragraphs(text):
        start = max(line_start, folded_until)
        if line_start < folded_until and end <= folded_until:
            continue
        if is_blank(text, start, end):
            gap = bool(blocks)
            continue
        while next_zone < len(zones) and zones[next_zone].end <= start:
            next_zone += 1
        zone = zones[next_zone] if next_zone < len(zones) else None
        # A zone may begin within the line, behind a dateline for instance.
        if zone is not None and zone.start >= max(end, start + 1):
            zone = None
        if zone is not None and zone.kind == _FOLDED:
            # What stands before or behind it on its lines is no part of it.
            blocks += _pieces(text, start, zone.start, "body", gap=gap)
            begin, is_open = max(zone.start, start), zone.start in open_zones
            if is_open:
                inside = _pieces(text, begin, min(zone.end, end), zone.kind, gap=gap)
                if inside and not (blocks and blocks[-1].end > zone.start):
                    inside[0] = inside[0]._replace(opened=True)
                blocks += inside
            else:
                blocks.append(_fold(text, zone, begin, gap=bool(blocks)))
                folded_until = max(zone.end, end)
            blocks += _pieces(text, zone.end, end, "body", gap=True)
            gap = not is_open
        else:
            blocks += _cut(text, start, end, _kind(zone, end), gap=gap)
            gap = False
    return blocks or [Block(0, len(text), "body", gap=False)]


def _kind(zone: Zone | None, end: int) -> str:
    if zone is None or (zone.kind == "dateline" and zone.end < end):
        return "body"
    return zone.kind


def _pieces(text: str, start: int, end: int, kind: str, *, gap: bool) -> list[Block]:
    """Return the blocks of a stretch of one line; none if nothing is to be seen there."""
    if start >= end or is_blank(text, start, end):
        return []
    return _cut(text, start, end, kind, gap=gap)


def _cut(text: str, start: int, end: int, kind: str, *, gap: bool) -> list[Block]:
    if end - start <= _SPLIT_AT:
        return [Block(start, end, kind, gap)]
    pieces = soft_split(text, start, end, _SPLIT_AT)
    return [Block(a, b, kind, gap and n == 0) for n, (a, b) in enumerate(pieces)]


def _fold(text: str, zone: Zone, start: int, *, gap: bool) -> Block:
    inside = [p for p in paragraphs(text[start : zone.end]) if p[0] < p[1]]
    return Block(start, zone.end, zone.kind, gap, fold=True, lines=len(inside))
