"""The choices of what is compared, and how, as a column of controls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.agreement.measures import MEASURES, Measure, Unit
from annotator.agreement.overview import BESIDES, COLUMNS
from annotator.agreement.scope import Average, Match
from annotator.app.agreement.picks import Picks
from annotator.app.annotate.query_line import QueryLine
from annotator.app.words import plain

_MATCHES = (("overlap", "overlap"), ("exact", "exact"), ("token", "token"))
_AVERAGES = (
    ("pooled: counts added up", "pooled"),
    ("the mean of articles", "articles"),
    ("the mean of pairs", "pairs"),
)
_UNITS = (("tokens", "token"), ("sentences", "sentence"), ("matched spans", "span"))


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a study, as it stands in the form; a ``query`` as in the article list."""

    annotators: tuple[str, ...] | None
    labels: tuple[str, ...] | None
    query: str
    since: str | None
    until: str | None
    rounds: tuple[str, ...] | None
    match: Match
    by: Unit
    average: Average
    unfinished: bool
    pair_measure: str | None
    measures: tuple[str, ...]


class ScopeForm(QScrollArea):
    """Holds the choices that a person changes; tells each change."""

    changed = Signal()

    def __init__(self, values: Callable[[str], list[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self)
        body.setObjectName("side")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(10, 10, 10, 10)
        self._column.setSpacing(6)
        self._section("SCOPE")
        self.annotators = self._picks("Annotators")
        self.labels = self._picks("Labels")
        self.query = QueryLine(values, body)
        self.query.setPlaceholderText("Articles: all, or words, date:…")
        self.query.asked.connect(self._tell)
        self._column.addWidget(self.query)
        self.rounds = self._picks("Rounds")
        self.rounds.hide()
        self.since, self.until = self._dates()
        self.match = self._box("Match", _MATCHES)
        self.unfinished = self._check("Count unfinished work too")
        self._section("MEASURES")
        self._measures = {
            measure.name: self._check(
                measure.full or measure.title, measure.how, measure.name in COLUMNS
            )
            for measure in _offered(MEASURES.values())
        }
        self._section("PAIRS AND MEANS")
        paired = [(m.full or m.title, m.name) for m in _offered(MEASURES.values()) if m.pairs]
        self.pairs = self._box("Pairs", (("F1, as matched", ""), *paired))
        self.by = self._box("κ, π, S, α of", _UNITS)
        self.average = self._box("Figures are", _AVERAGES)
        self._column.addStretch(1)
        self.setWidget(body)

    def offer_rounds(self, rounds: Sequence[str]) -> None:
        """Offer these rounds, if there are any."""
        self.rounds.offer(list(rounds))
        self.rounds.setVisible(bool(rounds))

    @property
    def wish(self) -> Wish:
        """What is asked for as the form stands."""
        return Wish(
            annotators=self.annotators.chosen,
            labels=self.labels.chosen,
            query=self.query.text().strip(),
            since=self.since.text().strip() or None,
            until=self.until.text().strip() or None,
            rounds=self.rounds.chosen,
            match=self.match.currentData(),
            by=self.by.currentData(),
            average=self.average.currentData(),
            unfinished=self.unfinished.isChecked(),
            pair_measure=self.pairs.currentData() or None,
            measures=tuple(name for name, box in self._measures.items() if box.isChecked()),
        )

    def _tell(self, *_: object) -> None:
        self.changed.emit()

    def _section(self, title: str) -> None:
        if self._column.count():
            self._column.addSpacing(8)
        self._column.addWidget(plain(title, "section"))

    def _picks(self, title: str) -> Picks:
        picks = Picks(title, self)
        picks.changed.connect(self.changed)
        self._column.addWidget(picks)
        return picks

    def _dates(self) -> tuple[QLineEdit, QLineEdit]:
        row = QHBoxLayout()
        lines = []
        for hint, name in (("from 2018-06", "Published from"), ("to 2018-07-15", "Published to")):
            line = QLineEdit(self)
            line.setPlaceholderText(hint)
            line.setAccessibleName(name)
            line.setToolTip(f"{name}: a year, a month or a day, such as 2018-06")
            line.editingFinished.connect(self._tell)
            row.addWidget(line)
            lines.append(line)
        self._column.addLayout(row)
        return lines[0], lines[1]

    def _box(self, title: str, choices: Iterable[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setAccessibleName(title)
        for text, value in choices:
            box.addItem(f"{title}: {text}", value)
        box.currentIndexChanged.connect(self._tell)
        self._column.addWidget(box)
        return box

    def _check(self, title: str, tip: str = "", on: bool = False) -> QCheckBox:
        box = QCheckBox(title, self)
        box.setChecked(on)
        box.setToolTip(tip)
        box.toggled.connect(self._tell)
        self._column.addWidget(box)
        return box


def _offered(measures: Iterable[Measure]) -> list[Measure]:
    """Return the measures that can be columns of the table by label."""
    return [measure for measure in measures if measure.name not in BESIDES]
