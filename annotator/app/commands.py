"""Every action of the window, once: its name, its keys, what it does and when it may.

Menus, shortcuts, the command palette and the help on keys are all made from this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from annotator.app.keymap import Keymap


def always() -> bool:
    """Say yes."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One action. ``now`` gives its title at this moment, where that says more than ``title``.

    ``keys`` are those that it has by itself; the keymap says which ones it has now. An ``article``
    command works while the article has the keyboard, so that its keys can be typed as letters
    elsewhere.
    """

    id: str
    title: str
    group: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    enabled: Callable[[], bool] = always
    now: Callable[[], str] | None = None
    article: bool = False

    @property
    def name(self) -> str:
        """What to call it at this moment."""
        return self.now() if self.now else self.title


class CommandTable:
    """The commands of one window, as actions on the widgets where their keys work.

    A command belongs to a view, the whole window or a part of it, and works while that is shown.
    """

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self.commands: dict[str, Command] = {}
        self._views: dict[str, QWidget] = {}
        self._actions: dict[str, QAction] = {}
        keymap.changed.connect(self._set_shortcuts)

    def add(self, commands: Iterable[Command], view: QWidget, article: QWidget) -> None:
        """Add the commands of a view, in which ``article`` is the widget that takes letters."""
        added = self._take_in(commands, view, article)
        self.keymap.know({id: command.keys for id, command in added.items()}, view)

    def mirror(self, commands: Iterable[Command], view: QWidget, article: QWidget) -> None:
        """Add commands that do in a view what those of another view do, by the keys of these.

        The table is one of its own: what it holds is called as in the other.
        """
        for command in self._take_in(commands, view, article):
            self.keymap.mirror(command, view)
        self._set_shortcuts()

    def _take_in(
        self, commands: Iterable[Command], view: QWidget, article: QWidget
    ) -> dict[str, Command]:
        added = {command.id: command for command in commands}
        for command in added.values():
            action = QAction(command.title, view)
            context = Qt.ShortcutContext.WindowShortcut
            if command.article:
                context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            action.setShortcutContext(context)
            action.triggered.connect(lambda _=False, command_id=command.id: self.run(command_id))
            (article if command.article else view).addAction(action)
            self.commands[command.id] = command
            self._views[command.id] = view
            self._actions[command.id] = action
        return added

    def __iter__(self) -> Iterator[Command]:
        """Go through the commands of what is shown, those of the whole window last."""
        shown = [c for c in self.commands.values() if self._views[c.id].isVisible()]
        return iter(sorted(shown, key=lambda c: self._views[c.id].isWindow()))

    def run(self, command_id: str) -> None:
        """Run a command, if it may be run now."""
        command = self.commands[command_id]
        if self._views[command_id].isVisible() and command.enabled():
            command.run()

    def remove(self) -> None:
        """Take the actions off their widgets again."""
        self.keymap.changed.disconnect(self._set_shortcuts)
        for action in self._actions.values():
            for owner in action.associatedObjects():
                if isinstance(owner, QWidget):
                    owner.removeAction(action)
            action.deleteLater()

    def fill(self, menu: QMenu, ids: Iterable[str | None]) -> None:
        """Fill a menu with commands as they are at this moment; ``None`` draws a line."""
        menu.clear()
        for command_id in ids:
            if command_id is None:
                menu.addSeparator()
                continue
            command = self.commands[command_id]
            item = menu.addAction(command.name.replace("&", "&&"))
            if key := self.keymap.shown(command_id):
                item.setText(f"{item.text()}\t{key}")
            item.setEnabled(command.enabled())
            item.triggered.connect(lambda _=False, name=command_id: self.run(name))

    def _set_shortcuts(self) -> None:
        for command_id, action in self._actions.items():
            keys = [QKeySequence(key) for key in self.keymap.keys(command_id)]
            if action.shortcuts() != keys:
                action.setShortcuts(keys)
