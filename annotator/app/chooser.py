"""An overlay with a line to type in and the rows that match below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.app.overlay import Overlay
from annotator.app.rows import RowList
from annotator.app.theme import Theme
from annotator.app.words import announce


class Chooser(Overlay):
    """Searches as one types; the arrows go through what was found, Enter takes it.

    Those who derive from it say what is found, and what becomes of what was taken.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.line = QLineEdit(self)
        self.list = RowList(theme, self)
        self.list.setAccessibleName("Found")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 10, 10, 10)
        self.column.setSpacing(8)
        self.column.addWidget(self.line)
        self.column.addWidget(self.list, 1)
        self.line.textChanged.connect(self.search)
        self.line.installEventFilter(self)
        self.list.taken.connect(self.clicked)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self.list.set_theme(theme)

    def open_with(self, prompt: str) -> None:
        """Show everything there is, under a prompt that says what it is."""
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)
        self.line.clear()
        self.open()
        self.search("")
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search(self, text: str) -> None:
        """Show the rows that match."""
        raise NotImplementedError

    def take(self, place: int) -> None:
        """Do what the row at this place stands for."""
        raise NotImplementedError

    def clicked(self, place: int) -> None:
        """Do what a click on the row at this place means."""
        self.take(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self.list.step(1)
            case Qt.Key.Key_Up:
                self.list.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.list.current >= 0:
                    self.take(self.list.current)
                return True
            case Qt.Key.Key_Escape:
                self.close_overlay()
                return True
            case _:
                return False
        self._say_current()
        return True

    def _say_current(self) -> None:
        """Tell a screen reader what is current, while the keyboard stays in the line."""
        if self.list.current >= 0:
            announce(self.line, self.list.rows[self.list.current].spoken)
