"""Words in the window: labels that show what they are given, whatever it looks like."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

# A word that is longer makes nothing wider that it stands in.
_LONGEST = 60


class _Words(QLabel):
    """Words that never ask for more room than the window may have; longer ones are cut."""

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        most = self.fontMetrics().averageCharWidth() * _LONGEST
        return QSize(min(hint.width(), most), hint.height())


def plain(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Make a label that shows its text as it is; ``role`` is its part in the style sheet."""
    label = _Words(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


class Elided(QLabel):
    """Words on one line that end in an ellipsis where there is no room; then the tip has them all.

    It takes at most ``columns`` characters' room.
    """

    def __init__(
        self,
        text: str,
        role: str,
        *,
        columns: int = 40,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text)
        self._columns, self._mode = columns, mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def sizeHint(self) -> QSize:
        hint, metrics = super().sizeHint(), self.fontMetrics()
        width = min(metrics.horizontalAdvance(self.text()) + 2, self._width(self._columns))
        return QSize(width, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._width(6)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        self.setToolTip("" if shown == self.text() else as_tip(self.text()))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, isolated(shown))

    def _width(self, columns: int) -> int:
        return self.fontMetrics().averageCharWidth() * columns


def counted(number: int, one: str) -> str:
    """Return "1 span" or "2 spans"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def isolated(text: str) -> str:
    """Return a text in a direction of its own, so that what stands around it turns nothing."""
    return f"\u2068{text}\u2069"


def as_tip(text: str) -> str:
    """Return a text as a tool tip shows it: whatever it looks like, in lines of a tip's length."""
    return f"<qt>{escape(text)}</qt>"


def make_clearable(line: QLineEdit) -> None:
    """Give a line a button that empties it, with a name for those who can't see its sign."""
    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        button.setAccessibleName("Clear")


def set_role(label: QLabel, role: str) -> None:
    """Give a label another part in the style sheet."""
    label.setProperty("role", role)
    label.style().unpolish(label)
    label.style().polish(label)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader, if there is one, say something that happened away from the keyboard."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
