"""The main window: start page or workspace, the bar above, the line below, files in and out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.app.annotate.workspace import AnnotateWorkspace
from annotator.app.commands import Command, CommandTable
from annotator.app.jobs import Job
from annotator.app.palette import Entry, KeysHelp, Palette
from annotator.app.session import Session
from annotator.app.settings import Settings, login_name
from annotator.app.start_page import StartPage
from annotator.app.status_line import StatusLine
from annotator.app.theme import FontFamilies, Theme, stylesheet
from annotator.app.top_bar import TopBar
from annotator.errors import AnnotatorError
from annotator.model import Article, Change
from annotator.store.project import Project

_SUFFIX = ".annotator"
_SIZES = (80, 90, 100, 115, 130, 150, 175, 200)
_MENU = (
    *("project.new", "project.open", None, "article.add", "article.add_folder", "article.paste"),
    *(None, "project.export", None, "edit.undo", "edit.redo", None, "view.palette", "view.keys"),
    *("view.larger", "view.smaller", "view.theme", None, "project.close", "window.quit"),
)


class MainWindow(QMainWindow):
    """One window on one project, or on the start page."""

    def __init__(self, theme: Theme, families: FontFamilies, themes: tuple[Theme, ...]) -> None:
        super().__init__()
        self._theme, self._families, self._themes = theme, families, themes
        self.settings = Settings()
        self.session: Session | None = None
        self.workspace: AnnotateWorkspace | None = None
        self._table: CommandTable | None = None
        self._palette: Palette | None = None
        self._help: KeysHelp | None = None
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self.bar = TopBar(self)
        self.start = StartPage(self)
        self.line = StatusLine(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.start)
        body = QWidget(self)
        body.setObjectName("window")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._rules = (_rule(body), _rule(body))
        for widget in (self.bar, self._rules[0], self._stack, self._rules[1], self.line):
            column.addWidget(widget, 1 if widget is self._stack else 0)
        self.setCentralWidget(body)
        self._connect()
        self.set_theme(theme)
        self._show_start()
        geometry = self.settings.geometry()
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1440, 900)

    # Opening and closing

    def open_project(self, path: Path, annotator: str | None = None) -> None:
        """Open a project file and show it; what prevents that is told in the window."""
        try:
            project = Project.open(path)
        except AnnotatorError as error:
            self._complain(error)
            return
        self.close_project()
        who = annotator or self.settings.annotator(path) or login_name()
        self.session = session = Session(project, who, self)
        self.workspace = workspace = AnnotateWorkspace(session, self._theme, self._families, self)
        workspace.canvas.set_text_size(self.settings.text_size())
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        session.refused.connect(lambda why: self.line.tell(why, wrong=True))
        session.changed.connect(lambda _: self._show_undo())
        session.article_opened.connect(self._remember_article)
        workspace.queue.progressed.connect(self.line.show_progress)
        self.settings.remember(path)
        self._set_commands(self._commands(workspace), workspace)
        self._show_frame(True)
        self._work_as(who)
        self.line.show_project(read_only=project.read_only_reason)
        self.bar.show_project(project.name, path)
        self.setWindowTitle(f"{project.name} – annotator")
        if project.read_only_reason:
            self.line.tell(project.read_only_reason, wrong=True)
        self._open_last_article(session)
        workspace.queue.reload()
        workspace.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_project(self) -> None:
        """Close the project and go back to the start page. Nothing is left to save."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()
        if self.session is None or self.workspace is None:
            return
        self._set_commands([], None)
        self._stack.removeWidget(self.workspace)
        self.workspace.deleteLater()
        self.session.close()
        self.session.deleteLater()
        self.session = self.workspace = None
        self._show_start()

    def add_paths(self, paths: list[Path]) -> None:
        """Bring files and folders in as articles or annotated data, beside the window."""
        session = self.session
        if session is None or not paths:
            return
        who = session.annotator

        def work(project: Project, progress: Callable[[int, int], None]) -> Any:
            from annotator.transfer import import_paths

            return import_paths(project, paths, annotator=who, progress=progress)

        self._start_job("Import", work, self._imported)

    def export_to(self, path: Path) -> None:
        """Write everything as JSONL, beside the window."""

        def work(project: Project, progress: Callable[[int, int], None]) -> Any:
            from annotator.transfer import export

            return export(project, "jsonl", path, progress=progress)

        self._start_job("Export", work, lambda result: self.line.tell(f"Exported to {result.path}"))

    def add_pasted(self, data: QMimeData) -> None:
        """Take what is on the clipboard, or was dropped, as files or as one article."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.add_paths(files)
            return
        session = self.session
        if session is None or not (data.hasHtml() or data.text().strip()):
            self.line.tell("There is no text to paste.", wrong=True)
            return
        try:
            article = _read(data)
        except AnnotatorError as error:
            self._complain(error)
            return
        if known := session.project.find_article(None, article.sha256):
            session.open_article(known)
            self.line.tell("This article is here already.")
            return
        name = f'Add "{article.title[:40]}"'
        if session.apply(lambda: Change(name, session.annotator, put=[article])):
            session.open_article(article.id)

    def set_theme(self, theme: Theme) -> None:
        """Draw the whole window in this theme."""
        self._theme = theme
        self.setStyleSheet(stylesheet(theme, self._families))
        if self.workspace is not None:
            self.workspace.set_theme(theme)

    # Events

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.set_geometry(self.saveGeometry())
        self.close_project()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasUrls() or (self.session is not None and (data.hasText() or data.hasHtml())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        projects = [path for path in files if path.suffix == _SUFFIX]
        event.acceptProposedAction()
        if projects:
            self.open_project(projects[0])
        else:
            self.add_pasted(data)

    # How it is done

    def _connect(self) -> None:
        self.start.opened.connect(self.open_project)
        self.start.new_wanted.connect(self._new_project)
        self.start.open_wanted.connect(self._choose_project)
        self.start.sample_wanted.connect(self.open_sample)
        self.bar.menu_wanted.connect(self._fill_menu)
        self.bar.palette_wanted.connect(lambda: self._run("view.palette"))
        self.bar.help_wanted.connect(lambda: self._run("view.keys"))
        self.line.undo_wanted.connect(lambda: self._run("edit.undo"))
        self.line.annotator_chosen.connect(self._work_as)
        self.line.cancel_wanted.connect(lambda: self._job.cancel() if self._job else None)

    def _show_start(self) -> None:
        self.start.show_recent(self.settings.recent())
        self._stack.setCurrentWidget(self.start)
        self.bar.show_project("", None)
        self.setWindowTitle("annotator")
        self._show_frame(False)

    def _complain(self, error: AnnotatorError) -> None:
        self._show_frame(True)
        self.line.tell(str(error), wrong=True)

    def _show_frame(self, shown: bool) -> None:
        for widget in (*self._rules, self.line):
            widget.setVisible(shown)

    def open_sample(self) -> None:
        """Make the sample project where this user keeps data, unless it is there, and open it."""
        from PySide6.QtCore import QStandardPaths

        from annotator.demo import WORKER, prepare

        place = QStandardPaths.StandardLocation.AppDataLocation
        folder = Path(QStandardPaths.writableLocation(place)) / "sample"
        try:
            made = prepare(folder)
        except AnnotatorError as error:
            self._complain(error)
            return
        self.open_project(made.project, WORKER)

    def _new_project(self) -> None:
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
            self._complain(error)
            return
        self.open_project(path)

    def _choose_project(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Open project", "", f"Projects (*{_SUFFIX});;All files (*)"
        )
        if chosen:
            self.open_project(Path(chosen))

    def _choose_articles(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self,
            "Add articles",
            "",
            "Articles and labels (*.txt *.text *.html *.htm *.xhtml *.jsonl);;All files (*)",
        )
        self.add_paths([Path(path) for path in chosen])

    def _choose_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "Add a folder of articles"):
            self.add_paths([Path(chosen)])

    def _choose_export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Export", f"{self.bar.project}.jsonl", "JSON lines (*.jsonl)"
        )
        if chosen:
            self.export_to(Path(chosen))

    def _open_last_article(self, session: Session) -> None:
        last = self.settings.article(session.path)
        known = last and session.project.find_article(last, None)
        first = known or next(iter(session.project.article_ids()), None)
        session.open_article(first)

    def _remember_article(self) -> None:
        if self.session is not None and self.session.layer is not None:
            self.settings.set_article(self.session.path, self.session.layer.article.id)

    def _work_as(self, name: str) -> None:
        session, workspace = self.session, self.workspace
        if session is None or workspace is None:
            return
        session.work_as(name)
        self.settings.set_annotator(session.path, name)
        others = [a.name for a in session.project.annotators() if a.role != "import"]
        self.line.show_annotator(name, others)
        workspace.queue.reload()
        self._show_undo()

    def _show_undo(self) -> None:
        session = self.session
        self.line.show_undo(session.project.undo_name(session.annotator) if session else None)

    def _start_job(
        self,
        title: str,
        work: Callable[[Project, Callable[[int, int], None]], Any],
        done: Callable[[Any], None],
    ) -> None:
        session = self.session
        if session is None:
            return
        if self._job is not None:
            self.line.tell(f"{self._job.title} is still running.", wrong=True)
            return
        self._job = job = Job(title, session.path, work, self)
        job.progressed.connect(lambda n, count: self.line.show_work(title, n, count))
        job.done.connect(done)
        job.failed.connect(lambda why: self.line.tell(why, wrong=True))
        job.finished.connect(self._job_ended)
        self.line.show_work(title)
        job.start()

    def _job_ended(self) -> None:
        job, self._job = self._job, None
        self.line.show_work(None)
        if job is not None:
            job.deleteLater()

    def _imported(self, result: Any) -> None:
        session = self.session
        if session is None:
            return
        session.project.catch_up()
        refused = result.refused
        told = [f"{result.articles} article{'s' if result.articles != 1 else ''} added"]
        if result.layers:
            told.append(f"{result.spans} spans in {result.layers} layers")
        if result.duplicates:
            told.append(f"{len(result.duplicates)} there already")
        if refused:
            told.append(f"{len(refused)} refused: {refused[0].where}: {refused[0].reason}")
        self.line.tell("; ".join(told), wrong=bool(refused))
        if session.layer is None:
            self._open_last_article(session)

    def _commands(self, workspace: AnnotateWorkspace) -> list[Command]:
        session = self.session
        assert session is not None, "commands belong to an open project"
        project = session.project

        def undo_title() -> str:
            name = project.undo_name(session.annotator)
            return f"Undo “{name}”" if name else "Undo"

        def redo_title() -> str:
            name = project.redo_name(session.annotator)
            return f"Redo “{name}”" if name else "Redo"

        def can_undo() -> bool:
            return project.undo_name(session.annotator) is not None

        def can_redo() -> bool:
            return project.redo_name(session.annotator) is not None

        def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
            return Command(id, title, id.partition(".")[0].capitalize(), run, keys)

        return [
            *workspace.commands(),
            Command("edit.undo", "Undo", "Edit", session.undo, ("Ctrl+Z",), can_undo, undo_title),
            Command(
                "edit.redo",
                "Redo",
                "Edit",
                session.redo,
                ("Ctrl+Shift+Z", "Ctrl+Y"),
                can_redo,
                redo_title,
            ),
            command("project.new", "New project…", self._new_project, "Ctrl+N"),
            command("project.open", "Open project…", self._choose_project, "Ctrl+O"),
            command("project.export", "Export as JSONL…", self._choose_export, "Ctrl+E"),
            command("project.close", "Close project", self.close_project, "Ctrl+W"),
            command("article.add", "Add articles…", self._choose_articles, "Ctrl+I"),
            command("article.add_folder", "Add a folder…", self._choose_folder),
            command(
                "article.paste",
                "Paste as a new article",
                lambda: self.add_pasted(QGuiApplication.clipboard().mimeData()),
                "Ctrl+V",
            ),
            command("view.palette", "Search articles and commands", self._open_palette, "Ctrl+K"),
            command("view.keys", "Keys", self._open_help, "?"),
            command("view.larger", "Larger text", lambda: self._zoom(1), "Ctrl++", "Ctrl+="),
            command("view.smaller", "Smaller text", lambda: self._zoom(-1), "Ctrl+-"),
            command("view.theme", "Next theme", self._next_theme, "Ctrl+Shift+T"),
            command("window.quit", "Quit", self.close, "Ctrl+Q"),
        ]

    def _set_commands(self, commands: list[Command], workspace: QWidget | None) -> None:
        for overlay in (self._palette, self._help):
            if overlay is not None:
                overlay.deleteLater()
        if self._table is not None:
            self._table.remove()
        self._table = self._palette = self._help = None
        if workspace is not None and self.workspace is not None:
            self._table = CommandTable(commands, self, self.workspace.canvas)
            self._palette = Palette(self._entries, self)
            self._help = KeysHelp(self._table, self)

    def _run(self, command_id: str) -> None:
        if self._table is not None:
            self._table.run(command_id)

    def _fill_menu(self) -> None:
        if self._table is not None:
            self._table.fill(self.bar.menu, _MENU)

    def _entries(self) -> list[Entry]:
        commands = [
            Entry(command.name, "command", partial(self._run, command.id), command.key)
            for command in self._table or ()
            if command.enabled()
        ]
        session, workspace = self.session, self.workspace
        if session is None or workspace is None:
            return commands
        rows = session.project.queue(session.annotator)
        articles = [
            Entry(row.title, "article", partial(workspace.open_article, row.article))
            for row in rows
        ]
        return commands + articles

    def _open_palette(self) -> None:
        if self._palette is not None:
            self._palette.open()

    def _open_help(self) -> None:
        if self._help is not None:
            self._help.open()

    def _zoom(self, by: int) -> None:
        if self.workspace is None:
            return
        size = self.settings.text_size()
        nearest = min(range(len(_SIZES)), key=lambda n: abs(_SIZES[n] - size))
        size = _SIZES[min(max(nearest + by, 0), len(_SIZES) - 1)]
        self.settings.set_text_size(size)
        self.workspace.canvas.set_text_size(size)
        self.line.tell(f"Text at {size} %")

    def _next_theme(self) -> None:
        at = self._themes.index(self._theme) if self._theme in self._themes else -1
        self.set_theme(self._themes[(at + 1) % len(self._themes)])


def _read(data: QMimeData) -> Article:
    from annotator.intake import read_html, read_text

    if data.hasHtml():
        return read_html(data.html(), source="clipboard")
    return read_text(data.text(), source="clipboard")


def _rule(parent: QWidget) -> QFrame:
    rule = QFrame(parent)
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    return rule
