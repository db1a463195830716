"""The workspaces that a desk has: each loaded and made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.app.workspace import Workspace

if TYPE_CHECKING:
    from annotator.app.desk import Desk


@dataclass(frozen=True, slots=True)
class Room:
    """A workspace that there is: what it is called, the key that shows it, and how it is made."""

    name: str
    title: str
    key: str
    make: Callable[[Desk], Workspace]


def _annotate(desk: Desk) -> Workspace:
    return desk.workspace


def _export(desk: Desk) -> Workspace:
    from annotator.app.export.workspace import ExportWorkspace

    workspace = ExportWorkspace(desk.session, desk.jobs)
    workspace.told.connect(desk.line.tell)
    workspace.asked.connect(desk.line.ask)
    return workspace


def _review(desk: Desk) -> Workspace:
    from annotator.app.review.workspace import ReviewWorkspace

    theme, typography = desk.display.theme, desk.display.typography
    workspace = ReviewWorkspace(desk.session, desk.jobs, theme, typography, desk.keymap)
    workspace.told.connect(desk.line.tell)
    workspace.asked.connect(desk.line.ask)
    workspace.offered.connect(desk.palette.offer)
    workspace.queue.progressed.connect(desk.line.show_progress)
    workspace.left.connect(desk.workspace.queue.show_current)
    return workspace


def _agreement(desk: Desk) -> Workspace:
    from annotator.app.agreement.workspace import AgreementWorkspace

    look = desk.display.theme, desk.display.typography
    workspace = AgreementWorkspace(desk.session, desk.jobs, look)
    workspace.told.connect(desk.line.tell)
    return workspace


#: Every workspace that there is, in the order of their tabs.
ROOMS = (
    Room("annotate", "Annotate", "Ctrl+1", _annotate),
    Room("review", "Review", "Ctrl+2", _review),
    Room("agreement", "Agreement", "Ctrl+3", _agreement),
    Room("export", "Export", "Ctrl+4", _export),
)
