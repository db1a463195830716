"""Quotes beside the page: a few lines of text, marked the way their label's spans are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.app.theme import Theme
from annotator.model import LabelType
from annotator.text.characters import reads_right_to_left
from annotator.text.offsets import OffsetTable

_DASHES = {"dashed": [3.0, 2.0], "dotted": [1.0, 1.0]}
_LINE_WIDTH, _LINE_BELOW = 2.0, 2.5
# No line of a side panel holds more characters than this.
_MOST_IN_LINE = 160
_PADDING = 3


class Prose:
    """A text set in at most so many lines of a width; what doesn't fit ends in an ellipsis.

    It stands at the side where its script begins to read, or with ``tight`` in just the width that
    it needs.
    """

    def __init__(
        self, text: str, font: QFont, width: float, lines: int = 2, *, tight: bool = False
    ) -> None:
        text = " ".join(text[: 2 * lines * _MOST_IN_LINE].split())
        self.from_right = reads_right_to_left(text)
        self._tight = tight
        layout = self._set(text, font, width, lines)
        last = layout.lineAt(layout.lineCount() - 1)
        table = OffsetTable(text)
        if last.isValid() and last.textStart() + last.textLength() < table.utf16_units:
            cut = table.from_utf16(last.textStart())
            room = max(width - 1, 0)
            rest = QFontMetricsF(font).elidedText(text[cut:], Qt.TextElideMode.ElideRight, room)
            layout = self._set(text[:cut] + rest, font, width, lines)
        self._layout = layout
        self._metrics = QFontMetricsF(font)
        self.lines = [layout.lineAt(n).naturalTextRect() for n in range(layout.lineCount())]
        self.height = sum(rect.height() for rect in self.lines)
        self.width = max((rect.width() for rect in self.lines), default=0.0)

    def draw(self, painter: QPainter, x: float, y: float, ink: QColor) -> None:
        """Draw the text with its top left at this place."""
        painter.setPen(ink)
        self._layout.draw(painter, QPointF(x, y))

    def draw_marked(
        self, painter: QPainter, x: float, y: float, ink: QColor, label: LabelType, theme: Theme
    ) -> None:
        """Draw the text as the label's spans are drawn on the page."""
        colours = theme.mark(label.colour)
        rects = [rect.translated(x, y) for rect in self.lines]
        if label.style == "tint":
            for rect in rects:
                painter.fillRect(rect, colours.tint)
        self.draw(painter, x, y, ink)
        if label.style != "tint":
            painter.setPen(line_pen(label.style, colours.line))
            for rect in rects:
                below = round(rect.top() + self._metrics.ascent() + _LINE_BELOW) + 0.5
                painter.drawLine(QPointF(rect.left(), below), QPointF(rect.right(), below))

    def _set(self, text: str, font: QFont, width: float, lines: int) -> QTextLayout:
        layout = QTextLayout(text, font)
        layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if self.from_right:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        if self.from_right and not self._tight:
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        layout.beginLayout()
        y = 0.0
        for _ in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout


def line_pen(style: str, colour: QColor) -> QPen:
    """Return the pen that a label's line is drawn with."""
    pen = QPen(colour, _LINE_WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style in _DASHES:
        pen.setDashPattern(_DASHES[style])
    return pen


class MarkedText(QAbstractButton):
    """A quote that can be clicked, in at most two lines, marked as its label's spans are."""

    def __init__(self, text: str, label: LabelType, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._label, self._theme = label, theme
        self.chosen = False
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._prose(width).height) + 2 * _PADDING

    def sizeHint(self) -> QSize:
        return QSize(60, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(20, self.fontMetrics().height() + 2 * _PADDING)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.chosen or self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.selected_row if self.chosen else self._theme.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        prose = self._prose(self.width())
        ink = self._theme.ink
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        prose.draw_marked(painter, _PADDING, _PADDING, ink, self._label, self._theme)

    def _prose(self, width: int) -> Prose:
        return Prose(self.text(), self.font(), width - 2 * _PADDING)
