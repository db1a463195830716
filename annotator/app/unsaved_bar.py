"""A bar that tells of a change that could not be saved, as long as it isn't."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from annotator.app.words import announce, plain


class UnsavedBar(QFrame):
    """Says what is not saved and why, and offers what can be done about it."""

    again_wanted = Signal()
    elsewhere_wanted = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "alarm")
        self.setAccessibleName("Not saved")
        self.words = plain("", "danger", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        for text, signal in (
            ("Try now", self.again_wanted),
            ("Save a copy elsewhere…", self.elsewhere_wanted),
            ("Give it up", self.given_up),
        ):
            button = QPushButton(text, self)
            button.setProperty("role", "small")
            # A click leaves the keyboard where the work is.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, wanted=signal: wanted.emit())
            row.addWidget(button)
        self.hide()

    def show_unsaved(self, unsaved: tuple[str, str] | None) -> None:
        """Show a change's name and why it isn't saved; without one there is nothing to show."""
        self.setVisible(unsaved is not None)
        if unsaved is not None:
            name, why = unsaved
            text = f"Not saved yet: “{name}”. {why} It is tried again every few seconds."
            self.words.setText(text)
            announce(self, text)
