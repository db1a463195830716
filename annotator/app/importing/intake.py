"""From files to the project: survey them beside the window, show what needs a look, take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app.commands import Command
from annotator.app.importing.workspace import ImportWorkspace, Wanted
from annotator.app.jobs import Jobs
from annotator.app.settings import Settings
from annotator.errors import AnnotatorError
from annotator.intake import Reading
from annotator.pace import Progress
from annotator.store.project import Project
from annotator.survey import Survey

if TYPE_CHECKING:
    from annotator.transfer import ImportResult

_WEB_IS_OFF = (
    "Nothing is fetched from the web until you allow it: “Allow web addresses” in the menu."
)


class Intake(QObject):
    """Brings files in for the desk: at once where nothing needs a decision, else by the window."""

    imported = Signal(object)
    """What was brought in (`ImportResult`)."""
    window_wanted = Signal(bool)
    """The import window is to be shown, or left."""
    asked = Signal(str, str, object)
    """A question, what to begin with, and who gets the answer."""
    told = Signal(str)

    def __init__(
        self,
        jobs: Jobs,
        workspace: ImportWorkspace,
        settings: Settings,
        who: Callable[[], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._workspace = workspace
        self._settings = settings
        self._who = who
        self._window = parent
        self._last: ImportResult | None = None
        workspace.taken.connect(self._take)
        workspace.read_again.connect(self._read_again)
        workspace.comparing_wanted.connect(self._compare)
        jobs.ended.connect(lambda: workspace.set_busy(False))
        workspace.left.connect(lambda: self.window_wanted.emit(False))

    def commands(self) -> list[Command]:
        """List the ways in which articles come."""

        def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
            return Command(f"article.{id}", title, "Article", run, keys)

        def allow_title() -> str:
            return "Forbid web addresses" if self._settings.web() else "Allow web addresses"

        return [
            command("add", "Add articles…", self._choose_files, "Ctrl+I"),
            command("add_folder", "Add a folder…", self._choose_folder),
            command("add_web", "Add from a web address…", self.ask_address, "Ctrl+Shift+I"),
            Command(
                "article.allow_web",
                "Allow or forbid web addresses",
                "Article",
                self._toggle_web,
                now=allow_title,
            ),
            Command(
                "article.report",
                "Save report of the last import…",
                "Article",
                self._ask_report,
                enabled=lambda: self._last is not None,
            ),
        ]

    def add(self, paths: Sequence[Path | str]) -> None:
        """Bring files, folders and addresses in; the person is asked if there is a choice."""
        web = self._settings.web()

        def work(project: Project, progress: Progress) -> Survey:
            from annotator.survey import survey

            return survey(project, paths, web=web, inside=True, progress=progress)

        self._jobs.start("Reading", work, self._surveyed)

    def ask_address(self, begin: str = "") -> None:
        """Ask for a web address and bring in the page there, if that is allowed."""
        if self._settings.web():
            self.asked.emit("Web address", begin, self._add_address)
        else:
            self.told.emit(_WEB_IS_OFF)

    def save_report(self, path: Path) -> None:
        """Write what the last import refused, doubled or has otherwise, to a CSV file."""
        from annotator.transfer import write_report

        if self._last is not None:
            try:
                write_report(self._last, path)
            except AnnotatorError as error:
                self.told.emit(str(error))
            else:
                self.told.emit(f"Saved to {path}")

    def _add_address(self, address: str) -> None:
        if address:
            self.add([address if "://" in address else f"https://{address}"])

    def _toggle_web(self) -> None:
        allowed = not self._settings.web()
        self._settings.set_web(allowed)
        self.told.emit(
            "Web addresses are allowed: a page is fetched when you ask for it, and never else."
            if allowed
            else "Web addresses are forbidden: nothing is fetched."
        )

    def _read_again(self, found: Survey, where: str, said: Reading) -> None:
        web = self._settings.web()

        def work(project: Project, progress: Progress) -> Survey:
            from annotator.survey import read_again

            return read_again(project, found, where, said, web=web, progress=progress)

        self._beside("Reading", work)

    def _compare(self, found: Survey) -> None:
        def work(project: Project, progress: Progress) -> Survey:
            from annotator.survey import compare

            compare(project, found, progress)
            return found

        self._beside("Comparing", work)

    def _beside(self, title: str, work: Callable[[Project, Progress], Survey]) -> None:
        """Find more out about what is shown, and show it then."""
        self._workspace.set_busy(self._jobs.start(title, work, self._workspace.show_survey))

    def _surveyed(self, found: Survey) -> None:
        if found.needs_a_look:
            self._look(found)
        else:
            self._take(Wanted(found, frozenset({*found.articles, *found.annotated})))

    def _look(self, found: Survey) -> None:
        self._workspace.show_survey(found)
        self.window_wanted.emit(True)

    def _take(self, wanted: Wanted) -> None:
        who = self._who()

        def work(project: Project, progress: Progress) -> ImportResult:
            from annotator.transfer import take

            with wanted.survey:
                return take(
                    project,
                    wanted.survey,
                    only=wanted.only,
                    annotator=who,
                    extend_scheme=wanted.extend,
                    progress=progress,
                )

        def done(result: Any) -> None:
            self._last = result
            self.window_wanted.emit(False)
            self.imported.emit(result)

        # The survey's own job is just ending; a second one may begin once it has.
        self._jobs.then("Importing", work, done)

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Add articles", "", "All files (*)")
        if chosen:
            self.add([Path(path) for path in chosen])

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, "Add a folder of articles")
        if chosen:
            self.add([Path(chosen)])

    def _ask_report(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, "Save report", "import-report.csv", "CSV (*.csv)"
        )
        if chosen:
            self.save_report(Path(chosen))
