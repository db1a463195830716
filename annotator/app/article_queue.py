"""The list of articles in a workspace's side: a line that filters it, heading, order, rows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.app.article_list import ArticleList, ArticleModel, OrderButton
from annotator.app.article_rows import RowPainter
from annotator.app.theme import Theme
from annotator.app.words import plain


class ArticleQueue(QWidget):
    """Shows which article is on the page, and tells which one is chosen.

    What the list holds, in which order, and what its heading says is its subclass's.
    """

    chosen = Signal(str)
    progressed = Signal(int, int)
    """How many articles are finished, and how many there are."""

    def __init__(
        self,
        model: ArticleModel,
        orders: Mapping[str, str],
        name: str,
        theme: Theme,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        model.setParent(self)
        self._model, self._name = model, name
        self.heading = plain("", "section")
        self.order = OrderButton(orders, self.current_order, self)
        self.order.chosen.connect(self.set_order)
        self.painter = RowPainter(theme, self.dot, self)

    def lay_out(self, line: QLineEdit, below: QWidget) -> None:
        """Put the line that filters the list on top, what belongs to it below, then the list."""
        self._line = line
        # Made behind the line, so that the keyboard comes to it there.
        self.view = ArticleList(self._model, self.painter, self._name, self)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.order)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 8, 6)
        column.setSpacing(6)
        column.addWidget(line)
        column.addWidget(below)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self.painter.set_theme(theme)
        self.view.viewport().update()

    def focus_filter(self) -> None:
        """Give the filter the keyboard."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def step(self, by: int) -> None:
        """Choose the article ``by`` rows further on, if there is one."""
        self.go(self.view.currentIndex().row() + by)

    def go(self, row: int) -> None:
        """Choose the article in this row, if there is one."""
        article = self._model.article_at(row)
        if article is not None:
            self.chosen.emit(article)

    def mark(self, article: str | None) -> None:
        """Mark an article in the list, and have it in view."""
        row = self._model.row_of(article)
        index = self._model.index(row) if row is not None else QModelIndex()
        self.view.setCurrentIndex(index)
        if row is not None:
            self.view.scrollTo(index)

    def tell_progress(self, done: int, count: int, told: str) -> None:
        """Say how far all is in the heading, or how many articles are listed if not all are."""
        shown = self._model.rowCount()
        self.heading.setText(f"{shown} OF {count} ARTICLES" if shown < count else told)
        self.progressed.emit(done, count)

    def current_order(self) -> str:
        """Return the name of the order that the list has."""
        raise NotImplementedError

    def set_order(self, order: str) -> None:
        """Put the list in one of its orders."""
        raise NotImplementedError

    def dot(self, theme: Theme, index: QModelIndex | QPersistentModelIndex) -> QColor:
        """Return the colour that says how far the article in a row is."""
        raise NotImplementedError

    def _choose(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.go(index.row())
