"""The figures as cards, one below the other: a page that the keyboard goes through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.app.agreement.grid import Grid
from annotator.app.agreement.grid_view import GridView
from annotator.app.theme import Theme
from annotator.app.words import plain

_EDGE, _BETWEEN = 24, 12
# So many characters' room is enough for two columns.
_TWO_COLUMNS = 115


class FiguresView(QScrollArea):
    """Shows what an overview holds, or why there is nothing to show."""

    opened = Signal(object)
    """The `Door` that was opened."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tables: list[GridView] = []
        self._bands: list[QBoxLayout] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Figures")
        self.show_words("")

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._theme = theme
        for table in self.tables:
            table.set_theme(theme)

    def show_grids(self, bands: Sequence[Sequence[Sequence[Grid]]]) -> None:
        """Show these tables. A band's columns stand side by side, a column's below each other.

        A table without rows or a note is left out. The keyboard stays where it is.
        """
        at = next((table.grid_shown.name for table in self.tables if table.hasFocus()), None)
        place = self.verticalScrollBar().value()
        body, column = self._page()
        self.tables, self._bands = [], []
        for band in bands:
            row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            row.setSpacing(_BETWEEN)
            self._bands.append(row)
            for grids in band:
                cards = [self._card(grid, body) for grid in grids if grid.rows or grid.note]
                if cards:
                    row.addLayout(_stacked(cards), 1)
            column.addLayout(row)
        column.addStretch(1)
        self._stack()
        self._set_body(body)
        self._keep(place, at)

    def show_words(self, text: str) -> None:
        """Show a sentence instead of figures."""
        self.tables, self._bands = [], []
        body, column = self._page()
        if text:
            column.addWidget(_framed(body, [plain(text, "quiet", wrap=True)]))
        column.addStretch(1)
        self._set_body(body)

    def _keep(self, place: int, name: str | None) -> None:
        self._body.adjustSize()
        self.verticalScrollBar().setValue(place)
        for table in self.tables:
            if table.grid_shown.name == name:
                table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack()

    def _stack(self) -> None:
        """Have columns stand side by side where there is room for two, else below each other."""
        enough = self.fontMetrics().averageCharWidth() * _TWO_COLUMNS
        beside = self.viewport().width() >= enough
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        for band in self._bands:
            band.setDirection(way)

    def _set_body(self, body: QWidget) -> None:
        self._body = body
        self.setWidget(body)

    def _page(self) -> tuple[QWidget, QVBoxLayout]:
        body = QWidget(self)
        body.setObjectName("window")
        column = QVBoxLayout(body)
        column.setContentsMargins(_EDGE, _EDGE - 4, _EDGE, _EDGE - 4)
        column.setSpacing(_BETWEEN)
        return body, column

    def _card(self, grid: Grid, parent: QWidget) -> QFrame:
        parts: list[QWidget] = [plain(grid.name.upper(), "section", wrap=True)]
        if grid.note:
            parts.append(plain(grid.note, "quiet", wrap=True))
        if grid.rows:
            table = GridView(grid, self._theme, parent)
            table.opened.connect(self.opened)
            table.moved.connect(self._follow)
            self.tables.append(table)
            parts.append(table)
        return _framed(parent, parts)

    def _follow(self, table: QWidget, above: int, below: int) -> None:
        """Have the cell that the keyboard is at seen."""
        top, bottom = (
            table.mapTo(self._body, table.rect().topLeft()).y() + y for y in (above, below)
        )
        middle, half = (top + bottom) // 2, (bottom - top) // 2
        self.ensureVisible(0, middle, 0, half + _EDGE)


def _stacked(cards: Iterable[QWidget]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(_BETWEEN)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column


def _framed(parent: QWidget, parts: Iterable[QWidget]) -> QFrame:
    card = QFrame(parent)
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(6)
    for part in parts:
        column.addWidget(part)
    return card
