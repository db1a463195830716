"""Feedback in the window: whose, then what gold has otherwise, as a list to go through or save."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.agreement.saving import write
from annotator.app.jobs import Jobs
from annotator.app.palette import Entry
from annotator.app.session import Session
from annotator.app.workspace import Place
from annotator.errors import AnnotatorError
from annotator.model.edits import shorten
from annotator.pace import Progress
from annotator.review.feedback import Correction, Feedback, feedback
from annotator.review.report import html_report, summary
from annotator.store.project import Project


class FeedbackList(QObject):
    """Compares with gold beside the window, and offers what it finds; it changes nothing."""

    offered = Signal(str, list)
    """A question, and the entries to choose from."""
    told = Signal(str)
    went = Signal(object)
    """The `Place` of a correction that was chosen."""

    def __init__(
        self, session: Session, jobs: Jobs, layer: Callable[[], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._layer, self._over = session, jobs, layer, parent

    def choose(self) -> None:
        """Ask whose feedback to show."""
        self._compare(self._offer_people)

    def save(self) -> None:
        """Ask for a file, and write everybody's feedback into it as one HTML page."""
        name = f"{self._session.project.name} feedback.html"
        chosen, _ = QFileDialog.getSaveFileName(self._over, "Feedback", name, "Reports (*.html)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write everybody's feedback as one HTML page."""

        def save(found: list[Feedback]) -> None:
            try:
                write(path, html_report(self._session.project.name, found))
            except AnnotatorError as error:
                self.told.emit(str(error))
            else:
                self.told.emit(f"Saved as {path}.")

        self._compare(save)

    def _compare(self, then: Callable[[list[Feedback]], object]) -> None:
        layer = self._layer()

        def work(project: Project, progress: Progress) -> list[Feedback]:
            return feedback(project, layer=layer, progress=progress)

        def take(found: list[Feedback]) -> None:
            if found:
                then(found)
            else:
                self.told.emit("There is no feedback yet: no article has gold that is done.")

        self._jobs.start("Compare with gold", work, take)

    def _offer_people(self, found: list[Feedback]) -> None:
        entries = [
            Entry(one.annotator, "annotator", partial(self._offer, one), more=summary(one))
            for one in found
        ]
        self.offered.emit("Feedback to …", entries)

    def _offer(self, found: Feedback) -> None:
        if not found.corrections:
            self.told.emit(f"{found.annotator}: {summary(found)}")
            return
        entries = [
            Entry(
                f"{one.label} “{shorten(one.theirs or one.gold or '', 40)}”",
                one.reason or one.note or "",
                partial(self._go, one),
                more=f"{one.what}  ·  {shorten(one.title, 30)}",
            )
            for one in found.corrections
        ]
        self.offered.emit(f"What gold has otherwise than {found.annotator}", entries)

    def _go(self, one: Correction) -> None:
        self.went.emit(Place(one.article, one.span))
