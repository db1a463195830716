"""Counts how long an annotator is at work on an article; who does nothing for a while is away."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from annotator.app.session import Session
from annotator.model import Changed
from annotator.model.edits import add_seconds

#: After so many seconds without a key or the mouse nobody is at work.
IDLE_SECONDS = 60.0
# Less than this is a glance, and not worth an entry in the journal.
_LEAST_SECONDS = 1.0
# What is not stored yet is lost if the machine stops: no more than this.
_MOST_UNSTORED_SECONDS = 120.0
_TICK_MS = 5000
_SIGNS = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
)


class Activity(QObject):
    """Watches the page for signs of work; `count` stores the time, apart from undo."""

    ticked = Signal(str, float, bool)
    """The article on the page, how long it has been worked on in seconds, whether that pauses."""

    def __init__(self, session: Session, pages: Iterable[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._last: float | None = None
        self._seconds = 0.0
        self._paused = False
        for page in pages:
            page.installEventFilter(self)
        session.changed.connect(self._heard)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(lambda: self.tick(time.monotonic()))
        self._clock.start()

    def begin(self) -> None:
        """Start anew, on the article that is shown now."""
        self._seconds = 0.0
        self._last = time.monotonic()
        self._tell(paused=False)

    def sign(self, now: float) -> None:
        """Take note that somebody was at work at this moment (seconds, monotonic)."""
        if self._last is not None and 0 <= now - self._last < IDLE_SECONDS:
            self._seconds += now - self._last
        self._last = now
        if self._paused:
            self._tell(paused=False)

    def tick(self, now: float) -> None:
        """Show the time by now, and store it now and then."""
        if self._seconds >= _MOST_UNSTORED_SECONDS:
            self.count()
        away = self._last is None or now - self._last >= IDLE_SECONDS
        if not (away and self._paused):
            self._tell(paused=away)

    def count(self) -> None:
        """Store the time spent on the article that is shown."""
        layer, seconds = self._session.layer, self._seconds
        self._seconds = 0.0
        read_only = self._session.project.read_only
        if layer is not None and seconds >= _LEAST_SECONDS and not read_only:
            self._session.apply(lambda: add_seconds(layer, round(seconds, 1)))

    def stop(self) -> None:
        """Store the time, and count no more."""
        self._clock.stop()
        self.count()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self.sign(time.monotonic())
        return False

    def _heard(self, changed: Changed) -> None:
        # What is done beside the page is work too; counting time is not.
        if changed.annotator == self._session.annotator and changed.kind != "aside":
            self.sign(time.monotonic())

    def _tell(self, *, paused: bool) -> None:
        self._paused = paused
        layer = self._session.layer
        if layer is not None:
            seconds = layer.assignment.seconds + self._seconds
            self.ticked.emit(layer.article.id, seconds, paused)
