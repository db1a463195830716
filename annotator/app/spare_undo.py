"""Undo in a line of words: first of what is typed there, then of what was done in the project."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class SpareUndo(QObject):
    """Leaves undo and redo to the window where a line has nothing of its own to take back."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo = event.matches(QKeySequence.StandardKey.Undo) and not self._line.isUndoAvailable()
        redo = event.matches(QKeySequence.StandardKey.Redo) and not self._line.isRedoAvailable()
        if undo or redo:
            event.ignore()
        return undo or redo
