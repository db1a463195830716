"""The commands that a desk has in every workspace, and its menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from annotator.app.commands import Command
from annotator.app.look_commands import look_commands
from annotator.app.rooms import ROOMS

if TYPE_CHECKING:
    from annotator.app.desk import Desk
    from annotator.app.session import Session
    from annotator.app.window import MainWindow

MENU = (
    *("project.new", "project.open", None),
    *("article.add", "article.add_folder", "article.add_web", "article.paste"),
    *("article.add_actors", "article.report", "article.allow_web", None),
    *("project.export", "project.restore", None, "edit.undo", "edit.redo", None),
    *("zone.body", "zone.boilerplate", "zone.caption", None),
    *("view.palette", "view.keys", "view.guidelines", "view.display", "view.tour"),
    *(None, "project.close", "window.quit"),
)


def desk_commands(desk: Desk, window: MainWindow) -> list[Command]:
    """List what can be done whatever is shown: with the project, the window and the last change."""

    def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
        return Command(id, title, id.partition(".")[0].capitalize(), run, keys)

    return [
        *(
            command(f"view.{r.name}", f"Go to {r.title}", partial(desk.show, r.name), r.key)
            for r in ROOMS
        ),
        *_undo_commands(desk.session),
        command("project.new", "New project…", window.new_project, "Ctrl+N"),
        command("project.open", "Open project…", window.choose_project, "Ctrl+O"),
        command("project.export", "Export…", lambda: desk.show("export"), "Ctrl+E"),
        command("project.backup", "Back up now", desk.backups.keep),
        command(
            "project.restore",
            "Restore a backup…",
            lambda: window.offer_backups(desk.session.path),
        ),
        command("project.close", "Close project", window.close_project, "Ctrl+W"),
        *desk.intake.commands(),
        command("article.add_actors", "Add actors from a file…", desk.choose_register),
        command(
            "article.paste",
            "Paste as a new article",
            lambda: desk.add_pasted(QGuiApplication.clipboard().mimeData()),
            "Ctrl+V",
        ),
        command(
            "view.palette",
            "Search articles, actors and commands",
            desk.open_palette,
            "Ctrl+K",
        ),
        command(
            "view.next_part", "Keyboard to the next part", partial(desk.move_keyboard, 1), "F6"
        ),
        command(
            "view.previous_part",
            "Keyboard to the previous part",
            partial(desk.move_keyboard, -1),
            "Shift+F6",
        ),
        command("view.tour", "Guided tour", desk.tour),
        command("view.keys", "Keys", desk.help.open_keys, "?"),
        *desk.walk.commands(),
        *look_commands(desk.display, window.open_display),
        command("window.quit", "Quit", window.close, "Ctrl+Q"),
    ]


def _undo_commands(session: Session) -> list[Command]:
    """List what takes this annotator's last change back, or does it again; each says which."""
    project = session.project

    def undone() -> str | None:
        return project.undo_name(session.annotator)

    def redone() -> str | None:
        return project.redo_name(session.annotator)

    def command(
        title: str, run: Callable[[], object], name: Callable[[], str | None], *keys: str
    ) -> Command:
        def now() -> str:
            change = name()
            return f"{title} “{change}”" if change else title

        def enabled() -> bool:
            return name() is not None

        return Command(f"edit.{title.lower()}", title, "Edit", run, keys, enabled, now)

    return [
        command("Undo", session.undo, undone, "Ctrl+Z"),
        command("Redo", session.redo, redone, "Ctrl+Shift+Z", "Ctrl+Y"),
    ]
