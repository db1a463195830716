"""The widget: one layer on a page, what of it is selected, and the keys that move the caret."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from annotator.app.canvas import links
from annotator.app.canvas.accessible import offer_to_screen_readers, tell_screen_readers
from annotator.app.canvas.dragging import DragEdge, DragLink
from annotator.app.canvas.hints import Hint, Hints
from annotator.app.canvas.keys import motion_of
from annotator.app.canvas.marks import (
    chips_of,
    innermost_first,
    linked_with,
    mark_of,
    stretched,
)
from annotator.app.canvas.motion import TEXT_UNITS, moved
from annotator.app.canvas.mouse import Mouse
from annotator.app.canvas.page import Anchor, Page
from annotator.app.canvas.scene import Question
from annotator.app.canvas.signs import signs_on
from annotator.app.canvas.view import HEAD, PageView
from annotator.app.canvas.voices import Voices
from annotator.model import Article, Delta, Layer, Relation, Span
from annotator.text.graphemes import snap_down

# How near to an edge the mouse takes hold of it, inside and outside of the span: what stands
# beside it must still be selectable.
_EDGE_INSIDE, _EDGE_OUTSIDE = 5, 2


@dataclass(frozen=True, slots=True)
class ViewState:
    """Where someone was in an article: what is at the top of the view, and the caret."""

    top: Anchor
    caret: int


class TextCanvas(PageView):
    """Shows one layer; tells what is selected and what was dragged, and changes nothing itself.

    Offsets in its methods and signals are code points.
    """

    selection_changed = Signal()
    current_changed = Signal()
    edge_dropped = Signal(str, int, str, int)
    """Span, fragment, "start" or "end", and the offset it was dragged to."""
    link_dropped = Signal(str, str)
    menu_wanted = Signal(QPoint)
    """Something is to be done to the part of the text where the caret now is; a place on screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._anchor = self._caret = 0
        self._wanted_x: float | None = None
        self._fragment = 0
        self._looked_at = 0
        self._mouse = Mouse(self)
        offer_to_screen_readers(TextCanvas)
        self.selection_changed.connect(self._tell_screen_readers)
        self.current_changed.connect(self._tell_screen_readers)

    # What is shown

    @property
    def text(self) -> str:
        """The text of the article that is shown."""
        return self._layer.article.text if self._layer is not None else ""

    @property
    def language(self) -> str | None:
        """The language of the article that is shown, as far as it is known."""
        return self._layer.article.language if self._layer is not None else None

    def set_layer(self, layer: Layer | None) -> None:
        """Show a layer from its beginning, or nothing."""
        self._mouse.forget()
        self._layer = layer
        self._page = None
        self._open_zones = frozenset()
        self._anchor = self._caret = 0
        self._wanted_x = None
        self._scene.selection = (0, 0)
        self._scene.caret = 0 if self.hasFocus() else None
        self._scene.badges = {}
        self._scene.preview = None
        self._scene.hints = Hints()
        self._scene.voices = Voices()
        self._select(None, 0)
        self._set_anew()

    def follow(self, deltas: Iterable[Delta]) -> None:
        """Draw anew what these deltas, which the layer followed already, touched."""
        page = self._page
        if page is None:
            return
        spans, relinked = [], False
        for delta in deltas:
            if isinstance(delta.record, Article):
                self._set_anew()
                return
            relinked |= isinstance(delta.record, Relation)
            spans += [s for s in (delta.before, delta.after) if isinstance(s, Span)]
        for start, end in page.refresh_marks(*spans):
            self._update_range(start, end)
        chips, current = self._scene.chips, self.current_span
        if self._scene.current is not None and current is None:
            self.select_span(None)
        elif current is not None:
            self._fragment = min(self._fragment, len(current.fragments) - 1)
            if relinked:
                self._update_current()
            self._read_current()
            if relinked or self._scene.chips != chips:
                self._update_current()

    def view_state(self) -> ViewState:
        """Return where the view stands."""
        return ViewState(self._page.anchor() if self._page else HEAD, self._caret)

    def restore(self, state: ViewState) -> None:
        """Go back to where the view stood."""
        if self._page is not None:
            self.set_selection(state.caret, state.caret, reveal=False)
            self._page.stand_at(state.top)
            self._follow_page()
            self.viewport().update()

    # What is selected

    @property
    def current(self) -> str | None:
        """The id of the selected span."""
        return self._scene.current

    @property
    def current_span(self) -> Span | None:
        """The selected span."""
        current = self._scene.current
        return self._layer.span(current) if self._layer and current else None

    @property
    def current_fragment(self) -> int:
        """Which of the selected span's fragments is selected."""
        return self._fragment

    @property
    def zone_at_caret(self) -> str | None:
        """The kind of zone that the selection begins in, or that the caret is in."""
        zone = self._layer.article.zone_at(self.selected_range[0]) if self._layer else None
        return zone.kind if zone is not None else None

    @property
    def selected_range(self) -> tuple[int, int]:
        """The selected text, from its start to its end."""
        return min(self._anchor, self._caret), max(self._anchor, self._caret)

    def selection(self) -> tuple[int, int]:
        """Return where the selection began and where the caret is."""
        return self._anchor, self._caret

    def set_selection(self, anchor: int, caret: int, *, reveal: bool = True) -> None:
        """Select text; nothing but a caret, if both are the same."""
        if self._page is None:
            return
        text = self.text
        before = (self._anchor, self._caret)
        self._anchor, self._caret = (
            snap_down(text, min(max(n, 0), len(text))) for n in (anchor, caret)
        )
        self._wanted_x = None
        self._scene.selection = self.selected_range
        self._scene.caret = self._caret if self.hasFocus() else None
        self._unfold(self._caret)
        if before[0] == self._anchor:
            # Nothing changed but between the two places of the caret.
            self._update_range(*sorted((before[1], self._caret)))
        else:
            self._update_range(*sorted(before))
            self._update_range(*self.selected_range)
        if reveal:
            self._reveal(self._caret)
        self.selection_changed.emit()

    def select_span(self, span_id: str | None, fragment: int = 0, *, reveal: bool = True) -> None:
        """Select a span, with the caret at its fragment; ``None`` selects none."""
        span = self._layer.span(span_id) if self._layer and span_id else None
        if span is not None:
            self._looked_at = span.fragments[fragment].start
        self._select(span.id if span else None, fragment)
        if span is None:
            return
        start = span.fragments[self._fragment].start
        self.set_selection(start, start, reveal=False)
        if reveal:
            self._reveal(span.fragments[self._fragment].end)
            self._reveal(start)

    def name_of(self, span: Span) -> str:
        """Return what a span is called on the page: its label and number."""
        return f"{span.label} {self._layer.number(span)}" if self._layer else span.label

    def choose(self, span: Span | None, offset: int) -> None:
        """Select a span, or none, and of its fragments the one at an offset; leave the caret."""
        places = enumerate(span.fragments if span else ())
        fragment = next((n for n, f in places if f.start <= offset <= f.end), 0)
        self._looked_at = offset
        self._select(span.id if span else None, fragment)

    def spans_at(self, offset: int) -> list[Span]:
        """Return the spans that lie at an offset, the innermost first."""
        if self._layer is None:
            return []
        at = self._layer.touching(offset, offset)
        inside = [s for s in at if any(f.start <= offset < f.end for f in s.fragments)]
        return innermost_first(inside or at)

    def cycle(self, direction: int) -> None:
        """Select the next or previous span in the order of the text."""
        layer, current = self._layer, self.current_span
        if layer is None:
            return
        if current is not None:
            following = layer.neighbour(current, direction)
        else:
            following = layer.following(self._caret, forward=direction > 0)
        if following is not None:
            self.select_span(following.id)

    def cycle_depth(self) -> None:
        """Select the next span among those that lie on each other at the caret."""
        spans = self.spans_at(self._caret)
        if spans:
            ids = [span.id for span in spans]
            at = ids.index(self.current) if self.current in ids else -1
            self.choose(spans[(at + 1) % len(spans)], self._caret)

    def show_numbers(self, badges: Sequence[tuple[str, str]]) -> None:
        """Put a sign over each of these spans, given by id, instead of those there are."""
        self._scene.badges = dict(badges)
        self.viewport().update()

    def ask(self, question: Question | None) -> None:
        """Ask something of the selected span beside its chip, as long as it is selected."""
        if question != self._scene.question:
            self._scene.question = question
            self._update_current()
            self._tell_screen_readers()

    @property
    def question(self) -> str:
        """What is asked of the selected span."""
        return str(self._scene.question or "")

    def show_hints(self, group: str, hints: Iterable[Hint]) -> None:
        """Outline these ranges for a group of hints, instead of what it had before."""
        seen = self._seen()
        before = set(self._scene.hints.within(*seen))
        self._scene.hints.set(group, hints)
        for hint in before ^ set(self._scene.hints.within(*seen)):
            self._update_range(hint.start, hint.end)

    def show_voices(self, voices: Voices) -> None:
        """Show what several annotators have in open cases."""
        self._scene.voices = voices
        self.viewport().update()

    def refresh_voices(self, start: int, end: int) -> None:
        """Draw a range anew: the cases there are others now."""
        self._update_range(start, end)

    def reveal(self, start: int, end: int) -> None:
        """Scroll as far as is needed to see a range, its beginning before all."""
        self._unfold(start)
        self._reveal(end)
        self._reveal(start)

    def move_caret(self, unit: str, direction: int, *, extend: bool = False) -> None:
        """Move the caret by a unit: character, word, sentence, line, page, line_edge, article."""
        page = self._page
        if page is None:
            return
        start, end = self.selected_range
        at, keep_x = self._caret, None
        if not extend and start < end and unit == "character":
            at = end if direction > 0 else start
        elif unit in ("line", "page"):
            keep_x = self._wanted_x if self._wanted_x is not None else page.place(at).x
            lines = 1
            if unit == "page":
                lines = max(self.viewport().height() // page.place(at).height - 2, 1)
            for _ in range(lines):
                at = page.line_step(at, direction, keep_x)
        elif unit == "line_edge":
            at = page.line_edge(at, direction)
        else:
            at = moved(self.text, at, TEXT_UNITS[unit], direction, self.language)
        self.set_selection(self._anchor if extend else at, at)
        self._wanted_x = keep_x

    # What the mouse meets

    def chip_at(self, point: QPointF) -> str | None:
        """Return the span whose chip is at a point."""
        page = self._page
        if page is None or not self._scene.chips:
            return None
        y = self._page_y(point)
        # A chip stands out of its block, over the one before.
        for n in {page.heights.at(y), page.heights.at(y + self._styles.rise)}:
            inside = QPointF(point.x() - self._left(), y - page.heights.top(n))
            for sign in signs_on(page.laid(n), page.marks(n), self._scene):
                if sign.kind == "chip" and sign.rect.contains(inside):
                    return sign.mark.span.id
        return None

    def edge_at(self, point: QPointF) -> DragEdge | None:
        """Return the edge of the selected span that can be taken hold of at a point."""
        span, page = self.current_span, self._page
        if span is None or page is None or self.selected_range[0] < self.selected_range[1]:
            return None
        y, x = self._page_y(point), point.x() - self._left()
        for n, fragment in enumerate(span.fragments):
            for edge, offset in (("start", fragment.start), ("end", fragment.end)):
                if not page.is_laid(offset):
                    continue
                place = page.place(offset)
                inwards = 1 if (edge == "start") != page.laid(place.block).right_to_left else -1
                if place.holds(y) and -_EDGE_OUTSIDE <= (x - place.x) * inwards <= _EDGE_INSIDE:
                    return DragEdge(span.id, n, "start" if edge == "start" else "end", offset)
        return None

    def link_target(self, source_id: str, offset: int) -> Span | None:
        """Return the span at an offset that a link from another would mean.

        It is the innermost one that the scheme lets it be linked with, else the innermost.
        """
        layer, scheme = self._layer, self._scheme
        source = layer.span(source_id) if layer is not None else None
        if source is None or scheme is None:
            return None
        under = [span for span in self.spans_at(offset) if span.id != source_id]
        fitting = (
            span
            for span in under
            if scheme.relations_between(source.label, span.label)
            or scheme.relations_between(span.label, source.label)
        )
        return next(fitting, under[0] if under else None)

    def preview_edge(self, drag: DragEdge | None) -> None:
        """Draw the span as it would be if its edge were dropped now; ``None``: as it is."""
        span = self._layer.span(drag.span) if self._layer is not None and drag else None
        before = self._scene.preview
        self._scene.preview = None
        if span is not None and self._scheme is not None and drag and drag.to is not None:
            after = stretched(span, drag.fragment, drag.edge, drag.to)
            self._scene.preview = mark_of(after, drag.fragment, self._scheme)
        for mark in (before, self._scene.preview):
            if mark is not None:
                self._update_range(mark.start, mark.end)
        if span is not None and drag:
            fragment = span.fragments[drag.fragment]
            self._update_range(fragment.start, fragment.end)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret by the system's keys; every other key is left to the window."""
        motion = motion_of(event)
        if motion is None or self._page is None:
            event.ignore()
        else:
            self.move_caret(motion.unit, motion.direction, extend=motion.extend)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._page is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        else:
            self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._page is not None:
            self._mouse.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.release(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._page is not None and event.button() == Qt.MouseButton.LeftButton:
            self._mouse.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        start, end = self.selected_range
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            offset = self.offset_at(QPointF(event.pos()))
            if not start <= offset < end:
                self.set_selection(offset, offset, reveal=False)
        if self._layer is not None:
            self.menu_wanted.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._scene.caret = self._caret
        self._update_range(self._caret, self._caret)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._scene.caret = None
        self._update_range(self._caret, self._caret)

    # How it is done

    def _paint_over(self, painter: QPainter, page: Page, origin: QPointF) -> None:
        span, drag = self.current_span, self._mouse.drag
        if span is not None and not isinstance(drag, DragEdge):
            links.paint(painter, page, span, origin, self.viewport().rect())
        if isinstance(drag, DragLink) and drag.moved:
            links.paint_drag(painter, self._styles.theme, drag.start, drag.point)

    def _scrolled(self) -> None:
        if isinstance(self._mouse.drag, DragLink):
            self.viewport().update()
        elif self._scene.linked:
            self._update_links()

    def _set_anew(self) -> None:
        super()._set_anew()
        self._read_current()

    def _select(self, span_id: str | None, fragment: int) -> None:
        before = (self._scene.current, self._fragment)
        self._update_current()
        self._scene.current = span_id
        self._fragment = fragment
        if before[0] != span_id:
            self._scene.question = None
        self._read_current()
        self._update_current()
        if before != (span_id, fragment):
            self.current_changed.emit()

    def _update_current(self) -> None:
        """Have everything drawn anew that looks different while the span is selected."""
        layer, current = self._layer, self._scene.current
        if layer is None or current is None:
            return
        for span in map(layer.span, (current, *self._scene.linked)):
            for fragment in span.fragments if span is not None else ():
                self._update_range(fragment.start, fragment.end)
        if self._scene.linked:
            self._update_links()

    def _update_links(self) -> None:
        page, view = self._page, self.viewport()
        if page is not None:
            view.update(links.strip(page, self._left(), view.rect()))

    def _read_current(self) -> None:
        """Find out what the selected span's chips say, and what is linked with it."""
        span, layer = self.current_span, self._layer
        self._scene.chips, self._scene.linked = {}, {}
        if span is not None and layer is not None and self._scheme is not None:
            here = [other.id for other in self.spans_at(self._looked_at)]
            among = len(here) > 1 and span.id in here
            depth = f"{here.index(span.id) + 1} of {len(here)} here" if among else ""
            self._scene.chips = chips_of(layer, span, self._fragment, depth)
            self._scene.linked = linked_with(layer, self._scheme, span)

    def _tell_screen_readers(self) -> None:
        tell_screen_readers(self)

    def _unfold(self, offset: int) -> None:
        page = self._page
        if page is not None:
            block = page.document.blocks[page.document.block_at(offset)]
            if block.fold and block.start <= offset < block.end:
                self.toggle_zone(block)
