"""The right side: the selected span, the article's attributions, and its actors."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.app.annotate.actors_card import ActorsCard
from annotator.app.annotate.acts import Acts
from annotator.app.annotate.attribution_panel import AttributionPanel
from annotator.app.annotate.entries import attribution_entries, todo_entries
from annotator.app.annotate.selected import SelectedCard
from annotator.app.fitting import Fitting
from annotator.app.keymap import Keymap
from annotator.app.later import Later
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.app.words import plain
from annotator.model import Layer, Span
from annotator.model.checks import problems
from annotator.model.outline import attributions, mentions

# The lists take longer, and nobody reads them while pressing keys.
_LISTS_PAUSE_MS = 200
# Above so many spans only what is near on the page is listed.
_MANY_SPANS = 1500
_NEAR = 4000
_LIST_HEIGHT = 150


class Inspector(QWidget):
    """Shows what the layer adds up to; tells which span to go to."""

    jumped = Signal(str)

    def __init__(
        self, session: Session, acts: Acts, keymap: Keymap, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self._session, self._acts = session, acts
        self.selected = SelectedCard(session, acts, keymap, theme, self)
        self.panel = AttributionPanel(keymap, theme, self)
        self.panel.setMinimumHeight(_LIST_HEIGHT)
        self.actors = ActorsCard(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(plain("SELECTED", "section"))
        self._card = Fitting(self.selected, self)
        self._card.setAccessibleName("Selected")
        column.addWidget(self._card)
        column.addSpacing(4)
        column.addWidget(self.panel, 1)
        column.addSpacing(4)
        column.addWidget(self.actors)
        for part in (self.selected, self.panel, self.actors):
            part.jumped.connect(self.jumped)
        self.panel.todo_toggled.connect(lambda _: self._mark())
        self._card_later = Later(self._show_card, self)
        self._lists_later = Later(self._show_lists, self, _LISTS_PAUSE_MS)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        for part in (self.selected, self.panel, self.actors):
            part.set_theme(theme)
        self.refresh()

    def refresh_soon(self) -> None:
        """Show everything anew once the keys pause."""
        self._card_later.ask()
        self._lists_later.ask()

    def stop(self) -> None:
        """Leave what is still to be refreshed as it is."""
        self._card_later.stop()
        self._lists_later.stop()

    def refresh(self) -> None:
        """Show the selected span, and work the overviews out anew."""
        self._show_card()
        self._show_lists()

    def _show_card(self) -> None:
        self._card_later.stop()
        self.selected.show_span(self._acts.current)
        self._card.fit()
        self._mark()

    def _show_lists(self) -> None:
        self._lists_later.stop()
        layer, scheme = self._session.layer, self._session.scheme
        if layer is None:
            self.panel.show_entries([], [], scheme)
            self.actors.show_actors([], scheme)
            return
        near, actor = self._near(layer), self._session.project.actor
        found = attributions(layer, scheme, near)
        entries = attribution_entries(layer, scheme, found, actor)
        todo = todo_entries(layer, problems(layer, scheme, near))
        self.panel.show_entries(entries, todo, scheme)
        self._mark()
        named = [(actor(id), spans) for id, spans in mentions(layer, near).items()]
        known = [(entry, spans) for entry, spans in named if entry is not None]
        known.sort(key=lambda pair: (-len(pair[1]), pair[1][0].order))
        self.actors.show_actors(known, scheme)

    def _mark(self) -> None:
        """Keep the selected span, or the claim that it belongs to, marked and in view."""
        span, head = self._acts.current, self.selected.head
        ids = [shown.id for shown in (span, head if span is not None else None) if shown]
        self.panel.list.mark(tuple(ids))

    def _near(self, layer: Layer) -> list[Span] | None:
        """Return the spans near the caret where there are too many to list them all."""
        if layer.span_count <= _MANY_SPANS:
            return None
        caret = self._acts.caret
        return layer.touching(max(caret - _NEAR, 0), caret + _NEAR)
