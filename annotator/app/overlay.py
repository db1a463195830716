"""Cards that lie over the window for a while, and give the keyboard back when they go."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

_WIDTH, _TOP, _BELOW = 600, 56, 60
# How high a line of the window's text is at its usual size.
_USUAL_LINE = 16


class Overlay(QFrame):
    """A card over the window; Esc, a click beside it, or work elsewhere closes it."""

    stays = False
    """Whether work elsewhere leaves it open."""
    width_wanted = _WIDTH
    height_wanted = 0

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self.setProperty("role", "card")
        self._before: QWidget | None = None
        self.hide()
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication), "overlays are of windows"
        app.focusChanged.connect(self._keyboard_moved)

    def open(self) -> None:
        """Show it, and remember who had the keyboard."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.place()
        self.show()
        self.raise_()

    def close_overlay(self) -> None:
        """Hide it, and give the keyboard back."""
        before, self._before = self._before, None
        self.hide()
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def scale(self) -> float:
        """How much larger than usual the window's text is."""
        self.ensurePolished()
        return max(self.fontMetrics().height() / _USUAL_LINE, 0.5)

    def place(self) -> None:
        """Stand in the upper middle of the window."""
        window = self._over
        width = min(round(self.width_wanted * self.scale), window.width() - 40)
        wanted = max(self.sizeHint().height(), self.height_wanted)
        height = min(wanted, window.height() - _TOP - _BELOW)
        self.setGeometry((window.width() - width) // 2, _TOP, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and self.isVisible():
            if event.type() == QEvent.Type.Resize:
                self.place()
            elif event.type() == QEvent.Type.MouseButtonPress and not self.stays:
                self.close_overlay()
        return super().eventFilter(watched, event)

    def _keyboard_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if self.stays or now is None or not self.isVisible() or now.window() is not self.window():
            return
        if now is not self and not self.isAncestorOf(now):
            self._before = None
            self.hide()
