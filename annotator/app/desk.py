"""Everything that one open project needs in the window: its views, commands and long work.

Loaded when a project is opened, so that the start page shows without it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from annotator.app.annotate.workspace import AnnotateWorkspace
from annotator.app.backups import Backups
from annotator.app.commands import CommandTable
from annotator.app.desk_commands import MENU, desk_commands
from annotator.app.findable import doable, reachable
from annotator.app.importing.intake import Intake
from annotator.app.importing.pasting import read_pasted
from annotator.app.importing.workspace import ImportWorkspace
from annotator.app.jobs import Jobs
from annotator.app.keymap import Keymap
from annotator.app.keys_help import KeysHelp
from annotator.app.later import Later
from annotator.app.palette import Palette
from annotator.app.rooms import ROOMS
from annotator.app.session import Session
from annotator.app.walk import Walk
from annotator.app.words import counted
from annotator.app.workspace import Place, Workspace
from annotator.errors import AnnotatorError
from annotator.model import Change, Changed
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.app.window import MainWindow


class Desk(QObject):
    """One project on the table: made by the window when it opens one, closed with it.

    Its workspaces stand in ``view``, one shown at a time; each is made when it is first wanted.
    ``face`` is all that the window shows of it.
    """

    def __init__(self, window: MainWindow, project: Project, annotator: str) -> None:
        super().__init__(window)
        self._window = window
        self.line = window.line
        self.settings = window.settings
        self.session = Session(project, annotator, self)
        self.jobs = Jobs(project.path, self)
        self.backups = Backups(project, self)
        self.display = window.display
        self.face = QWidget()  # the window takes it in when it is whole, see `Workspace`
        self.view = QStackedWidget(self.face)
        self.walk = Walk(self.face)
        column = QVBoxLayout(self.face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.walk)
        column.addWidget(self.view, 1)
        self._workspaces: dict[str, Workspace] = {}
        self.keymap = Keymap(self.settings.keys(), self)
        self.table = CommandTable(self.keymap)
        self._undo_later = Later(self._show_undo, self)
        self.workspace = AnnotateWorkspace(
            self.session, self.display.theme, self.display.typography, self.keymap, self.view
        )
        self._take_in("annotate", self.workspace)
        self._importing = ImportWorkspace(
            lambda: self.session.scheme,
            self.display.theme,
            self.display.typography,
            self.keymap.shown,
            self.view,
        )
        self._take_in("import", self._importing)
        self.intake = Intake(
            self.jobs, self._importing, self.settings, lambda: self.session.annotator, window
        )
        self.palette = Palette(self.display.theme, window)
        self.help = KeysHelp(self.table, self.display.theme, window)
        self.table.add(desk_commands(self, window), window, window)
        self._connect()

    @property
    def working(self) -> bool:
        """Whether long work is going on."""
        return self.jobs.working

    def begin(self) -> None:
        """Show whose work it is, and the article that was shown last."""
        bar = self._window.bar
        bar.offer_workspaces((room.name, room.title) for room in ROOMS)
        bar.show_workspace("annotate")
        self._show_keys()
        self.work_as(self.session.annotator)
        self.line.show_project(read_only=self.session.project.read_only_reason)
        self.workspace.recall(self.settings.views(self.session.path))
        self._open_last_article()
        self.workspace.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """End what is going on, and close the project. Nothing is left to save."""
        self.jobs.stop()
        self.backups.stop()
        self._window.unsaved.show_unsaved(None)
        self.settings.set_views(self.session.path, self.workspace.views())
        for signal, slot in self._line_slots():
            signal.disconnect(slot)
        for workspace in self._workspaces.values():
            workspace.stop()
        # Counting the time was one more change.
        self._undo_later.stop()
        self.table.remove()
        for widget in (self.palette, self.help, self.face):
            widget.hide()
            widget.deleteLater()
        self.session.close()
        self.intake.deleteLater()
        self.deleteLater()

    def show(self, name: str, place: Place | None = None) -> None:
        """Show the workspace of this name and, if one is given, a place in it."""
        if name not in self._workspaces:
            room = next(room for room in ROOMS if room.name == name)
            self._take_in(name, room.make(self))
        workspace, before = self._workspaces[name], self.view.currentWidget()
        if place is not None and place.along:
            asked_in = next(key for key, known in self._workspaces.items() if known is before)
            self.walk.begin(name, place, asked_in)
        self.view.setCurrentWidget(workspace)
        self._window.bar.show_workspace(name)
        workspace.enter()
        if place is not None:
            workspace.show_place(place)

    def show_anew(self) -> None:
        """Show the article as it is stored, whatever the views believe."""
        layer = self.session.layer
        self.session.open_article(layer.article.id if layer is not None else None)

    def open_all(self) -> CommandTable:
        """Make every workspace that there is, and return the commands of them all."""
        for room in ROOMS:
            self.show(room.name)
        return self.table

    def run(self, command_id: str) -> None:
        """Run a command, if it may be run now."""
        self.table.run(command_id)

    def work_as(self, name: str) -> None:
        """Go on as this annotator, whose layers are shown from now on."""
        session, workspace = self.session, self.workspace
        session.work_as(name)
        self.settings.set_annotator(session.path, name)
        others = [a.name for a in session.project.annotators() if a.role != "import"]
        self.line.show_annotator(name, others)
        workspace.queue.reload()
        self._show_undo()

    def tour(self, *, offered: bool = False) -> None:
        """Show the guided tour where it was left; if only offered, ask first, and only once."""
        self.show("annotate")
        kept, card = self.settings.tour(), self.workspace.tour
        if not offered and kept is not None and not kept[1]:
            card.resume(kept[0])
        elif not offered:
            card.start()
        elif kept is None:
            card.offer()

    def move_keyboard(self, by: int) -> None:
        """Give the keyboard to another part of the workspace that is shown."""
        workspace = self.view.currentWidget()
        if isinstance(workspace, Workspace):
            workspace.move_keyboard(by)

    def open_palette(self) -> None:
        """Search among commands and all that the project holds."""
        self.palette.offer("Search articles, actors and commands", list(doable(self.table)))
        # It shows at once, whatever the project holds.
        QTimer.singleShot(0, self, self._offer_project)

    def fill_menu(self) -> None:
        """Fill the project's menu with its commands as they are now."""
        self.table.fill(self._window.bar.menu, MENU)

    def add_paths(self, paths: list[Path]) -> None:
        """Bring files and folders in as articles or annotated data, beside the window."""
        if paths:
            self.intake.add(paths)

    def add_pasted(self, data: QMimeData | None) -> None:
        """Take what is on the clipboard, or was dropped, as files or as one article."""
        if data is None:
            data = QMimeData()  # some systems have no clipboard at all
        urls = data.urls()
        if files := [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]:
            self.add_paths(files)
            return
        if urls and not data.hasHtml():
            self.intake.ask_address(urls[0].toString())
            return
        session = self.session
        try:
            article = read_pasted(data, session.project)
        except AnnotatorError as error:
            self.line.tell(str(error), wrong=True)
            return
        if known := session.project.find_article(None, article.sha256):
            session.open_article(known)
            self.line.tell("This article is here already.")
            return
        name = f'Add "{article.title[:40]}"'
        if session.apply(lambda: Change(name, session.annotator, put=[article])):
            session.open_article(article.id)

    def choose_register(self) -> None:
        """Ask which file to bring into the actor register."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Add actors", "", "Registers (*.csv *.tsv *.jsonl);;All files (*)"
        )
        if chosen:
            self.add_register(Path(chosen))

    def add_register(self, path: Path) -> None:
        """Bring the entries of a CSV or JSON lines file into the actor register."""
        from annotator.transfer import import_register

        def make() -> Change:
            return import_register(self.session.project, path, self.session.annotator)

        changed = self.session.apply(make)
        if changed is not None:
            self.line.tell(f"{len(changed.deltas)} actors added or completed")

    def save_elsewhere(self, path: Path) -> None:
        """Go on working in a copy of the project that also holds what could not be saved."""
        try:
            self.session.save_elsewhere(path)
        except AnnotatorError as error:
            self.line.tell(str(error), wrong=True)
        else:
            self._window.open_project(path, self.session.annotator)

    def _follow_display(self) -> None:
        theme = self.display.theme
        for workspace in self._workspaces.values():
            workspace.set_look(theme, self.display.typography)
        self.palette.set_theme(theme)
        self.help.set_theme(theme)

    def _connect(self) -> None:
        session = self.session
        session.refused.connect(lambda why: self.line.tell(why, wrong=True))
        session.told.connect(self.line.tell)
        session.changed.connect(self._forgive)
        self.keymap.changed.connect(self._keys_changed)
        self.walk.wanted.connect(self.show)
        self.display.changed.connect(self._follow_display)
        session.changed.connect(self._undo_later.ask)
        session.article_opened.connect(self._remember_article)
        self.intake.imported.connect(self._imported)
        self.intake.window_wanted.connect(self._show_import)
        self._importing.asked.connect(self.line.ask)
        self._importing.told.connect(self.line.tell)
        session.unsaved_changed.connect(self._show_unsaved)
        self.backups.failed.connect(lambda why: self.line.tell(why, wrong=True))
        self.intake.asked.connect(self.line.ask)
        self.intake.told.connect(self.line.tell)
        self.jobs.progressed.connect(self.line.show_work)
        self.jobs.told.connect(lambda why: self.line.tell(why, wrong=True))
        self.jobs.ended.connect(lambda: self.line.show_work(None))
        queue = self.workspace.queue
        queue.progressed.connect(self._show_progress)
        queue.set_order(self.settings.queue_order())
        queue.ordered.connect(self.settings.set_queue_order)
        self.workspace.actors.asked.connect(self.line.ask)
        self.workspace.register.import_wanted.connect(self.choose_register)
        self.workspace.tour.moved.connect(self.settings.set_tour)
        self.workspace.actors.offered.connect(self.palette.offer)
        for signal, slot in self._line_slots():
            signal.connect(slot)

    def _line_slots(self) -> list[tuple[Any, Callable[..., object]]]:
        bar, line = self._window.bar, self.line
        return [
            (bar.menu_wanted, self.fill_menu),
            (bar.palette_wanted, self.open_palette),
            (bar.help_wanted, self.help.open_keys),
            (bar.workspace_wanted, self.show),
            (line.undo_wanted, self.session.undo),
            (line.annotator_chosen, self.work_as),
            (line.cancel_wanted, self.jobs.cancel),
            (line.question_left, self._focus_workspace),
            (self._window.unsaved.again_wanted, self.session.save_again),
            (self._window.unsaved.elsewhere_wanted, self._save_elsewhere),
            (self._window.unsaved.given_up, self.session.give_up_unsaved),
        ]

    def _show_import(self, shown: bool) -> None:
        if shown:
            self.view.setCurrentWidget(self._importing)
            self._importing.enter()
            key = self.keymap.shown
            self.line.tell(
                f"Space ticks, {key('import.all')} all or none, {key('import.take')} takes, "
                f"{key('import.leave')} leaves"
            )
        elif self.view.currentWidget() is self._importing:
            self.show("annotate")

    def _take_in(self, name: str, workspace: Workspace) -> None:
        self._workspaces[name] = workspace
        self.view.addWidget(workspace)
        self.table.add(workspace.commands(), workspace, workspace.keyboard)
        workspace.wanted.connect(self.show)

    def _focus_workspace(self) -> None:
        workspace = self.view.currentWidget()
        if isinstance(workspace, Workspace):
            workspace.keyboard.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_project(self) -> None:
        if self.palette.isVisible():
            mentions = self.workspace.actors.show_mentions_of
            self.palette.offer_more(reachable(self.session, self.show, mentions))

    def _show_unsaved(self) -> None:
        unsaved = self.session.unsaved
        self._window.unsaved.show_unsaved(unsaved)
        self.line.show_saved(unsaved is None)

    def _save_elsewhere(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, "Save a copy elsewhere", self.session.path.name
        )
        if chosen:
            self.save_elsewhere(Path(chosen))

    def _show_progress(self, done: int, count: int) -> None:
        if self.view.currentWidget() is self.workspace:
            self.line.show_progress(done, count)

    def _keys_changed(self) -> None:
        self.settings.set_keys(self.keymap.chosen)
        self._show_keys()

    def _show_keys(self) -> None:
        """Have the keys printed in the window's frame as they are now."""
        shown = self.keymap.shown
        tabs = {room.name: shown(f"view.{room.name}") for room in ROOMS}
        self._window.bar.show_keys(shown("view.palette"), shown("view.keys"), tabs)
        self.walk.show_keys(shown)
        self._show_undo()

    def _open_last_article(self) -> None:
        session = self.session
        last = self.settings.article(session.path)
        known = last and session.project.find_article(last, None)
        first = known or next(iter(session.project.article_ids()), None)
        session.open_article(first)

    def _remember_article(self) -> None:
        if self.session.layer is not None:
            self.settings.set_article(self.session.path, self.session.layer.article.id)

    def _show_undo(self) -> None:
        session = self.session
        name = session.project.undo_name(session.annotator)
        self.line.show_undo(name, self.keymap.shown("edit.undo"))

    def _forgive(self, changed: Changed) -> None:
        """What could not be done is past once something is done."""
        if changed.annotator == self.session.annotator and changed.kind != "aside":
            self.line.forgive()

    def _imported(self, result: Any) -> None:
        session = self.session
        session.project.catch_up()
        refused = result.refused
        told = [f"{counted(result.articles, 'article')} added"]
        if result.layers:
            told.append(f"{counted(result.spans, 'span')} in {counted(result.layers, 'layer')}")
        if result.duplicates:
            told.append(f"{len(result.duplicates):,} there already")
        if len(refused) == 1:
            where, reason = refused[0].where, refused[0].reason
            told.append(f"1 refused: {reason if where in reason else f'{where}: {reason}'}")
        elif refused:
            told.append(
                f"{len(refused):,} refused; “Save report of the last import” in the menu tells why"
            )
        self.line.tell("; ".join(told), wrong=bool(refused))
        if session.layer is None:
            self._open_last_article()
