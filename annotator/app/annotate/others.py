"""Labelling the other places that say the same: outlined on the page, to be looked over first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.app.canvas import TextCanvas
from annotator.app.canvas.hints import Hint
from annotator.app.session import Session
from annotator.app.words import plain
from annotator.model import Span
from annotator.model.edits import label_others, shorten
from annotator.model.outline import other_occurrences

_GROUP = "others"
_FORWARD = frozenset((Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_W))
_BACK = frozenset((Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Left))


class Others(QWidget):
    """A line below the article; while it is shown, its keys go over the places outlined there.

    Tab goes to the next place, Space leaves one out or takes it in again, Enter labels those
    that are left, Esc none.
    """

    closed = Signal()

    def __init__(self, session: Session, canvas: TextCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Other places to label")
        self._session, self._canvas = session, canvas
        self._span: Span | None = None
        self._at = 0
        self.places: list[tuple[int, int]] = []
        self.left_out: set[tuple[int, int]] = set()
        self.told = plain("", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self.told, 1)
        row.addWidget(plain("Tab next    Space leaves it out    ↵ labels    Esc", "quiet"))
        self.hide()

    def offer(self, span: Span) -> None:
        """Outline the other places that say what the span says, if there are any."""
        layer = self._session.layer
        if layer is None:
            return
        places = other_occurrences(layer, self._session.scheme, span)
        if not places:
            self._session.told.emit(f"“{shorten(span.quote)}” stands nowhere else unlabelled.")
            return
        self._span, self.places, self.left_out = span, places, set()
        behind = (n for n, (start, _) in enumerate(self.places) if start >= span.start)
        self._at = next(behind, 0)
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._show()

    def close_bar(self) -> None:
        """Outline nothing more, and go back to the span."""
        self._canvas.show_hints(_GROUP, ())
        self.hide()
        self.closed.emit()
        if self._span is not None:
            self._canvas.select_span(self._span.id)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Leave Tab to the places."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match Qt.Key(event.key()):
            case Qt.Key.Key_Escape:
                self.close_bar()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._label()
            case Qt.Key.Key_Space:
                self.left_out ^= {self.places[self._at]}
                self._step(1)
            case key if key in _FORWARD:
                self._step(1)
            case key if key in _BACK:
                self._step(-1)
            case _:
                super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self.places)
        self._show()

    def _show(self) -> None:
        if self._span is None:
            return
        out = self.left_out
        hints = [Hint(*p, "–" if p in out else "✓", faint=p in out) for p in self.places]
        self._canvas.show_hints(_GROUP, hints)
        self._canvas.set_selection(*self.places[self._at])
        count = len(self.places) - len(out)
        self.told.setText(
            f"Label {count} more as {self._span.label}: “{shorten(self._span.quote, 40)}”"
            f"    {self._at + 1} of {len(self.places)}"
        )

    def _label(self) -> None:
        places = [place for place in self.places if place not in self.left_out]
        layer, span = self._session.layer, self._span
        self.close_bar()
        if layer is not None and span is not None and places:
            scheme = self._session.scheme
            self._session.apply(lambda: label_others(layer, scheme, span, places))
