"""The gold layer as the page sees it, changed by a reviewer whose decisions follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from annotator.app.session import Session
from annotator.model import Change, Changed
from annotator.store.project import Project


class GoldSession(Session):
    """A session on somebody's gold layers; its changes are the reviewer's.

    Made by the review workspace beside the window's own session, on the same project. ``follow``
    completes a change that was made with the tools for spans by the decisions that it implies.
    """

    def __init__(self, project: Project, layer: str, parent: QObject) -> None:
        super().__init__(project, layer, parent)
        self.reviewer = ""
        self.follow: Callable[[Change], Change] = _unchanged

    def apply(self, make: Callable[[], Change]) -> Changed | None:
        """Make a change in the reviewer's name; what refuses it is told by `refused`."""
        return super().apply(lambda: replace(self.follow(make()), annotator=self.reviewer))

    def undo(self) -> None:
        """Take back the reviewer's latest change."""
        self._try(lambda: self.project.undo(annotator=self.reviewer))

    def close(self) -> None:
        """Stop listening; the project stays open."""
        self._unsubscribe()


def _unchanged(change: Change) -> Change:
    return change
