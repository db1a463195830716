"""Which column of a table holds what: a box for each part of an article, to choose a column in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from annotator.app.words import plain
from annotator.intake import FIELDS

_NONE = "–"
_TITLES = {"html": "HTML", "url": "Address"}
_IN_A_ROW = 4
_WIDTH = 9  # characters of a column's name that are always shown


class _Box(QComboBox):
    """A box that the wheel passes by: each choice has the table read again."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Columns(QWidget):
    """Shows a table's columns, the first for the text, and tells what a person chooses.

    Arrows and letters choose in the box that has the keyboard, Tab goes on to the next, Enter or
    Esc ends it.
    """

    chosen = Signal(dict)
    """The columns by the part that each holds."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QComboBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 2, 14, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for place, field in enumerate(FIELDS):
            row, column = divmod(place, _IN_A_ROW)
            grid.addWidget(plain(_TITLES.get(field, field.capitalize()), "field"), 2 * row, column)
            grid.addWidget(self._box(field), 2 * row + 1, column)

    def show_table(self, columns: Sequence[str], held: Mapping[str, str]) -> None:
        """Show a table's columns, and which of them hold something so far."""
        for field, box in self.boxes.items():
            box.clear()
            box.addItems([_NONE, *columns])
            column = held.get(field)
            box.setCurrentIndex(columns.index(column) + 1 if column in columns else 0)

    def take_keyboard(self) -> None:
        """Let the person choose: first which column holds the text."""
        self.boxes["text"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _box(self, field: str) -> QComboBox:
        self.boxes[field] = box = _Box(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_WIDTH)
        box.setAccessibleName(f"Column that holds the {field}")
        # Told for what a person does, and not when another table is shown.
        box.activated.connect(self._tell)
        return box

    def _tell(self) -> None:
        named = ((field, box) for field, box in self.boxes.items() if box.currentIndex() > 0)
        self.chosen.emit({field: box.currentText() for field, box in named})
