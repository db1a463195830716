"""The widget: scrolls and paints the page, and turns the mouse and motion keys into selections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.app.canvas import links
from annotator.app.canvas.dragging import Drag, DragEdge, DragLink, DragText
from annotator.app.canvas.marks import innermost_first
from annotator.app.canvas.motion import Unit, moved
from annotator.app.canvas.page import Page
from annotator.app.canvas.painting import Scene, paint_block
from annotator.app.canvas.styles import Styles
from annotator.app.theme import LIGHT, FontFamilies, Theme
from annotator.model import Delta, Layer, Relation, Scheme, Span
from annotator.text.graphemes import snap_down
from annotator.text.sentences import sentence_at
from annotator.text.words import word_at

_PADDING_TOP, _PADDING_BOTTOM, _PADDING_SIDE = 30, 120, 40
# How near to an edge the mouse takes hold of it, inside and outside of the span: what stands
# beside it must still be selectable.
_EDGE_INSIDE, _EDGE_OUTSIDE = 5, 2
_REVEAL_MARGIN = 60

# Which motion a key is, by Qt's standard keys so that each system keeps its own.
_Key = QKeySequence.StandardKey
_MOTIONS: tuple[tuple[QKeySequence.StandardKey, QKeySequence.StandardKey, str, int], ...] = (
    (_Key.MoveToNextChar, _Key.SelectNextChar, "character", 1),
    (_Key.MoveToPreviousChar, _Key.SelectPreviousChar, "character", -1),
    (_Key.MoveToNextWord, _Key.SelectNextWord, "word", 1),
    (_Key.MoveToPreviousWord, _Key.SelectPreviousWord, "word", -1),
    (_Key.MoveToNextLine, _Key.SelectNextLine, "line", 1),
    (_Key.MoveToPreviousLine, _Key.SelectPreviousLine, "line", -1),
    (_Key.MoveToNextPage, _Key.SelectNextPage, "page", 1),
    (_Key.MoveToPreviousPage, _Key.SelectPreviousPage, "page", -1),
    (_Key.MoveToStartOfLine, _Key.SelectStartOfLine, "line_edge", -1),
    (_Key.MoveToEndOfLine, _Key.SelectEndOfLine, "line_edge", 1),
    (_Key.MoveToStartOfDocument, _Key.SelectStartOfDocument, "article", -1),
    (_Key.MoveToEndOfDocument, _Key.SelectEndOfDocument, "article", 1),
)


@dataclass(frozen=True, slots=True)
class ViewState:
    """Where someone was in an article: the offset at the top of the view, and the caret."""

    top: int
    caret: int


class TextCanvas(QAbstractScrollArea):
    """Shows one layer; tells what is selected and what was dragged, and changes nothing itself.

    Offsets in its methods and signals are code points.
    """

    selection_changed = Signal()
    current_changed = Signal()
    edge_dropped = Signal(str, int, str, int)
    """Span, fragment, "start" or "end", and the offset it was dragged to."""
    link_dropped = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._families = FontFamilies("serif", "sans-serif")
        self._styles = Styles(LIGHT, self._families, 100)
        self._per_cent = 100
        self._scheme: Scheme | None = None
        self._layer: Layer | None = None
        self._page: Page | None = None
        self._open_zones: frozenset[int] = frozenset()
        self._scene = Scene(self._styles)
        self._anchor = self._caret = 0
        self._wanted_x: float | None = None
        self._fragment = 0
        self._drag: Drag | None = None
        self._clicked: tuple[int, int] = (-1, 0)
        self._triple_until: tuple[int, QPoint] | None = None

    # What is shown

    def set_theme(self, theme: Theme, families: FontFamilies, per_cent: int = 0) -> None:
        """Draw in this theme, with these fonts, at this size (as it is, if 0)."""
        self._families = families
        self._per_cent = per_cent or self._per_cent
        self._styles = Styles(theme, families, self._per_cent)
        self._scene.styles = self._styles
        self._set_anew()

    def set_text_size(self, per_cent: int) -> None:
        """Set the text in another size."""
        self.set_theme(self._styles.theme, self._families, per_cent)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw marks as this scheme has them."""
        self._scheme = scheme
        self._set_anew()

    def set_layer(self, layer: Layer | None) -> None:
        """Show a layer from its beginning, or nothing."""
        self._layer = layer
        self._open_zones = frozenset()
        self._anchor = self._caret = 0
        self._drag = None
        self._page = None
        self._select(None, 0)
        self._set_anew()
        self.verticalScrollBar().setValue(0)

    def follow(self, deltas: Iterable[Delta]) -> None:
        """Draw anew what these deltas, which the layer followed already, touched."""
        page = self._page
        if page is None:
            return
        touched: set[int] = set()
        for delta in deltas:
            for state in (delta.before, delta.after):
                if isinstance(state, Span):
                    touched |= page.forget_marks(state)
        current = self.current_span
        if self._scene.current is not None and current is None:
            self.select_span(None)
            self.viewport().update()
        elif current is not None:
            self._fragment = min(self._fragment, len(current.fragments) - 1)
            self._read_current()
            if any(isinstance(delta.record, Relation) for delta in deltas):
                self.viewport().update()
        for block in touched:
            self._update_block(block)

    def view_state(self) -> ViewState:
        """Return where the view stands."""
        top = 0
        if self._page is not None:
            top = self._page.offset_at(0, self.verticalScrollBar().value() - _PADDING_TOP)
        return ViewState(top, self._caret)

    def restore(self, state: ViewState) -> None:
        """Go back to where the view stood."""
        page = self._page
        if page is None:
            return
        last = len(page.layer.article.text)
        self.set_selection(min(state.caret, last), min(state.caret, last), reveal=False)
        place = page.place(min(state.top, last))
        self._set_range()
        self.verticalScrollBar().setValue(place.top + _PADDING_TOP if place.top else 0)

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
        text = self._page.layer.article.text
        before = {self._anchor, self._caret}
        self._anchor, self._caret = (
            snap_down(text, min(max(n, 0), len(text))) for n in (anchor, caret)
        )
        self._scene.selection = self.selected_range
        self._scene.caret = self._caret if self.hasFocus() else None
        self._unfold(self._caret)
        span = {*before, self._anchor, self._caret}
        self._update_range(min(span), max(span))
        if reveal:
            self._reveal(self._caret)
        self.selection_changed.emit()

    def select_span(self, span_id: str | None, fragment: int = 0, *, reveal: bool = True) -> None:
        """Select a span, with the caret at its fragment; ``None`` selects none."""
        span = self._layer.span(span_id) if self._layer and span_id else None
        self._select(span.id if span else None, fragment)
        if span is None:
            return
        start = span.fragments[self._fragment].start
        self.set_selection(start, start, reveal=False)
        if reveal:
            self._reveal(span.fragments[self._fragment].end)
            self._reveal(start)

    def spans_at(self, offset: int) -> list[Span]:
        """Return the spans that lie at an offset, the innermost first."""
        if self._layer is None:
            return []
        at = self._layer.touching(offset, offset)
        inside = [s for s in at if any(f.start <= offset < f.end for f in s.fragments)]
        return innermost_first(inside or at)

    def cycle(self, direction: int) -> None:
        """Select the next or previous span in the order of the text."""
        spans = self._layer.spans if self._layer else ()
        if not spans:
            return
        current = self.current_span
        if current is not None:
            at = next(n for n, span in enumerate(spans) if span.id == current.id)
            following = spans[(at + direction) % len(spans)]
        elif direction > 0:
            following = next((s for s in spans if s.start >= self._caret), spans[0])
        else:
            following = next((s for s in reversed(spans) if s.start < self._caret), spans[-1])
        self.select_span(following.id)

    def cycle_depth(self) -> None:
        """Select the next span among those that lie on each other at the caret."""
        spans = self.spans_at(self._caret)
        if spans:
            ids = [span.id for span in spans]
            at = ids.index(self.current) if self.current in ids else -1
            chosen = spans[(at + 1) % len(spans)]
            self._select(chosen.id, self._fragment_at(chosen, self._caret))

    def show_candidates(self, badges: Sequence[tuple[str, str]]) -> None:
        """Put a sign over each of these spans."""
        self._scene.badges = dict(badges)
        self.viewport().update()

    def hide_candidates(self) -> None:
        """Take the signs away."""
        self.show_candidates(())

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
            article = page.layer.article
            at = moved(article.text, at, _unit(unit), direction, article.language)
        self.set_selection(self._anchor if extend else at, at)
        self._wanted_x = keep_x

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret by the system's keys; every other key is left to the window."""
        for plain, extending, unit, direction in _MOTIONS:
            if event.matches(plain) or event.matches(extending):
                self.move_caret(unit, direction, extend=event.matches(extending))
                return
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, to drag an edge or to draw a link."""
        page = self._page
        if page is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        point = event.position()
        if self._is_triple(event):
            self._select_sentence()
            return
        chip = next((s for r, s in self._scene.chip_places if r.contains(point)), None)
        edge = self._edge_near(point)
        if chip is not None:
            self._drag = DragLink(chip, point)
        elif edge is not None:
            self._drag = edge
        else:
            offset = self._offset_at(point)
            anchor = self._anchor if _shift(event) else offset
            self._drag = DragText(anchor, moved=_shift(event))
            if _shift(event):
                self.set_selection(anchor, offset, reveal=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag, and show where one may begin."""
        point = event.position()
        match self._drag:
            case DragText():
                offset = self._offset_at(point)
                if offset != self._drag.anchor or self._drag.moved:
                    self._drag.moved = True
                    self._drag_to(point)
                    self.set_selection(self._drag.anchor, offset, reveal=False)
            case DragEdge():
                self._drag_to(point)
                self._drag.to = self._offset_at(point)
                self.viewport().update()
            case DragLink():
                self._drag.point = point
                self.viewport().update()
            case None:
                self._show_cursor(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag; without one, put the caret here and select the span under it."""
        drag, self._drag = self._drag, None
        match drag:
            case DragText() if not drag.moved:
                self._click(event.position())
            case DragEdge() if drag.to is not None:
                self.edge_dropped.emit(drag.span, drag.fragment, drag.edge, drag.to)
            case DragLink():
                under = self.spans_at(self._offset_at(event.position()))
                target = next((span for span in under if span.id != drag.span), None)
                if target is not None:
                    self.link_dropped.emit(drag.span, target.id)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word here."""
        if self._page is None or event.button() != Qt.MouseButton.LeftButton:
            return
        text = self._page.layer.article.text
        start, end = word_at(text, self._offset_at(event.position()))
        self.set_selection(start, end, reveal=False)
        self._drag = DragText(start, moved=True)
        self._triple_until = (event.timestamp() + 400, event.position().toPoint())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._scene.caret = self._caret
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._scene.caret = None
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        state = self.view_state()
        if self._page is not None:
            self._page.set_width(self._column())
            place = self._page.place(min(state.top, len(self._page.layer.article.text)))
            self._set_range()
            if self.verticalScrollBar().value() > 0:
                self.verticalScrollBar().setValue(place.top + _PADDING_TOP)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(760, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._styles.theme.page)
        page = self._page
        if page is None:
            self._paint_nothing(painter)
            return
        self._lay_out_visible(page)
        self._scene.chip_places.clear()
        scroll, x = self.verticalScrollBar().value(), self._left()
        block = page.heights.at(scroll - _PADDING_TOP)
        y = page.heights.top(block) + _PADDING_TOP - scroll
        # A chip or a lane may stand out of its block by some pixels.
        while block < len(page.heights) and y < event.rect().bottom() + 20:
            rows = QRect(0, y - 20, self.viewport().width(), page.heights[block] + 40)
            if event.region().intersects(rows):
                laid = page.laid(block)
                marks = page.marks(block)
                paint_block(painter, laid, marks, self._scene, QPointF(x, y))
            y += page.heights[block]
            block += 1
        self._paint_links(painter, page)

    # How it is done

    def _set_anew(self) -> None:
        if self._layer is not None and self._scheme is not None:
            old = self._page
            self._page = Page(
                self._layer, self._scheme, self._styles, self._column(), self._open_zones
            )
            if old is not None and old.layer is self._layer:
                self._read_current()
        self._set_range()
        self.viewport().update()

    def _column(self) -> int:
        room = self.viewport().width() - 2 * _PADDING_SIDE
        return max(min(self._styles.column, room), 120)

    def _left(self) -> int:
        return max((self.viewport().width() - self._column()) // 2, 16)

    def _set_range(self) -> None:
        height = self._page.heights.total if self._page else 0
        view = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(view)
        bar.setSingleStep(self._styles.of("body").leading)
        bar.setRange(0, max(height + _PADDING_TOP + _PADDING_BOTTOM - view, 0))

    def _lay_out_visible(self, page: Page) -> None:
        """Lay out what is in view; what stood at its bottom stays there where heights change."""
        bar = self.verticalScrollBar()
        total = page.heights.total
        scroll = bar.value()
        block = page.heights.at(scroll - _PADDING_TOP)
        top = page.heights.top(block) + _PADDING_TOP
        guess = page.heights[block]
        page.laid(block)
        if top < scroll and page.heights[block] != guess:
            # The first block is seen from its middle on: keep its end where it was.
            scroll += page.heights[block] - guess
        y = top + page.heights[block]
        while y < scroll + self.viewport().height() and block + 1 < len(page.heights):
            block += 1
            page.laid(block)
            y += page.heights[block]
        if page.heights.total != total:
            self._set_range()
            if scroll != bar.value():
                bar.setValue(scroll)

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.setPen(self._styles.theme.faint)
        painter.setFont(self._styles.of("standfirst").font)
        area = self.viewport().rect()
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "Choose an article, or add some.")

    def _paint_links(self, painter: QPainter, page: Page) -> None:
        scroll, left = self.verticalScrollBar().value(), self._left()
        origin = QPointF(left, _PADDING_TOP - scroll)
        span = self.current_span
        if span is not None:
            links.paint(painter, page, span, origin, self.viewport().rect())
        if isinstance(self._drag, DragLink):
            links.paint_drag(painter, self._styles.theme, self._drag.start, self._drag.point)
        elif isinstance(self._drag, DragEdge) and self._drag.to is not None:
            place = page.place(self._drag.to)
            rect = QRectF(place.x + left - 1, place.top + origin.y() + 4, 2, place.height - 8)
            painter.fillRect(rect, self._styles.theme.accent)

    def _select(self, span_id: str | None, fragment: int) -> None:
        before = (self._scene.current, self._fragment)
        self._update_current()
        self._scene.current = span_id
        self._fragment = fragment
        self._read_current()
        self._update_current()
        if before != (span_id, fragment):
            self.current_changed.emit()

    def _update_current(self) -> None:
        """Have everything drawn anew that looks different while the span is selected."""
        page, span = self._page, self.current_span
        if page is None or span is None:
            return
        if self._scene.linked:
            # Its links are drawn beside the whole text.
            self.viewport().update()
            return
        for fragment in span.fragments:
            self._update_range(fragment.start, fragment.end)

    def _read_current(self) -> None:
        """Find out what the selected span's chips say, and what is linked with it."""
        span, layer = self.current_span, self._layer
        self._scene.chips, self._scene.linked = {}, {}
        if span is None or layer is None or self._scheme is None:
            return
        doubt = " ?" if span.doubt else ""
        name = f"{span.label} {layer.number(span)}{doubt}".upper()
        count = len(span.fragments)
        for n in range(count):
            part = f"{n + 1}/{count}"
            first = name if count == 1 else f"{name} · {part}"
            self._scene.chips[n] = first if n == 0 else part
        for relation in layer.links(span.id):
            other = layer.span(relation.target if relation.source == span.id else relation.source)
            label = self._scheme.label(other.label) if other else None
            if other is not None and label is not None:
                self._scene.linked[other.id] = label.colour

    def _click(self, point: QPointF) -> None:
        page = self._page
        if page is None:
            return
        y = int(point.y()) + self.verticalScrollBar().value() - _PADDING_TOP
        fold = page.fold_at(y)
        if fold is not None:
            self._unfold(fold.start)
            return
        offset = self._offset_at(point)
        spans = self.spans_at(offset) if self._on_text(point, offset) else []
        last, depth = self._clicked
        again = last == offset and self.current in [span.id for span in spans]
        depth = (depth + 1) % len(spans) if again and spans else 0
        self._clicked = (offset, depth)
        chosen = spans[depth] if spans else None
        self.set_selection(offset, offset, reveal=False)
        self._wanted_x = None
        self._select(chosen.id if chosen else None, self._fragment_at(chosen, offset))

    def _on_text(self, point: QPointF, offset: int) -> bool:
        page = self._page
        if page is None:
            return False
        x = page.place(offset).x + self._left()
        return abs(point.x() - x) < 3 * self._styles.of("body").character

    def _fragment_at(self, span: Span | None, offset: int) -> int:
        places = enumerate(span.fragments if span else ())
        return next((n for n, f in places if f.start <= offset <= f.end), 0)

    def _offset_at(self, point: QPointF) -> int:
        if self._page is None:
            return 0
        y = int(point.y()) + self.verticalScrollBar().value() - _PADDING_TOP
        return self._page.offset_at(point.x() - self._left(), max(y, 0))

    def _edge_near(self, point: QPointF) -> DragEdge | None:
        span, page = self.current_span, self._page
        if span is None or page is None or self.selected_range[0] < self.selected_range[1]:
            return None
        y = point.y() + self.verticalScrollBar().value() - _PADDING_TOP
        x = point.x() - self._left()
        for n, fragment in enumerate(span.fragments):
            start, end = page.place(fragment.start), page.place(fragment.end)
            if start.holds(y) and -_EDGE_OUTSIDE <= x - start.x <= _EDGE_INSIDE:
                return DragEdge(span.id, n, "start")
            if end.holds(y) and -_EDGE_OUTSIDE <= end.x - x <= _EDGE_INSIDE:
                return DragEdge(span.id, n, "end")
        return None

    def _show_cursor(self, point: QPointF) -> None:
        shape = Qt.CursorShape.IBeamCursor
        y = int(point.y()) + self.verticalScrollBar().value() - _PADDING_TOP
        if any(rect.contains(point) for rect, _ in self._scene.chip_places):
            shape = Qt.CursorShape.OpenHandCursor
        elif self._edge_near(point) is not None:
            shape = Qt.CursorShape.SplitHCursor
        elif self._page is not None and self._page.fold_at(y) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)

    def _is_triple(self, event: QMouseEvent) -> bool:
        until, self._triple_until = self._triple_until, None
        if until is None or event.timestamp() > until[0]:
            return False
        return (event.position().toPoint() - until[1]).manhattanLength() < 8

    def _select_sentence(self) -> None:
        if self._page is not None:
            article = self._page.layer.article
            start, end = sentence_at(article.text, self._caret, article.language)
            self.set_selection(start, end, reveal=False)
            self._drag = DragText(start, moved=True)

    def _drag_to(self, point: QPointF) -> None:
        """Scroll when a drag leaves the view."""
        bar = self.verticalScrollBar()
        if point.y() < 0 or point.y() > self.viewport().height():
            over = point.y() if point.y() < 0 else point.y() - self.viewport().height()
            bar.setValue(bar.value() + round(over / 4))

    def _unfold(self, offset: int) -> None:
        page = self._page
        if page is None:
            return
        block = page.document.blocks[page.document.block_at(offset)]
        if block.fold and block.start <= offset < block.end:
            zones = page.layer.article.zones
            inside = {zone.start for zone in zones if zone.start <= offset < zone.end}
            self._open_zones = self._open_zones | inside
            self._set_anew()

    def _reveal(self, offset: int) -> None:
        page = self._page
        if page is None:
            return
        # Twice, since laying out what comes into view may move it.
        for _ in range(2):
            place = page.place(offset)
            self._set_range()
            bar, view = self.verticalScrollBar(), self.viewport().height()
            top = place.top + _PADDING_TOP
            margin = min(_REVEAL_MARGIN, view // 4)
            if top - margin < bar.value():
                bar.setValue(top - margin)
            elif top + place.height + margin > bar.value() + view:
                bar.setValue(top + place.height + margin - view)
            self._lay_out_visible(page)

    def _update_range(self, start: int, end: int) -> None:
        page = self._page
        if page is not None:
            first, last = page.document.block_at(start), page.document.block_at(end)
            self._update_rows(page.heights.top(first), page.heights.top(last + 1))

    def _update_block(self, block: int) -> None:
        page = self._page
        if page is not None:
            self._update_rows(page.heights.top(block), page.heights.top(block + 1))

    def _update_rows(self, top: int, bottom: int) -> None:
        scroll = self.verticalScrollBar().value() - _PADDING_TOP
        view = self.viewport()
        rect = QRect(0, top - scroll - 20, view.width(), bottom - top + 40)
        view.update(rect.intersected(view.rect()))


def _unit(name: str) -> Unit:
    units: dict[str, Unit] = {
        "character": "character",
        "word": "word",
        "sentence": "sentence",
        "paragraph": "paragraph",
        "article": "article",
    }
    return units[name]


def _shift(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
