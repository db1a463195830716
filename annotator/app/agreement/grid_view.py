"""Shows a grid: a table as large as what it holds, gone through by keys, its cells doors."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from annotator.app.agreement.cell_painter import BAR_HEIGHT, BAR_WIDTH, CELL, CellPainter
from annotator.app.agreement.grid import Cell, Grid
from annotator.app.theme import Theme
from annotator.app.words import as_tip

_Index = QModelIndex | QPersistentModelIndex
_OPENING = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space))


class GridView(QTableView):
    """A table of figures. Enter, Space or a click on a cell that leads somewhere opens it."""

    opened = Signal(object)
    """The `Door` that was opened."""
    moved = Signal(QWidget, int, int)
    """The keyboard went to a cell: this view, and where the cell's upper and lower edges are."""

    def __init__(self, grid: Grid, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid_shown = grid
        self._grid_model = _Cells(grid, self)
        self._painter = CellPainter(theme, self)
        self.setModel(self._grid_model)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(grid.name)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setVisible(any(grid.heads))
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsClickable(False)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._painter.theme = theme
        self._fit()
        self.viewport().update()

    def cell(self, index: _Index) -> Cell | None:
        """Return the cell at a place of the model."""
        found = index.data(CELL) if index.isValid() else None
        return found if isinstance(found, Cell) else None

    def open_current(self) -> None:
        """Open the cell that the keyboard is at, if it leads somewhere."""
        cell = self.cell(self.currentIndex())
        if cell is not None and cell.door is not None:
            self.opened.emit(cell.door)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING and not event.modifiers():
            self.open_current()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        now = self.currentIndex()
        if now != before:
            self._tell_place()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # beyond the edge the page scrolls

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._first_door())
        self._tell_place()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index == self.currentIndex():
            self.open_current()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        cell = self.cell(self.indexAt(event.position().toPoint()))
        leads = cell is not None and cell.door is not None
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The page scrolls, not the table; but wide tables go sideways.
        if event.angleDelta().x() and self.horizontalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _first_door(self) -> QModelIndex:
        for row, cells in enumerate(self.grid_shown.rows):
            for column, cell in enumerate(cells):
                if cell.door is not None:
                    return self._grid_model.index(row, column)
        return self._grid_model.index(0, 0)

    def _tell_place(self) -> None:
        place = self.visualRect(self.currentIndex())
        above = self.viewport().y()
        self.moved.emit(self, above + place.top(), above + place.bottom())

    def _fit(self) -> None:
        """Give columns their widths, and the table the height of what it holds."""
        grid, head = self.grid_shown, self.horizontalHeader()
        columns = self._grid_model.columnCount()
        room = self.viewport().width()
        head.setMinimumSectionSize(8)
        if grid.bars:
            for column in range(columns):
                self.setColumnWidth(column, self._painter.scaled(BAR_WIDTH))
            self.verticalHeader().setDefaultSectionSize(self._painter.scaled(BAR_HEIGHT))
        else:
            self._share(room, columns)
            self.resizeRowsToContents()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        height = self.verticalHeader().length()
        if not head.isHidden():
            height += head.sizeHint().height()
        if head.length() > room:
            height += self.horizontalScrollBar().sizeHint().height()
        if self.height() != height:
            self.setFixedHeight(height)

    def _share(self, room: int, columns: int) -> None:
        """Give each column what it needs, and share out what is left."""
        head = self.horizontalHeader()
        needed = [max(self.sizeHintForColumn(n), head.sectionSizeHint(n)) for n in range(columns)]
        if self.grid_shown.even and columns > 1:
            # Long names end in an ellipsis rather than push the figures out of sight.
            needed[0] = min(needed[0], room * 2 // 5)
            cells = max(self.sizeHintForColumn(n) for n in range(1, columns))
            fair = max(cells, (room - needed[0]) // (columns - 1), self._painter.scaled(64))
            needed[1:] = [min(max(needed[1:]), fair)] * (columns - 1)
        if columns == 1:
            needed = [room]
        left = room - sum(needed)
        if left > 0 and columns > 1:
            # The last column ends with the card's edge, the others stand evenly.
            share = min(left // columns, self._painter.scaled(90))
            needed = [width + share for width in needed]
        for column, width in enumerate(needed):
            self.setColumnWidth(column, width)


class _Cells(QAbstractTableModel):
    def __init__(self, grid: Grid, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._grid.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return max([len(self._grid.heads), *(len(row) for row in self._grid.rows)])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._grid.rows[index.row()] if index.isValid() else ()
        if index.column() >= len(row):
            return None
        cell = row[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return cell.said
            case Qt.ItemDataRole.ToolTipRole:
                return as_tip(cell.tip) if cell.tip else None
            case _:
                return cell if role == CELL else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._grid.heads[section] if section < len(self._grid.heads) else ""
        if role == Qt.ItemDataRole.TextAlignmentRole and self._grid.even and section:
            return Qt.AlignmentFlag.AlignCenter
        tips = self._grid.heads if self._grid.even else self._grid.tips
        if role == Qt.ItemDataRole.ToolTipRole and section < len(tips):
            return as_tip(tips[section])
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
