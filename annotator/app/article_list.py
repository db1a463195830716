"""Articles as rows, in a list in a workspace's side, and the button that puts it in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QListView, QMenu, QStyledItemDelegate, QToolButton, QWidget

_Index = QModelIndex | QPersistentModelIndex


class Roles(IntEnum):
    """What a model of articles gives for a row besides its title."""

    ROW = Qt.ItemDataRole.UserRole
    SNIPPET = Qt.ItemDataRole.UserRole + 1
    TOLD = Qt.ItemDataRole.UserRole + 2


class ArticleModel(QAbstractListModel):
    """Articles in some order, each found by its id; what a row says is its subclass's."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[str] = []
        self._place: dict[str, int] = {}

    def show_articles(self, articles: Iterable[str]) -> None:
        """List these articles, in this order."""
        self.beginResetModel()
        self._shown = list(articles)
        self._place = {article: n for n, article in enumerate(self._shown)}
        self.endResetModel()

    def row_of(self, article: str | None) -> int | None:
        """Return where an article stands in the list, or ``None``."""
        return self._place.get(article) if article is not None else None

    def article_at(self, row: int) -> str | None:
        """Return the id of the article in this row, or ``None``."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def next_row(self, row: int, by: int, wanted: Callable[[str], bool]) -> int | None:
        """Return the nearest other row behind (or before, ``by`` -1) wanted, round the ends."""
        count = len(self._shown)
        places = ((row + by * step) % count for step in range(1, count + 1))
        return next((n for n in places if n != row and wanted(self._shown[n])), None)

    def draw(self, article: str) -> None:
        """Have an article's row drawn anew."""
        if (row := self.row_of(article)) is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        article = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.title(article)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.title(article)}: {self.told(article)}"
            case Roles.TOLD:
                return self.told(article)
        return None

    def title(self, article: str) -> str:
        """Return an article's title."""
        raise NotImplementedError

    def told(self, article: str) -> str:
        """Say how far an article is, in the line below its title."""
        raise NotImplementedError


class ArticleList(QListView):
    """Rows of one height, so that a change of one is no reason to lay thousands out anew."""

    def __init__(
        self, model: QAbstractListModel, painter: QStyledItemDelegate, name: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(painter)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)

    def dataChanged(
        self,
        top: _Index,
        bottom: _Index,
        roles: Sequence[int] = (),
    ) -> None:
        if top == bottom:
            self.update(top)
        else:
            self.viewport().update()


class OrderButton(QToolButton):
    """Offers the orders that a list may have, by name and what they are called."""

    chosen = Signal(str)

    def __init__(
        self, orders: Mapping[str, str], current: Callable[[], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._orders, self._current = orders, current
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip("Order of the list")
        self.setAccessibleName("Order of the list")
        self.setText("▾")
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self._menu.clear()
        for order, title in self._orders.items():
            action = self._menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(order == self._current())
            action.triggered.connect(partial(self.chosen.emit, order))
