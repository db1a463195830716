"""What a survey found, as rows that can be ticked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal

from annotator.app.theme import Theme
from annotator.app.words import as_tip, counted
from annotator.formats import Refused
from annotator.survey import Annotated, Found, Survey

_Index = QModelIndex | QPersistentModelIndex
_HEADERS = ("Title", "Found in", "To know")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row: an article, a file of annotated data, or what was refused (without a ``key``).

    ``where`` is its place as the survey has it. ``note`` is what a person should know; a row with
    a note wants a look.
    """

    key: str | None
    title: str
    where: str
    note: str
    article: Found | None = None

    @property
    def name(self) -> str:
        """The last part of the place, which tells it from its neighbours."""
        return PurePath(self.where).name or self.where


class FoundModel(QAbstractTableModel):
    """The rows of a survey; ``chosen`` are the keys of those that are ticked.

    What the project has already, or comes a second time, starts without a tick.
    """

    chosen_changed = QtSignal()

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[FoundRow] = []
        self.chosen: set[str] = set()
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._theme = theme
        self._changed()

    def show_survey(self, survey: Survey) -> None:
        """Show what this survey found; what was shown before under the same name keeps its tick."""
        before = {(row.where, row.title): row.key in self.chosen for row in self.rows if row.key}
        self.beginResetModel()
        self.rows = _rows(survey)
        self.chosen = {
            row.key
            for row in self.rows
            if row.key is not None
            and before.get((row.where, row.title), not (row.article and row.article.same_as))
        }
        self.endResetModel()
        self.chosen_changed.emit()

    def forget(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.rows, self.chosen = [], set()
        self.endResetModel()

    def toggle_all(self) -> None:
        """Tick every row, or none if all are ticked."""
        every = {row.key for row in self.rows if row.key is not None}
        self.chosen = set() if self.chosen == every else every
        self._changed()
        self.chosen_changed.emit()

    def noted_after(self, place: int) -> int | None:
        """Return the place of the next row that wants a look, round the end."""
        count = len(self.rows)
        round_trip = ((place + n) % count for n in range(1, count + 1))
        return next((n for n in round_trip if self.rows[n].note), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADERS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        text = (row.title, row.name, row.note)[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                return as_tip(row.where if column == 1 else text) if text else None
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(row, column)
            case Qt.ItemDataRole.CheckStateRole if column == 0 and row.key is not None:
                ticked = row.key in self.chosen
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key = self.rows[index.row()].key
        if role != Qt.ItemDataRole.CheckStateRole or key is None:
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.chosen.add(key)
        else:
            self.chosen.discard(key)
        self.dataChanged.emit(index, index)
        self.chosen_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0 and self.rows[index.row()].key is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def _ink(self, row: FoundRow, column: int) -> Any:
        if row.key is None:
            return self._theme.danger if column == 0 else self._theme.quiet
        return self._theme.ink if column == 0 else self._theme.quiet

    def _changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 2))


def _rows(survey: Survey) -> list[FoundRow]:
    at: dict[str, list[Found]] = {}
    for found in survey.articles.values():
        at.setdefault(found.where, []).append(found)
    rows: list[FoundRow] = []
    for where in survey.order:
        if (annotated := survey.annotated.get(where)) is not None:
            rows.append(_annotated_row(where, annotated))
        rows += [_article_row(found) for found in at.get(where, ())]
    return rows + [_refused_row(item) for item in survey.refused]


def _annotated_row(where: str, annotated: Annotated) -> FoundRow:
    held = f"{counted(annotated.layers, 'layer')}, {counted(annotated.spans, 'span')}"
    note = "It needs what the scheme lacks" if annotated.lacks else ""
    return FoundRow(where, f"{annotated.format.title}: {held}", where, note)


def _article_row(found: Found) -> FoundRow:
    notes = []
    if found.same_as is not None:
        notes.append(f"Same text as “{found.same_as}”")
    if found.near is not None:
        notes.append(f"{found.share:.0%} also in “{found.near}”")
    if found.guessed:
        notes.append(f"Read as {found.encoding}: look at it")
    return FoundRow(found.id, found.title, found.where, "; ".join(notes), found)


def _refused_row(item: Refused) -> FoundRow:
    """Make a row whose reason doesn't begin with the place, which stands beside it."""
    reason = item.reason.removeprefix(f'"{item.where}"').strip()
    return FoundRow(None, "Refused", item.where, reason)
