"""Searching in the article: the hit is selected, ready for a label's key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from annotator.app.canvas import TextCanvas
from annotator.app.canvas.hints import Hint
from annotator.app.later import Later
from annotator.app.session import Session
from annotator.app.words import plain
from annotator.errors import TextError
from annotator.text.occurrences import search

# From so many characters on a search waits so long for the next letter.
_LONG, _PAUSE_MS = 300_000, 150


class FindBar(QWidget):
    """A line below the article; Enter goes to the next hit, Esc leaves it selected."""

    closed = Signal()

    def __init__(self, session: Session, canvas: TextCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._session, self._canvas = session, canvas
        self._hits: list[tuple[int, int]] = []
        self._from = 0
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Find in the article")
        self.line.setAccessibleName("Find in the article")
        self.line.installEventFilter(self)
        self.line.textChanged.connect(lambda _: self._search_soon())
        self._later = Later(self._search, self, _PAUSE_MS)
        self.expression = self._choice(".*", "Regular expression", "Alt+R")
        self.case = self._choice("Aa", "Capitals and small letters differ", "Alt+C")
        self.told = plain("", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self.line, 1)
        row.addWidget(self.expression)
        row.addWidget(self.case)
        row.addWidget(self.told)
        row.addWidget(plain("↵ next    ⇧ ↵ back    Esc to label it", "quiet"))
        self.hide()

    def open(self) -> None:
        """Show the line, and search from the caret on."""
        self._from = self._canvas.selected_range[0]
        self.show()
        self._search()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def close_bar(self) -> None:
        """Hide the line; the hit stays selected."""
        self._later.stop()
        self._canvas.show_hints("find", ())
        self.hide()
        self.closed.emit()

    def step(self, direction: int) -> None:
        """Select the next or previous hit, round the ends."""
        if self._later.isActive():
            self._search()
            return
        if not self._hits:
            return
        now = self._canvas.selected_range
        at = self._hits.index(now) if now in self._hits else -1 if direction > 0 else 0
        self._show((at + direction) % len(self._hits))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() != QEvent.Type.KeyPress:
                return False
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            match event.key():
                case Qt.Key.Key_C if alt:
                    self.case.toggle()
                    return True
                case Qt.Key.Key_R if alt:
                    self.expression.toggle()
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.step(-1 if back else 1)
                    return True
                case Qt.Key.Key_Escape | Qt.Key.Key_Tab:
                    self.close_bar()
                    return True
        return super().eventFilter(watched, event)

    def _choice(self, sign: str, meaning: str, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setCheckable(True)
        button.setToolTip(f"{meaning} ({key})")
        button.setAccessibleName(meaning)
        button.toggled.connect(lambda _: self._search())
        return button

    def _search_soon(self) -> None:
        """Search at each letter; in a long text, where that takes a while, once they pause."""
        if len(self._canvas.text) > _LONG:
            self._later.ask()
        else:
            self._search()

    def _search(self) -> None:
        self._later.stop()
        layer = self._session.layer
        self._hits = []
        self._canvas.show_hints("find", ())
        if layer is None:
            return
        try:
            self._hits = search(
                layer.article.text,
                self.line.text(),
                regex=self.expression.isChecked(),
                case=self.case.isChecked(),
            )
        except TextError as error:
            self.told.setText(str(error))
            return
        self.told.setText("" if self._hits or not self.line.text() else "nothing found")
        self._canvas.show_hints("find", (Hint(*hit) for hit in self._hits))
        if self._hits:
            self._show(next((n for n, hit in enumerate(self._hits) if hit[0] >= self._from), 0))

    def _show(self, number: int) -> None:
        self._canvas.set_selection(*self._hits[number])
        self.told.setText(f"{number + 1} of {len(self._hits)}")
