"""The middle of the inspector: the article's attributions, or what is missing, with a filter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.app.annotate.entries import Entry, matching
from annotator.app.annotate.entry_list import EntryList
from annotator.app.keymap import Keymap
from annotator.app.theme import Theme
from annotator.app.words import make_clearable, plain
from annotator.model import Scheme


class AttributionPanel(QWidget):
    """Shows attributions or the to-do; tells where to go, and when the keyboard is free again."""

    jumped = Signal(str)
    """A span to go to, with the keyboard."""
    pointed = Signal(str)
    """A span to show while the keyboard stays here."""
    left = Signal()
    todo_toggled = Signal(bool)

    def __init__(self, keymap: Keymap, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self._entries: list[Entry] = []
        self._todo: list[Entry] = []
        self._scheme: Scheme | None = None
        self._heading = plain("", "section")
        self.todo = QPushButton(self)
        self.todo.setCheckable(True)
        self.todo.setProperty("role", "todo")
        self.todo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.todo.setCursor(Qt.CursorShape.PointingHandCursor)
        self.todo.setToolTip("Show what is missing, or all attributions")
        self.todo.toggled.connect(self._toggled)
        self.filter = QLineEdit(self)
        self.filter.setAccessibleName("Filter attributions")
        make_clearable(self.filter)
        self.filter.setProperty("role", "inset")
        self.filter.installEventFilter(self)
        self.filter.textChanged.connect(lambda _: self._show())
        self.list = EntryList(theme, self)
        self.list.jumped.connect(self.jumped)
        self._none = plain("", "quiet", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setContentsMargins(12, 8, 12, 8)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self.todo)
        card = QFrame(self)
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        for widget in (self.filter, self._none):
            inside.addWidget(widget)
        inside.addWidget(self.list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(card, 1)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self.list.set_theme(theme)

    def show_entries(self, entries: list[Entry], todo: list[Entry], scheme: Scheme) -> None:
        """Take over the attributions and what is missing; one of the two is shown."""
        self._entries, self._todo, self._scheme = entries, todo, scheme
        self._show()

    def show_todo(self, shown: bool) -> None:
        """Show what is missing, or all attributions."""
        self.todo.setChecked(shown)

    def focus_filter(self) -> None:
        """Give the filter the keyboard."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.filter or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        match event.key():
            case Qt.Key.Key_Down:
                self._point(1)
            case Qt.Key.Key_Up:
                self._point(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                first = next(iter(self.list.entries), None)
                chosen = self.list.current or first
                if chosen is not None:
                    self.jumped.emit(chosen.span.id)
            case Qt.Key.Key_Escape:
                self.filter.clear()
                self.left.emit()
            case _:
                return False
        return True

    def _point(self, by: int) -> None:
        self.list.step(by)
        if self.list.current is not None:
            self.pointed.emit(self.list.current.span.id)

    def _toggled(self, shown: bool) -> None:
        self._show()
        self.todo_toggled.emit(shown)

    def _show(self) -> None:
        if self._scheme is None:
            return
        self.filter.setPlaceholderText(f"Filter   {self._keymap.shown('attribution.filter')}")
        todo = self.todo.isChecked()
        all_of_them = self._todo if todo else self._entries
        shown = matching(all_of_them, self.filter.text())
        self.list.show_entries(shown, self._scheme)
        count = len(self._todo)
        self.todo.setText("all attributions" if todo else f"{count} to mend")
        self.todo.setVisible(todo or count > 0)
        told = f"{len(shown)} OF {len(all_of_them)}" if len(shown) < len(all_of_them) else ""
        title = f"TO MEND · {told or count}" if todo else "ATTRIBUTIONS IN THIS ARTICLE"
        self._heading.setText(title if todo or not told else f"{title} · {told}")
        self.filter.setVisible(bool(all_of_them) or bool(self.filter.text()))
        self._none.setVisible(not shown)
        self.list.setVisible(bool(shown))
        nothing = "Nothing is missing." if todo else "No attribution yet."
        self._none.setText("Nothing matches." if all_of_them else nothing)
