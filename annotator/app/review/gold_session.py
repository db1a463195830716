"""The gold layer as the page sees it, changed by a reviewer whose decisions follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from annotator.app.session import Session
from annotator.model import Change, Changed


class GoldSession(Session):
    """A session on somebody's gold layers; what is changed in it the window's session changes.

    Made by the review workspace, on the project of the window's session. ``follow`` completes a
    change that was made with the tools for spans by the decisions that it implies.
    """

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(session.project, "", parent)
        self._window = session
        self.follow: Callable[[Change], Change] = _unchanged

    def apply(self, make: Callable[[], Change]) -> Changed | None:
        """Make a change in the name of whoever works in the window."""
        window = self._window
        return window.apply(lambda: replace(self.follow(make()), annotator=window.annotator))

    def undo(self) -> None:
        """Take back the reviewer's latest change."""
        self._window.undo()

    def redo(self) -> None:
        """Do again what the reviewer undid last."""
        self._window.redo()

    def close(self) -> None:
        """Stop listening; the project stays open."""
        self._unsubscribe()


def _unchanged(change: Change) -> Change:
    return change
