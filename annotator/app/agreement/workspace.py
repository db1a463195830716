"""Lays the agreement workspace out, has figures worked out beside it, and opens their cases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from annotator.agreement.cases import Case, cases
from annotator.agreement.ledger import Ledger
from annotator.agreement.overview import Overview, overview
from annotator.agreement.saving import save
from annotator.agreement.scope import Scope
from annotator.agreement.study import Study
from annotator.app.agreement import grids
from annotator.app.agreement.figures_view import FiguresView
from annotator.app.agreement.grid import Door
from annotator.app.agreement.grid_view import GridView
from annotator.app.agreement.scope_form import ScopeForm, Wish
from annotator.app.commands import Command
from annotator.app.jobs import Jobs
from annotator.app.later import Later
from annotator.app.layouts import lay_out
from annotator.app.session import Session
from annotator.app.theme import Theme, Typography
from annotator.app.words import Elided
from annotator.app.workspace import Place, Workspace
from annotator.errors import AnnotatorError
from annotator.model import Changed
from annotator.pace import Progress
from annotator.store.project import Project

# The workspace in which cases are looked over.
_CASES_IN = "review"
_SIDE_WIDTH, _PAUSE_MS = 264, 350


class AgreementWorkspace(Workspace):
    """Figures that follow the project and the choices; each leads to its cases.

    The study stays between two computations, so that only changed articles are counted anew; it
    is with the job while one runs.
    """

    told = Signal(str)
    """Something to say in the status line."""

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        look: tuple[Theme, Typography],
    ) -> None:
        super().__init__()
        self._session, self._jobs = session, jobs
        self._study: Study | None = None
        self._changed: set[str] = set()
        self._stale, self._refining = True, False
        self.overview: Overview | None = None
        self.form = ScopeForm(session.project.condition_values, self)
        self.view = FiguresView(look[0], self)
        self.summary = Elided("", "quiet", columns=100)
        self._later = Later(self._compute, self, _PAUSE_MS)
        self._lay_out()
        self.set_look(*look)
        self.form.changed.connect(self._ask)
        self.view.opened.connect(self.open_door)
        session.changed.connect(self._heard)
        jobs.ended.connect(self._again_if_stale)

    @property
    def keyboard(self) -> QWidget:
        return self.view.tables[0] if self.view.tables else self.form.annotators.button

    @property
    def up_to_date(self) -> bool:
        """Whether what is shown is what the choices and the project say."""
        settled = not (self._stale or self._later.isActive() or self._jobs.working)
        return settled and self.overview is not None

    @property
    def panes(self) -> Sequence[QWidget]:
        return [self.form, *self.view.tables]

    def commands(self) -> list[Command]:
        """List what can be done here."""

        def there() -> bool:
            return self.overview is not None

        of = partial(Command, group="Agreement")
        return [
            of(
                "agreement.copy", "Copy table", run=self.copy_table, keys=("Ctrl+C",), enabled=there
            ),
            of(
                "agreement.save",
                "Save report …",
                run=self.choose_target,
                keys=("Ctrl+S",),
                enabled=there,
            ),
            of("agreement.again", "Compute anew", run=self.compute_anew, keys=("F5",)),
        ]

    def enter(self) -> None:
        """Show the figures of the project as it is now."""
        super().enter()
        if self._stale or self.overview is None:
            self._ask()

    def set_look(self, theme: Theme, typography: Typography) -> None:
        self.view.set_theme(theme)
        self.form.setFixedWidth(_SIDE_WIDTH * min(typography.zoom, 125) // 100)

    def stop(self) -> None:
        """Compute nothing more."""
        self._later.stop()
        self.form.query.stop()

    def compute_anew(self) -> None:
        """Count everything again."""
        self._study = None
        self._ask()

    def copy_table(self) -> None:
        """Put the table that the keyboard is in, or the first one, on the clipboard."""
        focus = self.window().focusWidget()
        tables = self.view.tables
        table = (
            focus if isinstance(focus, GridView) and focus in tables else next(iter(tables), None)
        )
        if table is not None:
            QGuiApplication.clipboard().setText(table.grid_shown.as_text())
            self.told.emit(f"Copied “{table.grid_shown.name}”.")

    def choose_target(self) -> None:
        """Ask where to save the report, and as what."""
        name = f"{self._session.project.name} agreement.html"
        kinds = "Report (*.html);;Table (*.csv);;Data (*.json)"
        chosen, kind = QFileDialog.getSaveFileName(self, "Save report", name, kinds)
        if chosen:
            path = Path(chosen)
            self.save_to(path if path.suffix else path.with_suffix(kind[-6:-1].lstrip("(*")))

    def save_to(self, path: Path) -> None:
        """Save what is shown as HTML, CSV or JSON, as the name ends."""
        if self.overview is None:
            return
        try:
            save(self.overview, path)
        except AnnotatorError as error:
            self.told.emit(str(error))
        else:
            self.told.emit(f"Saved as {path}.")

    def open_door(self, door: Door) -> None:
        """Show the cases behind a figure where they can be looked over."""
        about, study = door.about, self._study
        if about is None:
            self._go(door.words, door.cases)
        elif study is not None:

            def work(project: Project, progress: Progress) -> list[Case]:
                return cases(study, project, about, progress)

            self._stale = self._stale or self._refining
            self._leave_off()
            self._jobs.then("Find the cases", work, lambda found: self._go(door.words, found))

    def _go(self, words: str, found: Sequence[Case]) -> None:
        if not found:
            self.told.emit(f"No cases: {words}.")
            return
        first = found[0]
        along = tuple((case.article, case.span) for case in found)
        self.wanted.emit(_CASES_IN, Place(first.article, first.span, along=along, about=words))

    def _heard(self, changed: Changed) -> None:
        self._changed |= changed.articles
        self._ask()

    def _ask(self) -> None:
        self._stale = True
        if self.isVisible():
            self._leave_off()
            self._later.ask()

    def _again_if_stale(self) -> None:
        if self._stale:
            self._ask()

    def _compute(self) -> None:
        if self._jobs.working:
            return
        self.form.labels.offer([label.name for label in self._session.scheme.labels])
        wish, changed = self.form.wish, sorted(self._changed)
        known = self._study.ledger if self._study is not None else None
        person = self._session.annotator
        self._stale, self._study, self._changed = False, None, set()

        def work(project: Project, progress: Progress) -> tuple[Study, Overview]:
            scope = _scope(wish, project, person)
            ledger = known
            if ledger is None or not ledger.fits(project, unfinished=scope.unfinished):
                ledger = Ledger(project, unfinished=scope.unfinished, progress=progress)
            elif changed:
                ledger.refresh(project, changed, progress)
            study = Study(ledger, scope)
            return study, overview(
                study, project, wish.measures, wish.pair_measure, progress, quick=True
            )

        self._jobs.start("Agreement", work, partial(self._show_quick, wish))

    def _show_quick(self, wish: Wish, worked_out: tuple[Study, Overview]) -> None:
        """Show what there is, and have the rest worked out."""
        self._show(worked_out)
        study, found = worked_out
        if not found.waiting:
            return
        self._refining = True

        def work(project: Project, progress: Progress) -> tuple[Study, Overview]:
            return study, overview(study, project, wish.measures, wish.pair_measure, progress)

        title = ", ".join(measure.title for measure in found.waiting)
        self._jobs.then(title, work, self._show)

    def _leave_off(self) -> None:
        """Have slow figures worked out later: something else comes first."""
        if self._refining:
            self._jobs.give_up()
            self._refining = False

    def _show(self, worked_out: tuple[Study, Overview]) -> None:
        self._study, self.overview = worked_out
        self._refining = False
        found = self.overview
        # Who came here by key goes on among the figures.
        had_keyboard = self._has_keyboard() or self.form.annotators.button.hasFocus()
        self.form.annotators.offer(found.people)
        self.form.offer_rounds(found.rounds_there)
        colours = {label.name: label.colour for label in self._session.scheme.labels}
        self.view.show_grids(grids.page(found, colours))
        if had_keyboard and not self._has_keyboard():
            self.keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        self.summary.setText(
            f"Computed in {found.seconds:.1f} s from {found.units:,} units in "
            f"{len(found.articles):,} articles"
        )

    def _has_keyboard(self) -> bool:
        return any(table.hasFocus() for table in self.view.tables)

    def _lay_out(self) -> None:
        copy, save = QPushButton("Copy table", self), QPushButton("Save report…", self)
        copy.clicked.connect(lambda _=False: self.copy_table())
        save.clicked.connect(lambda _=False: self.choose_target())
        for button in (copy, save):
            button.setProperty("role", "small")
        bar = QWidget(self)
        bar.setObjectName("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 7, 16, 7)
        row.addWidget(self.summary, 1)
        row.addWidget(copy)
        row.addWidget(save)
        lay_out(self, self.form, self.view, bar)


def _scope(wish: Wish, project: Project, person: str) -> Scope:
    found = project.find(wish.query, person).articles if wish.query else None
    return Scope(
        annotators=wish.annotators,
        articles=found,
        since=wish.since,
        until=wish.until,
        rounds=wish.rounds,
        labels=wish.labels,
        by=wish.by,
        average=wish.average,
        match=wish.match,
        unfinished=wish.unfinished,
    )
