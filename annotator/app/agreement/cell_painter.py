"""Draws the cells of a grid in the theme's colours: figures, shades, intervals, bars, courses."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.app.agreement.grid import Between, Cell
from annotator.app.theme import STRONG_CONTRAST, TEXT_CONTRAST, Theme, contrast, mixed
from annotator.app.words import isolated

_Index = QModelIndex | QPersistentModelIndex
#: The role under which a model gives a cell.
CELL = Qt.ItemDataRole.UserRole
#: Sizes at the window's usual text size.
BAR_WIDTH, BAR_HEIGHT = 26, 84
_MARGIN, _GAP, _ABOVE, _SCALE, _COURSE = 8, 5, 6, 132, 150
_USUAL_LINE = 16
# As much of the accent is in the palest and the darkest shade; less where contrast is wanted.
_PALEST, _DEEPEST, _DEEPEST_STRONG = 0.06, 0.75, 0.35
_WRITING = (QColor("#000000"), QColor("#FFFFFF"))


def shaded(theme: Theme, heat: float) -> tuple[QColor, QColor]:
    """Return the colour of a cell as dark as ``heat`` (0 to 1) says, and one to write on it."""
    deepest = _DEEPEST_STRONG if theme.strong else _DEEPEST
    shade = mixed(theme.raised, theme.accent, _PALEST + (deepest - _PALEST) * heat)
    least = STRONG_CONTRAST if theme.strong else TEXT_CONTRAST
    if contrast(theme.ink, shade) >= least:
        return shade, theme.ink
    return shade, max(_WRITING, key=lambda ink: contrast(ink, shade))


class CellPainter(QStyledItemDelegate):
    """Draws cells. The one that the keyboard is at has a frame, however it is coloured."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.theme = theme
        self._view = view

    def scaled(self, size: float) -> int:
        """Return a size as large as the window's text is."""
        return round(size * self._view.fontMetrics().height() / _USUAL_LINE)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return QSize()
        metrics = QFontMetrics(_font(option.font, cell))
        height = metrics.height() + 2 * self.scaled(_ABOVE)
        if cell.between is not None:
            return QSize(self.scaled(_SCALE) + 2 * _MARGIN, height)
        if cell.course:
            return QSize(self.scaled(_COURSE) + 2 * _MARGIN, height + self.scaled(12))
        if cell.wraps:
            room = max(self._view.viewport().width() - 2 * _MARGIN, 100)
            lines = metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAPPED, cell.text)
            return QSize(room, lines.height() + 2 * self.scaled(_ABOVE))
        width = metrics.horizontalAdvance(cell.text) + 2 * _MARGIN + 4
        if cell.more:
            width += QFontMetrics(option.font).horizontalAdvance(cell.more) + _GAP
        return QSize(min(width, self.scaled(320)), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return
        rect = QRectF(option.rect)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver) and cell.door is not None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._ground(painter, rect, cell, over)
        if cell.bar is not None:
            self._bar(painter, rect, cell.bar, cell.worst, over)
        elif cell.between is not None:
            self._between(painter, rect.adjusted(_MARGIN, 0, -_MARGIN, 0), cell.between)
        elif cell.course:
            self._course(painter, rect.adjusted(_MARGIN, 8, -_MARGIN, -8), cell.course)
        else:
            self._words(painter, rect, cell, option.font, ink)
        focused = self._view.hasFocus() and index == self._view.currentIndex()
        if focused:
            # On a shade the accent would not be seen.
            painter.setPen(QPen(self.theme.accent if cell.heat is None else ink, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, cell: Cell, over: bool) -> QColor:
        """Fill the cell, and return what to write in."""
        theme = self.theme
        if cell.heat is not None:
            shade, ink = shaded(theme, cell.heat)
            painter.fillRect(rect.adjusted(1, 1, -1, -1), shade)
            if over:
                painter.setPen(QPen(theme.ink, 1))
                painter.drawRect(rect.adjusted(1.5, 1.5, -1.5, -1.5))
            return ink
        if over and cell.bar is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        return theme.quiet if cell.quiet else theme.ink

    def _words(
        self, painter: QPainter, rect: QRectF, cell: Cell, usual: QFont, ink: QColor
    ) -> None:
        font = _font(usual, cell)
        metrics = QFontMetrics(font)
        room = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.setFont(font)
        painter.setPen(ink)
        if cell.wraps:
            # A sentence of ours, whatever the name that it begins with.
            painter.drawText(room, _WRAPPED | Qt.AlignmentFlag.AlignVCenter, cell.text)
            return
        side = Qt.AlignmentFlag.AlignHCenter if cell.middle else _LEFT
        more = QFontMetrics(usual).horizontalAdvance(cell.more) + _GAP if cell.more else 0
        shown = metrics.elidedText(
            cell.text, Qt.TextElideMode.ElideRight, max(int(room.width()) - more, 0)
        )
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, isolated(shown))
        if cell.more:
            painter.setFont(usual)
            painter.setPen(self.theme.quiet)
            room.setLeft(room.left() + metrics.horizontalAdvance(shown) + _GAP)
            painter.drawText(room, _LEFT | Qt.AlignmentFlag.AlignVCenter, cell.more)

    def _between(self, painter: QPainter, room: QRectF, between: Between) -> None:
        theme, middle = self.theme, room.center().y()
        colour = theme.mark(between.colour).line if between.colour else theme.accent
        dot = self.scaled(4.5)
        left, right = room.left() + dot, min(room.left() + self.scaled(_SCALE), room.right()) - dot

        def x(value: float) -> float:
            return left + (right - left) * min(max(value, 0.0), 1.0)

        scale = QPen(theme.faint if theme.strong else theme.rule, self.scaled(2))
        painter.setPen(scale)
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        if between.low is not None and between.high is not None:
            painter.setPen(QPen(colour, self.scaled(4), c=Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(x(between.low), middle), QPointF(x(between.high), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x(between.value), middle), dot, dot)

    def _bar(self, painter: QPainter, rect: QRectF, share: float, worst: bool, over: bool) -> None:
        theme = self.theme
        room = rect.adjusted(2, 4, -3, -4)
        height = max(room.height() * min(max(share, 0.0), 1.0), 2)
        colour = theme.danger if worst else mixed(theme.raised, theme.accent, 0.55)
        painter.setPen(QPen(theme.ink, 1) if over else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        bar = QRectF(room.left(), room.bottom() - height, room.width(), height)
        painter.drawRoundedRect(bar, 3, 3)

    def _course(self, painter: QPainter, room: QRectF, values: tuple[float | None, ...]) -> None:
        theme, step = self.theme, room.width() / max(len(values) - 1, 1)
        painter.setPen(QPen(theme.faint if theme.strong else theme.rule, 1))
        for height in (room.top(), room.bottom()):
            painter.drawLine(QPointF(room.left(), height), QPointF(room.right(), height))
        before: QPointF | None = None
        for number, value in enumerate(values):
            point = None
            if value is not None:
                height = room.bottom() - room.height() * min(max(value, 0.0), 1.0)
                point = QPointF(room.left() + number * step, height)
                if before is not None:
                    painter.setPen(QPen(theme.accent, self.scaled(2)))
                    painter.drawLine(before, point)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.accent)
                painter.drawEllipse(point, self.scaled(2.5), self.scaled(2.5))
            before = point


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextForceLeftToRight)


def _font(usual: QFont, cell: Cell) -> QFont:
    font = QFont(usual)
    if cell.strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font
