"""What is done with the actor register from the page: mentions, rename, merge, split."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from annotator.app.annotate.acts import Acts
from annotator.app.palette import Entry
from annotator.app.session import Session
from annotator.model import Actor, Change, Span
from annotator.model.edits import shorten
from annotator.model.register import merge, rename, split


class Actors(QObject):
    """Acts on the entry that the selected span names; asks where it needs to know more."""

    asked = Signal(str, str, object)
    """A question, what stands there already, and who takes the answer."""
    offered = Signal(str, list)
    """A question and the entries to choose from."""
    jumped = Signal(str, str)
    """An article and a span in it to go to."""

    def __init__(self, session: Session, acts: Acts, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._acts = acts

    @property
    def actor(self) -> Actor | None:
        """The entry that the selected span names."""
        span = self._acts.current
        return self._session.project.actor(span.actor) if span and span.actor else None

    def has_actor(self) -> bool:
        """Whether the selected span names an entry."""
        return self.actor is not None

    def show_mentions(self) -> None:
        """Offer every mention of the selected span's actor, here and in other articles."""
        if self.actor is not None:
            self.show_mentions_of(self.actor)

    def show_mentions_of(self, actor: Actor) -> None:
        """Offer every mention of an actor in this annotator's work."""
        project = self._session.project
        titles = {row.article: row.title for row in project.queue(self._session.annotator)}
        mine = project.mentions(actor.id, self._session.annotator)
        entries = [
            Entry(
                shorten(span.quote, 40),
                "mention",
                partial(self.jumped.emit, span.article, span.id),
                more=titles.get(span.article, ""),
            )
            for span in mine
        ]
        if entries:
            self.offered.emit(f"Mentions of {actor.name}", entries)
        else:
            self._session.told.emit(f"You have marked no mention of {actor.name} yet.")

    def ask_name(self) -> None:
        """Ask for another name of the actor."""
        actor = self.actor
        if actor is not None:
            change = partial(self._rename, actor)
            self.asked.emit(f"New name of {actor.name}", actor.name, change)

    def ask_merge(self) -> None:
        """Offer the entries that the actor may be the same as."""
        gone = self.actor
        if gone is None:
            return
        others = [a for a in self._session.project.actors() if a.id != gone.id]
        entries = [Entry(a.name, a.kind or "actor", partial(self._merge, a, gone)) for a in others]
        self.offered.emit(f"{gone.name} is the same as …", entries)

    def ask_split(self) -> None:
        """Ask for the name of an entry of its own for this mention."""
        actor, span = self.actor, self._acts.current
        if actor is not None and span is not None:
            change = partial(self._split, actor, span)
            self.asked.emit("Name of the other actor", shorten(span.quote, 80), change)

    def _rename(self, actor: Actor, name: str) -> None:
        if name:
            self._apply(lambda: rename(actor, name, self._session.annotator))

    def _merge(self, keep: Actor, gone: Actor) -> None:
        project, who = self._session.project, self._session.annotator
        self._apply(lambda: merge(keep, gone, project.mentions(gone.id), who))

    def _split(self, actor: Actor, span: Span, name: str) -> None:
        if name:
            self._apply(lambda: split(actor, name, [span], self._session.annotator))

    def _apply(self, make: Callable[[], Change]) -> None:
        self._session.apply(make)
