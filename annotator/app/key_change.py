"""The foot of the keys help: asks for a command's new key, and tells who has it already."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator.app.canvas.keys import moves_caret
from annotator.app.commands import Command, CommandTable
from annotator.app.keymap import key_of, shown_key
from annotator.app.words import announce, plain, set_role


class KeyChange(QWidget):
    """Changes the keys of one command at a time.

    While a key is asked for, every key means itself, but Esc, which leaves all as it was. A key
    that another command has is named with that command; Enter takes it over.
    """

    asking_ended = Signal()
    """The keyboard is free again."""

    def __init__(self, table: CommandTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table, self._keymap = table, table.keymap
        self._command: Command | None = None
        self._kept: tuple[str, ...] | None = None
        self._wanted: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.told = plain("", "quiet", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.told, 1)

        def button(text: str, act: Callable[[], object]) -> QPushButton:
            made = QPushButton(text, self)
            made.setProperty("role", "small")
            made.clicked.connect(lambda _=False: act())
            row.addWidget(made)
            return made

        self.change = button("Change  ↵", self.ask)
        self.add = button("Add a key", lambda: self.ask(adding=True))
        self.clear = button("No key", self._clear)
        self.reset = button("Reset", self._reset)
        self.reset_all = button("Reset all", self._keymap.reset_all)
        self.take_over = button("Take over  ↵", self._settle)
        self.leave = button("Leave  Esc", self._stop)
        self._keymap.changed.connect(self._show)
        self._show()

    @property
    def asking(self) -> bool:
        """Whether a key is asked for."""
        return self._kept is not None

    def show_command(self, command: Command | None) -> None:
        """Offer to change this command's keys, or none."""
        self._command, self._kept, self._wanted = command, None, None
        self._show()

    def ask(self, *, adding: bool = False) -> None:
        """Ask for the command's key, or for one more."""
        if self._command is not None:
            self._kept = self._keymap.keys(self._command.id) if adding else ()
            self._wanted = None
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show()

    def event(self, event: QEvent) -> bool:
        if self.asking and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                # No command may run by the key that is asked for.
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._pressed(event)
                return True
        return super().event(event)

    def _pressed(self, event: QKeyEvent) -> None:
        key = key_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self._stop()
        elif self._wanted is not None and key in ("Return", "Enter"):
            self._settle()
        elif key is not None and self._command is not None:
            self._wanted = None
            if moves_caret(key):
                self._show(f"{shown_key(key)} moves the caret. Press another key.")
            else:
                self._wanted = key
                other = self._keymap.holder(key, self._command.id)
                if other is None:
                    self._settle()
                else:
                    name = self._table.commands[other].title
                    self._show(f"{shown_key(key)} is “{name}”.")

    def _settle(self) -> None:
        command, kept, wanted = self._command, self._kept, self._wanted
        if command is not None and kept is not None and wanted is not None:
            self._kept = self._wanted = None
            self._keymap.choose(command.id, (*kept, wanted))
            self._stop()

    def _stop(self) -> None:
        self._kept = self._wanted = None
        self._show()
        self.asking_ended.emit()

    def _clear(self) -> None:
        if self._command is not None:
            self._keymap.choose(self._command.id, ())

    def _reset(self) -> None:
        if self._command is not None:
            self._keymap.reset(self._command.id)

    def _show(self, told: str | None = None) -> None:
        command, asking = self._command, self.asking
        if told is None and command is not None:
            told = f"Press the key for “{command.title}”." if asking else command.title
        self.told.setText(told or "")
        if asking:
            announce(self, self.told.text())
        set_role(self.told, "strong" if asking else "quiet")
        known = command is not None
        self.change.setEnabled(known)
        self.add.setEnabled(known)
        self.clear.setEnabled(command is not None and bool(self._keymap.keys(command.id)))
        self.reset.setEnabled(command is not None and not self._keymap.is_own(command.id))
        self.reset_all.setEnabled(bool(self._keymap.chosen))
        for button in (self.change, self.add, self.clear, self.reset, self.reset_all):
            button.setVisible(not asking)
        self.take_over.setVisible(asking and self._wanted is not None)
        self.leave.setVisible(asking)
