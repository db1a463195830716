"""What the palette finds in an open project: labels and commands, actors, articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from annotator.app.commands import CommandTable
from annotator.app.palette import Entry
from annotator.app.session import Session
from annotator.app.workspace import Place
from annotator.model import Actor


def doable(table: CommandTable) -> Iterator[Entry]:
    """Go through all that can be done now."""
    for command in table:
        if command.enabled():
            kind = "label" if command.id.startswith("label.") else "command"
            run = partial(table.run, command.id)
            yield Entry(command.name, kind, run, table.keymap.shown(command.id))


def reachable(
    session: Session,
    show: Callable[[str, Place], object],
    show_mentions: Callable[[Actor], object],
) -> Iterator[Entry]:
    """Go through the project's actors, which lead to their mentions, and its articles."""
    for actor in session.project.actors():
        run = partial(show_mentions, actor)
        kind = f"actor, {actor.kind}" if actor.kind else "actor"
        yield Entry(actor.name, kind, run, more=", ".join(actor.aliases))
    for row in session.project.queue(session.annotator):
        yield Entry(row.title, "article", partial(show, "annotate", Place(row.article)))
