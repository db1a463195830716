"""One block, laid out: its lines, and the places of offsets on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextLine, QTextOption

from annotator.app.canvas.document import Block, Document
from annotator.app.canvas.styles import Style, Styles
from annotator.text.characters import reads_right_to_left
from annotator.text.display import display_copy
from annotator.text.offsets import OffsetTable

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u202a-\u202e\u2066-\u2069"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TAG_PADDING = 6
# As much of a folded zone as may fit on its line.
_FOLDED_SHOWN = 400
# The text doesn't move, so where its marks stand is worked out once.
_STRIPS_KEPT = 4000


class LaidBlock:
    """A block's text in lines of one width; x and y are pixels from the block's top left."""

    def __init__(self, document: Document, block: Block, styles: Styles, width: int) -> None:
        self.block = block
        self.width = width
        self.style: Style = styles.of(block.kind)
        self.gap = self.style.gap if block.gap else 0
        self.tag = block.kind if block.fold or block.opened else self.style.tag
        self.tag_width = 0.0
        if self.tag:
            tag = QFontMetricsF(styles.tag_font).horizontalAdvance(self.tag)
            self.tag_width = tag + 2 * _TAG_PADDING + 8
        if block.fold:
            words = document.article.text[block.start : block.end][:_FOLDED_SHOWN]
            room = width - self.tag_width
            shown = _folded_words(words, block.lines, QFontMetricsF(self.style.font), room)
        else:
            shown = document.shown(block)
        self._offsets = OffsetTable(shown)
        self._mixed = not block.fold and _RIGHT_TO_LEFT.search(shown) is not None
        self.layout = QTextLayout(shown, self.style.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(QFontMetricsF(self.style.font).horizontalAdvance(" ") * 4)
        self.right_to_left = not block.fold and reads_right_to_left(shown)
        if self.right_to_left:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        self.layout.setTextOption(option)
        self.layout.setCacheEnabled(True)
        self._strips: dict[tuple[int, int], list[tuple[int, float, float]]] = {}
        self._lay_out(width, one_line=block.fold)
        self.height = self.gap + max(self.layout.lineCount(), 1) * self.style.leading

    def _lay_out(self, width: int, *, one_line: bool) -> None:
        self.layout.beginLayout()
        n = 0
        while (line := self.layout.createLine()).isValid():
            indent = self.tag_width if n == 0 else 0.0
            line.setLineWidth(max(width - indent, 20) if not one_line else 100_000)
            # All on one baseline, though other fonts may help out, and be higher.
            top = self.line_top(n) + self.style.baseline - line.ascent()
            line.setPosition(QPointF(indent, top))
            n += 1
        self.layout.endLayout()

    def on_tag(self, x: float, y: float) -> bool:
        """Say whether the tag before the text is at a point."""
        return 0 <= x < self.tag_width and self.gap <= y < self.gap + self.style.leading

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return self.layout.lineCount()

    def lines_within(self, top: float, bottom: float) -> range:
        """Return the lines that have some of their leading between two heights."""
        first = int((top - self.gap) // self.style.leading)
        last = int((bottom - self.gap) // self.style.leading)
        return range(max(first, 0), min(last + 1, self.line_count))

    def range_within(self, lines: range) -> tuple[int, int]:
        """Return the range of the text on some lines in a row."""
        if not lines:
            return self.block.start, self.block.start
        return self.line_range(lines[0])[0], self.line_range(lines[-1])[1]

    def line_top(self, line: int) -> int:
        """Return where a line's share of the leading begins."""
        return self.gap + line * self.style.leading

    def line_of(self, offset: int) -> int:
        """Return the line that holds an offset (code points in the article)."""
        line = self.layout.lineForTextPosition(self._utf16(offset))
        return line.lineNumber() if line.isValid() else max(self.line_count - 1, 0)

    def caret(self, offset: int) -> tuple[float, int]:
        """Return x of the caret at an offset, and its line."""
        if not self.line_count:
            return 0.0, 0
        number = self.line_of(offset)
        line = self.layout.lineAt(number)
        return self._x(line, self._utf16(offset)), number

    def offset_at(self, x: float, y: float) -> int:
        """Return the offset nearest to a point, on the line at its height."""
        if not self.line_count:
            return self.block.start
        number = min(max(int((y - self.gap) // self.style.leading), 0), self.line_count - 1)
        return self.offset_on(number, x)

    def offset_on(self, number: int, x: float) -> int:
        """Return the offset nearest to ``x`` on a line."""
        line = self.layout.lineAt(number)
        place = int(line.xToCursor(x, QTextLine.CursorPosition.CursorBetweenCharacters))
        last = line.textStart() + line.textLength()
        if place == last and number + 1 < self.line_count:
            # The place behind a wrapped line is the first of the next; stay on this one.
            place = self.layout.previousCursorPosition(place)
        return self._code_point(place)

    def line_range(self, number: int) -> tuple[int, int]:
        """Return the range of a line in code points."""
        line = self.layout.lineAt(number)
        ends = (line.textStart(), line.textStart() + line.textLength())
        start, end = (self._code_point(place) for place in ends)
        return start, end

    def strips(self, start: int, end: int) -> list[tuple[int, float, float]]:
        """Return (line, left, right) for each stretch of a range on each line that it touches."""
        found = self._strips.get((start, end))
        if found is None:
            if len(self._strips) > _STRIPS_KEPT:
                self._strips.clear()
            found = self._strips[start, end] = list(self._find_strips(start, end))
        return found

    def _find_strips(self, start: int, end: int) -> Iterator[tuple[int, float, float]]:
        a, b = (self._utf16(offset) for offset in (start, end))
        if a >= b or self.block.fold:
            return
        first = self.layout.lineForTextPosition(a).lineNumber()
        for number in range(max(first, 0), self.line_count):
            line = self.layout.lineAt(number)
            low = max(a, line.textStart())
            high = min(b, line.textStart() + line.textLength())
            if low >= b:
                return
            if low < high:
                if self._mixed:
                    for left, right in self._visual(line, low, high):
                        yield number, left, right
                else:
                    yield number, self._x(line, low), self._edge(line, low, high)

    def _utf16(self, offset: int) -> int:
        """Return where an offset stands in the layout, at most at its ends."""
        inside = min(max(offset - self.block.start, 0), self._offsets.code_points)
        return self._offsets.to_utf16(inside)

    def _code_point(self, place: int) -> int:
        """Return which offset a place in the layout stands for."""
        return min(self.block.start + self._offsets.from_utf16(place), self.block.end)

    def text_rect(self, line: int, left: float, right: float) -> QRectF:
        """Return the rectangle that the text between two x has on a line, without the leading."""
        top = self.line_top(line) + self.style.above
        return QRectF(left, top, right - left, self.style.ascent + self.style.descent)

    def _edge(self, line: QTextLine, low: int, high: int) -> float:
        """Return x of a range's right end; white space that hangs over the column is cut off."""
        return (
            min(self._x(line, high), line.x() + max(line.naturalTextWidth(), 0.0))
            if (high == line.textStart() + line.textLength())
            else self._x(line, high)
        )

    @staticmethod
    def _visual(line: QTextLine, low: int, high: int) -> list[tuple[float, float]]:
        """Return where each run of a range stands on a line of mixed directions."""
        # The caret's places would not do: where the direction turns, one stands for two.
        ink = line.naturalTextRect()
        runs = sorted(
            (max(run.left(), ink.left()), min(run.right(), ink.right()))
            for run in (glyphs.boundingRect() for glyphs in line.glyphRuns(low, high - low))
        )
        strips: list[tuple[float, float]] = []
        for left, right in runs:
            if left >= right:
                continue
            if strips and left <= strips[-1][1] + 0.5:
                strips[-1] = (strips[-1][0], max(strips[-1][1], right))
            else:
                strips.append((left, right))
        return strips

    @staticmethod
    def _x(line: QTextLine, place: int) -> float:
        # The stubs say float; what comes is x and the place that it belongs to.
        found: Any = line.cursorToX(place)
        return float(found[0])


def _folded_words(text: str, lines: int, metrics: QFontMetricsF, room: float) -> str:
    words = display_copy(" ".join(text.split()))
    told = f" ({lines} line{'s' if lines != 1 else ''} folded, left out of exports)"
    room = max(room - metrics.horizontalAdvance(told), 40)
    short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    # Isolated, so that words of another direction don't turn the rest around.
    return f"\u2068{short}\u2069{told}"
