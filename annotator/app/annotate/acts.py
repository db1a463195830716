"""What an annotator does to the article on the page: each act is one change, or none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from annotator.app.canvas import TextCanvas
from annotator.app.session import Session
from annotator.model import (
    Actor,
    AttributeValue,
    Change,
    Changed,
    Layer,
    Relation,
    Span,
    edits,
    new_id,
)
from annotator.model.annotation import Status
from annotator.model.edits import Edge
from annotator.model.guesses import foreseen
from annotator.model.likely import Likely, likely
from annotator.model.register import named, proposals
from annotator.text.graphemes import next_boundary, previous_boundary
from annotator.text.paragraphs import line_at
from annotator.text.quotations import goes_on, quotation_at
from annotator.text.units import MANY
from annotator.text.words import next_word, previous_word, word_at


class Acts(QObject):
    """Turns what is selected on the canvas, and a key, into a change of the shown layer."""

    def __init__(self, session: Session, canvas: TextCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self._last_label: str | None = None
        canvas.edge_dropped.connect(self._drop_edge)
        canvas.link_dropped.connect(self._drop_link)

    @property
    def layer(self) -> Layer | None:
        """The layer on the page."""
        return self._session.layer

    @property
    def current(self) -> Span | None:
        """The span that is selected on the page."""
        return self._session.span(self._canvas.current)

    @property
    def caret(self) -> int:
        """Where the caret is on the page."""
        return self._canvas.selection()[1]

    @property
    def next_fragment(self) -> tuple[int, int] | None:
        """Where the quotation that the selected span ends with goes on."""
        layer, span = self.layer, self.current
        label = self._session.scheme.label(span.label) if span else None
        if layer is None or span is None or label is None or not label.fragments:
            return None
        text, last = layer.article.text, span.fragments[-1]
        line_start, line_end = line_at(text, last.start)
        if line_end - line_start > MANY:
            return None
        quotation = quotation_at(text, last.start)
        if quotation is None or any(map(str.isalnum, text[last.end : quotation[1]])):
            return None
        return goes_on(text, quotation)

    def label(self, name: str) -> None:
        """Label the selected text; without any, the selected span anew; else the word here."""
        layer = self.layer
        if layer is None:
            return
        self._last_label = name
        start, end = self._canvas.selected_range
        span, scheme = self.current, self._session.scheme
        if start == end and span is not None:
            self._apply(
                lambda: edits.relabel(
                    layer, scheme, span, name, actor=self._known(name, span.start, span.end)
                )
            )
            return
        if start == end:
            start, end = word_at(layer.article.text, start)
        changed = self._apply(
            lambda: edits.add_span(
                layer, scheme, name, start, end, actor=self._known(name, start, end)
            )
        )
        self._select_new(changed)

    def repeat_label(self) -> None:
        """Label the selection as the one before was labelled."""
        if self._last_label is not None:
            self.label(self._last_label)

    def add_fragment(self) -> None:
        """Add the selected text to the selected span; without any, where its quotation goes on."""
        layer, span = self.layer, self.current
        if layer is None or span is None:
            return
        start, end = self._canvas.selected_range
        if start == end:
            start, end = self.next_fragment or (start, end)
        if start == end:
            self._session.refused.emit("Select the text to add to this span first.")
        else:
            changed = self._apply(
                lambda: edits.add_fragment(layer, self._session.scheme, span, start, end)
            )
            if changed is not None:
                self._canvas.select_span(span.id, self._fragment_at(span.id, start))

    def delete(self) -> None:
        """Delete the selected span with its links."""
        layer, span = self.layer, self.current
        if layer is not None and span is not None:
            self._apply(lambda: edits.delete_spans(layer, [span]))

    def delete_fragment(self) -> None:
        """Take the selected fragment out of its span."""
        layer, span, index = self.layer, self.current, self._canvas.current_fragment
        if layer is not None and span is not None:
            scheme = self._session.scheme
            self._apply(lambda: edits.remove_fragment(layer, scheme, span, index))
            self._canvas.select_span(span.id, max(index - 1, 0))

    def move_edge(self, edge: Edge, direction: int, *, by_word: bool) -> None:
        """Move an edge of the selected fragment by one character or word."""
        by_word = by_word or self._session.scheme.boundaries.whole_words
        layer, span, index = self.layer, self.current, self._canvas.current_fragment
        if layer is None or span is None:
            return
        text, fragment = layer.article.text, span.fragments[index]
        at = fragment.start if edge == "start" else fragment.end
        if by_word:
            to = next_word(text, at) if direction > 0 else previous_word(text, at)
        else:
            to = next_boundary(text, at) if direction > 0 else previous_boundary(text, at)
        if edge == "start" and by_word and direction > 0:
            # The step goes to a word's end, but a start belongs at the beginning of the next.
            to = previous_word(text, next_word(text, to)) if to < fragment.end else at
        self._move_edge(span, index, edge, to)

    def set_attribute(self, name: str, value: AttributeValue | None) -> None:
        """Answer one of the questions that the label asks of the selected span."""
        layer, span = self.layer, self.current
        if layer is not None and span is not None:
            scheme = self._session.scheme
            self._apply(lambda: edits.set_attribute(layer, scheme, span, name, value))

    def set_note(self, note: str) -> None:
        """Write a note on the selected span."""
        layer, span = self.layer, self.current
        if layer is not None and span is not None:
            self._apply(lambda: edits.set_note(layer, span, note.strip() or None))

    def toggle_doubt(self) -> None:
        """Mark the selected span as doubtful, or as settled."""
        layer, span = self.layer, self.current
        if layer is not None and span is not None:
            self._apply(lambda: edits.set_doubt(layer, span, not span.doubt))

    def set_actor(self, actor: Actor | None) -> None:
        """Say whom the selected span names."""
        layer, span = self.layer, self.current
        if layer is not None and span is not None:
            scheme = self._session.scheme
            self._apply(lambda: edits.set_actor(layer, scheme, span, actor))

    def name_actor(self, name: str) -> None:
        """Say whom the selected span names, by a name or alias; an unknown one is registered."""
        name = " ".join(name.split())
        if not name:
            self.set_actor(None)
            return
        known = named(self._session.project.actors(), name)
        self.set_actor(known or Actor(new_id(), name))

    def likely_actors(self, typed: str | None = None) -> list[Likely]:
        """Return whom the selected span may name, or what was typed instead of its words."""
        layer, span = self.layer, self.current
        if layer is None or span is None:
            return []
        register = self._session.project.actors()
        if typed is not None:
            return [Likely(actor, sure=True) for actor in proposals(register, typed)]
        before = [s for s in layer.spans if s.actor is not None and s.order < span.order]
        return likely(register, span.quote, before, layer.article.language)

    def unlink(self, relation: Relation) -> None:
        """Take a link away."""
        layer = self.layer
        if layer is not None:
            self._apply(lambda: edits.unlink(layer, relation))

    def set_status(self, status: Status, note: str | None = None) -> None:
        """Say how far the work on this article is."""
        layer = self.layer
        if layer is not None:
            self._apply(lambda: edits.set_status(layer, status, note))

    def _known(self, label: str, start: int, end: int) -> str | None:
        """Return the entry that a range names for sure, if a span of this label names one."""
        layer, scheme = self.layer, self._session.scheme
        kind = scheme.label(label)
        if layer is None or kind is None or not kind.register:
            return None
        known = partial(named, self._session.project.actors())
        _, actor = foreseen(layer.article, scheme, kind, start, end, known)
        return actor.id if actor is not None else None

    def _drop_edge(self, span_id: str, index: int, edge: Edge, to: int) -> None:
        span = self._session.span(span_id)
        if span is not None:
            self._move_edge(span, index, edge, to)

    def _drop_link(self, source_id: str, target_id: str) -> None:
        layer = self.layer
        source, target = self._session.span(source_id), self._session.span(target_id)
        if layer is not None and source is not None and target is not None:
            self._apply(lambda: edits.link(layer, self._session.scheme, source, target))

    def _move_edge(self, span: Span, index: int, edge: Edge, to: int) -> None:
        layer = self.layer
        if layer is not None:
            scheme = self._session.scheme
            self._apply(lambda: edits.move_edge(layer, scheme, span, index, edge, to))

    def _select_new(self, changed: Changed | None) -> None:
        for delta in changed.deltas if changed else ():
            if isinstance(delta.after, Span) and delta.before is None:
                self._canvas.select_span(delta.after.id, reveal=False)

    def _fragment_at(self, span_id: str, offset: int) -> int:
        span = self._session.span(span_id)
        places = enumerate(span.fragments if span else ())
        return next((n for n, f in places if f.start <= offset < f.end), 0)

    def _apply(self, make: Callable[[], Change]) -> Changed | None:
        return self._session.apply(make)
