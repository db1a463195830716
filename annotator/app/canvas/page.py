"""An article's geometry: where each offset stands, with only what is looked at laid out."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil

from annotator.app.canvas.document import Block, Document
from annotator.app.canvas.heights import Heights
from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.marks import Mark, marks_on
from annotator.app.canvas.styles import Styles
from annotator.model import Layer, Scheme, Span

_LAYOUTS_KEPT = 240


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offset stands: block and line, x in the column, the line's top and height."""

    block: int
    line: int
    x: float
    top: int
    height: int

    def holds(self, y: float) -> bool:
        """Say whether a height lies on its line."""
        return self.top <= y < self.top + self.height


class Page:
    """One layer's text set in one width; y counts pixels from the top of the whole text.

    Heights are estimated until a block is laid out, so `laid` may move what follows it.
    """

    def __init__(
        self, layer: Layer, scheme: Scheme, styles: Styles, width: int, open_zones: frozenset[int]
    ) -> None:
        self.layer = layer
        self.scheme = scheme
        self.styles = styles
        self.width = width
        self.document = Document(layer.article, open_zones)
        self._layouts: OrderedDict[int, LaidBlock] = OrderedDict()
        self._marks: dict[int, list[Mark]] = {}
        self.heights = Heights([self._guess(block) for block in self.document.blocks])

    def set_width(self, width: int) -> None:
        """Set the text anew in another width."""
        if width != self.width:
            self.width = width
            self._layouts.clear()
            self.heights = Heights([self._guess(block) for block in self.document.blocks])

    def laid(self, block: int) -> LaidBlock:
        """Return a block laid out; what was not looked at for long is forgotten."""
        laid = self._layouts.get(block)
        if laid is None:
            laid = LaidBlock(self.document, self.document.blocks[block], self.styles, self.width)
            self._layouts[block] = laid
            self.heights.set(block, laid.height)
            while len(self._layouts) > _LAYOUTS_KEPT:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(block)
        return laid

    def marks(self, block: int) -> list[Mark]:
        """Return the marks on a block."""
        if block not in self._marks:
            if len(self._marks) > 2 * _LAYOUTS_KEPT:
                self._marks.clear()
            self._marks[block] = marks_on(self.layer, self.scheme, self.document.blocks[block])
        return self._marks[block]

    def forget_marks(self, span: Span) -> set[int]:
        """Work out the marks under a span anew when next asked for; return the blocks."""
        touched = {
            block
            for fragment in span.fragments
            for block in self.document.blocks_in(fragment.start, fragment.end)
        }
        for block in touched:
            self._marks.pop(block, None)
        return touched

    @property
    def laid_count(self) -> int:
        """How many blocks are laid out."""
        return len(self._layouts)

    def place(self, offset: int) -> Place:
        """Return where an offset stands."""
        n = self.document.block_at(offset)
        laid = self.laid(n)
        x, line = laid.caret(offset)
        top = self.heights.top(n) + laid.line_top(line)
        return Place(n, line, x, top, laid.style.leading)

    def is_laid(self, offset: int) -> bool:
        """Say whether the block at an offset is laid out just now."""
        return self.document.block_at(offset) in self._layouts

    def middle(self, offset: int) -> float:
        """Return the height of an offset's line; only estimated where nothing is laid out.

        So that what is merely pointed at, far away, doesn't move what is in view.
        """
        n = self.document.block_at(offset)
        if n not in self._layouts:
            return self.heights.top(n) + self.heights[n] / 2
        place = self.place(offset)
        return place.top + place.height / 2

    def offset_at(self, x: float, y: int) -> int:
        """Return the offset nearest to a point."""
        n = self.heights.at(y)
        return self.laid(n).offset_at(x, y - self.heights.top(n))

    def fold_at(self, y: int) -> Block | None:
        """Return the folded zone at a height, or ``None``."""
        block = self.document.blocks[self.heights.at(y)]
        return block if block.fold else None

    def line_step(self, offset: int, direction: int, x: float) -> int:
        """Return the offset at ``x`` on the next or previous line."""
        place = self.place(offset)
        line = place.line + direction
        n = place.block
        if not 0 <= line < self.laid(n).line_count:
            n += direction
            if not 0 <= n < len(self.document.blocks):
                return (
                    self.document.blocks[place.block].end
                    if direction > 0
                    else (self.document.blocks[place.block].start)
                )
            line = 0 if direction > 0 else max(self.laid(n).line_count - 1, 0)
        laid = self.laid(n)
        return laid.offset_on(line, x) if laid.line_count else laid.block.start

    def line_edge(self, offset: int, direction: int) -> int:
        """Return the first or last place of the line that an offset stands on."""
        place = self.place(offset)
        laid = self.laid(place.block)
        return laid.offset_on(place.line, 1e6 if direction > 0 else -1e6)

    def _guess(self, block: Block) -> int:
        style = self.styles.of(block.kind)
        gap = style.gap if block.gap else 0
        if block.fold:
            return gap + style.leading
        columns = max(self.width / style.character, 1.0)
        return gap + max(ceil((block.end - block.start) / columns), 1) * style.leading
