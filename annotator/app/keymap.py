"""Which keys run which command: those of the command table, unless someone chose others.

A key is written as Qt writes it portably (``Ctrl+Shift+Z``), the same on every system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

_SIGNS = {"Return": "↵", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
_BARE_MODIFIERS = frozenset(
    {
        *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
        *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_unknown),
        *(Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_Multi_key, Qt.Key.Key_Mode_switch),
    }
)


def shown_key(key: str) -> str:
    """Write a key as it stands on the keyboard: ``Ctrl ↵``, ``Alt ←``."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    # The last plus may be the key itself.
    parts = [*text[:-1].split("+"), text[-1:]] if text.endswith("+") else text.split("+")
    return " ".join(_SIGNS.get(part, part) for part in parts if part)


def key_of(event: QKeyEvent) -> str | None:
    """Return the key that was pressed, with its modifiers; ``None`` for a modifier alone."""
    if event.key() in _BARE_MODIFIERS or not event.key():
        return None
    combination = event.keyCombination()
    modifiers = combination.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    if text.isprintable() and not text.isalnum() and not text.isspace():
        # Which signs need Shift depends on the keyboard; the sign itself does not.
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    if event.key() == Qt.Key.Key_Backtab:
        return QKeySequence("Shift+Tab").toString()
    return QKeySequence(int(event.key()) | modifiers.value).toString()


class _Known(NamedTuple):
    """A command's own keys, and the view in which they work."""

    keys: tuple[str, ...]
    view: QWidget


class Keymap(QObject):
    """The keys of all commands of one window as they are now; the command table fills it.

    Commands of views that are never shown together may share a key.
    """

    changed = Signal()
    """Some command has other keys from now on, or there are more commands."""

    def __init__(self, chosen: Mapping[str, Iterable[str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, _Known] = {}
        self._chosen = {command: tuple(keys) for command, keys in chosen.items()}
        self._now: dict[str, tuple[str, ...]] = {}
        self._mirrors: dict[QWidget, str] = {}

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The keys that someone chose, by the command's id: what is to be remembered."""
        return dict(self._chosen)

    def know(self, own_keys: Mapping[str, Iterable[str]], view: QWidget) -> None:
        """Take in commands of a view, by their ids, with the keys that they have by themselves."""
        for command, keys in own_keys.items():
            self._known[command] = _Known(tuple(_portable(key) for key in keys), view)
        self._settle()

    def mirror(self, command: str, view: QWidget) -> None:
        """Have a command, and others of its view, work in another view too, by the same keys."""
        self._mirrors[view] = command

    def keys(self, command: str) -> tuple[str, ...]:
        """Return the keys that run a command; none if it isn't known."""
        return self._now.get(command, ())

    def shown(self, command: str) -> str:
        """Return a command's first key as people write it, or nothing."""
        keys = self.keys(command)
        return shown_key(keys[0]) if keys else ""

    def letters(self, view: QWidget) -> frozenset[str]:
        """Return the small letters that run commands, alone, where this widget is."""
        mirrors = (m for v, m in self._mirrors.items() if v is view or v.isAncestorOf(view))
        if (mirrored := next(mirrors, None)) is not None:
            view = self._known[mirrored].view
        return frozenset(
            key.casefold()
            for command, keys in self._now.items()
            for key in keys
            if len(key) == 1 and key.isalpha() and _meet(self._known[command].view, view)
        )

    def is_own(self, command: str) -> bool:
        """Say whether a command has the keys that it has by itself, and all of them."""
        return self.keys(command) == self._known[command].keys

    def holder(self, key: str, command: str) -> str | None:
        """Return the other command that has a key where this one would use it, or ``None``."""
        view = self._known[command].view
        return next(
            (
                other
                for other, keys in self._now.items()
                if other != command and key in keys and _meet(self._known[other].view, view)
            ),
            None,
        )

    def choose(self, command: str, keys: Iterable[str]) -> None:
        """Give a command these keys; whichever command has one of them loses it."""
        keys = tuple(dict.fromkeys(_portable(key) for key in keys))
        for key in keys:
            other = self.holder(key, command)
            if other in self._chosen:
                # What is left without any key gets its own again, as far as they are free.
                self._chosen[other] = tuple(k for k in self._chosen[other] if k != key)
                if not self._chosen[other]:
                    del self._chosen[other]
        self._chosen[command] = keys
        self._settle()

    def reset(self, command: str) -> None:
        """Give a command its own keys again; whichever command has one of them loses it."""
        self.choose(command, self._known[command].keys)

    def reset_all(self) -> None:
        """Give every command its own keys again."""
        self._chosen.clear()
        self._settle()

    def _settle(self) -> None:
        """Work out who has which keys: what was chosen comes before what a command has itself."""
        self._now = {}
        known = self._known
        for command in sorted(known, key=lambda c: c not in self._chosen):
            wanted = self._chosen.get(command, known[command].keys)
            self._now[command] = tuple(k for k in wanted if self.holder(k, command) is None)
        for command in known:
            if self._chosen.get(command) == known[command].keys == self._now[command]:
                del self._chosen[command]
        self.changed.emit()


def _portable(key: str) -> str:
    return QKeySequence(key).toString()


def _meet(one: QWidget, other: QWidget) -> bool:
    """Say whether two views may be shown at once: one holds the other."""
    return one is other or one.isAncestorOf(other) or other.isAncestorOf(one)
