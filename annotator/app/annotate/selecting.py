"""Selecting text by keys: from unit to unit, larger and smaller, and back."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.app.canvas import TextCanvas
from annotator.app.session import Session
from annotator.text.structure import expand
from annotator.text.units import Unit, next_unit


class Selecting(QObject):
    """Moves the canvas's selection; it changes nothing in the project."""

    def __init__(self, session: Session, canvas: TextCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self._smaller: list[tuple[int, int]] = []
        self._made: tuple[int, int] | None = None

    def select_unit(self, unit: Unit, *, forward: bool) -> None:
        """Select the next word, sentence, quotation or paragraph, or the one before."""
        layer = self._session.layer
        if layer is None:
            return
        start, end = self._canvas.selected_range
        span = self._session.span(self._canvas.current)
        if span is not None and start == end:
            # From a selected span on, the next unit is the one behind it.
            fragment = span.fragments[self._canvas.current_fragment]
            start, end = (fragment.end, fragment.end) if forward else (fragment.start,) * 2
        article = layer.article
        found = next_unit(
            article.text, unit, start, end, forward=forward, language=article.language
        )
        if found is not None:
            self._canvas.set_selection(*found)

    def expand(self) -> None:
        """Select the next larger unit around the selection, the caret or the selected span."""
        layer = self._session.layer
        if layer is None:
            return
        now = self._canvas.selected_range
        if now != self._made:
            self._smaller.clear()
        span = self._session.span(self._canvas.current)
        start, end = now
        if span is not None and start == end:
            fragment = span.fragments[self._canvas.current_fragment]
            start, end = fragment.start, fragment.end
        self._smaller.append(now)
        self._made = expand(layer.article.text, start, end, layer.article.language)
        self._canvas.set_selection(*self._made, reveal=False)

    def shrink(self) -> None:
        """Go back to what was selected before it was expanded."""
        if self._canvas.selected_range == self._made and self._smaller:
            self._made = self._smaller.pop()
            self._canvas.set_selection(*self._made, reveal=False)
