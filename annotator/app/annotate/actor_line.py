"""The line that asks whom a span names, with the entries that it may be below, numbered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from annotator.model import Actor
from annotator.model.edits import shorten
from annotator.model.likely import Likely, new_names

_ACTOR = Qt.ItemDataRole.UserRole
_NAME = Qt.ItemDataRole.UserRole + 1
_MOST_ROWS = 9


class ActorLine(QLineEdit):
    """Shows an actor's name, and once asked the entries that it may be, the likeliest first.

    Enter takes the chosen row, a digit its row as long as nothing is typed; the last rows are new
    entries, by the words that stand in the line. Esc leaves everything as it was.
    """

    named = Signal(str)
    """A name for a new entry; an empty one takes the entry away."""
    chosen = Signal(object)
    """An entry of the register."""
    left = Signal()

    def __init__(
        self,
        quote: str,
        actor: Actor | None,
        propose: Callable[[str | None], list[Likely]],
        key: str,
        parent: QWidget,
    ) -> None:
        super().__init__(actor.name if actor else "", parent)
        self._quote = " ".join(quote.split())
        self._name = self.text()
        self._propose = propose
        self._typed = False
        self.setPlaceholderText(f"{key}  {shorten(quote, 40)}".strip())
        self.setAccessibleName("Actor in the register")
        self.choices = QListWidget(parent)
        self.choices.setProperty("role", "choices")
        self.choices.setAccessibleName("Actors that it may be")
        self.choices.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choices.hide()
        self.choices.itemClicked.connect(self._take)
        self.textEdited.connect(self._follow)

    def ask(self) -> None:
        """Take the keyboard, with the span's own words if it has no name yet."""
        if not self._name:
            self.setText(self._quote)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._typed = False
        self._show(self._propose(None), *new_names(self._quote))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shown = event.key(), not self.choices.isHidden()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.choices.currentItem() if shown else None
            if item is not None:
                self._take(item)
            else:
                self._take_name(self.text())
        elif shown and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.choices.setCurrentRow((self.choices.currentRow() + step) % self.choices.count())
        elif shown and not self._typed and event.text() in self._digits():
            self._take(self.choices.item(int(event.text()) - 1))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible():
            self._put_back()

    def _digits(self) -> list[str]:
        return [str(n + 1) for n in range(self.choices.count())]

    def _follow(self, text: str) -> None:
        """Propose what the words that are being typed may mean."""
        self._typed = True
        words = " ".join(text.split())
        self._show(self._propose(words) if words else [], words)

    def _show(self, found: list[Likely], *new: str) -> None:
        self.choices.clear()
        for one in found[: _MOST_ROWS - len(new)]:
            kind = f"   {one.actor.kind}" if one.actor.kind else ""
            self._add(f"{one.actor.name}{kind}", one.actor, one.actor.name)
        known = {one.actor.name.casefold() for one in found}
        names = [name for name in new if name and name.casefold() not in known]
        for name in names:
            self._add(f"New: {shorten(name, 40)}", None, name)
        rows = self.choices.count()
        # Of new names the last one has all the words.
        self.choices.setCurrentRow(0 if found and found[0].sure else rows - 1)
        height = self.choices.sizeHintForRow(0) * rows + 2 * self.choices.frameWidth()
        self.choices.setFixedHeight(max(height, 1))
        self.choices.setVisible(rows > 0)

    def _add(self, text: str, actor: Actor | None, name: str) -> None:
        number = self.choices.count() + 1
        item = QListWidgetItem(f"{number}  {text}", self.choices)
        item.setData(_ACTOR, actor)
        item.setData(_NAME, name)

    def _take(self, item: QListWidgetItem) -> None:
        actor = item.data(_ACTOR)
        if actor is None:
            self._take_name(item.data(_NAME))
            return
        self._name = actor.name
        self._leave()
        self.chosen.emit(actor)

    def _take_name(self, name: str) -> None:
        name = " ".join(name.split())
        changed = name != self._name
        self._name = name
        self._leave()
        if changed:
            self.named.emit(name)

    def _leave(self) -> None:
        """Give the keyboard back before what was chosen is done: that may show another card."""
        self._put_back()
        self.left.emit()

    def _put_back(self) -> None:
        self.setText(self._name)
        self.choices.hide()
