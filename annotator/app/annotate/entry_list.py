"""The list of attributions or of what is missing: drawn like the page, kept at what is selected."""

from __future__ import annotations

import math

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.app.annotate.entries import Entry
from annotator.app.marked_text import Prose
from annotator.app.theme import Theme
from annotator.model import Scheme
from annotator.text.characters import reads_right_to_left

_Index = QModelIndex | QPersistentModelIndex
_ENTRY = Qt.ItemDataRole.UserRole

_LEFT, _TOP, _INDENT, _DEEPEST = 10, 6, 10, 4
_NAME_WIDTH, _GAP = 58, 8
# Room below a source for its line.
_SOURCE_EXTRA = 3
_ON, _BACK, _DOT = " → ", " ← ", "  ·  "
_LEAST_SHARE = 16


class EntryModel(QAbstractListModel):
    """Entries as rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        """Show these; where they are the same spans as before, only what changed is drawn anew."""
        old, ids = self.entries, [entry.span.id for entry in entries]
        if ids != [entry.span.id for entry in old]:
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()
            return
        self.entries = entries
        for row, (before, after) in enumerate(zip(old, entries, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, span_ids: tuple[str, ...]) -> int | None:
        """Return the row of the first of these spans that has one."""
        rows = {entry.span.id: n for n, entry in enumerate(self.entries)}
        return next((rows[span_id] for span_id in span_ids if span_id in rows), None)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == _ENTRY:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            sources = [span.quote for span, _ in entry.sources]
            return ", ".join([f"{entry.name}: {entry.span.quote}", *sources, *entry.problems])
        return entry.span.quote if role == Qt.ItemDataRole.DisplayRole else None


class _EntryPainter(QStyledItemDelegate):
    """Draws an entry: name and quote, sources below as they are marked, in red what is missing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scheme: Scheme | None = None
        self._heights: dict[tuple[str, bool, tuple[str, ...], int], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        entry: Entry = index.data(_ENTRY)
        width = self._view_width() - self._quote_left(entry, option.font) - _LEFT
        key = (entry.span.quote[:400], bool(entry.sources), entry.problems, width)
        if key not in self._heights:
            line = QFontMetrics(option.font).height()
            height = Prose(entry.span.quote, option.font, width).height
            height += (line + _SOURCE_EXTRA) * bool(entry.sources)
            if entry.problems:
                height += Prose(_told(entry), option.font, width).height
            self._heights[key] = round(height) + 2 * _TOP
        return QSize(40, self._heights[key])

    def forget_sizes(self) -> None:
        """Measure everything anew: the font or the width is another."""
        self._heights.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry: Entry = index.data(_ENTRY)
        rect: QRect = option.rect
        state = option.state
        metrics = QFontMetrics(option.font)
        painter.save()
        painter.setFont(option.font)
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.selected_row if chosen else self.theme.hover)
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 1, -3, -1), 5, 5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        label = self.scheme.label(entry.span.label) if self.scheme else None
        colour = self.theme.mark(label.colour).ink if label else self.theme.ink
        y = rect.y() + _TOP
        left = rect.x() + self._quote_left(entry, option.font)
        width = rect.right() - _LEFT - left
        painter.setPen(self.theme.danger if entry.problems else colour)
        x = rect.x() + _LEFT + self._indent(entry)
        painter.drawText(x, y + metrics.ascent(), entry.name)
        quote = Prose(entry.span.quote, option.font, width)
        quote.draw(painter, left, y, self.theme.ink)
        y += round(quote.height)
        if entry.sources:
            self._paint_sources(painter, entry, QRect(left, y, width, metrics.height()))
            y += metrics.height() + _SOURCE_EXTRA
        if entry.problems:
            Prose(_told(entry), option.font, width).draw(painter, left, y, self.theme.danger)
        painter.restore()

    def _paint_sources(self, painter: QPainter, entry: Entry, rect: QRect) -> None:
        """Draw who says it in a line, as it is read: each after the one that quotes it."""
        metrics, count = painter.fontMetrics(), len(entry.sources)
        from_right = reads_right_to_left(entry.sources[0][0].quote)
        room = rect.width()
        for n, (span, depth) in enumerate(entry.sources):
            between = "" if n == 0 else _DOT if not depth else _BACK if from_right else _ON
            gap = metrics.horizontalAdvance(between)
            # Each gets its share of what is left; the last one all of it.
            share = (room - gap) // (count - n)
            label = self.scheme.label(span.label) if self.scheme else None
            if label is None or share < _LEAST_SHARE:
                return
            prose = Prose(span.quote, painter.font(), share, lines=1, tight=True)
            taken = gap + math.ceil(prose.width)
            x = rect.left() + (room - taken if from_right else rect.width() - room)
            painter.setPen(self.theme.quiet)
            painter.drawText(
                x + (taken - gap if from_right else 0), rect.y() + metrics.ascent(), between
            )
            x += 0 if from_right else gap
            prose.draw_marked(painter, x, rect.y(), self.theme.ink, label, self.theme)
            room -= taken

    def _view_width(self) -> int:
        view = self.parent()
        return view.viewport().width() if isinstance(view, QListView) else 0

    def _indent(self, entry: Entry) -> int:
        return _INDENT * min(entry.depth, _DEEPEST)

    def _quote_left(self, entry: Entry, font: QFont) -> int:
        name = QFontMetrics(font).horizontalAdvance(entry.name)
        return _LEFT + max(self._indent(entry) + name + _GAP, _NAME_WIDTH + _GAP)


def _told(entry: Entry) -> str:
    return ", ".join(entry.problems)


class EntryList(QListView):
    """The rows; a click tells which span to go to."""

    jumped = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = EntryModel(self)
        self._painter = _EntryPainter(theme, self)
        self._marked: tuple[str, ...] = ()
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Attributions in this article")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.jumped.emit(index.data(_ENTRY).span.id))

    @property
    def entries(self) -> list[Entry]:
        """The rows as they are shown."""
        return self._model.entries

    @property
    def current(self) -> Entry | None:
        """The row that is marked."""
        index = self.currentIndex()
        return self._model.entries[index.row()] if index.isValid() else None

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._painter.theme = theme
        self._painter.forget_sizes()
        self.scheduleDelayedItemsLayout()

    def show_entries(self, entries: list[Entry], scheme: Scheme) -> None:
        """Show these rows, staying where the list was scrolled to."""
        at = self.verticalScrollBar().value()
        self._painter.scheme = scheme
        self._model.show_entries(entries)
        self.verticalScrollBar().setValue(at)
        self.mark(self._marked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._painter.forget_sizes()
        # What is selected stays in view, however much of the list the card above leaves.
        self.scrollTo(self.currentIndex())

    def mark(self, span_ids: tuple[str, ...]) -> None:
        """Mark the row of the first of these spans that has one, and keep it in view."""
        self._marked = span_ids
        row = self._model.row_of(span_ids)
        if row is None:
            self.setCurrentIndex(QModelIndex())
        elif row != self.currentIndex().row() or not self.selectedIndexes():
            self.setCurrentIndex(self._model.index(row))
            self.scrollTo(self.currentIndex())

    def step(self, by: int) -> None:
        """Mark the next row or the one before."""
        count = len(self.entries)
        if count:
            row = (
                self.currentIndex().row() if self.currentIndex().isValid() else -1 if by > 0 else 0
            )
            self.setCurrentIndex(self._model.index((row + by) % count))
            self.scrollTo(self.currentIndex())
