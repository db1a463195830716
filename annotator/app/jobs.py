"""Long work beside the window: in a thread with its own connection, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from annotator.errors import AnnotatorError
from annotator.pace import Progress
from annotator.store.project import Project

#: What is done beside the window with a project of its own, reporting its progress.
Work = Callable[[Project, Progress], Any]


_TOLD_EVERY = 0.1  # seconds; more often nobody can read


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

    def __init__(self, title: str, path: Path, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.quiet = False
        """Whether nobody wants to know why it failed."""
        self._path = path
        self._work = work
        self._cancelled = False
        self._told = 0.0

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
        now = monotonic()
        if done == count or now - self._told >= _TOLD_EVERY:
            self._told = now
            self.progressed.emit(done, count)


class Jobs(QObject):
    """The long work on one project file, one piece at a time; views start it and show it."""

    progressed = Signal(str, int, int)
    """Title, how many items are done, and of how many."""
    ended = Signal()
    told = Signal(str)
    """Why work could not be started, or failed."""

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._job: Job | None = None
        self._next: Callable[[], object] | None = None

    @property
    def working(self) -> bool:
        """Whether long work is going on."""
        return self._job is not None

    def start(self, title: str, work: Work, done: Callable[[Any], object]) -> bool:
        """Start a piece of work, unless another is going on; say whether it was started.

        ``done`` gets its result, in the window's thread, if it comes to its end.
        """
        if self._job is not None:
            self.told.emit(f"{self._job.title} is still running.")
            return False
        self._job = job = Job(title, self._path, work, self)

        def unless_stopped(hear: Callable[..., object]) -> Callable[..., object]:
            # What a thread tells is heard later; by then nobody may be there to hear it.
            return lambda *told: hear(*told) if self._job is job else None

        job.progressed.connect(
            unless_stopped(lambda n, count: self.progressed.emit(title, n, count))
        )
        job.done.connect(unless_stopped(done))
        job.failed.connect(unless_stopped(self._failed))
        job.finished.connect(unless_stopped(self._finished))
        self.progressed.emit(title, 0, 0)
        job.start()
        return True

    def then(self, title: str, work: Work, done: Callable[[Any], object]) -> None:
        """Start a piece of work once the one that is just ending has ended, or at once."""
        if self._job is None:
            self.start(title, work, done)
        else:
            self._next = lambda: self.start(title, work, done)

    def cancel(self) -> None:
        """End the work as soon as it reports progress."""
        if self._job is not None:
            self._job.cancel()

    def give_up(self) -> None:
        """End the work like `cancel`, but say nothing: who started it wants something else."""
        if self._job is not None:
            self._job.quiet = True
            self._job.cancel()

    def stop(self) -> None:
        """End the work, and wait until it has ended; nothing more is told of it."""
        job, self._job, self._next = self._job, None, None
        if job is not None:
            job.cancel()
            job.wait()
            job.deleteLater()

    def _failed(self, why: str) -> None:
        if self._job is not None and not self._job.quiet:
            self.told.emit(why)

    def _finished(self) -> None:
        job, self._job = self._job, None
        self.ended.emit()
        if job is not None:
            job.deleteLater()
        following, self._next = self._next, None
        if following is not None:
            following()
