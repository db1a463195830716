"""From files to the project: survey them beside the window, show what needs a look, take it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from annotator.app.importing.workspace import ImportWorkspace, Wanted
from annotator.app.jobs import Jobs
from annotator.intake import Reading
from annotator.store.project import Project
from annotator.survey import Progress, Survey

if TYPE_CHECKING:
    from annotator.transfer import ImportResult


class Intake(QObject):
    """Brings files in for the desk: at once where nothing needs a decision, else by the window."""

    imported = Signal(object)
    """What was brought in (`ImportResult`)."""
    window_wanted = Signal(bool)
    """The import window is to be shown, or left."""

    def __init__(
        self, jobs: Jobs, workspace: ImportWorkspace, who: Callable[[], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._workspace = workspace
        self._who = who
        self._paths: list[Path] = []
        workspace.taken.connect(self._take)
        workspace.read_again.connect(lambda reading: self._survey(reading, self._look))
        workspace.left.connect(lambda: self.window_wanted.emit(False))

    def add(self, paths: list[Path]) -> None:
        """Bring files and folders in; the person is asked only if there is something to decide."""
        self._paths = paths
        self._survey(Reading(), self._surveyed)

    def _survey(self, reading: Reading, done: Callable[[Survey], object]) -> None:
        paths = self._paths

        def work(project: Project, progress: Progress) -> Survey:
            from annotator.survey import survey

            return survey(project, paths, reading=reading, progress=progress)

        self._jobs.start("Looking", work, done)

    def _surveyed(self, found: Survey) -> None:
        if found.needs_a_look:
            self._look(found)
        else:
            only = frozenset({*found.articles, *map(str, found.annotated)})
            self._take(Wanted(found, only))

    def _look(self, found: Survey) -> None:
        self._workspace.show_survey(found)
        self.window_wanted.emit(True)

    def _take(self, wanted: Wanted) -> None:
        who = self._who()

        def work(project: Project, progress: Progress) -> ImportResult:
            from annotator.transfer import take

            with wanted.survey:
                return take(
                    project, wanted.survey, only=wanted.only, annotator=who, progress=progress
                )

        def done(result: Any) -> None:
            self.window_wanted.emit(False)
            self.imported.emit(result)

        # The survey's own job is just ending; a second one may begin once it has.
        self._jobs.then("Import", work, done)
