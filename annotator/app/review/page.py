"""The article under review: the canvas, which is only clicked as long as nothing is edited."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from annotator.app.canvas import TextCanvas


class ReviewPage(TextCanvas):
    """Takes the keyboard, and text to select, only while a gold span is edited."""

    place_clicked = Signal(int)
    """The offset (code points) that was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Article")
        self._edited = False
        self.let_edit(False)

    def let_edit(self, edited: bool) -> None:
        """Let the tools for spans work on the page, or not."""
        self._edited = edited
        policy = Qt.FocusPolicy.StrongFocus if edited else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._edited:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton and self.text:
            block = self.fold_at(event.position())
            if block is not None:
                self.toggle_zone(block)
            else:
                self.place_clicked.emit(self.offset_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._edited:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._edited:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._edited:
            super().mouseDoubleClickEvent(event)
