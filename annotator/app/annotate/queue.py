"""The article list: what there is to do, how far it is, in which order, and a filter over it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from annotator.app.annotate.query_line import QueryLine
from annotator.app.annotate.queue_model import ORDERS, QueueModel
from annotator.app.article_list import Roles
from annotator.app.article_queue import ArticleQueue
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.app.words import plain
from annotator.errors import AnnotatorError
from annotator.model import Changed
from annotator.store.summary import QueueRow

# Counting may take longer than a key should.
_PAUSE_MS = 60


class Queue(ArticleQueue):
    """The list on the left, with its filter; tells which article is chosen."""

    ordered = Signal(str)
    """The name of the order that was chosen."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        self.model = QueueModel(session)
        super().__init__(self.model, ORDERS, "Articles", theme, parent)
        self._session = session
        self.filter = QueryLine(session.project.condition_values, self)
        self.told = plain("", "danger", wrap=True)
        self.told.setAccessibleName("What is wrong with the filter")
        self.told.hide()
        self.lay_out(self.filter, self.told)
        self.filter.asked.connect(self._ask)
        self.filter.entered.connect(self._enter)
        self._stale: set[str] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._refresh)
        session.changed.connect(self._changed)
        session.article_opened.connect(self.show_current)
        self._tell_order()

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

    def current_order(self) -> str:
        return self.model.order

    def set_order(self, order: str) -> None:
        self.model.set_order(order)
        self._tell_order()
        self.show_current()
        self.ordered.emit(self.model.order)

    def dot(self, theme: Theme, index: QModelIndex | QPersistentModelIndex) -> QColor:
        row: QueueRow = index.data(Roles.ROW)
        colours = {
            "started": theme.accent,
            "done": theme.good,
            "flagged": theme.danger,
            "skipped": theme.faint,
        }
        return colours.get(row.status, theme.rule)

    def show_time(self, article: str, seconds: float, paused: bool) -> None:
        """Show how long an article has been worked on by now, and whether that is going on."""
        self.model.set_running(article, seconds, paused=paused)

    def unfinished(self, by: int) -> None:
        """Choose the next article that is still to do, or the one before; say if there is none."""
        self._refresh()
        row = self.model.unfinished_from(self.view.currentIndex().row(), by)
        if row is not None:
            self.go(row)
        else:
            self._session.told.emit("Nothing else in this list is left to do.")

    def show_current(self) -> None:
        """Mark the article on the page in the list."""
        self._tell_progress()
        layer = self._session.layer
        self.mark(layer.article.id if layer else None)

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
        self.painter.with_snippets = self.model.has_snippets
        self.view.scheduleDelayedItemsLayout()
        self.show_current()

    def _enter(self, query: str) -> None:
        self._ask(query)
        if not self.told.isVisible():
            self.go(0)

    def _tell_order(self) -> None:
        usual = self.model.order == "came"
        self.order.setText("▾" if usual else f"{ORDERS[self.model.order].partition(',')[0]} ▾")

    def _tell_progress(self) -> None:
        done, count = self.model.progress()
        self.tell_progress(done, count, f"MY QUEUE · {done} OF {count} DONE")
