"""Names with kinds and keys as rows of a list, drawn by hand so that thousands cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.app.theme import Theme
from annotator.app.words import isolated

_Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_MARGIN, _GAP, _CAP_PADDING = 10, 8, 6
_SMALL = 0.82


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a name, more about it, which kind of thing it is, and the keys that do it."""

    name: str
    more: str = ""
    kind: str = ""
    keys: tuple[str, ...] = ()
    heading: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        keys = f"key {' or '.join(self.keys)}" if self.keys else ""
        return ", ".join(part for part in (self.name, self.more, self.kind, keys) if part)


class RowList(QListView):
    """Shows rows, one of them current; headings are stepped over."""

    taken = Signal(int)
    """The place of the row that was clicked."""
    current_changed = Signal(int)
    """The place of the current row, -1 if there is none."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = _Rows(self)
        self._painter = _RowPainter(theme, self)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self._model.rows

    @property
    def current(self) -> int:
        """The place of the current row; -1 if there is none."""
        return self.currentIndex().row()

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._painter.theme = theme
        self.viewport().update()

    def show_rows(self, rows: Sequence[Row], current: int = 0) -> None:
        """Show these rows; the first from ``current`` on that is no heading is the current one."""
        self._model.show_rows(rows)
        self.go_to(next((n for n in range(current, len(rows)) if not rows[n].heading), -1))

    def step(self, by: int) -> None:
        """Make the next or previous row current, round the ends."""
        things = [n for n, row in enumerate(self.rows) if not row.heading]
        if things:
            at = things.index(self.current) if self.current in things else -1
            self.go_to(things[(at + by) % len(things)])

    def go_to(self, place: int) -> None:
        """Make a row current, and its heading seen with it."""
        index = self._model.index(place)
        self.setCurrentIndex(index)
        if place > 0 and self.rows[place - 1].heading:
            self.scrollTo(self._model.index(place - 1))
        self.scrollTo(index)
        self.current_changed.emit(index.row())

    def _clicked(self, index: QModelIndex) -> None:
        if not self.rows[index.row()].heading:
            self.taken.emit(index.row())


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case _:
                return row if role == _ROW else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].heading:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _RowPainter(QStyledItemDelegate):
    """Draws a row: the name and more about it on the left, its kind and keys on the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, QFontMetrics(option.font).height() + 11)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(_ROW)
        theme, state = self.theme, option.state
        rect = QRectF(option.rect)
        font, small = QFont(option.font), _small(option.font)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            _fill(painter, rect, theme.selected_row)
        elif state & QStyle.StateFlag.State_MouseOver and not row.heading:
            _fill(painter, rect, theme.hover)
        room = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if row.heading:
            small.setWeight(QFont.Weight.DemiBold)
            self._write(painter, room.adjusted(0, 6, 0, 0), row.name.upper(), small, theme.quiet)
            painter.restore()
            return
        for key in reversed(row.keys):
            room.setRight(draw_key(painter, room, key, small, theme) - 4)
        if row.keys:
            room.adjust(0, 0, 4 - _GAP, 0)
        if row.kind:
            width = QFontMetrics(small).horizontalAdvance(row.kind)
            place = QRectF(room.right() - width, room.top(), width + 1, room.height())
            self._write(painter, place, row.kind, small, theme.faint)
            room.setRight(place.left() - _GAP)
        written = self._write(painter, room, row.name, font, theme.ink)
        if row.more:
            room.setLeft(room.left() + written + _GAP)
            self._write(painter, room, row.more, small, theme.quiet)
        painter.restore()

    def _write(self, painter: QPainter, room: QRectF, text: str, font: QFont, ink: object) -> float:
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(max(room.width(), 0)))
        painter.setFont(font)
        painter.setPen(ink)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(room, left | Qt.AlignmentFlag.AlignVCenter, isolated(shown))
        return metrics.horizontalAdvance(shown)


def draw_key(painter: QPainter, room: QRectF, key: str, font: QFont, theme: Theme) -> float:
    """Draw a key cap at the right end of a room; return where it begins."""
    metrics = QFontMetrics(font)
    height = metrics.height() + 3
    width = max(metrics.horizontalAdvance(key) + 2 * _CAP_PADDING, height)
    cap = QRectF(room.right() - width, 0, width, height)
    cap.moveTop(round(room.center().y() - height / 2) + 0.5)
    painter.setPen(QPen(theme.rule, 1))
    painter.setBrush(theme.page)
    painter.drawRoundedRect(cap, 4, 4)
    painter.setFont(font)
    painter.setPen(theme.quiet)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
    return cap.left()


def _fill(painter: QPainter, rect: QRectF, colour: object) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 5, 5)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(max(font.pointSizeF() * _SMALL, 6))
    return small
