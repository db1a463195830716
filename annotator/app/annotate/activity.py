"""Counts how long an annotator is at work on an article; who does nothing for a while is away."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from annotator.app.session import Session
from annotator.model.edits import add_seconds

#: After so many seconds without a key or the mouse nobody is at work.
IDLE_SECONDS = 60.0
# Less than this is a glance, and not worth an entry in the journal.
_LEAST_SECONDS = 1.0
_SIGNS = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
)


class Activity(QObject):
    """Watches the page for signs of work; `count` stores the time, apart from undo."""

    def __init__(self, session: Session, pages: Iterable[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._last: float | None = None
        self._seconds = 0.0
        for page in pages:
            page.installEventFilter(self)

    def begin(self) -> None:
        """Start anew, on the article that is shown now."""
        self._seconds = 0.0
        self._last = time.monotonic()

    def sign(self, now: float) -> None:
        """Take note that somebody was at work at this moment (seconds, monotonic)."""
        if self._last is not None and 0 <= now - self._last < IDLE_SECONDS:
            self._seconds += now - self._last
        self._last = now

    def count(self) -> None:
        """Store the time spent on the article that is shown."""
        layer, seconds = self._session.layer, self._seconds
        self._seconds = 0.0
        read_only = self._session.project.read_only
        if layer is not None and seconds >= _LEAST_SECONDS and not read_only:
            self._session.apply(lambda: add_seconds(layer, round(seconds, 1)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self.sign(time.monotonic())
        return False
