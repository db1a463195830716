"""The list on the left: which article to review next, in which order, and a filter over cases."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from annotator.app.article_queue import ArticleQueue
from annotator.app.later import Later
from annotator.app.review.counting import Counting
from annotator.app.review.queue_model import ORDERS, ReviewModel
from annotator.app.review.reviewing import Reviewing
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.app.words import as_tip, make_clearable
from annotator.errors import AnnotatorError
from annotator.model import Changed
from annotator.model.edits import shorten
from annotator.review.filtering import CaseFilter
from annotator.review.standing import standing

_MOST_TOLD = 34
# Counting is started again at most so often.
_PAUSE_MS = 250


class Queue(ArticleQueue):
    """Articles that several people finished; tells which one is chosen."""

    filter_dropped = Signal()
    """All cases are wanted again."""

    def __init__(
        self, session: Session, reviewing: Reviewing, theme: Theme, parent: QWidget
    ) -> None:
        self.model = ReviewModel()
        super().__init__(self.model, ORDERS, "Articles to review", theme, parent)
        self._session, self._reviewing = session, reviewing
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Filter by title")
        self.line.setAccessibleName("Filter articles by title")
        make_clearable(self.line)
        self.line.textChanged.connect(self._find)
        self.line.returnPressed.connect(lambda: self.go(0))
        self._filter = QToolButton(self)
        self._filter.setProperty("role", "step")
        self._filter.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._filter.clicked.connect(lambda _=False: self.filter_dropped.emit())
        self._filter.hide()
        self.lay_out(self.line, self._filter)
        self._counting: Counting | None = None
        self._count_later = Later(self._count, self, _PAUSE_MS)
        self._shown_later = Later(self._count_shown, self, _PAUSE_MS)
        self._go_on_later = Later(self._go_on, self, _PAUSE_MS)
        reviewing.acting.connect(self._hold)
        reviewing.decided.connect(self._shown_later.ask)
        reviewing.opened.connect(self._shown_later.ask)
        reviewing.opened.connect(self.show_current)

    def reload(self, *, anew: bool = False) -> None:
        """Read the list; ``anew`` counts every article again, since the rules are others."""
        reviewing, project = self._reviewing, self._session.project
        if anew:
            self.model.forget(list(self.model.articles))
        layer = reviewing.rules.layer(reviewing.reviewer)
        try:
            self.model.set_rows(project.review_queue(reviewing.rules.compared(project), layer))
        except AnnotatorError as error:
            self._session.refused.emit(str(error))
        self.show_current()
        self._count_later.ask()

    def current_order(self) -> str:
        return self.model.order

    def dot(self, theme: Theme, index: QModelIndex | QPersistentModelIndex) -> QColor:
        left = self.model.left(self.model.article_at(index.row()) or "")
        # Settled is good, open is to do, and what isn't counted yet is neither.
        return theme.rule if left is None else theme.accent if left else theme.good

    def set_order(self, order: str) -> None:
        self.model.order = order
        self.model.sort_anew()
        self.show_current()

    def set_filter(self, asked: CaseFilter, told: str, among: Collection[str] = ()) -> None:
        """List only articles with such cases, ``among`` these if any, and say which these are."""
        self.model.filter, self.model.among = asked, among
        self._filter.setVisible(bool(told))
        self._filter.setToolTip(as_tip(f"Show all cases again, not only: {told}"))
        self._filter.setText(f"{shorten(told, _MOST_TOLD)}   ×".replace("&", "&&"))
        self._filter.setAccessibleName(f"Show all cases again, not only: {told}")
        self.model.sort_anew()
        self.show_current()

    def heard(self, changed: Changed) -> None:
        """Count anew what somebody changed."""
        if not changed.deltas:
            self.reload(anew=True)
            return
        shown = self._reviewing.article
        others = [article for article in changed.articles if article != shown]
        self.model.forget(others)
        self._count_later.ask()

    def next_unsettled(self, by: int = 1) -> str | None:
        """Return the next article that has open cases, or ``None``."""
        row = self.model.unsettled_from(self.view.currentIndex().row(), by)
        return self.model.article_at(row) if row is not None else None

    def first(self) -> str | None:
        """Return the article to begin with: the first of the list."""
        return self.model.article_at(0)

    def show_current(self) -> None:
        """Mark the article under review in the list, and tell the progress."""
        self.mark(self._reviewing.article)
        self._tell_progress()

    def stop(self) -> None:
        """Count no more."""
        self._count_later.stop()
        self._shown_later.stop()
        self._go_on_later.stop()
        if self._counting is not None:
            self._counting.stop()
            self._counting = None

    def _count(self) -> None:
        """Count what isn't counted yet, beside the window."""
        if self._counting is not None:
            self._counting.stop()
        articles = self.model.uncounted()
        if not articles:
            self._counting = None
            return
        reviewing = self._reviewing
        self._counting = counting = Counting(
            self._session.path, articles, reviewing.rules, reviewing.reviewer, self
        )
        counting.counted.connect(self._take)
        counting.finished.connect(self._counted)
        counting.start()

    def _hold(self) -> None:
        """Have the page come first."""
        if self._counting is not None:
            self._counting.hold()
        self._go_on_later.ask()

    def _go_on(self) -> None:
        if self._counting is not None:
            self._counting.go_on()

    def _take(self, standings: list[object]) -> None:
        if self.sender() is self._counting:
            self.model.take(standings)  # type: ignore[arg-type]  # Qt knows no list of these
            self._tell_progress()

    def _counted(self) -> None:
        counting = self.sender()
        if isinstance(counting, Counting):
            if counting is self._counting:
                self._counting = None
                self.model.sort_anew()
                self.show_current()
            counting.deleteLater()

    def _count_shown(self) -> None:
        """Count the article under review: it is at hand."""
        review = self._reviewing.review
        if review is not None and self.model.row_of(review.article.id) is not None:
            self.model.take([standing(review)])
            self._tell_progress()

    def _find(self, words: str) -> None:
        self.model.words = words
        self.model.sort_anew()
        self.show_current()

    def _tell_progress(self) -> None:
        done, count = self.model.settled_count, self.model.article_count
        self.tell_progress(done, count, f"TO ADJUDICATE · {count - done} OF {count} LEFT")
