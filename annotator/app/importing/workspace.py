"""Lays the import window out: what was found on the left, a look at it on the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from annotator.app.canvas import TextCanvas
from annotator.app.commands import Command
from annotator.app.importing.found_model import FoundModel, FoundRow
from annotator.app.theme import Theme, Typography
from annotator.app.words import plain
from annotator.app.workspace import Workspace
from annotator.intake import Reading
from annotator.model import Assignment, Layer, Scheme
from annotator.survey import Survey


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person chose to take: the survey, and the keys of what is ticked."""

    survey: Survey
    only: frozenset[str]


class ImportWorkspace(Workspace):
    """Shows one survey at a time; what is wanted of it is told, and done by the desk."""

    taken = Signal(object)
    """What is to be taken (`Wanted`); the survey is closed by who takes it."""
    read_again = Signal(object)
    """The files are to be read anew, as this `Reading` says."""
    left = Signal()
    asked = Signal(str, str, object)
    """A question, what to begin with, and who gets the answer."""
    told = Signal(str)

    def __init__(
        self, scheme: Scheme, theme: Theme, typography: Typography, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._survey: Survey | None = None
        self.model = FoundModel(self)
        self.list = QTreeView(self)
        self.list.setModel(self.model)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setAccessibleName("What was found")
        self.canvas = TextCanvas(self)
        self.canvas.setAccessibleName("The article as it would be taken")
        self.canvas.set_scheme(scheme)
        self.about = plain("", "quiet", wrap=True)
        self.count = plain("", "strong")
        self.notes = plain("", "quiet", wrap=True)
        self.take_button = _button("Take", "primary", self.take)
        self._buttons = (
            self.take_button,
            _button("Leave", "flat", self.leave),
            _button("Encoding…", "flat", self.ask_encoding),
            _button("Columns…", "flat", self.ask_columns),
            _button("Save report…", "flat", self.ask_report),
        )
        self.set_look(theme, typography)
        self._lay_out()
        self.model.chosen_changed.connect(self._show_count)
        self.list.selectionModel().currentChanged.connect(self._show_article)

    @property
    def keyboard(self) -> QWidget:
        return self.list

    def commands(self) -> list[Command]:
        def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
            return Command(f"import.{id}", title, "Import", run, keys, self._shows, article=True)

        return [
            command("take", "Take what is ticked", self.take, "Return", "Enter"),
            command("leave", "Leave without taking anything", self.leave, "Esc"),
            command("all", "Tick all or none", self.model.toggle_all, "A"),
            command("encoding", "Read in another encoding…", self.ask_encoding, "E"),
            command("columns", "Say what the columns hold…", self.ask_columns, "C"),
            command("report", "Save what was refused and why…", self.ask_report, "S"),
        ]

    def set_look(self, theme: Theme, typography: Typography) -> None:
        self.canvas.set_look(theme, typography)

    def show_survey(self, survey: Survey) -> None:
        """Show what was found; the survey shown before is closed."""
        self._close()
        self._survey = survey
        self.model.show_survey(survey)
        self.notes.setText(" ".join(survey.notes))
        self.notes.setVisible(bool(survey.notes))
        self.list.setCurrentIndex(self.model.index(0, 0))
        self._show_article(self.model.index(0, 0))

    def stop(self) -> None:
        self._close()

    def take(self) -> None:
        """Have what is ticked taken."""
        if self._survey is None:
            return
        if not self.model.chosen:
            self.told.emit("Nothing is ticked: tick what to take, or leave with Esc.")
            return
        survey, self._survey = self._survey, None
        self.canvas.set_layer(None)
        self.taken.emit(Wanted(survey, frozenset(self.model.chosen)))

    def leave(self) -> None:
        """Take nothing."""
        self._close()
        self.left.emit()

    def ask_encoding(self) -> None:
        """Ask in which encoding the texts and tables are."""
        row = self._row()
        begin = row.article.encoding if row is not None and row.article is not None else None
        self.asked.emit("Encoding of the files (empty: guess)", begin or "", self._set_encoding)

    def ask_columns(self) -> None:
        """Ask which column of a table holds what."""
        row, survey = self._row(), self._survey
        if survey is None:
            return
        columns = dict(survey.reading.columns)
        if row is not None and row.article is not None:
            columns = survey.spool[row.article.id].metadata.get("columns") or columns
        begin = ",".join(f"{field}={column}" for field, column in columns.items())
        self.asked.emit("Columns, as text=COLUMN,title=COLUMN", begin, self._set_columns)

    def ask_report(self) -> None:
        """Ask for a file, and write there what was found and what was refused."""
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save report", "import-report.csv", "CSV (*.csv)"
        )
        if chosen:
            self.save_report(Path(chosen))

    def save_report(self, path: Path) -> None:
        """Write what was found, and what was refused and why, to a CSV file."""
        from annotator.transfer import write_survey

        if self._survey is not None:
            write_survey(self._survey, path)
            self.told.emit(f"Saved to {path}")

    def _set_encoding(self, name: str) -> None:
        if self._survey is not None:
            columns = self._survey.reading.columns
            self.read_again.emit(Reading(name.strip() or None, columns))

    def _set_columns(self, text: str) -> None:
        from annotator.errors import IntakeError
        from annotator.intake import parse_columns

        if self._survey is None:
            return
        try:
            columns = parse_columns(text) if text.strip() else {}
        except IntakeError as error:
            self.told.emit(str(error))
            return
        self.read_again.emit(Reading(self._survey.reading.encoding, columns))

    def _shows(self) -> bool:
        return self._survey is not None

    def _row(self) -> FoundRow | None:
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def _show_article(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()] if index.isValid() else None
        survey = self._survey
        if row is None or survey is None or row.article is None:
            self.canvas.set_layer(None)
            self.about.setText("" if row is None else row.note or row.where)
            return
        article = survey.spool[row.article.id]
        self.canvas.set_layer(Layer(article, Assignment(article.id, "")))
        facts = [str(row.file), f"{row.article.length:,} characters"]
        if row.article.encoding:
            facts.append(f"{row.article.encoding} ({row.article.encoding_reason})")
        columns = article.metadata.get("columns")
        if columns:
            facts.append(", ".join(f"{field} from “{c}”" for field, c in columns.items()))
        self.about.setText("  ·  ".join(facts))

    def _show_count(self) -> None:
        chosen, rows = len(self.model.chosen), self.model.rows
        found = sum(row.key is not None for row in rows)
        refused = len(rows) - found
        more = f", {refused:,} refused" if refused else ""
        self.count.setText(f"{found:,} found{more}, {chosen:,} ticked")
        self.take_button.setText(f"Take {chosen:,}")
        self.take_button.setEnabled(bool(chosen))

    def _close(self) -> None:
        self.canvas.set_layer(None)
        if self._survey is not None:
            self._survey.close()
            self._survey = None

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        left.setObjectName("side")
        column = QVBoxLayout(left)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(plain("IMPORT", "section"))
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        column.addWidget(self.notes)
        row = QHBoxLayout()
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        self.about.setContentsMargins(14, 10, 14, 10)
        beside.addWidget(self.about)
        beside.addWidget(self.canvas, 1)
        header = self.list.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 260)
        header.resizeSection(1, 130)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([600, 700])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)


def _button(text: str, role: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", role)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(lambda _=False: run())
    return button
