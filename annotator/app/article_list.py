"""A list of articles in a workspace's side, and the button that puts it in another order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QListView, QMenu, QStyledItemDelegate, QToolButton, QWidget


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
        top: QModelIndex | QPersistentModelIndex,
        bottom: QModelIndex | QPersistentModelIndex,
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
