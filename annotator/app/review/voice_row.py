"""One annotator's version of a case as a row: name, where it lies or what it says, key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.app.theme import Theme
from annotator.app.words import as_tip, isolated

_NAME_SHARE, _MOST_NAME = 0.3, 110
_KEY, _GAP, _TAKE = 20, 8, 34
_BAR = 10


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """What a row shows: shares (from, to) of the case's text, or words if it is no span.

    ``colour`` is its label's, ``lane_colour`` the annotator's.
    """

    name: str
    key: str
    lane_colour: str
    colour: str
    shares: Sequence[tuple[float, float]] = ()
    words: str = ""
    chosen: bool = False


class VoiceRow(QAbstractButton):
    """A row that is taken by a click, as by its key."""

    def __init__(self, line: VoiceLine, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._line, self._theme = line, theme
        self.setText(line.name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        what = line.words or "their boundaries"
        self.setAccessibleName(f"Take {line.name}'s: {what}, key {line.key}")
        self.setToolTip(as_tip(f"{line.name}: {line.words}" if line.words else line.name))

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 7)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, line, rect = self._theme, self._line, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected_row if line.chosen else theme.hover)
            painter.drawRoundedRect(rect, 4, 4)
        metrics = painter.fontMetrics()
        lane = theme.mark(line.lane_colour).line
        painter.fillRect(QRectF(2, rect.center().y() - 6, 3, 12), lane)
        name_width = min(rect.width() * _NAME_SHARE, _MOST_NAME)
        name = metrics.elidedText(line.name, Qt.TextElideMode.ElideMiddle, int(name_width) - 6)
        painter.setPen(theme.ink)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(11, 0, 0, 0), middle, isolated(name))
        left = name_width + 11
        right = rect.width() - (_KEY + _TAKE if line.key else 0) - 2
        lane_rect = QRectF(left, rect.top(), max(right - left - _GAP, 10), rect.height())
        if line.words:
            shown = metrics.elidedText(
                line.words, Qt.TextElideMode.ElideRight, int(lane_rect.width())
            )
            painter.setPen(theme.ink if line.shares or line.words[0] not in "–(" else theme.faint)
            painter.drawText(lane_rect, middle, isolated(shown))
        else:
            self._paint_bar(painter, lane_rect)
        if line.key:
            self._paint_key(painter, QRectF(right, rect.top(), _KEY, rect.height()))
            painter.setFont(self.font())
            painter.setPen(theme.quiet)
            painter.drawText(rect.adjusted(right + _KEY + 4, 0, 0, 0), middle, "take")

    def _paint_bar(self, painter: QPainter, lane: QRectF) -> None:
        theme = self._theme
        bar = QRectF(lane.left(), lane.center().y() - _BAR / 2, lane.width(), _BAR)
        painter.setPen(theme.rule if theme.strong else Qt.PenStyle.NoPen)
        painter.setBrush(theme.hover)
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.mark(self._line.colour).line))
        for start, end in self._line.shares:
            piece = QRectF(
                bar.left() + start * bar.width(),
                bar.top(),
                max((end - start) * bar.width(), 2.0),
                bar.height(),
            )
            painter.drawRoundedRect(piece, 3, 3)

    def _paint_key(self, painter: QPainter, place: QRectF) -> None:
        theme = self._theme
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(font)
        cap = QRectF(place.left() + 1, place.center().y() - 8, _KEY - 3, 16)
        painter.setPen(theme.rule)
        painter.setBrush(theme.page)
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(theme.quiet)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._line.key)
