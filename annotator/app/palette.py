"""Overlays made from the command table: the palette (Ctrl+K) and the help on keys (?)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.app.commands import CommandTable, shown_key
from annotator.app.words import plain

_WIDTH, _MOST_SHOWN = 560, 60


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the palette can do: its name, what kind of thing it is, its key."""

    name: str
    kind: str
    run: Callable[[], object]
    key: str = ""


class Overlay(QFrame):
    """A card over the window that Esc, or a click beside it, closes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self.setProperty("role", "card")
        self._before: QWidget | None = None
        self.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        """Show it, and remember who had the keyboard."""
        self._before = self.window().focusWidget()
        self.place()
        self.show()
        self.raise_()

    def close_overlay(self) -> None:
        """Hide it, and give the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Stand in the upper middle of the window."""
        window = self._over
        width = min(_WIDTH, window.width() - 40)
        height = min(self.sizeHint().height(), window.height() - 100)
        self.setGeometry((window.width() - width) // 2, 60, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isVisible():
            if event.type() == QEvent.Type.Resize:
                self.place()
            elif event.type() == QEvent.Type.MouseButtonPress:
                self.close_overlay()
        return super().eventFilter(watched, event)


class Palette(Overlay):
    """Finds commands and articles by what is typed, and runs the one chosen."""

    def __init__(self, entries: Callable[[], list[Entry]], window: QWidget) -> None:
        super().__init__(window)
        self._usual = self._entries = entries
        self._found: list[Entry] = []
        self.line = QLineEdit(self)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.setMinimumHeight(360)
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._run())

    def open(self) -> None:
        """Show everything that can be done now."""
        self._open("Search articles and commands", self._usual)

    def offer(self, prompt: str, entries: list[Entry]) -> None:
        """Have one of these chosen."""
        self._open(prompt, lambda: entries)

    def _open(self, prompt: str, entries: Callable[[], list[Entry]]) -> None:
        self._entries = entries
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)
        super().open()
        self.line.clear()
        self._search("")
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() != QEvent.Type.KeyPress:
                return False
            match event.key():
                case Qt.Key.Key_Down:
                    self._step(1)
                    return True
                case Qt.Key.Key_Up:
                    self._step(-1)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._run()
                    return True
                case Qt.Key.Key_Escape:
                    self.close_overlay()
                    return True
            return False
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        words = text.casefold().split()
        matching = [
            entry for entry in self._entries() if all(w in entry.name.casefold() for w in words)
        ]
        self._found = matching[:_MOST_SHOWN]
        self.list.clear()
        for entry in self._found:
            item = QListWidgetItem(self.list)
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(8, 2, 8, 2)
            name = plain(entry.name)
            name.setMinimumWidth(10)
            line.addWidget(name, 1)
            line.addWidget(plain(entry.key or entry.kind, "key" if entry.key else "faint"))
            item.setSizeHint(row.sizeHint())
            self.list.setItemWidget(item, row)
        self.list.setCurrentRow(0)

    def _step(self, by: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def _run(self) -> None:
        row = self.list.currentRow()
        self.close_overlay()
        if 0 <= row < len(self._found):
            self._found[row].run()


class KeysHelp(Overlay):
    """Lists every command that has a key, by group."""

    def __init__(self, table: CommandTable, window: QWidget) -> None:
        super().__init__(window)
        self._table = table
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.addWidget(self._scroll)
        self.setMinimumHeight(480)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open(self) -> None:
        """Show the keys of what is shown now."""
        self._scroll.setWidget(self._listed())
        super().open()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _listed(self) -> QWidget:
        body = QWidget(self)
        body.setObjectName("overlay")
        grid = QGridLayout(body)
        grid.setVerticalSpacing(4)
        row = 0
        keyed = [command for command in self._table if command.keys]
        for group, commands in groupby(keyed, key=lambda command: command.group):
            grid.addWidget(plain(group.upper(), "section"), row, 0)
            for command in commands:
                row += 1
                grid.addWidget(plain(command.title), row, 0)
                keys = "  or  ".join(shown_key(key) for key in command.keys)
                grid.addWidget(plain(keys, "key"), row, 1, Qt.AlignmentFlag.AlignRight)
            row += 1
        return body
