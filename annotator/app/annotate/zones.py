"""Commands that say what a part of the article is: title, caption, body or the site's."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from annotator.app.commands import Command
from annotator.model import ZONE_KINDS, Change
from annotator.model.zoning import CORRECTED, with_zone
from annotator.text.paragraphs import paragraphs

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
    start, end = canvas.selected_range
    if start == end:
        start, end = next(
            (line for line in paragraphs(article.text) if line[0] <= start <= line[1]),
            (start, end),
        )
    after = with_zone(article, kind, start, end)
    if after.zones == article.zones:
        return
    after = replace(after, metadata={**article.metadata, "zones": CORRECTED})
    session.apply(lambda: Change(f"Mark as {kind}", session.annotator, put=[after]))
