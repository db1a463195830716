"""The scrolling part of the canvas: where the page is in the view, and what is painted when."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.app.canvas.document import Block
from annotator.app.canvas.marks import previewed
from annotator.app.canvas.page import Anchor, Page
from annotator.app.canvas.painting import paint_block
from annotator.app.canvas.scene import Scene
from annotator.app.canvas.styles import Styles
from annotator.app.theme import LIGHT, Theme, Typography
from annotator.model import Layer, Scheme
from annotator.text.offsets import OffsetTable

#: The space over the page; it scrolls with it.
PADDING_TOP = 30
#: Where an article is shown at first.
HEAD = Anchor(0, -PADDING_TOP)
_PADDING_BOTTOM, _PADDING_SIDE = 120, 40
_REVEAL_MARGIN = 60


class PageView(QAbstractScrollArea):
    """Scrolls one page and paints what is seen of it; the base of the canvas.

    Points are pixels in the viewport, offsets code points.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._styles = Styles(LIGHT, Typography("serif", "sans-serif"))
        self._scheme: Scheme | None = None
        self._layer: Layer | None = None
        self._page: Page | None = None
        self._open_zones: frozenset[int] = frozenset()
        self._scene = Scene(self._styles)
        self.invitation = ""
        """What is said as long as there is no article."""
        self._following = False

    def set_look(self, theme: Theme, typography: Typography) -> None:
        """Draw in this theme, and set the text like this."""
        self._styles = Styles(theme, typography)
        self._scene.styles = self._styles
        self._set_anew()

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw marks as this scheme has them."""
        self._scheme = scheme
        self._set_anew()

    def invite(self, words: str) -> None:
        """Say this as long as there is no article."""
        self.invitation = words
        self.viewport().update()

    # Where things are

    def offset_at(self, point: QPointF) -> int:
        """Return the offset nearest to a point."""
        if self._page is None:
            return 0
        return self._page.offset_at(point.x() - self._left(), max(self._page_y(point), 0))

    def caret_rect(self, offset: int) -> QRect:
        """Return where the caret stands at an offset; empty without an article."""
        page = self._page
        if page is None:
            return QRect()
        page.place(offset)
        self._follow_page()
        place = page.place(offset)
        return QRect(round(place.x) + self._left(), place.top - page.top, 1, place.height)

    @property
    def column(self) -> tuple[int, int]:
        """Where the text's column begins in the viewport, and how wide it is, in pixels."""
        return self._left(), self._column()

    @property
    def text_font(self) -> QFont:
        """The font that articles are set in."""
        return self._styles.of("body").font

    @property
    def offsets(self) -> OffsetTable:
        """What converts offsets of the text that is shown into Qt's, which are UTF-16 units."""
        return self._page.document.offsets if self._page is not None else OffsetTable("")

    def is_text(self, point: QPointF) -> bool:
        """Say whether there is text at a point, rather than the blank beside or between it."""
        rect = self.caret_rect(self.offset_at(point))
        near = abs(point.x() - rect.x()) < 2 * self._styles.of("body").character
        return near and rect.top() <= point.y() <= rect.bottom()

    def fold_at(self, point: QPointF) -> Block | None:
        """Return the block at a point if a click there folds or unfolds its zone."""
        page = self._page
        if page is None or not 0 <= self._page_y(point) < page.heights.total:
            return None
        n = page.heights.at(self._page_y(point))
        block = page.document.blocks[n]
        if block.opened:
            x, y = point.x() - self._left(), self._page_y(point) - page.heights.top(n)
            return block if page.laid(n).on_tag(x, y) else None
        return block if block.fold else None

    def toggle_zone(self, block: Block) -> None:
        """Fold the zone that a block belongs to, or unfold it."""
        zone = self._layer.article.zone_at(block.start) if self._layer is not None else None
        if zone is not None:
            self._open_zones = self._open_zones ^ {zone.start}
            self._set_anew()

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._page is not None:
            self._page.set_width(self._column())
        self._follow_page()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        page = self._page
        if page is not None and not self._following:
            self._scroll(self.verticalScrollBar().value() - PADDING_TOP - page.top)

    def sizeHint(self) -> QSize:
        return QSize(760, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._styles.theme.page)
        page = self._page
        if page is None:
            self._paint_nothing(painter)
            return
        rectangles: Any = event.region()  # the stubs don't say that one can go through them
        for rows in rectangles:
            painter.setClipRect(rows)
            self._paint_rows(painter, page, rows)
        painter.setClipping(False)
        self._paint_over(painter, page, QPointF(self._left(), -page.top))

    def _paint_rows(self, painter: QPainter, page: Page, rows: QRect) -> None:
        n = page.heights.at(page.top + rows.top() - self._styles.drop)
        while n < len(page.heights):
            y = page.heights.top(n) - page.top
            if y > rows.bottom() + self._styles.rise:
                return
            laid, marks = page.laid(n), page.marks(n)
            if self._scene.preview is not None:
                marks = previewed(marks, laid.block, self._scene.preview)
            at = QPointF(self._left(), y)
            paint_block(painter, laid, marks, self._scene, at, QRectF(rows))
            n += 1

    def _paint_over(self, painter: QPainter, page: Page, origin: QPointF) -> None:
        """Paint what lies over the blocks; ``origin`` is the page's top left."""

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.setPen(self._styles.theme.faint)
        painter.setFont(self._styles.of("standfirst").font)
        sides = _PADDING_SIDE
        area = self.viewport().rect().adjusted(sides, 0, -sides, 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, flags, self.invitation)

    # Geometry

    def _set_anew(self) -> None:
        """Make the page anew, with what is at the top of the view where it is."""
        anchor, layer = self._page.anchor() if self._page else HEAD, self._layer
        self._page = None
        if layer is not None and self._scheme is not None:
            width = self._column()
            self._page = Page(layer, self._scheme, self._styles, width, self._open_zones)
            self._page.stand_at(anchor)
        self._follow_page()
        self.viewport().update()

    def _follow_page(self, *, to_its_end: bool = True) -> None:
        """Lay out what is in view, and have the scroll bar show where the page stands.

        Beyond the page's ends there is nothing to see; but where its end comes up too early while
        somebody scrolls, nothing jumps.
        """
        page, bar, view = self._page, self.verticalScrollBar(), self.viewport().height()
        most = 0
        if page is not None:
            page.lay_out(view, self._styles.rise)
            most = max(page.heights.total + PADDING_TOP + _PADDING_BOTTOM - view, 0)
            top = max(page.top, -PADDING_TOP)
            if to_its_end:
                top = min(top, most - PADDING_TOP)
            if top != page.top:
                page.top = top
                page.lay_out(view, self._styles.rise)
                self.viewport().update()
            most = max(most, page.top + PADDING_TOP)
        # The bar tells of it, but nothing is to be scrolled.
        self._following = True
        bar.setPageStep(view)
        bar.setSingleStep(self._styles.of("body").leading)
        bar.setRange(0, most)
        bar.setValue(page.top + PADDING_TOP if page is not None else 0)
        self._following = False

    def _scroll(self, by: int) -> None:
        """Scroll by so many pixels; what was in view already is moved, not painted anew."""
        page, view = self._page, self.viewport()
        if page is None:
            return
        seen = page.heights.at(page.top)
        before = page.heights.top(seen) - page.top
        page.scroll(by, view.height())
        self._follow_page(to_its_end=abs(by) > view.height())
        moved = page.heights.top(seen) - page.top - before
        if abs(moved) < view.height():
            view.scroll(0, moved)
            self._scrolled()
        else:
            view.update()

    def _scrolled(self) -> None:
        """Have painted anew what doesn't move along with the page."""

    def _page_y(self, point: QPointF) -> int:
        return int(point.y()) + (self._page.top if self._page is not None else 0)

    def _column(self) -> int:
        room = self.viewport().width() - 2 * _PADDING_SIDE
        return max(min(self._styles.column, room), 120)

    def _left(self) -> int:
        return max((self.viewport().width() - self._column()) // 2, 16)

    def _reveal(self, offset: int) -> None:
        page, view = self._page, self.viewport().height()
        if page is None:
            return
        margin = min(_REVEAL_MARGIN, view // 4)
        # Twice, since laying out what comes into view after a leap may move it.
        for _ in range(2):
            place = page.place(offset)
            self._follow_page()
            above = place.top - margin - page.top
            below = place.top + place.height + margin - page.top - view
            if above < 0 or below > 0:
                self._scroll(above if above < 0 else below)

    def _seen(self) -> tuple[int, int]:
        """Return the range of the text that stands in the view, all or in part."""
        page, view = self._page, self.viewport().height()
        if page is None:
            return 0, 0
        blocks = page.document.blocks
        first, last = (page.heights.at(y) for y in (page.top - self._styles.rise, page.top + view))
        return blocks[first].start, blocks[last].end

    def _update_range(self, start: int, end: int) -> None:
        """Have the lines of a range painted anew."""
        page, view = self._page, self.viewport()
        if page is not None:
            top, bottom = page.rows(start, end)
            top, bottom = top - self._styles.rise, bottom + self._styles.drop
            rows = QRect(0, top - page.top, view.width(), bottom - top)
            view.update(rows.intersected(view.rect()))
