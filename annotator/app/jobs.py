"""Long work beside the window: in a thread with its own connection, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from annotator.errors import AnnotatorError
from annotator.store.project import Project
from annotator.transfer import Progress


class Cancelled(AnnotatorError):
    """The person ended the work; everything is as it was."""


class Job(QThread):
    """One piece of long work on a project file; made and started by the window.

    ``work`` gets a project of its own and is told to report its progress; what it returns is
    told by `done`. Cancelling ends it at its next report.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(str)

    def __init__(
        self, title: str, path: Path, work: Callable[[Project, Progress], Any], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._path = path
        self._work = work
        self._cancelled = False

    def cancel(self) -> None:
        """End the work as soon as it reports progress."""
        self._cancelled = True

    def run(self) -> None:
        try:
            with Project.open(self._path) as project:
                result = self._work(project, self._report)
        except AnnotatorError as error:
            self.failed.emit(str(error))
        else:
            self.done.emit(result)

    def _report(self, done: int, count: int) -> None:
        if self._cancelled:
            raise Cancelled(f"{self.title} was cancelled. Everything is as it was.")
        self.progressed.emit(done, count)
