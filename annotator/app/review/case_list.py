"""The cases of the article below the card: a line of words and a quote for each."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.app.review import words
from annotator.app.theme import Theme
from annotator.app.words import isolated
from annotator.model.edits import shorten
from annotator.review.article_review import ArticleReview
from annotator.review.cases import Case

_Index = QModelIndex | QPersistentModelIndex
_MARGIN, _DOT, _DOT_ROOM = 8, 3.5, 16
_MOST_SHOWN = 200


class CaseModel(QAbstractListModel):
    """Cases as rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.review: ArticleReview | None = None
        self.cases: list[Case] = []

    def show_cases(self, review: ArticleReview | None, cases: list[Case]) -> None:
        """Show these cases of an article."""
        self.beginResetModel()
        self.review, self.cases = review, cases
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.cases)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self.review is None:
            return None
        case = self.cases[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return case
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            told = words.outcome(self.review, case) or words.told(self.review, case)
            return f"{words.title(case)}: {told}: {shorten(words.quote(case), 120)}"
        return None


class CaseList(QListView):
    """Tells which case is clicked; the keyboard stays with the card."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = CaseModel(self)
        self.setModel(self._model)
        self._painter = _CasePainter(theme, self)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Cases of this article")
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._choose)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._painter.theme = theme
        self.viewport().update()

    def show_cases(self, review: ArticleReview | None, cases: list[Case]) -> None:
        """Show these cases of an article."""
        self._model.show_cases(review, cases)

    def mark(self, case: Case | None) -> None:
        """Mark the case that is asked, and have it in view."""
        cases = self._model.cases
        row = next((n for n, one in enumerate(cases) if one is case), None)
        index = self._model.index(row) if row is not None else QModelIndex()
        self.setCurrentIndex(index)
        if row is not None:
            self.scrollTo(index)

    def _choose(self, index: _Index) -> None:
        self.chosen.emit(index.data(Qt.ItemDataRole.UserRole))


class _CasePainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: CaseList) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, 2 * QFontMetrics(option.font).height() + 2 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, CaseModel), "the list has but this model"
        review, case = model.review, model.cases[index.row()]
        if review is None:
            return
        theme, state = self.theme, option.state
        rect = QRectF(option.rect).adjusted(1, 2, -1, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        under = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(theme.accent if chosen else theme.rule)
        painter.setBrush(theme.selected_row if chosen else theme.hover if under else theme.raised)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        is_open = review.is_open(case)
        font = QFont(option.font)
        line = QFontMetrics(font).height()
        x, top = rect.left() + _MARGIN, rect.top() + _MARGIN - 2
        width = int(rect.width() - 2 * _MARGIN)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent if is_open else theme.good)
        painter.drawEllipse(QPointF(x + _DOT, top + line / 2), _DOT, _DOT)
        font.setBold(True)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        painter.setPen(theme.ink)
        baseline = round(top + metrics.ascent())
        name = metrics.elidedText(words.title(case), Qt.TextElideMode.ElideRight, width // 2)
        painter.drawText(round(x + _DOT_ROOM), baseline, name)
        used = _DOT_ROOM + metrics.horizontalAdvance(name) + 6
        font.setBold(False)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        told = words.outcome(review, case) or words.told(review, case)
        painter.setPen(theme.quiet)
        told = metrics.elidedText(isolated(told), Qt.TextElideMode.ElideRight, width - used)
        painter.drawText(round(x + used), baseline, told)
        painter.setPen(theme.ink if is_open else theme.quiet)
        quote = isolated(shorten(words.quote(case), _MOST_SHOWN))
        quote = metrics.elidedText(quote, Qt.TextElideMode.ElideRight, width)
        painter.drawText(round(x), baseline + line, quote)
        painter.restore()
