"""What stands beside the page is brought up to date once the keys pause."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS = 30


class Later(QTimer):
    """Does something once after a pause, however often it was asked for.

    The page comes first: a key's effect is painted before anything else is looked at.
    """

    def __init__(
        self, act: Callable[[], object], parent: QObject, pause_ms: int = _PAUSE_MS
    ) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(pause_ms)
        self.timeout.connect(act)

    def ask(self, *_: object) -> None:
        """Ask for it; what a signal tells along is left aside."""
        self.start()
