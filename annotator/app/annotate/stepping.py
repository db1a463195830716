"""Going along what hangs together: parts of an attribution, attributions, what is missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.app.annotate.acts import Acts
from annotator.app.annotate.selected import SelectedCard
from annotator.app.session import Session
from annotator.model import Span
from annotator.model.checks import messages
from annotator.model.outline import attribution
from annotator.model.register import step


class Stepping(QObject):
    """Finds the next span of some kind from where the person is; it changes nothing."""

    jumped = Signal(str)
    went = Signal(str, str)
    """An article and a span in it to go to."""

    def __init__(self, session: Session, acts: Acts, card: SelectedCard, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._acts, self._card = session, acts, card
        self._actor: str | None = None

    def part(self, by: int) -> None:
        """Go to the next part of the shown attribution, or the one before, round the ends."""
        layer, span = self._session.layer, self._acts.current
        if layer is None or span is None:
            return
        # The card may be a moment behind the page.
        self._card.show_span(span)
        head = self._card.head
        found = attribution(layer, self._session.scheme, head) if head is not None else None
        if found is None:
            self._session.told.emit(f"This {span.label} belongs to no attribution yet.")
            return
        ids = [part.id for part in found.parts]
        self.jumped.emit(ids[(ids.index(span.id) + by) % len(ids)] if span.id in ids else ids[0])

    def attribution(self, by: int) -> None:
        """Go to the next claim in the text, or the one before."""
        roles = self._session.scheme.attribution
        if roles is not None:
            self._go(by, lambda span: span.label == roles.claim, f"There is no {roles.claim} yet.")

    def todo(self, by: int) -> None:
        """Go to the next span in the text that misses something, or the one before."""
        layer, scheme = self._session.layer, self._session.scheme
        if layer is not None:
            self._go(by, lambda s: any(messages(layer, scheme, s)), "Nothing is missing.")

    def mention(self, by: int) -> None:
        """Go to the next mention of the actor at hand in any article, or the one before."""
        span, project = self._acts.current, self._session.project
        if span is not None and span.actor is not None:
            self._actor = span.actor
        if self._actor is None:
            self._session.refused.emit("Select a span that names an actor first.")
            return
        mentions = project.mentions(self._actor, self._session.annotator)
        to = step(mentions, span.id if span is not None else None, by)
        if to is not None:
            self.went.emit(to.article, to.id)

    def _go(self, by: int, wanted: Callable[[Span], bool], none: str) -> None:
        """Go to the nearest wanted span behind or before where the person is, round the ends."""
        spans = self._session.layer.spans if self._session.layer is not None else ()
        here = self._acts.current
        at = here.order if here is not None else (self._acts.caret, 0, "")
        if by > 0:
            cut = bisect_right(spans, at, key=lambda span: span.order)
            round_the_end = (*spans[cut:], *spans[:cut])
        else:
            cut = bisect_left(spans, at, key=lambda span: span.order)
            round_the_end = (*reversed(spans[:cut]), *reversed(spans[cut:]))
        to = next(filter(wanted, round_the_end), None)
        if to is None:
            self._session.told.emit(none)
        else:
            self.jumped.emit(to.id)
