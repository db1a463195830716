"""Every action of the window, once: its name, its keys, what it does and when it may.

Menus, shortcuts, the command palette and the help on keys are all made from this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


def always() -> bool:
    """Say yes."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One action. ``now`` gives its title at this moment, where that says more than ``title``.

    An ``article`` command works while the article has the keyboard, so that its keys can be
    typed as letters elsewhere.
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

    @property
    def key(self) -> str:
        """Its first key as people write it on this system, or nothing."""
        return shown_key(self.keys[0]) if self.keys else ""


def shown_key(key: str) -> str:
    """Write a key as it stands on the keyboard: ``Ctrl ↵``, ``Alt ←``."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    for word, sign in (("Return", "↵"), ("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓")):
        text = text.replace(word, sign)
    return text.replace("+", " ") if len(text) > 1 else text


class CommandTable:
    """The commands of one window, as actions on the widgets where their keys work.

    A command belongs to a view, the whole window or a part of it, and works while that is shown.
    """

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self._views: dict[str, QWidget] = {}
        self._actions: dict[str, QAction] = {}

    def add(self, commands: Iterable[Command], view: QWidget, article: QWidget) -> None:
        """Add the commands of a view, in which ``article`` is the widget that takes letters."""
        for command in commands:
            action = QAction(command.title, view)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            context = Qt.ShortcutContext.WindowShortcut
            if command.article:
                context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            action.setShortcutContext(context)
            action.triggered.connect(lambda _=False, command_id=command.id: self.run(command_id))
            (article if command.article else view).addAction(action)
            self.commands[command.id] = command
            self._views[command.id] = view
            self._actions[command.id] = action

    def __iter__(self) -> Iterator[Command]:
        """Go through the commands of what is shown."""
        shown = (c for c in self.commands.values() if self._views[c.id].isVisible())
        return iter(list(shown))

    def run(self, command_id: str) -> None:
        """Run a command, if it may be run now."""
        command = self.commands[command_id]
        if self._views[command_id].isVisible() and command.enabled():
            command.run()

    def remove(self) -> None:
        """Take the actions off their widgets again."""
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
            if command.keys:
                item.setText(f"{item.text()}\t{command.key}")
            item.setEnabled(command.enabled())
            item.triggered.connect(lambda _=False, name=command_id: self.run(name))
