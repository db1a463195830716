"""Outlines over the text that say what a key would take: hits, other places, where it goes on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.styles import Styles

_DASHES = [3.0, 2.0]
_SHADE = 0.10


class Hint(NamedTuple):
    """An outlined range; ``sign`` stands over its beginning, ``faint`` ones are left out."""

    start: int
    end: int
    sign: str = ""
    faint: bool = False


class Hints:
    """What is outlined on one page, by who outlines it; ranges of one don't overlap."""

    def __init__(self) -> None:
        self._groups: Mapping[str, list[Hint]] = {}

    def set(self, group: str, hints: Iterable[Hint]) -> None:
        """Outline these for a group, instead of what it had."""
        self._groups = {**self._groups, group: sorted(hints)}

    def within(self, start: int, end: int) -> Iterator[Hint]:
        """Give the hints that overlap a range."""
        for hints in self._groups.values():
            first = bisect_right(hints, start, key=lambda hint: hint.end)
            last = bisect_left(hints, end, key=lambda hint: hint.start)
            yield from hints[first:last]


def paint_hints(painter: QPainter, laid: LaidBlock, hints: Hints, styles: Styles) -> None:
    """Paint what is outlined on a block, in its own coordinates."""
    for hint in hints.within(laid.block.start, laid.block.end):
        start, end = max(hint.start, laid.block.start), min(hint.end, laid.block.end)
        colour = QColor(styles.theme.faint if hint.faint else styles.theme.accent)
        shade = QColor(colour)
        shade.setAlphaF(0.0 if hint.faint else _SHADE)
        pen = QPen(colour, 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern(_DASHES)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        painter.setBrush(shade)
        strips = laid.strips(start, end)
        for line, left, right in strips:
            rect = laid.text_rect(line, left, right).adjusted(-1, -1, 1, 1)
            painter.drawRect(rect.toRect())
        if hint.sign and strips and start == hint.start:
            _paint_sign(painter, laid, strips[0], hint, colour, styles)


def _paint_sign(
    painter: QPainter,
    laid: LaidBlock,
    strip: tuple[int, float, float],
    hint: Hint,
    colour: QColor,
    styles: Styles,
) -> None:
    line, left, right = strip
    metrics = QFontMetricsF(styles.chip_font)
    width, height = metrics.horizontalAdvance(hint.sign) + 7, metrics.height()
    top = laid.text_rect(line, left, right).top() - height * 0.7
    place = right - width if laid.right_to_left else left
    rect = QRectF(round(place) - 1, round(top), width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, 2, 2)
    painter.setFont(styles.chip_font)
    painter.setPen(styles.theme.page)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, hint.sign)
