"""One entry of the register, open for editing, with its mentions below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.words import plain
from annotator.model import Actor, Change, Span
from annotator.model.edits import shorten
from annotator.model.register import edit
from annotator.store.summary import Mentioned

_SPAN = Qt.ItemDataRole.UserRole
#: What stands between the aliases of an entry.
_BETWEEN = " | "
_FIELDS = ("name", "kind", "aliases", "kb_id", "note")
_TITLES = {"kb_id": "Knowledge base"}
_HINTS = {"aliases": "HW | the company", "kb_id": "Q160120"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names the entry, and the title of its article."""

    span: Span
    title: str


class ActorEditor(QWidget):
    """Shows an entry; a field that is left with other words asks for a change of it."""

    edited = Signal(object)
    """A function from the annotator's name to the `Change` that was asked for."""
    jumped = Signal(object)
    """A `Span` that should be gone to."""
    merge_wanted = Signal()
    delete_wanted = Signal()
    split_wanted = Signal(list)
    """Spans that should name an entry of their own."""

    def __init__(self, kinds: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._actor: Actor | None = None
        self.kind = QComboBox(self)
        self.kind.setEditable(True)
        self.kind.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.kind.addItems(["", *kinds])
        self.fields = {name: QLineEdit(self) for name in _FIELDS if name != "kind"}
        line = self.kind.lineEdit()
        assert line is not None, "an editable box has a line"
        self.fields["kind"] = line
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for row, name in enumerate(_FIELDS):
            title = _TITLES.get(name, name.capitalize())
            field = self.kind if name == "kind" else self.fields[name]
            field.setAccessibleName(title)
            self.fields[name].setPlaceholderText(_HINTS.get(name, ""))
            self.fields[name].editingFinished.connect(self._store)
            grid.addWidget(plain(title, "field"), row, 0)
            grid.addWidget(field, row, 1)
        self.kind.textActivated.connect(lambda _: self._store())
        self._count = plain("", "quiet")
        self.same = QPushButton("&Same as …", self)
        self.delete = QPushButton("&Delete", self)
        self.split = QPushButton("S&plit off", self)
        self.split.setToolTip("Make the ticked mentions an entry of their own")
        self.same.clicked.connect(lambda _=False: self.merge_wanted.emit())
        self.delete.clicked.connect(lambda _=False: self.delete_wanted.emit())
        self.split.clicked.connect(lambda _=False: self.split_wanted.emit(self._ticked()))
        acts = QHBoxLayout()
        for button in (self.same, self.split, self.delete):
            button.setProperty("role", "small")
            acts.addWidget(button)
        acts.addStretch(1)
        self.mentions = QListWidget(self)
        self.mentions.setAccessibleName("Mentions")
        self.mentions.setSpacing(2)
        self.mentions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.mentions.installEventFilter(self)
        self.mentions.itemDoubleClicked.connect(self._go)
        self.mentions.itemChanged.connect(lambda _: self._tell_ticked())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self._count)
        column.addLayout(acts)
        column.addWidget(self.mentions, 1)

    def show_actor(
        self, actor: Actor | None, count: Mentioned, mentions: Sequence[Mention]
    ) -> None:
        """Show an entry with this annotator's mentions, or nothing."""
        self._actor = actor
        self.setVisible(actor is not None)
        if actor is None:
            return
        for name, text in _texts(actor).items():
            # What is being typed is left alone.
            field = self.fields[name]
            if not field.hasFocus() or not field.isModified():
                field.setText(text)
                field.setCursorPosition(0)
        self._count.setText(_told(count))
        self.delete.setEnabled(count.all == 0)
        self.delete.setToolTip("" if count.all == 0 else "Spans name it: merge it instead")
        self._show_mentions(mentions)

    def focus_name(self) -> None:
        """Give the name the keyboard, ready to be typed over."""
        self.fields["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.fields["name"].selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            item = self.mentions.currentItem()
            if event.key() in enter and item is not None:
                self._go(item)
                return True
        return super().eventFilter(watched, event)

    def _show_mentions(self, mentions: Sequence[Mention]) -> None:
        ticked = {span.id for span in self._ticked()}
        self.mentions.clear()
        for mention in mentions:
            text = f"{shorten(mention.span.quote, 40)}   ·   {mention.title}"
            item = QListWidgetItem(text, self.mentions)
            item.setData(_SPAN, mention.span)
            on = mention.span.id in ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._tell_ticked()

    def _ticked(self) -> list[Span]:
        rows = [self.mentions.item(n) for n in range(self.mentions.count())]
        return [row.data(_SPAN) for row in rows if row.checkState() == Qt.CheckState.Checked]

    def _tell_ticked(self) -> None:
        self.split.setEnabled(bool(self._ticked()))

    def _go(self, item: QListWidgetItem) -> None:
        self.jumped.emit(item.data(_SPAN))

    def _store(self) -> None:
        actor = self._actor
        if actor is None:
            return
        typed = {name: self.fields[name].text() for name in _FIELDS}
        if typed == _texts(actor):
            return
        for name, text in typed.items():
            # It is the project's from here on, and undo with it.
            self.fields[name].setText(text)

        def change(annotator: str) -> Change:
            return edit(
                actor,
                annotator,
                name=typed["name"],
                kind=typed["kind"],
                aliases=typed["aliases"].split(_BETWEEN.strip()),
                kb_id=typed["kb_id"],
                note=typed["note"],
            )

        self.edited.emit(change)


def _texts(actor: Actor) -> dict[str, str]:
    """Return an entry's fields as they stand in their lines."""
    return {
        "name": actor.name,
        "kind": actor.kind or "",
        "aliases": _BETWEEN.join(actor.aliases),
        "kb_id": actor.kb_id or "",
        "note": actor.note or "",
    }


def _told(count: Mentioned) -> str:
    if not count.all:
        return "No span names it."
    mine = f"{count.mine} mention{'s' if count.mine != 1 else ''}"
    mine += f" in {count.articles} article{'s' if count.articles != 1 else ''}"
    others = count.all - count.mine
    return f"{mine}, {others} by others" if others else mine
