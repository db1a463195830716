"""The palette (Ctrl+K): finds commands, labels, actors and articles by what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from annotator.app.chooser import Chooser
from annotator.app.ranking import Index
from annotator.app.rows import Row
from annotator.app.theme import Theme

_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the palette can do: its name, what kind of thing it is, its key.

    ``more`` is shown behind the name, and found as well.
    """

    name: str
    kind: str
    run: Callable[[], object]
    key: str = ""
    more: str = ""


class Palette(Chooser):
    """Finds entries by words in any order, the best first, and runs the one chosen."""

    height_wanted = 440

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window)
        self._entries: Sequence[Entry] = ()
        self._index = Index(())
        self._found: list[Entry] = []

    def offer(self, prompt: str, entries: Sequence[Entry]) -> None:
        """Have one of these chosen."""
        self._list(entries)
        self.open_with(prompt)

    def offer_more(self, entries: Iterable[Entry]) -> None:
        """Let these be found, too."""
        self._list([*self._entries, *entries])
        if self.line.text():
            self.search(self.line.text())

    def search(self, text: str) -> None:
        self._found = [self._entries[n] for n in self._index.find(text, _MOST_SHOWN)]
        rows = [Row(e.name, e.more, e.kind, (e.key,) if e.key else ()) for e in self._found]
        self.list.show_rows(rows or [Row("Nothing found", heading=True)])

    def take(self, place: int) -> None:
        entry = self._found[place]
        self.close_overlay()
        entry.run()

    def _list(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._index = Index(f"{entry.name} {entry.more}" for entry in entries)
