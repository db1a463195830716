"""The line that filters the queue: it offers what may be asked as one types, and tells mistakes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.words import make_clearable, plain
from annotator.store.query import SYNTAX, Completion, completions

_PAUSE_MS = 150


class QueryLine(QLineEdit):
    """Words and conditions; below it, over the list, what they may go on with."""

    asked = Signal(str)
    """The query that stands here once typing pauses."""
    entered = Signal(str)
    """The query, and that its first article is wanted."""
    left = Signal()

    def __init__(self, values: Callable[[str], list[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._values = values
        self._known: dict[str, list[str]] = {}
        self._offered: list[Completion] = []
        self.setPlaceholderText("Filter: words, status:, actor:…")
        self.setAccessibleName("Filter articles")
        make_clearable(self)
        self.offers = _Offers(parent)
        self.offers.list.itemClicked.connect(lambda _: self._take())
        # Asking waits until typing pauses.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.asked.emit(self.text()))
        self.textChanged.connect(lambda _: self._pause.start())
        self.textEdited.connect(lambda _: self._offer())
        self.installEventFilter(self)

    def stop(self) -> None:
        """Ask nothing more."""
        self._pause.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self and event.type() == QEvent.Type.FocusIn:
            self._known.clear()
            self._offer()
        elif watched is self and event.type() == QEvent.Type.FocusOut:
            self.offers.hide()
        elif watched is self and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        chosen = self.offers.isVisible() and self.offers.list.currentRow() >= 0
        # Where nothing is begun, Tab leaves the line as it does everywhere.
        begun = self.text()[: self.cursorPosition()][-1:].strip()
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.offers.isVisible():
                self.offers.step(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Tab if chosen or (begun and self.offers.isVisible()):
                self._take()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if chosen:
                self._take()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._pause.stop()
                self.offers.hide()
                self.entered.emit(self.text())
            case Qt.Key.Key_Escape if chosen:
                self.offers.hide()
            case Qt.Key.Key_Escape:
                self.clear()
                self.left.emit()
            case _:
                return False
        return True

    def _offer(self) -> None:
        self._offered = completions(self.text(), self.cursorPosition(), self._of)
        # What stands there already is no help.
        self._offered = [c for c in self._offered if c.text != self.text()[c.start : c.end]]
        self.offers.show_below(self, self._offered)

    def _take(self) -> None:
        row = max(self.offers.list.currentRow(), 0)
        if row < len(self._offered):
            taken = self._offered[row]
            text = self.text()
            behind = "" if taken.text.endswith(":") or text[taken.end :].startswith(" ") else " "
            self.setText(text[: taken.start] + taken.text + behind + text[taken.end :])
            self.setCursorPosition(taken.start + len(taken.text) + len(behind))
            self._offer()

    def _of(self, key: str) -> list[str]:
        if key not in self._known:
            self._known[key] = self._values(key)
        return self._known[key]


class _Offers(QFrame):
    """The completions, each with what it asks for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._over = parent
        self.list = QListWidget(self)
        self.list.setAccessibleName("What may be asked")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.list)
        self._syntax = plain(SYNTAX, "faint")
        self._syntax.setContentsMargins(6, 0, 0, 2)
        column.addWidget(self._syntax)
        self.hide()

    def show_below(self, line: QLineEdit, offered: list[Completion]) -> None:
        """Show these below a line that has the keyboard, or nothing."""
        self.list.clear()
        height = 0
        for completion in offered:
            item = QListWidgetItem(self.list)
            spoken = ", ".join(words for words in (completion.text, completion.hint) if words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            row = QWidget()
            inside = QHBoxLayout(row)
            inside.setContentsMargins(6, 2, 6, 2)
            inside.addWidget(plain(completion.text))
            hint = plain(completion.hint, "faint")
            hint.setMinimumWidth(10)
            inside.addWidget(hint, 1)
            item.setSizeHint(row.sizeHint())
            height += row.sizeHint().height()
            self.list.setItemWidget(item, row)
        if not offered or not line.hasFocus():
            self.hide()
            return
        at = line.mapTo(self._over, QPoint(0, line.height() + 2))
        # How terms are written is told with the conditions, not with their values.
        self._syntax.setVisible(bool(offered[0].hint))
        height += self._syntax.sizeHint().height() + 6 if offered[0].hint else 0
        self.setGeometry(at.x(), at.y(), line.width(), height + 12)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Choose the next one or the one before; none before the first."""
        row = self.list.currentRow() + by
        self.list.setCurrentRow(row if row < self.list.count() else -1)
