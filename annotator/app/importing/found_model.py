"""What a survey found, as rows that can be ticked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal

from annotator.survey import Found, Survey

_Index = QModelIndex | QPersistentModelIndex
_HEADERS = ("Title", "Found in", "To know")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row: an article, a file of annotated data, or what was refused (without a ``key``)."""

    key: str | None
    title: str
    where: str
    note: str
    article: Found | None = None
    file: Path | None = None


class FoundModel(QAbstractTableModel):
    """The rows of a survey; ``chosen`` are the keys of those that are ticked.

    What the project has already, or comes a second time, starts without a tick.
    """

    chosen_changed = QtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[FoundRow] = []
        self.chosen: set[str] = set()

    def show_survey(self, survey: Survey) -> None:
        """Show what this survey found, from now on."""
        self.beginResetModel()
        self.rows = _rows(survey)
        self.chosen = {
            row.key
            for row in self.rows
            if row.key is not None and not (row.article and row.article.same_as)
        }
        self.endResetModel()
        self.chosen_changed.emit()

    def toggle_all(self) -> None:
        """Tick every row, or none if all are ticked."""
        every = {row.key for row in self.rows if row.key is not None}
        self.chosen = set() if self.chosen == every else every
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        self.chosen_changed.emit()

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
        row = self.rows[index.row()]
        text = (row.title, row.where, row.note)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole and len(text) > 40:
            return text.replace("<", "‹")
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and row.key is not None:
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


def _rows(survey: Survey) -> list[FoundRow]:
    by_file: dict[Path, list[Found]] = {}
    for found in survey.articles.values():
        by_file.setdefault(found.file, []).append(found)
    rows: list[FoundRow] = []
    for file in survey.order:
        if file in survey.annotated:
            title = survey.annotated[file].title
            rows.append(FoundRow(str(file), f"Annotated data: {title}", file.name, "", file=file))
        rows += [_article_row(found) for found in by_file.get(file, ())]
    rows += [
        FoundRow(None, "Refused", Path(item.where).name or item.where, item.reason)
        for item in survey.refused
    ]
    return rows


def _article_row(found: Found) -> FoundRow:
    notes = []
    if found.same_as is not None:
        notes.append(f"Same text as “{found.same_as}”")
    if found.near is not None:
        notes.append(f"{found.share:.0%} also in “{found.near}”")
    if found.guessed:
        notes.append(f"Read as {found.encoding}: look at it")
    return FoundRow(found.id, found.title, found.file.name, "; ".join(notes), found, found.file)
