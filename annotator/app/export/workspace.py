"""Lays the export workspace out: choices on the left, what they would make on the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.commands import Command
from annotator.app.export.foreseen_view import ForeseenView
from annotator.app.export.recipe_form import RecipeForm
from annotator.app.jobs import Jobs
from annotator.app.layouts import lay_out
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.app.words import plain
from annotator.app.workspace import Workspace
from annotator.dataset.making import Foreseen, Made, export, foresee
from annotator.dataset.recipe import Recipe, save, saved
from annotator.errors import AnnotatorError
from annotator.formats import formats
from annotator.pace import Progress
from annotator.store.project import Project

_SIDE_WIDTH, _PAUSE_MS = 290, 350


class ExportWorkspace(Workspace):
    """Choose, foresee, write. What is foreseen follows the choices when they rest for a moment."""

    told = Signal(str)
    """Something to say in the status line."""
    asked = Signal(str, str, object)
    """A question to ask in the window: what, the answer so far, and who gets it."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._session, self._jobs = session, jobs
        self._settings = Settings()
        labels = [label.name for label in session.scheme.labels]
        self.form = RecipeForm(formats(), labels, self)
        self.view = ForeseenView(self)
        self.recipes = QComboBox(self)
        self.recipes.setAccessibleName("Recipes")
        self.recipes.activated.connect(lambda _: self._use_recipe())
        self.write = QPushButton("Export…", self)
        self.write.setProperty("role", "primary")
        self.write.clicked.connect(lambda _=False: self.choose_target())
        keep = QPushButton("Save as recipe…", self)
        keep.clicked.connect(lambda _=False: self.ask_recipe_name())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._foresee)
        self._stale = True
        self._lay_out(keep)
        self.form.changed.connect(self._restart)
        session.changed.connect(lambda _: self._restart())
        jobs.ended.connect(self._again_if_stale)

    @property
    def keyboard(self) -> QWidget:
        return self.form.format

    def commands(self) -> list[Command]:
        """List what can be done here."""
        return [
            Command("export.write", "Export …", "Export", self.choose_target, ("Ctrl+Return",)),
            Command("export.keep", "Save as recipe …", "Export", self.ask_recipe_name, ("Ctrl+S",)),
            Command(
                "export.again", "Repeat the recipe, in its place", "Export", self.repeat, ("F5",)
            ),
        ]

    def enter(self) -> None:
        """Show what the choices would make of the project as it is now."""
        super().enter()
        self.form.offer_layers(a.name for a in self._session.project.annotators())
        self._list_recipes()
        self._restart()

    def stop(self) -> None:
        """Foresee nothing more."""
        self._pause.stop()

    def choose_target(self) -> None:
        """Ask where to write, then write there."""
        recipe = self._recipe()
        if recipe is None:
            return
        name = self._session.project.name
        if recipe.bundled or self.form.chosen_format.folder:
            chosen = QFileDialog.getExistingDirectory(self, "Export into a folder")
            path = Path(chosen) / name if chosen else None
        else:
            suffix = self.form.chosen_format.suffixes[0]
            chosen, _ = QFileDialog.getSaveFileName(self, "Export", f"{name}{suffix}")
            path = Path(chosen) if chosen else None
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the dataset that is chosen, beside the window."""
        recipe = self._recipe()
        if recipe is None:
            return
        name = self._chosen_recipe(recipe)
        author = self._session.annotator

        def work(project: Project, progress: Progress) -> Made:
            return export(project, recipe, path, author=author, progress=progress)

        def done(made: Made) -> None:
            if name:
                self._settings.set_export_target(self._session.project.path, name, path)
            self._exported(made)

        self._jobs.start("Export", work, done)

    def ask_recipe_name(self) -> None:
        """Keep the choices in the project, under a name that is asked for."""
        self.asked.emit("Name of the recipe", self.recipes.currentText(), self.save_recipe)

    def save_recipe(self, name: str) -> None:
        """Keep the choices in the project under a name."""
        recipe = self._recipe()
        if recipe is None or not name:
            return
        if self._session.apply(lambda: save(recipe, name, self._session.annotator)):
            self._list_recipes(name)
            self.told.emit(f'Kept as "{name}".')

    def repeat(self) -> None:
        """Make the chosen recipe's dataset again where it was written last.

        Where that is, is asked the first time on each machine. Without a recipe chosen, the
        project's only one is meant.
        """
        if not self.recipes.currentText() and self.recipes.count() == 2:
            self.recipes.setCurrentIndex(1)
        name = self.recipes.currentText()
        if not name:
            self.told.emit("Choose a recipe to repeat, or save one first (Ctrl+S).")
            return
        self._use_recipe()
        target = self._settings.export_target(self._session.project.path, name)
        if target is None:
            self.choose_target()
        else:
            self.export_to(target)

    def _lay_out(self, keep: QPushButton) -> None:
        side = QWidget(self)
        side.setObjectName("side")
        side.setFixedWidth(_SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.form, 1)
        bar = QWidget(self)
        bar.setObjectName("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 9, 16, 9)
        row.setSpacing(10)
        row.addWidget(plain("Recipe", "quiet"))
        row.addWidget(self.recipes, 1)
        row.addWidget(keep)
        row.addStretch(2)
        row.addWidget(self.write)
        lay_out(self, side, self.view, bar)

    def _restart(self) -> None:
        self._stale = True
        if self.isVisible():
            self._pause.start()

    def _again_if_stale(self) -> None:
        if self._stale:
            self._restart()

    def _foresee(self) -> None:
        recipe = self._recipe()
        if recipe is None or self._jobs.working:
            return
        self._stale = False

        def work(project: Project, progress: Progress) -> Foreseen:
            return foresee(project, recipe, progress=progress)

        self._jobs.start("Look through the project", work, self.view.show_foreseen)

    def _recipe(self) -> Recipe | None:
        try:
            return self.form.recipe()
        except AnnotatorError as error:
            self.view.show_wrong(str(error))
            return None

    def _exported(self, made: Made) -> None:
        self._session.project.catch_up()
        lost = sum(made.losses.values())
        told = f"Exported {made.articles} articles to {made.path}"
        self.told.emit(f"{told}; {lost} things could not be held" if lost else told)

    def _chosen_recipe(self, recipe: Recipe) -> str:
        """Return the name of the chosen recipe, if it is what the choices still say."""
        name = self.recipes.currentText()
        return name if name and self._saved().get(name) == recipe else ""

    def _list_recipes(self, chosen: str = "") -> None:
        chosen = chosen or self.recipes.currentText()
        self.recipes.clear()
        self.recipes.addItem("")
        self.recipes.addItems(list(self._saved()))
        self.recipes.setCurrentText(chosen)

    def _use_recipe(self) -> None:
        recipe = self._saved().get(self.recipes.currentText())
        if recipe is not None:
            self.form.show_recipe(recipe)

    def _saved(self) -> dict[str, Recipe]:
        try:
            return saved(self._session.project)
        except AnnotatorError as error:
            self.told.emit(str(error))
            return {}
