"""The article list: what there is to do, how far it is, and a filter over it."""

from __future__ import annotations

import re
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.app.words import make_clearable
from annotator.model import Changed
from annotator.store.search import HIT_END, HIT_START
from annotator.store.summary import QueueRow

_Index = QModelIndex | QPersistentModelIndex
_PAUSE_MS = 60
_STATUS_WORDS = {
    "new": "new",
    "started": "in progress",
    "done": "done",
    "flagged": "flagged",
    "skipped": "skipped",
}


class Roles(IntEnum):
    """What the model gives for a row besides its title."""

    ROW = Qt.ItemDataRole.UserRole
    SNIPPET = Qt.ItemDataRole.UserRole + 1


class QueueModel(QAbstractListModel):
    """The articles that the filter lets through, in the order in which they came."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._all: list[QueueRow] = []
        self._shown: list[QueueRow] = []
        self._place: dict[str, int] = {}
        self._filter = ""
        self.snippets: dict[str, str] = {}

    def reload(self) -> None:
        """Read the list anew."""
        self._all = self._session.project.queue(self._session.annotator)
        self._show()

    def set_filter(self, text: str) -> None:
        """Show only what matches: a status by its name, else words of title or text."""
        self._filter = text.strip()
        self._show()

    def refresh(self, article_id: str) -> None:
        """Read one article's row anew."""
        row = self._session.project.queue_row(article_id, self._session.annotator)
        for n, old in enumerate(self._all):
            if row is not None and old.article == article_id:
                self._all[n] = row
        at = self._place.get(article_id)
        if row is not None and at is not None:
            self._shown[at] = row
            self.dataChanged.emit(self.index(at), self.index(at))

    def row_of(self, article_id: str) -> int | None:
        """Return where an article stands in the list, or ``None``."""
        return self._place.get(article_id)

    def article_at(self, row: int) -> str | None:
        """Return the id of the article in this row, or ``None``."""
        return self._shown[row].article if 0 <= row < len(self._shown) else None

    def unfinished_after(self, row: int) -> int | None:
        """Return the next row behind ``row``, from the top if need be, that is still to do."""
        order = [*range(row + 1, len(self._shown)), *range(row)]
        return next((n for n in order if self._shown[n].status in ("new", "started")), None)

    def progress(self) -> tuple[int, int]:
        """Return how many articles are done or skipped, and how many there are."""
        return sum(row.status in ("done", "skipped") for row in self._all), len(self._all)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        if role == Roles.ROW:
            return row
        if role == Roles.SNIPPET:
            return self.snippets.get(row.article, "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}: {described(row)}"
        return row.title if role == Qt.ItemDataRole.DisplayRole else None

    def _show(self) -> None:
        self.beginResetModel()
        self._shown = self._filtered()
        self._place = {row.article: n for n, row in enumerate(self._shown)}
        self.endResetModel()

    def _filtered(self) -> list[QueueRow]:
        self.snippets = {}
        if not self._filter:
            return list(self._all)
        wanted = self._filter.casefold()
        for status, words in _STATUS_WORDS.items():
            if wanted in (status, words):
                return [row for row in self._all if row.status == status]
        found = self._session.project.find(self._filter, self._session.annotator)
        self.snippets = found.snippets
        return [row for row in self._all if row.article in found.articles]


def described(row: QueueRow) -> str:
    """Return the line below a title: status, counts, doubts, note."""
    parts = [_STATUS_WORDS[row.status]]
    if row.spans:
        parts.append(f"{row.spans} span{'s' if row.spans != 1 else ''}")
    if row.relations:
        parts.append(f"{row.relations} link{'s' if row.relations != 1 else ''}")
    if row.doubts:
        parts.append(f"{row.doubts} in doubt")
    if row.note:
        parts.append(f"“{' '.join(row.note.split())}”")
    return "   ".join(parts)


class _RowPainter(QStyledItemDelegate):
    """Draws a row: the title in up to two lines, and below it a dot and what is known."""

    margin, line_gap = 9, 3

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = option.rect.width() or 230
        metrics = QFontMetrics(option.font)
        lines = len(_two_lines(str(index.data()), option.font, width - 2 * self.margin))
        lines += 1 + bool(index.data(Roles.SNIPPET))
        return QSize(width, lines * metrics.height() + 2 * self.margin + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: QueueRow = index.data(Roles.ROW)
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.selected_row if chosen else self.theme.hover)
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 6, 6)
        font = QFont(option.font)
        metrics = QFontMetrics(font)
        x, y = rect.x() + self.margin, rect.y() + self.margin
        painter.setFont(font)
        painter.setPen(self.theme.ink)
        for line in _two_lines(row.title, font, rect.width() - 2 * self.margin):
            painter.drawText(x, y + metrics.ascent(), line)
            y += metrics.height()
        y += self.line_gap
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_dot(self.theme, row))
        painter.drawEllipse(QPointF(x + 4, y + metrics.height() / 2), 4, 4)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.setPen(self.theme.quiet)
        width = rect.right() - self.margin - x - 16
        small = QFontMetrics(font)
        told = small.elidedText(described(row), Qt.TextElideMode.ElideRight, width)
        painter.drawText(x + 16, y + small.ascent() + 1, told)
        if snippet := index.data(Roles.SNIPPET):
            words = " ".join(str(snippet).split())
            room = rect.right() - self.margin - x
            _draw_snippet(
                painter, self.theme, words, x, y + metrics.height() + small.ascent(), room
            )
        painter.restore()


class Queue(QWidget):
    """The list on the left, with its filter; tells which article is chosen."""

    chosen = Signal(str)
    progressed = Signal(int, int)
    """How many articles are finished, and how many there are."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText("Filter: words, status:, actor:…")
        self.filter.setToolTip(
            "Words of title or text, or a status; also label: actor: annotator: "
            "source: date:2024-03 is:doubt is:note"
        )
        self.filter.setAccessibleName("Filter articles")
        make_clearable(self.filter)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "section")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._session = session
        self.model = QueueModel(session, self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self._painter = _RowPainter(theme, self.view)
        self.view.setItemDelegate(self._painter)
        self.view.setAccessibleName("Articles")
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 8, 6)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self._heading)
        column.addWidget(self.view, 1)
        # Searching waits until typing pauses.
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(150)
        self._typed.timeout.connect(self._apply_filter)
        self.filter.textChanged.connect(lambda _: self._typed.start())
        self.filter.returnPressed.connect(self._open_first)
        self._stale: set[str] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._refresh)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        session.changed.connect(self._changed)
        session.article_opened.connect(self.show_current)
        self.reload()

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._painter.theme = theme
        self.view.viewport().update()

    def reload(self) -> None:
        """Read the list anew, and tell the progress."""
        self.model.reload()
        self.show_current()

    def stop(self) -> None:
        """Leave what is still to be refreshed as it is."""
        self._soon.stop()
        self._typed.stop()

    def step(self, by: int) -> None:
        """Choose the article ``by`` rows further on, if there is one."""
        row = self.view.currentIndex().row() + by
        article = self.model.article_at(row)
        if article is not None:
            self.chosen.emit(article)

    def next_unfinished(self) -> bool:
        """Choose the next article that is still to do; say whether there is one."""
        self._refresh()
        row = self.model.unfinished_after(self.view.currentIndex().row())
        article = None if row is None else self.model.article_at(row)
        if article is not None:
            self.chosen.emit(article)
        return article is not None

    def show_current(self) -> None:
        """Mark the article on the page in the list."""
        self._tell_progress()
        layer = self._session.layer
        row = self.model.row_of(layer.article.id) if layer else None
        if row is None:
            self.view.clearSelection()
            return
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def _changed(self, changed: Changed) -> None:
        records = [delta.record for delta in changed.deltas]
        known = [a for a in changed.articles if self.model.row_of(a) is not None]
        if not records or len(known) < len(changed.articles):
            self.reload()
            return
        # Counting may take longer than a key should.
        self._stale |= set(known)
        self._soon.start()

    def _refresh(self) -> None:
        for article in self._stale:
            self.model.refresh(article)
        self._stale.clear()
        self._tell_progress()

    def _apply_filter(self) -> None:
        self.model.set_filter(self.filter.text())
        self.show_current()

    def _open_first(self) -> None:
        self._typed.stop()
        self._apply_filter()
        first = self.model.article_at(0)
        if first is not None:
            self.chosen.emit(first)

    def _choose(self, index: _Index) -> None:
        article = self.model.article_at(index.row())
        if article is not None:
            self.chosen.emit(article)

    def _tell_progress(self) -> None:
        done, count = self.model.progress()
        shown = self.model.rowCount()
        if shown < count:
            self._heading.setText(f"{shown} OF {count} ARTICLES")
        else:
            self._heading.setText(f"MY QUEUE · {done} OF {count} DONE")
        self.progressed.emit(done, count)


def _dot(theme: Theme, row: QueueRow) -> object:
    colours = {
        "started": theme.accent,
        "done": theme.good,
        "flagged": theme.danger,
        "skipped": theme.faint,
    }
    return colours.get(row.status, theme.rule)


def _draw_snippet(
    painter: QPainter, theme: Theme, snippet: str, x: int, baseline: int, room: int
) -> None:
    """Draw what was found, its words in ink and what stands around them quietly."""
    metrics, end = painter.fontMetrics(), x + room
    hit = False
    for piece in re.split(f"([{HIT_START}{HIT_END}])", snippet):
        if piece in (HIT_START, HIT_END):
            hit = piece == HIT_START
            continue
        shown = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, max(end - x, 0))
        painter.setPen(theme.ink if hit else theme.quiet)
        painter.drawText(x, baseline, shown)
        x += metrics.horizontalAdvance(piece)
        if x >= end:
            return


def _two_lines(title: str, font: QFont, width: int) -> list[str]:
    """Break a title into at most two lines; what doesn't fit ends in an ellipsis."""
    layout = QTextLayout(title, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(width, 40))
    layout.endLayout()
    # Qt counts UTF-16 units.
    units = title.encode("utf-16-le", "surrogatepass")
    cut = 2 * line.textLength()
    first = units[:cut].decode("utf-16-le", "replace")
    rest = units[cut:].decode("utf-16-le", "replace")
    if not rest.strip():
        return [title]
    metrics = QFontMetrics(font)
    return [first.rstrip(), metrics.elidedText(rest, Qt.TextElideMode.ElideRight, max(width, 40))]
