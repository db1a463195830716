"""Draws the rows of the review's queue: the title in up to two lines, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.app.annotate.marked_text import Prose
from annotator.app.review.queue_model import Roles
from annotator.app.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_MARGIN, _GAP, _TITLE_LINES = 9, 3, 2
_DOT, _DOT_ROOM = 4, 16


class RowPainter(QStyledItemDelegate):
    """Gives every row the same height, so that thousands of them are laid out at once."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line = QFontMetrics(option.font).height()
        return QSize(100, (_TITLE_LINES + 1) * line + _GAP + 2 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect, state = self._theme, option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected_row if chosen else theme.hover)
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 6, 6)
        font = QFont(option.font)
        line = QFontMetrics(font).height()
        x, width = rect.x() + _MARGIN, rect.width() - 2 * _MARGIN
        title = Prose(str(index.data()), font, width, _TITLE_LINES)
        y = rect.y() + (rect.height() - round(title.height) - _GAP - line) // 2
        title.draw(painter, x, y, theme.ink)
        y += round(title.height) + _GAP
        left = index.data(Roles.LEFT)
        painter.setPen(Qt.PenStyle.NoPen)
        # Settled is good, open is to do, and what isn't counted yet is neither.
        painter.setBrush(theme.rule if left is None else theme.accent if left else theme.good)
        painter.drawEllipse(QPointF(x + _DOT, y + line / 2), _DOT, _DOT)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.setPen(theme.quiet)
        metrics, room = painter.fontMetrics(), width - _DOT_ROOM
        told = metrics.elidedText(str(index.data(Roles.TOLD)), Qt.TextElideMode.ElideRight, room)
        painter.drawText(x + _DOT_ROOM, y + metrics.ascent() + 1, told)
        painter.restore()
