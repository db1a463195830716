"""The line that asks whom a span names, and proposes entries of the register as one types."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from annotator.model import Actor
from annotator.model.edits import shorten
from annotator.model.register import proposals


class ActorLine(QLineEdit):
    """Shows an actor's name; Enter takes what is typed or chosen, Esc leaves it as it was."""

    named = Signal(str)
    left = Signal()

    def __init__(
        self,
        quote: str,
        actor: Actor | None,
        register: Callable[[], list[Actor]],
        key: str,
        parent: QWidget,
    ) -> None:
        super().__init__(actor.name if actor else "", parent)
        self._quote = " ".join(quote.split())
        self._name = self.text()
        self._register = register
        self._known: list[Actor] = []
        self.setPlaceholderText(f"{key}  {shorten(quote, 40)}".strip())
        self.setAccessibleName("Actor in the register")
        self._proposed = QStringListModel(self)
        completer = QCompleter(self._proposed, self)
        # The order is ours: the likeliest first.
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.textEdited.connect(self._propose)
        self.editingFinished.connect(self._finish)

    def ask(self) -> None:
        """Take the keyboard, with the span's own words if it has no name yet."""
        if not self._name:
            self.setText(self._quote)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._name)
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()

    def _propose(self, typed: str) -> None:
        if not self._known:
            self._known = self._register()
        found = proposals(self._known, typed) if typed.strip() else []
        self._proposed.setStringList([actor.name for actor in found])

    def _finish(self) -> None:
        name = " ".join(self.text().split())
        if name != self._name:
            self._name = name
            self.named.emit(name)
