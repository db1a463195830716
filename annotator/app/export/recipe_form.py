"""The choices that make a recipe, as a column of controls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.app.export.label_names import LabelNames
from annotator.app.layouts import empty
from annotator.app.words import plain
from annotator.dataset.recipe import Recipe
from annotator.dataset.splits import Shares
from annotator.errors import FormatError
from annotator.formats import Format
from annotator.formats.gathering import ALL
from annotator.formats.registry import NATIVE

_STATUSES = (
    ("As usual for the format", None),
    ("Done", ("done",)),
    ("Done or flagged", ("done", "flagged")),
    ("Any", ()),
)


class RecipeForm(QScrollArea):
    """Holds a recipe that a person changes; tells each change. It keeps nothing else."""

    changed = Signal()

    def __init__(self, formats: Iterable[Format], labels: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget(self)
        body.setObjectName("side")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(10, 10, 10, 10)
        self._column.setSpacing(4)
        self._quiet = False
        offered = sorted(formats, key=lambda format: format.name != NATIVE)
        self._formats = {format.name: format for format in offered}
        self.format = self._box("Format", [(f.title, f.name) for f in self._formats.values()])
        self._options: dict[str, QComboBox] = {}
        self._option_host = QVBoxLayout()
        self._option_host.setSpacing(4)
        self._column.addLayout(self._option_host)
        self._section("WHAT GOES IN")
        self.layer = self._box("Layers of", [("Everybody", ALL)])
        self.status = self._box("Layers that are", _STATUSES)
        self.agreement = self._line("Least agreement", "0 to 1, or nothing")
        self.boilerplate = self._check("Keep boilerplate in the texts")
        self.labels = LabelNames(labels, self)
        self.labels.changed.connect(self._tell)
        self._add("Labels are called", self.labels)
        self._section("PARTS")
        self.split = self._line("Split", "train=0.8,dev=0.1,test=0.1")
        self.seed = self._line("Seed", "0")
        self.group_by = self._line("Never part articles of one", "source, date …")
        self.freeze = self._line("Keep as it is from now on", "test")
        self.temporal = self._check("Parts follow each other in time")
        self.views = self._check("A folder for each annotator")
        self._section("CARD")
        self.card = self._check("A folder with a data card")
        self.names = self._check("Name annotators in it")
        self.licence = self._line("Licence", "for example CC BY 4.0")
        self._column.addStretch(1)
        self.setWidget(body)
        self.format.currentIndexChanged.connect(self._show_options)
        self._show_options()

    def offer_layers(self, names: Iterable[str]) -> None:
        """Offer these annotators' layers besides everybody's."""
        chosen = self.layer.currentData()
        self._quiet = True
        self.layer.clear()
        self.layer.addItem("Everybody", ALL)
        for name in names:
            self.layer.addItem(name, name)
        self._choose(self.layer, chosen)
        self._quiet = False

    def recipe(self) -> Recipe:
        """Return the recipe as it stands. Raises ``FormatError`` saying what is wrong with it."""
        values: dict[str, object] = {}
        statuses = self.status.currentData()
        if statuses is not None:
            values["statuses"] = tuple(statuses) or None
        if self.boilerplate.isChecked():
            values["boilerplate"] = True
        return Recipe.usual(
            self.format.currentData(),
            layer=self.layer.currentData() or ALL,
            views=self.views.isChecked(),
            agreement=_number(self.agreement.text()),
            labels=self.labels.names(),
            split=Shares.parse(self.split.text()) if self.split.text().strip() else None,
            seed=_seed(self.seed.text()),
            group_by=tuple(_listed(self.group_by.text())),
            temporal=self.temporal.isChecked(),
            freeze=self.freeze.text().strip() or None,
            options={name: box.currentData() for name, box in self._options.items()},
            card=self.card.isChecked(),
            names=self.names.isChecked(),
            licence=self.licence.text().strip(),
            **values,
        )

    def show_recipe(self, recipe: Recipe) -> None:
        """Show a recipe that was kept."""
        self._quiet = True
        self._choose(self.format, recipe.format)
        self._choose(self.layer, recipe.layer)
        self._choose(self.status, recipe.statuses or ())
        self.agreement.setText("" if recipe.agreement is None else f"{recipe.agreement:g}")
        self.boilerplate.setChecked(recipe.boilerplate)
        self.labels.show_names(recipe.labels)
        self.split.setText("" if recipe.split is None else str(recipe.split))
        self.seed.setText(str(recipe.seed) if recipe.seed else "")
        self.group_by.setText(", ".join(recipe.group_by))
        self.temporal.setChecked(recipe.temporal)
        self.freeze.setText(recipe.freeze or "")
        self.views.setChecked(recipe.views)
        self.card.setChecked(recipe.card)
        self.names.setChecked(recipe.names)
        self.licence.setText(recipe.licence)
        self._show_options()
        for name, value in recipe.options.items():
            if name in self._options:
                self._choose(self._options[name], value)
        self._quiet = False
        self._tell()

    @property
    def chosen_format(self) -> Format:
        """The format that is chosen."""
        return self._formats[self.format.currentData()]

    def _show_options(self) -> None:
        empty(self._option_host)
        self._options = {}
        for option in self.chosen_format.options:
            box = QComboBox(self)
            for value in option.values:
                box.addItem(value, value)
            self._choose(box, option.default)
            box.setToolTip(option.definition)
            box.setAccessibleName(option.name)
            box.currentIndexChanged.connect(self._tell)
            self._option_host.addWidget(plain(option.name.capitalize(), "field"))
            self._option_host.addWidget(box)
            self._options[option.name] = box

    def _section(self, title: str) -> None:
        self._column.addSpacing(10)
        self._column.addWidget(plain(title, "section"))

    def _add(self, title: str, widget: QWidget) -> None:
        widget.setAccessibleName(title)
        self._column.addWidget(plain(title, "field"))
        self._column.addWidget(widget)

    def _box(self, title: str, choices: Iterable[tuple[str, object]]) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for text, value in choices:
            box.addItem(text, value)
        box.currentIndexChanged.connect(self._tell)
        self._add(title, box)
        return box

    def _line(self, title: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(hint)
        line.textChanged.connect(self._tell)
        self._add(title, line)
        return line

    def _check(self, title: str) -> QCheckBox:
        box = QCheckBox(title, self)
        box.toggled.connect(self._tell)
        self._column.addWidget(box)
        return box

    @staticmethod
    def _choose(box: QComboBox, value: object) -> None:
        for row in range(box.count()):
            if box.itemData(row) == value:
                box.setCurrentIndex(row)

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()


def _listed(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def _seed(text: str) -> int:
    if not text.strip():
        return 0
    try:
        return int(text)
    except ValueError as error:
        raise FormatError(f'"{text}" is no seed; write a whole number.') from error


def _number(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise FormatError(f'"{text}" is no agreement; write a number from 0 to 1.') from error
