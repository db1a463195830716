"""The keys and buttons that answer a label's questions."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.app.theme import Theme
from annotator.model import LabelType

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def attribute_keys(label: LabelType, taken: Container[str]) -> dict[tuple[str, str], str]:
    """Give each answer of the label's choices and flags a letter, of its own name if one is free.

    ``taken`` are the letters that run commands. Returns (attribute, value) → letter; a flag's
    value is the attribute's own name.
    """
    answers = [
        (attribute.name, value)
        for attribute in label.attributes
        for value in attribute.values or ((attribute.name,) if attribute.kind == "flag" else ())
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
    """One answer: its words, and beside them the key that gives it."""

    def __init__(self, text: str, key: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key.upper()
        self._theme = theme
        self.missing = False
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(f"{text}, key {self._key}" if key else text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        key = QFontMetrics(self._small()).horizontalAdvance(self._key) + 5 if self._key else 0
        return QSize(metrics.horizontalAdvance(self.text()) + key + 18, metrics.height() + 9)

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
        inside = QRectF(self.rect()).adjusted(9, 0, -9, 0)
        painter.setPen(theme.accent if chosen else theme.ink)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._key:
            painter.setFont(self._small())
            painter.setPen(theme.accent if chosen else theme.faint)
            ends = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inside, ends, self._key)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.78)
        return font
