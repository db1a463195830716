"""Some of several: a button that says which, and opens the list to tick them in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

_MOST_SHOWN = 8


class Picks(QWidget):
    """Which of some names are meant; all of them until something is ticked off."""

    changed = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = title
        self.button = QPushButton(self)
        self.button.setProperty("role", "pick")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._open)
        self.list = QListWidget(self)
        self.list.setProperty("role", "card")
        self.list.setAccessibleName(title)
        self.list.hide()
        self.list.itemChanged.connect(self._ticked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.button)
        column.addWidget(self.list)
        self._say()

    @property
    def chosen(self) -> tuple[str, ...] | None:
        """What is ticked; ``None`` if that is all there is, or nothing at all."""
        items = [self.list.item(n) for n in range(self.list.count())]
        ticked = [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]
        return None if len(ticked) in (0, len(items)) else tuple(ticked)

    def offer(self, names: Sequence[str]) -> None:
        """Offer these; those that are known already stay as they are ticked."""
        if list(names) == [self.list.item(n).text() for n in range(self.list.count())]:
            return
        chosen = self.chosen
        known = {self.list.item(n).text() for n in range(self.list.count())}
        self.list.blockSignals(True)
        self.list.clear()
        for name in names:
            item = QListWidgetItem(name, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = chosen is None or name in chosen or name not in known
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._fit()
        self._say()

    def _open(self, opened: bool) -> None:
        self.list.setVisible(opened)
        self._fit()
        if opened:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.setCurrentRow(0)

    def _fit(self) -> None:
        rows = min(max(self.list.count(), 1), _MOST_SHOWN)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 18) + 8)

    def _ticked(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        chosen, count = self.chosen, self.list.count()
        every = f"all {count}" if count else "all"
        some = every if chosen is None else ", ".join(chosen)
        metrics = self.button.fontMetrics()
        text = f"{self._title}: {some}"
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 220)
        self.button.setText(f"{shown} ▾".replace("&", "&&"))
        self.button.setAccessibleName(text)
