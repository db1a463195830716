"""What several annotators have in one text: a lane for each below it, a frame where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.styles import Styles

_DASHES = [3.0, 2.0]
# A lane of one pixel, and one between it and the next.
_APART = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """One annotator's fragment: a line in the annotator's lane, counted from 0 at the text.

    ``colour`` is one that a theme can draw a mark in, ``weight`` which share of the lane's height
    the line has. Offsets are code points.
    """

    start: int
    end: int
    lane: int
    colour: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that is open, as the page shows it: framed pieces of text, and voices below.

    The ``current`` one is filled, and has a solid frame.
    """

    pieces: tuple[tuple[int, int], ...]
    voices: tuple[Voice, ...]
    colour: str
    current: bool = False


#: Gives the open cases that may overlap a range of the text.
Find = Callable[[int, int], Iterable[Opened]]


def _nothing(start: int, end: int) -> Iterable[Opened]:
    return ()


@dataclass(frozen=True, slots=True)
class Voices:
    """The open cases on one page, looked up where they are seen.

    ``lanes`` is how many lanes there are.
    """

    lanes: int = 0
    find: Find = _nothing


def paint_fills(painter: QPainter, laid: LaidBlock, voices: Voices, styles: Styles) -> None:
    """Paint what lies behind the text: the case that is asked."""
    for case in voices.find(laid.block.start, laid.block.end):
        if case.current:
            fill = styles.mark(case.colour).tint_deep
            for rect in _rects(laid, case):
                painter.fillRect(rect, fill)


def paint_voices(painter: QPainter, laid: LaidBlock, voices: Voices, styles: Styles) -> None:
    """Paint the frames, and the lanes below the text."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for case in voices.find(laid.block.start, laid.block.end):
        pen = QPen(styles.mark(case.colour).line, 1)
        if not case.current:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in _rects(laid, case):
            painter.drawRect(rect.toRect())
        for voice in case.voices:
            _paint_voice(painter, laid, voice, voices.lanes, styles)


def _paint_voice(
    painter: QPainter, laid: LaidBlock, voice: Voice, lanes: int, styles: Styles
) -> None:
    start, end = max(voice.start, laid.block.start), min(voice.end, laid.block.end)
    if start >= end:
        return
    style = laid.style
    # Below the first lane of what is gold already, and not into the next line.
    top = style.lane_top + styles.lane_step
    step = min(styles.lane_step, (style.leading + styles.drop - top) / max(lanes, 1))
    # Whole pixels keep the lanes apart as long as there is room for that.
    step = int(step) if step >= _APART else step
    colour: QColor = styles.mark(voice.colour).line
    pen = QPen(colour, max(round((step - 1) * voice.weight), 1))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for line, left, right in laid.strips(start, end):
        y = round(laid.line_top(line) + top) + voice.lane * step
        painter.drawLine(QPointF(round(left) + 1, y), QPointF(round(right) - 1, y))


def _rects(laid: LaidBlock, case: Opened) -> Iterator[QRectF]:
    for start, end in case.pieces:
        low, high = max(start, laid.block.start), min(end, laid.block.end)
        if low < high:
            for line, left, right in laid.strips(low, high):
                yield laid.text_rect(line, left, right).adjusted(-1, -1, 1, 1)
