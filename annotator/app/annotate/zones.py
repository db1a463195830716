"""Commands that say what a part of the article is: title, caption, body or the site's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from annotator.app.commands import Command
from annotator.app.zoning import rezoned
from annotator.model import ZONE_KINDS, Change

if TYPE_CHECKING:
    from annotator.app.annotate.workspace import AnnotateWorkspace
    from annotator.app.canvas import TextCanvas
    from annotator.app.session import Session


def zone_commands(workspace: AnnotateWorkspace) -> list[Command]:
    """List a command for each kind of zone; ``Alt`` and its number is its key."""
    return [
        Command(
            f"zone.{kind}",
            f"Mark as {kind}",
            "Zone",
            partial(workspace.mark_zone, kind),
            (f"Alt+{number}",),
            workspace.has_article,
            article=True,
        )
        for number, kind in enumerate(ZONE_KINDS, 1)
    ]


def mark_zone(session: Session, canvas: TextCanvas, kind: str) -> None:
    """Make a zone of the selected text or, without any, of the paragraph that the caret is in."""
    if session.layer is None:
        return
    article = session.layer.article
    after = rezoned(article, canvas, kind)
    if after is not article:
        session.apply(lambda: Change(f"Mark as {kind}", session.annotator, put=[after]))
