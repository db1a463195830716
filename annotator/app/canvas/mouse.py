"""What the mouse does on the canvas: clicks, selections, and drags of edges and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.app.canvas.dragging import Drag, DragEdge, DragLink, DragText
from annotator.text.sentences import sentence_at
from annotator.text.words import word_at

if TYPE_CHECKING:
    from annotator.app.canvas.canvas import TextCanvas

_SCROLL_EVERY_MS = 25


class Mouse(QObject):
    """Turns one canvas's mouse events into selections and drags; made by the canvas."""

    def __init__(self, canvas: TextCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.drag: Drag | None = None
        """What is being dragged while the button is down."""
        self._clicked: tuple[int, int] = (-1, 0)
        self._triple_until: tuple[int, QPoint] | None = None
        self._at = QPointF()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_EVERY_MS)
        self._scrolling.timeout.connect(self._scroll_on)

    def forget(self) -> None:
        """Leave off whatever was under way: another text is shown."""
        self.drag = None
        self._clicked = (-1, 0)
        self._triple_until = None
        self._scrolling.stop()

    def press(self, event: QMouseEvent) -> None:
        """Begin to select, to drag an edge or to draw a link."""
        canvas, point = self._canvas, event.position()
        if self._is_triple(event):
            self._select_sentence()
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        chip = canvas.chip_at(point)
        edge = None if shift else canvas.edge_at(point)
        if chip is not None:
            self.drag = DragLink(chip, point)
        elif edge is not None:
            self.drag = edge
        else:
            offset = canvas.offset_at(point)
            anchor = canvas.selection()[0] if shift else offset
            self.drag = DragText(anchor, moved=shift)
            if shift:
                canvas.set_selection(anchor, offset, reveal=False)

    def move(self, point: QPointF) -> None:
        """Follow a drag, and show where one may begin."""
        if self.drag is None:
            self._show_cursor(point)
            return
        self._at = point
        self._follow(point)
        outside = not 0 <= point.y() < self._canvas.viewport().height()
        if outside and not self._scrolling.isActive():
            self._scrolling.start()
        elif not outside:
            self._scrolling.stop()

    def release(self, point: QPointF) -> None:
        """End a drag; without one, put the caret here and select the span under it."""
        self._scrolling.stop()
        canvas, drag, self.drag = self._canvas, self.drag, None
        canvas.preview_edge(None)
        match drag:
            case DragText(moved=False):
                self._click(point)
            case DragEdge(to=None):
                self._click(point)
            case DragEdge(to=int(to)):
                canvas.edge_dropped.emit(drag.span, drag.fragment, drag.edge, to)
            case DragLink(moved=True) if canvas.is_text(point):
                target = canvas.link_target(drag.span, canvas.offset_at(point))
                if target is not None:
                    canvas.link_dropped.emit(drag.span, target.id)
        if isinstance(drag, DragEdge | DragLink):
            canvas.viewport().update()

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word here; a third click takes the sentence."""
        canvas, point = self._canvas, event.position()
        start, end = word_at(canvas.text, canvas.offset_at(point))
        canvas.set_selection(start, end, reveal=False)
        self.drag = DragText(start, moved=True, word=(start, end))
        self._triple_until = (
            event.timestamp() + QApplication.doubleClickInterval(),
            point.toPoint(),
        )

    def _follow(self, point: QPointF) -> None:
        canvas, drag = self._canvas, self.drag
        match drag:
            case DragText():
                offset = canvas.offset_at(point)
                # After a double click the word stays whole until the mouse leaves it.
                if drag.word is not None:
                    start, end = drag.word
                    anchor = end if offset < start else start
                    offset = end if start <= offset < end else offset
                    canvas.set_selection(anchor, offset, reveal=False)
                elif offset != drag.anchor or drag.moved:
                    drag.moved = True
                    canvas.set_selection(drag.anchor, offset, reveal=False)
            case DragEdge():
                offset = canvas.offset_at(point)
                if drag.to is not None or offset != drag.at:
                    drag.to = offset
                    canvas.preview_edge(drag)
            case DragLink():
                far = (point - drag.start).manhattanLength() >= QApplication.startDragDistance()
                drag.moved = drag.moved or far
                drag.point = point
                canvas.viewport().update()

    def _scroll_on(self) -> None:
        """Scroll as long as a drag is held beyond the view, faster the further out it is."""
        canvas = self._canvas
        height = canvas.viewport().height()
        over = min(self._at.y(), 0.0) + max(self._at.y() - height, 0.0)
        bar = canvas.verticalScrollBar()
        bar.setValue(bar.value() + round(over / 3) + (1 if over > 0 else -1))
        self._follow(self._at)

    def _click(self, point: QPointF) -> None:
        canvas = self._canvas
        fold = canvas.fold_at(point)
        if fold is not None:
            canvas.toggle_zone(fold)
            return
        offset = canvas.offset_at(point)
        spans = canvas.spans_at(offset) if canvas.is_text(point) else []
        last, depth = self._clicked
        again = last == offset and canvas.current in [span.id for span in spans]
        depth = (depth + 1) % len(spans) if again else 0
        self._clicked = (offset, depth)
        canvas.set_selection(offset, offset, reveal=False)
        canvas.choose(spans[depth] if spans else None, offset)

    def _is_triple(self, event: QMouseEvent) -> bool:
        until, self._triple_until = self._triple_until, None
        if until is None or event.timestamp() > until[0]:
            return False
        moved = (event.position().toPoint() - until[1]).manhattanLength()
        return moved < QApplication.startDragDistance()

    def _select_sentence(self) -> None:
        canvas = self._canvas
        start, end = sentence_at(canvas.text, canvas.selection()[1], canvas.language)
        canvas.set_selection(start, end, reveal=False)
        # Done with: a hand that trembles shall not take it back.
        self.drag = None

    def _show_cursor(self, point: QPointF) -> None:
        canvas, shape = self._canvas, Qt.CursorShape.IBeamCursor
        if canvas.chip_at(point) is not None:
            shape = Qt.CursorShape.OpenHandCursor
        elif canvas.edge_at(point) is not None:
            shape = Qt.CursorShape.SplitHCursor
        elif canvas.fold_at(point) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        canvas.viewport().setCursor(shape)
