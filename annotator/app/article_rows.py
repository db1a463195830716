"""Draws articles as rows: the title in up to two lines, how far it is, where words were found."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.app.article_list import Roles
from annotator.app.marked_text import Prose
from annotator.app.theme import Theme
from annotator.store.search import HIT_END, HIT_START

_Index = QModelIndex | QPersistentModelIndex
_MARGIN, _GAP, _TITLE_LINES = 9, 3, 2
_DOT, _DOT_ROOM = 4, 16
# Scrolling shows the same titles again and again.
_TITLES_KEPT = 300


class RowPainter(QStyledItemDelegate):
    """Gives every row the same height, so that thousands of them are laid out at once.

    ``dot`` gives the colour that says how far an article is.
    """

    def __init__(
        self, theme: Theme, dot: Callable[[Theme, _Index], QColor], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._dot = theme, dot
        self.with_snippets = False
        self._titles: dict[tuple[str, int], Prose] = {}

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours, and set everything anew: the font may be another."""
        self._theme = theme
        self._titles.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        lines = _TITLE_LINES + 1 + self.with_snippets
        line = QFontMetrics(option.font).height()
        return QSize(100, lines * line + _GAP + 2 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.selected_row if chosen else self._theme.hover)
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 6, 6)
        font = QFont(option.font)
        line = QFontMetrics(font).height()
        x, width = rect.x() + _MARGIN, rect.width() - 2 * _MARGIN
        title = self._title(str(index.data()), font, width)
        snippet = str(index.data(Roles.SNIPPET)) if self.with_snippets else ""
        # A shorter title leaves its room above and below alike.
        y = (
            rect.y()
            + (rect.height() - round(title.height) - _GAP - line * (1 + bool(snippet))) // 2
        )
        title.draw(painter, x, y, self._theme.ink)
        y += round(title.height) + _GAP
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._dot(self._theme, index))
        painter.drawEllipse(QPointF(x + _DOT, y + line / 2), _DOT, _DOT)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.setPen(self._theme.quiet)
        metrics = painter.fontMetrics()
        room = width - _DOT_ROOM
        told = metrics.elidedText(str(index.data(Roles.TOLD)), Qt.TextElideMode.ElideRight, room)
        painter.drawText(x + _DOT_ROOM, y + metrics.ascent() + 1, told)
        if snippet:
            words = " ".join(snippet.split())
            _draw_snippet(painter, self._theme, words, x, y + line + metrics.ascent(), width)
        painter.restore()

    def _title(self, text: str, font: QFont, width: int) -> Prose:
        if (text, width) not in self._titles:
            while len(self._titles) >= _TITLES_KEPT:
                del self._titles[next(iter(self._titles))]
            self._titles[text, width] = Prose(text, font, width, _TITLE_LINES)
        return self._titles[text, width]


def _draw_snippet(
    painter: QPainter, theme: Theme, snippet: str, x: int, baseline: int, room: int
) -> None:
    """Draw what was found, its words in ink and what stands around them quietly."""
    metrics, end = painter.fontMetrics(), x + room
    hit = found = False
    for piece in re.split(f"([{HIT_START}{HIT_END}])", snippet):
        if piece in (HIT_START, HIT_END):
            hit = piece == HIT_START
            continue
        if not found and HIT_START in snippet:
            # What stands before the first hit gives way to it.
            found = True
            shown = metrics.elidedText(piece, Qt.TextElideMode.ElideLeft, room // 3)
        else:
            shown = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, max(end - x, 0))
        painter.setPen(theme.ink if hit else theme.quiet)
        painter.drawText(x, baseline, shown)
        x += metrics.horizontalAdvance(shown)
        if x >= end:
            return
