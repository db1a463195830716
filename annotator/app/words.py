"""Words in the window: labels that show what they are given, whatever it looks like."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget


def plain(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Make a label that shows its text as it is; ``role`` is its part in the style sheet."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


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
