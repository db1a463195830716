"""Words in the window: labels that show what they are given, whatever it looks like."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def plain(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Make a label that shows its text as it is; ``role`` is its part in the style sheet."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def set_role(label: QLabel, role: str) -> None:
    """Give a label another part in the style sheet."""
    label.setProperty("role", role)
    label.style().unpolish(label)
    label.style().polish(label)
