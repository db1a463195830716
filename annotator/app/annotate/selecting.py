"""Selecting text by keys: steps from unit to unit, more and less by structure, and back."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.app.annotate.steps import Hand, Step, larger, smaller
from annotator.app.canvas import TextCanvas
from annotator.app.session import Session
from annotator.text.units import Range


class Selecting(QObject):
    """Moves the canvas's selection; it changes nothing in the project."""

    def __init__(self, session: Session, canvas: TextCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self._smaller: list[Range] = []
        self._made: Range | None = None

    @property
    def hand(self) -> Hand | None:
        """Where the hand is, if there is an article."""
        if self._session.layer is None:
            return None
        article, span = self._session.layer.article, self._session.span(self._canvas.current)
        fragment = None
        if span is not None:
            chosen = span.fragments[self._canvas.current_fragment]
            fragment = chosen.start, chosen.end
        return Hand(article.text, article.language, self._canvas.selected_range, fragment)

    def take(self, step: Step) -> None:
        """Select what a step takes."""
        hand = self.hand
        found = step.take(hand) if hand is not None else None
        if found is not None:
            self._canvas.set_selection(*found)

    def expand(self) -> None:
        """Select the next larger unit around the selection, the caret or the selected span."""
        hand = self.hand
        found = larger(hand) if hand is not None else None
        if hand is None or found is None:
            return
        if hand.selected != self._made:
            self._smaller.clear()
        self._smaller.append(hand.selected)
        self._made = found
        self._canvas.set_selection(*found, reveal=False)

    def shrink(self) -> None:
        """Go back to what was selected before it was expanded, else to the first unit inside."""
        hand = self.hand
        if hand is None:
            return
        if hand.selected == self._made and self._smaller:
            self._made = self._smaller.pop()
            self._canvas.set_selection(*self._made, reveal=False)
        elif (found := smaller(hand)) is not None:
            self._canvas.set_selection(*found)
