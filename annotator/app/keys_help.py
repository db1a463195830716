"""The help on keys (?): every command with its keys, searchable, and the place to change them."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from annotator.app.chooser import Chooser
from annotator.app.commands import Command, CommandTable
from annotator.app.key_change import KeyChange
from annotator.app.keymap import shown_key
from annotator.app.ranking import Index
from annotator.app.rows import Row
from annotator.app.theme import Theme

_Key = QKeySequence.StandardKey


class KeysHelp(Chooser):
    """Lists the commands of what is shown by group; Enter asks for another key of one."""

    width_wanted, height_wanted = 700, 900

    def __init__(self, table: CommandTable, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window)
        self._table = table
        self._listed: list[Command | None] = []
        self.foot = KeyChange(table, self)
        self.foot.asking_ended.connect(self.line.setFocus)
        self.column.addWidget(self.foot)
        self.list.current_changed.connect(self._show_foot)
        self.list.doubleClicked.connect(lambda _: self.foot.ask())
        table.keymap.changed.connect(self._keys_changed)

    def open_keys(self) -> None:
        """Show the keys of what is shown now."""
        self.open_with("Search commands and keys")

    def search(self, text: str) -> None:
        commands = list(self._table)
        pressed = text.strip().casefold()
        by_key = [c for c in commands if pressed in map(str.casefold, self._keys(c))]
        index = Index(f"{c.title} {c.group} {' '.join(self._keys(c))}" for c in commands)
        found = [commands[n] for n in index.find(text, len(commands))]
        if by_key or not found:
            found = [*by_key, *(c for c in found if c not in by_key)]
        self._show(found, fixed=not pressed)

    def take(self, place: int) -> None:
        self.foot.ask()

    def clicked(self, place: int) -> None:
        self.list.go_to(place)

    def _show(self, found: list[Command], *, fixed: bool) -> None:
        """List these commands under their groups, in the order of the table."""
        groups: dict[str, list[Command]] = {}
        for command in self._table:
            if command in found:
                groups.setdefault(command.group, []).append(command)
        rows: list[Row] = []
        self._listed = []
        for group, commands in groups.items():
            rows.append(Row(group, heading=True))
            rows += [self._row(command) for command in commands]
            self._listed += [None, *commands]
        if fixed:
            rows += [Row("Always", heading=True), *_fixed()]
            self._listed += [None] * (len(rows) - len(self._listed))
        current = self._listed.index(found[0]) if found else 0
        self.list.show_rows(rows, current)

    def _row(self, command: Command) -> Row:
        own = self._table.keymap.is_own(command.id)
        return Row(command.title, kind="" if own else "changed", keys=self._keys(command))

    def _keys(self, command: Command) -> tuple[str, ...]:
        return tuple(shown_key(key) for key in self._table.keymap.keys(command.id))

    def _show_foot(self, place: int) -> None:
        self.foot.show_command(self._listed[place] if 0 <= place < len(self._listed) else None)

    def _keys_changed(self) -> None:
        if self.isVisible():
            place = self.list.current
            self.search(self.line.text())
            self.list.go_to(place)


def _fixed() -> list[Row]:
    """Return what keys do besides running commands; these can't be changed."""

    def bound(*standard: QKeySequence.StandardKey) -> tuple[str, ...]:
        found = (QKeySequence.keyBindings(key) for key in standard)
        return tuple(shown_key(keys[0].toString()) for keys in found if keys)

    return [
        Row(
            "Move the caret; with Shift, select",
            keys=bound(_Key.MoveToPreviousChar, _Key.MoveToNextChar)
            + bound(_Key.MoveToPreviousLine, _Key.MoveToNextLine),
        ),
        Row("… by a word", keys=bound(_Key.MoveToPreviousWord, _Key.MoveToNextWord)),
        Row("… to the line's start, end", keys=bound(_Key.MoveToStartOfLine, _Key.MoveToEndOfLine)),
        Row("Answer the selected span's questions", keys=("the letters on the answers",)),
        Row("Choose a span numbered for a link", keys=("1 … 9",)),
    ]
