"""An article's geometry: where each offset stands, with only what is looked at laid out."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from annotator.app.canvas.document import Block, Document
from annotator.app.canvas.heights import Heights
from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.marks import Mark, differing, marks_on
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


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is at the top of the view: an offset, and how many pixels of its line are above.

    At the head of the page it is the space over offset 0.
    """

    offset: int
    above: int


class Page:
    """One layer's text set in one width; y counts pixels from the top of the whole text.

    Heights are estimated until a block is laid out, which may move what follows it. ``top`` is
    where the view begins: it moves along, so that what is in view stays where it is.
    """

    def __init__(
        self, layer: Layer, scheme: Scheme, styles: Styles, width: int, open_zones: frozenset[int]
    ) -> None:
        self.layer = layer
        self.scheme = scheme
        self.styles = styles
        self.width = width
        self.document = Document(layer.article, open_zones)
        self.top = 0
        self._standing: Anchor | None = None
        self._layouts: OrderedDict[int, LaidBlock] = OrderedDict()
        self._marks: dict[int, list[Mark]] = {}
        self.heights = Heights(self._guesses())

    def set_width(self, width: int) -> None:
        """Set the text anew in another width; the line at the top of the view stays there."""
        if width != self.width:
            anchor = self.anchor()
            self.width = width
            self._layouts.clear()
            self.heights = Heights(self._guesses())
            self.stand_at(anchor)

    def anchor(self) -> Anchor:
        """Return what is at the top of the view; until one scrolls it is what was put there."""
        if self._standing is not None:
            return self._standing
        if self.top <= 0:
            return Anchor(0, self.top)
        offset = self.offset_at(0, self.top)
        return Anchor(offset, self.top - self.place(offset).top)

    def stand_at(self, anchor: Anchor) -> None:
        """Have the view begin where it once began; only the head of the page is above offset 0."""
        self._standing = anchor
        if anchor.offset == 0 and anchor.above <= 0:
            self.top = anchor.above
        else:
            last = len(self.layer.article.text)
            self.top = self.place(min(max(anchor.offset, 0), last)).top + anchor.above

    def scroll(self, by: int, view: int) -> None:
        """Move the top of a view of some height, upwards for a negative number of pixels.

        What comes into view above is laid out before, so that the step has its exact length; a
        leap goes by the estimates.
        """
        self._standing = None
        if -2 * view <= by < 0:
            block = self.heights.at(self.top)
            while block > 0 and self.heights.top(block) > self.top + by:
                block -= 1
                self.laid(block)
        self.top += by

    def lay_out(self, view: int, margin: int) -> None:
        """Lay out all that a view of some height shows, and what stands out into it."""
        top = None
        while top != self.top:
            # Laying out what is partly above moves the top, and others may be seen before it.
            top = self.top
            n = self.heights.at(top - margin)
            while n < len(self.heights) and self.heights.top(n) < self.top + view + margin:
                self.laid(n)
                n += 1

    def laid(self, block: int) -> LaidBlock:
        """Return a block laid out; what was not looked at for long is forgotten."""
        laid = self._layouts.get(block)
        if laid is None:
            laid = LaidBlock(self.document, self.document.blocks[block], self.styles, self.width)
            self._layouts[block] = laid
            while len(self._layouts) > _LAYOUTS_KEPT:
                self._layouts.popitem(last=False)
            # Of a block that is seen from its middle on, the end stays where it was.
            is_above = self.heights.top(block) < self.top
            change = self.heights.set(block, laid.height)
            self.top += change if is_above else 0
        else:
            self._layouts.move_to_end(block)
        return laid

    def marks(self, block: int) -> list[Mark]:
        """Return the marks on a block."""
        if block not in self._marks:
            while len(self._marks) >= _LAYOUTS_KEPT:
                del self._marks[next(iter(self._marks))]
            self._marks[block] = marks_on(self.layer, self.scheme, self.document.blocks[block])
        return self._marks[block]

    def refresh_marks(self, *spans: Span) -> list[tuple[int, int]]:
        """Work out the marks around spans anew; return the ranges that look different now.

        One more mark may move others into another lane.
        """
        places = {(f.start, f.end) for span in spans for f in span.fragments}
        changed: list[tuple[int, int]] = []
        for n in {n for start, end in places for n in self.document.blocks_in(start, end)}:
            known = self._marks.pop(n, None)
            if known is None:
                block = self.document.blocks[n]
                changed.append((block.start, block.end))
            else:
                changed += differing(known, self.marks(n))
        return changed

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

    def rows(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where the lines of a range reach.

        Where nothing is laid out, nothing is: there it is the whole block.
        """
        first, last = self.document.block_at(start), self.document.block_at(end)
        top, bottom = self.heights.top(first), self.heights.top(last + 1)
        if first in self._layouts:
            laid = self._layouts[first]
            top += laid.line_top(laid.line_of(start))
        if last in self._layouts:
            laid = self._layouts[last]
            bottom -= laid.height - laid.line_top(laid.line_of(end)) - laid.style.leading
        return top, bottom

    def middle(self, offset: int) -> float:
        """Return the height of an offset's line; only estimated where nothing is laid out.

        So that what is merely pointed at, far away, costs nothing.
        """
        top, bottom = self.rows(offset, offset)
        return (top + bottom) / 2

    def offset_at(self, x: float, y: int) -> int:
        """Return the offset nearest to a point."""
        n = self.heights.at(y)
        return self.laid(n).offset_at(x, y - self.heights.top(n))

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

    def _guesses(self) -> list[int]:
        return [self._guess(block) for block in self.document.blocks]

    def _guess(self, block: Block) -> int:
        style = self.styles.of(block.kind)
        gap = style.gap if block.gap else 0
        if block.fold:
            return gap + style.leading
        columns = max(int(self.width / style.character), 1)
        return gap + max(-(-(block.end - block.start) // columns), 1) * style.leading
