"""The main window: the start page, or the desk of one open project, in one frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.app.display import Display
from annotator.app.layouts import rule
from annotator.app.settings import Settings, login_name
from annotator.app.start_page import StartPage
from annotator.app.status_line import StatusLine
from annotator.app.stylesheet import stylesheet
from annotator.app.top_bar import TopBar
from annotator.app.unsaved_bar import UnsavedBar
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.app.crash_card import CrashCard
    from annotator.app.desk import Desk
    from annotator.app.display_panel import DisplayPanel
    from annotator.app.restore_card import RestoreCard

_SUFFIX = ".annotator"


class MainWindow(QMainWindow):
    """One window on one project, or on the start page.

    What a project needs is loaded when one is opened, so that the window shows at once.
    """

    def __init__(self, settings: Settings, display: Display) -> None:
        super().__init__()
        self.settings, self.display = settings, display
        display.setParent(self)
        self._display_panel: DisplayPanel | None = None
        self.desk: Desk | None = None
        self.setAcceptDrops(True)
        self.bar = TopBar(self)
        self.start = StartPage(self)
        self.line = StatusLine(self)
        self.unsaved = UnsavedBar(self)
        self._restore_card: RestoreCard | None = None
        self._crash_card: CrashCard | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.start)
        body = QWidget(self)
        body.setObjectName("window")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._rules = (rule(body), rule(body))
        frame = (self.bar, self._rules[0], self._stack, self.unsaved, self._rules[1], self.line)
        for widget in frame:
            column.addWidget(widget, 1 if widget is self._stack else 0)
        self.setCentralWidget(body)
        self.start.opened.connect(self.open_project)
        self.start.new_wanted.connect(self.new_project)
        self.start.open_wanted.connect(self.choose_project)
        self.start.sample_wanted.connect(self.open_sample)
        self.start.display_wanted.connect(self.open_display)
        self.start.backups_wanted.connect(self.offer_backups)
        self._start_keys = [
            QShortcut(QKeySequence(key), self.start, act)
            for key, act in (
                ("Ctrl+N", self.new_project),
                ("Ctrl+O", self.choose_project),
                ("Ctrl+,", self.open_display),
                ("Ctrl+Q", self.close),
            )
        ]
        display.changed.connect(self._follow_display)
        self._follow_display()
        self._show_start()
        geometry = self.settings.geometry()
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1440, 900)

    def open_project(
        self, path: Path, annotator: str | None = None, *, sample: bool = False
    ) -> None:
        """Open a project file and show it; what prevents that is told in the window.

        ``annotator`` is who works; without one, whoever worked on it here last. On a ``sample``
        the guided tour is offered to those who don't know it.
        """
        from annotator.app.desk import Desk
        from annotator.store.backup import kept
        from annotator.store.connection import WINDOWS_PATIENCE
        from annotator.store.project import Project

        try:
            project = Project.open(path, patience=WINDOWS_PATIENCE)
        except AnnotatorError as error:
            self.complain(str(error))
            if path.is_file() and kept(path):
                self.offer_backups(path)
            return
        self.close_project()
        if self.desk is not None:
            project.close()
            return
        who = annotator or self.settings.annotator(path) or login_name()
        self.desk = Desk(self, project, who)
        self._stack.addWidget(self.desk.face)
        self._stack.setCurrentWidget(self.desk.face)
        self._let_start_keys(work=False)
        self._show_frame(True)
        self.settings.remember(path)
        self.bar.show_project(project.name, path)
        self.setWindowTitle(f"{project.name} – annotator")
        self.desk.begin()
        if sample:
            self.desk.tour(offered=True)
        if project.read_only_reason:
            self.line.tell(project.read_only_reason, wrong=True)

    def close_project(self) -> None:
        """Close the project and go back to the start page, unless something is not saved yet."""
        if self.desk is not None and self._all_saved():
            desk, self.desk = self.desk, None
            self._stack.removeWidget(desk.face)
            desk.close()
            self._show_start()

    def new_project(self) -> None:
        """Ask where a new project shall be, make it and open it."""
        from annotator.store.project import Project

        chosen, _ = QFileDialog.getSaveFileName(
            self, "New project", f"project{_SUFFIX}", f"Projects (*{_SUFFIX})"
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix != _SUFFIX:
            path = path.with_name(path.name + _SUFFIX)
        try:
            Project.create(path).close()
        except AnnotatorError as error:
            self.complain(str(error))
            return
        self.open_project(path)

    def choose_project(self) -> None:
        """Ask which project to open."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Open project", "", f"Projects (*{_SUFFIX});;All files (*)"
        )
        if chosen:
            self.open_project(Path(chosen))

    def open_sample(self) -> None:
        """Make the sample project where this user keeps data, unless it is there, and open it."""
        from annotator.demo import WORKER, prepare

        place = QStandardPaths.StandardLocation.AppDataLocation
        folder = Path(QStandardPaths.writableLocation(place)) / "sample"
        try:
            made = prepare(folder)
        except AnnotatorError as error:
            self.complain(str(error))
            return
        self.open_project(made.project, WORKER, sample=True)

    def offer_backups(self, path: Path) -> None:
        """List a project's backups, to bring one back."""
        from annotator.app.restore_card import RestoreCard

        if self._restore_card is None:
            self._restore_card = RestoreCard(self)
            self._restore_card.chosen.connect(self.restore)
        self._restore_card.offer(path)

    def restore(self, backup: Path, path: Path) -> None:
        """Put a backup in a project's place, and open it; what was there is set aside."""
        from annotator.store.backup import restore

        if self.desk is not None and self.desk.session.path.absolute() == path.absolute():
            self.close_project()
            if self.desk is not None:
                return  # something is not saved yet, and says so
        try:
            aside = restore(backup, path)
        except AnnotatorError as error:
            self.complain(str(error))
            return
        self.open_project(path)
        if aside is not None:
            self.line.tell(f"Restored. What was there before is {aside.name}.")

    def tell_crash(self, report: str, file: str) -> None:
        """Tell of something that nobody expected, and show the work as it is stored."""
        from annotator.app.crash_card import CrashCard

        if self._crash_card is None:
            self._crash_card = CrashCard(self)
        all_saved = self.desk is None or self.desk.session.unsaved is None
        self._crash_card.tell(report, file, all_saved=all_saved)
        if self.desk is not None:
            self.desk.show_anew()

    def open_display(self) -> None:
        """Show the card to choose how things look by, or hide it."""
        from annotator.app.display_panel import DisplayPanel

        if self._display_panel is None:
            self._display_panel = DisplayPanel(self.display, self)
        if self._display_panel.isVisible():
            self._display_panel.close_overlay()
        else:
            self._display_panel.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._all_saved():
            event.ignore()
            return
        self.settings.set_geometry(self.saveGeometry())
        self.close_project()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasUrls() or (self.desk is not None and (data.hasText() or data.hasHtml())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        projects = [path for path in files if path.suffix == _SUFFIX]
        event.acceptProposedAction()
        if projects:
            self.open_project(projects[0])
        elif self.desk is not None:
            self.desk.add_pasted(data)
        else:
            self.complain("Open a project first; then drop articles on it.")

    def _all_saved(self) -> bool:
        saved = self.desk is None or self.desk.session.save_again()
        if not saved:
            self.line.tell("Save first what is not saved yet, or give it up.", wrong=True)
        return saved

    def _show_start(self) -> None:
        self.start.show_recent(self.settings.recent())
        self._stack.setCurrentWidget(self.start)
        self._let_start_keys(work=True)
        self.bar.show_project("", None)
        self.setWindowTitle("annotator")
        self._show_frame(False)

    def _follow_display(self) -> None:
        display = self.display
        sheet = stylesheet(display.theme, display.typography.ui, display.look.zoom)
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        if self.desk is None:
            self.start.show_recent(self.settings.recent())

    def _let_start_keys(self, *, work: bool) -> None:
        # An open project has commands on the same keys.
        for shortcut in self._start_keys:
            shortcut.setEnabled(work)

    def complain(self, why: str) -> None:
        """Say what could not be done."""
        self._show_frame(True)
        self.line.tell(why, wrong=True)

    def _show_frame(self, shown: bool) -> None:
        for widget in (*self._rules, self.line):
            widget.setVisible(shown)
        self.line.show_facts(self.desk is not None)
