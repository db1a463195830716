"""The line at the bottom: saved, who works, how far, what undo would take back, what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QProgressBar, QToolButton, QWidget

from annotator.app.words import Elided, announce, as_tip, isolated, plain, set_role
from annotator.pace import Pace

_MESSAGE_MS = 8000
# So many characters of a name, and of what somebody did, have room.
_MOST_NAMED, _MOST_DONE = 40, 60
_QUOTES = ("“", '"')


class StatusLine(QWidget):
    """Quiet facts on the left and right, messages in the middle."""

    annotator_chosen = Signal(str)
    undo_wanted = Signal()
    cancel_wanted = Signal()
    question_left = Signal()
    """What was asked here is answered or left; the keyboard is free."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._saved = plain("", "quiet")
        self._annotator = QToolButton(self)
        self._annotator.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._annotator.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._annotator.setToolTip("Who is working")
        self._menu = QMenu(self._annotator)
        self._annotator.setMenu(self._menu)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Articles done")
        self._bar.setFixedSize(90, 6)
        self._count = plain("", "quiet")
        # However long a message is, it must not widen the window.
        self.message = Elided("", "quiet", columns=200)
        self._cancel = QToolButton(self)
        self._cancel.setText("Cancel")
        self._cancel.hide()
        self._cancel.clicked.connect(lambda _=False: self.cancel_wanted.emit())
        self._undo = QToolButton(self)
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.clicked.connect(lambda _=False: self.undo_wanted.emit())
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 3)
        row.setSpacing(14)
        for widget in (self._saved, self._annotator, self._bar, self._count):
            row.addWidget(widget)
        row.addWidget(self.message, 1)
        row.addWidget(self._cancel)
        row.addWidget(self._undo)
        self._work = ""
        self._pace = Pace()
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.timeout.connect(lambda: self.message.setText(""))

    def show_facts(self, shown: bool) -> None:
        """Show what there is to say about an open project, or messages alone."""
        for widget in (self._saved, self._annotator, self._bar, self._count):
            widget.setVisible(shown)
        self._undo.setVisible(shown and bool(self._undo.text()))

    def show_project(self, *, read_only: str | None) -> None:
        """Say whether changes are kept."""
        self._saved.setText("Read only" if read_only else "Saved")
        self._saved.setToolTip(as_tip(read_only or "Every change is stored as you make it."))

    def show_saved(self, saved: bool) -> None:
        """Say whether all that was done is saved."""
        set_role(self._saved, "quiet" if saved else "danger")
        self._saved.setText("Saved" if saved else "Not saved")

    def show_annotator(self, name: str, others: list[str]) -> None:
        """Say who works, and offer who else could."""
        self._annotator.setText(f"Annotator: {self._short(name, _MOST_NAMED)}".replace("&", "&&"))
        self._menu.clear()
        for other in dict.fromkeys([name, *others]):
            action = self._menu.addAction(self._short(other, _MOST_NAMED).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(other == name)
            action.triggered.connect(lambda _=False, who=other: self.annotator_chosen.emit(who))
        self._menu.addSeparator()
        self._menu.addAction("Someone else…").triggered.connect(lambda _=False: self._ask_name())

    def show_progress(self, done: int, count: int) -> None:
        """Say how many articles are finished."""
        self._bar.setMaximum(max(count, 1))
        self._bar.setValue(done)
        self._count.setText(f"{done} / {count}")

    def show_undo(self, name: str | None, key: str) -> None:
        """Say what undo would take back, and by which key."""
        self._undo.setVisible(name is not None)
        text = f"Undo: “{self._short(name, _MOST_DONE)}”   {key}" if name else ""
        self._undo.setText(text.replace("&", "&&"))

    def _short(self, text: str, columns: int) -> str:
        metrics = self.fontMetrics()
        room = metrics.averageCharWidth() * columns
        return isolated(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show a message for a while."""
        set_role(self.message, "danger" if wrong else "quiet")
        shown = " ".join(text.split())
        # A sentence of ours that begins with a quote is not read in the quote's direction.
        self.message.setText(f"\u200e{shown}" if shown.startswith(_QUOTES) else shown)
        self._fade.start(_MESSAGE_MS)
        announce(self.message, text)

    def forgive(self) -> None:
        """Tell no longer what went wrong."""
        if self.message.property("role") == "danger":
            self.message.setText("")

    def show_work(self, title: str | None, done: int = 0, count: int = 0) -> None:
        """Show that long work is going on, and how far; ``None`` when it ended."""
        self._cancel.setVisible(title is not None)
        if title is not None:
            if not count:
                self._pace = Pace()
            self._work = f"{title}: {self._pace.words(done, count)}" if count else f"{title}…"
            self.tell(self._work)
            self._fade.stop()
        elif self.message.text() == self._work:
            # What came of it may have been told already; that stays.
            self.message.setText("")

    def ask(self, prompt: str, text: str, answered: Callable[[str], object]) -> None:
        """Ask for a line of words here; Enter hands them to ``answered``, Esc leaves."""
        line = _Question(text, self)
        line.setPlaceholderText(prompt)
        line.setAccessibleName(prompt)
        line.setMinimumWidth(220)
        line.taken.connect(lambda: answered(" ".join(line.text().split())))
        line.left.connect(self.question_left)
        line.left.connect(line.deleteLater)
        place = self._row.indexOf(self.message)
        if text:  # which hides the prompt within the line
            before = plain(prompt, "quiet")
            line.left.connect(before.deleteLater)
            self._row.insertWidget(place, before)
            place += 1
        self._row.insertWidget(place, line)
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()

    def _ask_name(self) -> None:
        self.ask("Annotator's name", "", self._name_typed)

    def _name_typed(self, name: str) -> None:
        if name:
            self.annotator_chosen.emit(name)


class _Question(QLineEdit):
    """A line that is there until it is answered or left."""

    taken = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        taken = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if taken or event.key() == Qt.Key.Key_Escape:
            # The keyboard goes back first: the answer may send it elsewhere.
            self.left.emit()
            if taken:
                self.taken.emit()
            return
        super().keyPressEvent(event)
