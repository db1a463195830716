"""The article list: what there is to do, how far it is, in which order, and a filter over it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.app.annotate.query_line import QueryLine
from annotator.app.annotate.queue_model import ORDERS, QueueModel
from annotator.app.annotate.queue_rows import RowPainter
from annotator.app.article_list import ArticleList, OrderButton
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.app.words import plain
from annotator.errors import AnnotatorError
from annotator.model import Changed

# Counting may take longer than a key should.
_PAUSE_MS = 60


class Queue(QWidget):
    """The list on the left, with its filter; tells which article is chosen."""

    chosen = Signal(str)
    progressed = Signal(int, int)
    """How many articles are finished, and how many there are."""
    ordered = Signal(str)
    """The name of the order that was chosen."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = QueueModel(session, self)
        self.filter = QueryLine(session.project.condition_values, self)
        self.told = plain("", "danger", wrap=True)
        self.told.setAccessibleName("What is wrong with the filter")
        self.told.hide()
        self._heading = plain("", "section")
        self._order = OrderButton(ORDERS, lambda: self.model.order, self)
        self._order.chosen.connect(self.set_order)
        self._painter = RowPainter(theme, self)
        self.view = ArticleList(self.model, self._painter, "Articles", self)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self._order)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 8, 6)
        column.setSpacing(6)
        column.addWidget(self.filter)
        column.addWidget(self.told)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self.filter.asked.connect(self._ask)
        self.filter.entered.connect(self._enter)
        self._stale: set[str] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._refresh)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        session.changed.connect(self._changed)
        session.article_opened.connect(self.show_current)
        self._tell_order()

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._painter.theme = theme
        self._painter.forget()
        self.view.viewport().update()

    def reload(self) -> None:
        """Read the list anew, and tell the progress."""
        self._stale.clear()
        try:
            self.model.reload()
        except AnnotatorError as error:
            self._session.refused.emit(str(error))
        self.show_current()

    def stop(self) -> None:
        """Leave what is still to be refreshed as it is."""
        self._soon.stop()
        self.filter.stop()

    def set_order(self, order: str) -> None:
        """Put the list in one of its orders."""
        self.model.set_order(order)
        self._tell_order()
        self.show_current()
        self.ordered.emit(self.model.order)

    def show_time(self, article: str, seconds: float, paused: bool) -> None:
        """Show how long an article has been worked on by now, and whether that is going on."""
        self.model.set_running(article, seconds, paused=paused)

    def focus_filter(self) -> None:
        """Give the filter the keyboard."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def step(self, by: int) -> None:
        """Choose the article ``by`` rows further on, if there is one."""
        self._go(self.view.currentIndex().row() + by)

    def unfinished(self, by: int) -> None:
        """Choose the next article that is still to do, or the one before; say if there is none."""
        self._refresh()
        row = self.model.unfinished_from(self.view.currentIndex().row(), by)
        if row is not None:
            self._go(row)
        else:
            self._session.told.emit("Nothing else in this list is left to do.")

    def show_current(self) -> None:
        """Mark the article on the page in the list."""
        self._tell_progress()
        layer = self._session.layer
        row = self.model.row_of(layer.article.id) if layer else None
        if row is None:
            self.view.setCurrentIndex(QModelIndex())
            return
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def _changed(self, changed: Changed) -> None:
        if not self.model.knows(changed):
            self.reload()
        elif changed.articles:
            self._stale |= changed.articles
            self._soon.start()

    def _refresh(self) -> None:
        for article in self._stale:
            self.model.refresh(article)
        self._stale.clear()
        self._tell_progress()

    def _ask(self, query: str) -> None:
        """Filter by a query; what can't be asked is told here, and the list stays."""
        try:
            self.model.set_filter(query)
        except AnnotatorError as error:
            self.told.setText(str(error))
            self.told.show()
            return
        self.told.hide()
        self._painter.with_snippets = self.model.has_snippets
        self.view.scheduleDelayedItemsLayout()
        self.show_current()

    def _enter(self, query: str) -> None:
        self._ask(query)
        if not self.told.isVisible():
            self._go(0)

    def _go(self, row: int) -> None:
        article = self.model.article_at(row)
        if article is not None:
            self.chosen.emit(article)

    def _choose(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self._go(index.row())

    def _tell_order(self) -> None:
        usual = self.model.order == "came"
        self._order.setText("▾" if usual else f"{ORDERS[self.model.order].partition(',')[0]} ▾")

    def _tell_progress(self) -> None:
        done, count = self.model.progress()
        shown = self.model.rowCount()
        if shown < count:
            self._heading.setText(f"{shown} OF {count} ARTICLES")
        else:
            self._heading.setText(f"MY QUEUE · {done} OF {count} DONE")
        self.progressed.emit(done, count)
