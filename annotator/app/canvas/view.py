"""The scrolling part of the canvas: where the page is in the view, and what is painted when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.app.canvas.document import Block
from annotator.app.canvas.marks import previewed
from annotator.app.canvas.page import Page
from annotator.app.canvas.painting import Scene, paint_block
from annotator.app.canvas.styles import Styles
from annotator.app.theme import LIGHT, Theme, Typography
from annotator.model import Layer, Scheme
from annotator.text.offsets import OffsetTable

#: The space over the page; it scrolls with it.
PADDING_TOP = 30
_PADDING_BOTTOM, _PADDING_SIDE = 120, 40
_REVEAL_MARGIN = 60
# A chip or a lane may stand out of its block by some pixels.
_OUTSTANDING = 20


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

    def set_look(self, theme: Theme, typography: Typography) -> None:
        """Draw in this theme, and set the text like this."""
        self._styles = Styles(theme, typography)
        self._scene.styles = self._styles
        self._set_anew()

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw marks as this scheme has them."""
        self._scheme = scheme
        self._set_anew()

    # Where things are

    def offset_at(self, point: QPointF) -> int:
        """Return the offset nearest to a point."""
        if self._page is None:
            return 0
        return self._page.offset_at(point.x() - self._left(), max(self._page_y(point), 0))

    def caret_rect(self, offset: int) -> QRect:
        """Return where the caret stands at an offset; empty without an article."""
        if self._page is None:
            return QRect()
        place = self._page.place(offset)
        top = place.top + PADDING_TOP - self.verticalScrollBar().value()
        return QRect(round(place.x) + self._left(), top, 1, place.height)

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
        with self._kept_in_place():
            if self._page is not None:
                self._page.set_width(self._column())
        self._set_range()

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
        if event.region().contains(self.viewport().rect()):
            self._scene.chip_places.clear()
        clip = QRectF(event.rect())
        scroll, x = self.verticalScrollBar().value(), self._left()
        n = page.heights.at(scroll - PADDING_TOP)
        y = page.heights.top(n) + PADDING_TOP - scroll
        while n < len(page.heights) and y < event.rect().bottom() + _OUTSTANDING:
            height = page.heights[n]
            rows = QRect(0, y - _OUTSTANDING, self.viewport().width(), height + 2 * _OUTSTANDING)
            if event.region().intersects(rows):
                laid, marks = page.laid(n), page.marks(n)
                if self._scene.preview is not None:
                    marks = previewed(marks, laid.block, self._scene.preview)
                paint_block(painter, laid, marks, self._scene, QPointF(x, y), clip)
            y += height
            n += 1
        self._paint_over(painter, page, QPointF(x, PADDING_TOP - scroll))

    def _paint_over(self, painter: QPainter, page: Page, origin: QPointF) -> None:
        """Paint what lies over the blocks; ``origin`` is the page's top left."""

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.setPen(self._styles.theme.faint)
        painter.setFont(self._styles.of("standfirst").font)
        area = self.viewport().rect()
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "Choose an article, or add some.")

    # Geometry

    def _set_anew(self) -> None:
        """Make the page anew, with what is at the top of the view where it is."""
        with self._kept_in_place():
            if self._layer is not None and self._scheme is not None:
                self._page = Page(
                    self._layer, self._scheme, self._styles, self._column(), self._open_zones
                )
        self._set_range()
        self.viewport().update()

    @contextmanager
    def _kept_in_place(self) -> Iterator[None]:
        """Keep the line at the top of the view there while the page's geometry changes."""
        bar, page = self.verticalScrollBar(), self._page
        if page is None or bar.value() == 0:
            yield
            return
        top = page.offset_at(0, bar.value() - PADDING_TOP)
        into = bar.value() - page.place(top).top
        yield
        if self._page is not None and self._page.layer is page.layer:
            place = self._page.place(min(top, len(page.layer.article.text)))
            self._set_range()
            bar.setValue(place.top + into)

    def _page_y(self, point: QPointF) -> int:
        return int(point.y()) + self.verticalScrollBar().value() - PADDING_TOP

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
        bar.setRange(0, max(height + PADDING_TOP + _PADDING_BOTTOM - view, 0))

    def _lay_out_visible(self, page: Page) -> None:
        """Lay out what is in view; what stood at its bottom stays there where heights change."""
        bar = self.verticalScrollBar()
        total = page.heights.total
        scroll = bar.value()
        block = page.heights.at(scroll - PADDING_TOP)
        top = page.heights.top(block) + PADDING_TOP
        guess = page.heights[block]
        page.laid(block)
        if top < scroll and page.heights[block] != guess:
            # The first block is seen from its middle on: keep its end where it was.
            scroll += page.heights[block] - guess
        y = top + page.heights[block]
        bottom = scroll + self.viewport().height() + _OUTSTANDING
        while y < bottom and block + 1 < len(page.heights):
            block += 1
            page.laid(block)
            y += page.heights[block]
        if page.heights.total != total:
            self._set_range()
            if scroll != bar.value():
                bar.setValue(scroll)

    def _reveal(self, offset: int) -> None:
        page = self._page
        if page is None:
            return
        # Twice, since laying out what comes into view may move it.
        for _ in range(2):
            place = page.place(offset)
            self._set_range()
            bar, view = self.verticalScrollBar(), self.viewport().height()
            top = place.top + PADDING_TOP
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
        scroll = self.verticalScrollBar().value() - PADDING_TOP
        view = self.viewport()
        height = bottom - top + 2 * _OUTSTANDING
        rect = QRect(0, top - scroll - _OUTSTANDING, view.width(), height)
        view.update(rect.intersected(view.rect()))
