"""What each label is called in a dataset: its own name, another's, a new one, or left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from annotator.app.words import plain

LEFT_OUT = "(left out)"


class LabelNames(QWidget):
    """A row for each label of the scheme. Choose or type; labels of one name become one."""

    changed = Signal()

    def __init__(self, labels: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QComboBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, label in enumerate(labels):
            box = QComboBox(self)
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            shrink = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            box.setSizeAdjustPolicy(shrink)
            box.addItems([label, *(other for other in labels if other != label), LEFT_OUT])
            box.setAccessibleName(f"{label} is called")
            box.editTextChanged.connect(self.changed)
            self._boxes[label] = box
            grid.addWidget(plain(label, "field"), row, 0)
            grid.addWidget(box, row, 1)

    def box(self, label: str) -> QComboBox:
        """Return the control in which it is chosen what a label is called."""
        return self._boxes[label]

    def names(self) -> dict[str, str]:
        """Return the labels that aren't called as they are, with their names; none: left out."""
        chosen = {label: box.currentText().strip() for label, box in self._boxes.items()}
        return {
            label: "" if name == LEFT_OUT else name
            for label, name in chosen.items()
            if name != label
        }

    def show_names(self, names: Mapping[str, str]) -> None:
        """Show these names; a label that isn't among them has its own."""
        for label, box in self._boxes.items():
            box.setEditText(names.get(label, label) or LEFT_OUT)
