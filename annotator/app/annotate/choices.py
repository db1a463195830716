"""The keys and buttons that answer a label's questions."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.app.theme import Theme
from annotator.model import LabelType
from annotator.model.edits import shorten

_PADDING, _BESIDE = 6, 3
_MOST_NAMED = 40  # characters
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def attribute_keys(label: LabelType, taken: Container[str]) -> dict[tuple[str, str], str]:
    """Give each answer of the label's choices a letter, of its own name if one is free.

    So have flags, and the lines where words or a number are typed. ``taken`` are the letters that
    run commands. Returns (attribute, value) → letter; where there is no choice, the value is the
    attribute's own name.
    """
    answers = [
        (attribute.name, value)
        for attribute in label.attributes
        for value in attribute.values or (attribute.name,)
    ]
    free = [letter for letter in _LETTERS if letter not in taken]
    keys: dict[tuple[str, str], str] = {}
    for own in (True, False):
        for answer in answers:
            wanted = answer[1].casefold() if own else _LETTERS
            letter = next((c for c in wanted if c in free), None)
            if answer not in keys and letter is not None:
                keys[answer] = letter
                free.remove(letter)
    return keys


class ChoiceButton(QAbstractButton):
    """One answer: its words with the letter that gives it underlined, or beside them."""

    def __init__(self, text: str, key: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key.upper()
        self._theme = theme
        self.missing = False
        self.setText(shorten(text, _MOST_NAMED))
        self.setCheckable(True)
        self.setProperty("role", "choice")
        self.setAccessibleName(f"{text}, key {self._key}" if key else text)
        self.setToolTip(f"Key {self._key}" if key else "")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        beside = 0
        if self._key and self._place() < 0:
            beside = QFontMetrics(self._small()).horizontalAdvance(self._key) + _BESIDE
        width = metrics.horizontalAdvance(self.text()) + beside + 2 * _PADDING
        return QSize(width, metrics.height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, chosen = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.accent if chosen or self.underMouse() else theme.rule
        pen = QPen(theme.danger if self.missing else edge, 1)
        if self.missing:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.selected_row if chosen else theme.page)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        inside = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING, 0)
        painter.setPen(theme.accent if chosen else theme.ink)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._key:
            painter.setPen(theme.accent if chosen else theme.faint)
            self._paint_key(painter, inside)

    def _paint_key(self, painter: QPainter, inside: QRectF) -> None:
        metrics, place = self.fontMetrics(), self._place()
        if place < 0:
            painter.setFont(self._small())
            ends = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inside, ends, self._key)
            return
        left = inside.left() + metrics.horizontalAdvance(self.text()[:place])
        width = metrics.horizontalAdvance(self.text()[place])
        below = round(inside.center().y() + metrics.height() / 2) - 1.5
        painter.drawLine(QPointF(left, below), QPointF(left + width, below))

    def _place(self) -> int:
        """Return where in the answer its letter stands; -1 if it is none of its own."""
        return self.text().casefold().find(self._key.casefold())

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.78)
        return font
