"""The card of the guided tour: below the article, in nobody's way, until it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.app.annotate.tour import SELECTED, Step, ending, happenings, steps
from annotator.app.canvas import TextCanvas
from annotator.app.keymap import Keymap
from annotator.app.session import Session
from annotator.app.words import announce, plain
from annotator.model import Changed

_OFFER = (
    "New here? Two minutes show how to select, label, link and finish, in this window, on a fresh "
    "article. You can leave at any time."
)


class TourCard(QFrame):
    """Tells one step at a time, and goes on when the step has really been done."""

    moved = Signal(int, bool)
    """How many steps are done, and whether the tour is over: to be remembered."""
    started = Signal()
    """The first step is about to be told; an article to work on is wanted."""

    def __init__(
        self, session: Session, canvas: TextCanvas, keymap: Keymap, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._keymap = session, canvas, keymap
        self._steps: list[Step] = []
        self._at: int | None = None
        self.setObjectName("bar")
        self.setAccessibleName("Guided tour")
        self.place = plain("", "section")
        self.told = plain("", wrap=True)
        self.go = self._button("Start", self.start, "primary")
        self.skip = self._button("Skip this", self._skip)
        self.leave = self._button("Leave", self._leave)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.place)
        words.addWidget(self.told)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.go, self.skip, self.leave):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        session.changed.connect(self._changed)
        canvas.selection_changed.connect(self._selected)
        keymap.changed.connect(self._show)
        self.hide()

    def offer(self) -> None:
        """Ask whether to begin."""
        self._at = None
        self._show()
        self.show()

    def start(self) -> None:
        """Begin, from the first step."""
        self.started.emit()
        self.resume(0)

    def resume(self, step: int) -> None:
        """Go on behind so many steps that are done; from the first one if none is left."""
        self._steps = steps(self._session.scheme)
        self._at = step if step < len(self._steps) else 0
        self.moved.emit(self._at, False)
        self._show()
        self.show()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, text: str, act: object, role: str = "small") -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", role)
        button.clicked.connect(lambda _=False: act())  # type: ignore[operator]
        return button

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.annotator == self._session.annotator:
            for happened in happenings(changed):
                self._happened(happened)

    def _selected(self) -> None:
        start, end = self._canvas.selected_range
        if self.isVisible() and start < end:
            self._happened(SELECTED)

    def _happened(self, what: str) -> None:
        """Go on if this is what the step, or the one behind it, waits for."""
        at = self._at
        if at is None:
            return
        for n in (at, at + 1):
            if n < len(self._steps) and self._steps[n].done_by(what):
                self._go_to(n + 1)
                return

    def _skip(self) -> None:
        if self._at is not None:
            self._go_to(self._at + 1)

    def _go_to(self, step: int) -> None:
        self._at = step
        self.moved.emit(step, step >= len(self._steps))
        self._show()
        announce(self, self.told.text())

    def _leave(self) -> None:
        # What was offered or ended isn't offered again; what was begun can be gone on with.
        begun = self._at is not None and self._at < len(self._steps)
        self.moved.emit(self._at or 0, not begun)
        self.hide()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        at, count = self._at, len(self._steps)
        going = at is not None and at < count
        if at is None:
            self.place.setText("GUIDED TOUR")
            self.told.setText(_OFFER)
        elif going:
            self.place.setText(f"GUIDED TOUR · {at + 1} OF {count}")
            self.told.setText(self._steps[at].words(self._keymap))
        else:
            self.place.setText("GUIDED TOUR · DONE")
            self.told.setText(ending(self._keymap))
        self.go.setVisible(at is None)
        self.skip.setVisible(going)
        self.leave.setText("Not now" if at is None else "Leave" if going else "Close")
