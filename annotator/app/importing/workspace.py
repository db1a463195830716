"""Lays the import window out: what was found on the left, a look at it on the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
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

from annotator.app.commands import Command
from annotator.app.flow import FlowLayout
from annotator.app.importing.found_model import FoundModel, FoundRow
from annotator.app.importing.look import Look
from annotator.app.theme import Theme, Typography
from annotator.app.words import plain
from annotator.app.workspace import Workspace
from annotator.app.zoning import offer_zones, rezoned
from annotator.errors import AnnotatorError
from annotator.formats.lacking import Lack
from annotator.model import ZONE_KINDS, Scheme
from annotator.survey import Survey

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person chose to take: the survey, and the keys of what is ticked.

    With ``extend`` the scheme gets what it lacks for that.
    """

    survey: Survey
    only: frozenset[str]
    extend: bool = False


class ImportWorkspace(Workspace):
    """Shows one survey at a time; what is wanted of it is told, and done by the desk."""

    taken = Signal(object)
    """What is to be taken (`Wanted`); the survey is closed by who takes it."""
    read_again = Signal(object, str, object)
    """Of this `Survey` the file at this place is to be read anew, as a `Reading` says."""
    comparing_wanted = Signal(object)
    """Near-duplicates are to be looked for in this `Survey`."""
    left = Signal()
    asked = Signal(str, str, object)
    """A question, what to begin with, and who gets the answer."""
    told = Signal(str)

    def __init__(
        self,
        scheme: Callable[[], Scheme],
        theme: Theme,
        typography: Typography,
        key: Callable[[str], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._key = key
        self._survey: Survey | None = None
        self._busy = False
        self.model = FoundModel(theme, self)
        self.list = _list(self.model, self)
        self.look = Look(scheme(), self)
        self.canvas = self.look.canvas
        self.count = plain("", "strong")
        self.notes = plain("", "quiet", wrap=True)
        self.lacks = plain("", "", wrap=True)
        self.take_button = _button("Take", "primary", self.take)
        self.extend_button = _button("Take", "primary", partial(self._take, extend=True))
        self.without_button = _button("Without that", "", partial(self._take, extend=False))
        self._near_button = _button("Near-duplicates", "flat", self.compare)
        self._deciding = {
            "take": self.take_button,
            "extend": self.extend_button,
            "without": self.without_button,
            "leave": _button("Leave", "flat", self.leave),
        }
        self._helping = {
            "next": _button("Next to look at", "flat", self.show_next),
            "encoding": _button("Encoding…", "flat", self.ask_encoding),
            "columns": _button("Columns", "flat", self.choose_columns),
            "near": self._near_button,
            "report": _button("Save report…", "flat", self.ask_report),
        }
        self._lay_out()
        self.set_look(theme, typography)
        self.model.chosen_changed.connect(self._show_count)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_row())
        self.look.encoding_chosen.connect(self._set_encoding)
        self.look.columns_chosen.connect(self._set_columns)
        self.look.columns.left.connect(self.list.setFocus)
        offer_zones(self.canvas, self.mark_zone, lambda kind: key(f"import.zone_{kind}"))

    @property
    def keyboard(self) -> QWidget:
        return self.list

    @property
    def panes(self) -> list[QWidget]:
        return [self.list, self.look]

    def commands(self) -> list[Command]:
        def command(id: str, title: str, run: Callable[[], object], *keys: str) -> Command:
            return Command(f"import.{id}", title, "Import", run, keys, self._shows, article=True)

        def zone(number: int, kind: str) -> Command:
            run = partial(self.mark_zone, kind)
            made = command(f"zone_{kind}", f"Mark as {kind}", run, f"Alt+{number}")
            return replace(made, article=False)

        return [
            command("take", "Take what is ticked", self.take, "Return", "Enter"),
            command("extend", "Take, and extend the scheme", partial(self._take, True), "X"),
            command("without", "Take what the scheme has", partial(self._take, False), "W"),
            command("leave", "Leave without taking anything", self.leave, "Esc"),
            command("all", "Tick all or none", self.model.toggle_all, "A"),
            command("next", "Next that wants a look", self.show_next, "N"),
            command("encoding", "Read in another encoding…", self.ask_encoding, "E"),
            command("columns", "Say what the columns hold", self.choose_columns, "C"),
            command("near", "Look for near-duplicates", self.compare, "D"),
            command("report", "Save what was refused and why…", self.ask_report, "S"),
            *(zone(number, kind) for number, kind in enumerate(ZONE_KINDS, 1)),
        ]

    def set_look(self, theme: Theme, typography: Typography) -> None:
        self.model.set_theme(theme)
        self.canvas.set_look(theme, typography)

    def show_survey(self, survey: Survey) -> None:
        """Show what was found; another survey that was shown before is closed."""
        row, where = self.list.currentIndex().row(), getattr(self._row(), "where", None)
        if self._survey is not None and survey.spool is not self._survey.spool:
            self._close()
        self._survey = survey
        self.canvas.set_scheme(self._scheme())
        self.model.show_survey(survey)
        self.notes.setText(" ".join(survey.notes))
        self.notes.setVisible(bool(survey.notes))
        self._near_button.setVisible(not survey.compared)
        places = [n for n, found in enumerate(self.model.rows) if found.where == where] or [0]
        self.list.setCurrentIndex(self.model.index(row if row in places else places[0], 0))
        self._show_row()

    def set_busy(self, busy: bool) -> None:
        """Let nothing be taken or left while something of what is shown is being read."""
        self._busy = busy
        self._show_count()

    def stop(self) -> None:
        self._close()

    def take(self) -> None:
        """Have what is ticked taken, unless the scheme lacks something for that: then it asks."""
        if self._lacking():
            extend, without = self._key("import.extend"), self._key("import.without")
            self.told.emit(f"The scheme lacks some of that: {extend} extends it, {without} doesn't")
        else:
            self._take(extend=False)

    def leave(self) -> None:
        """Take nothing."""
        self._close()
        self.left.emit()

    def show_next(self) -> None:
        """Go to the next row that wants a look."""
        place = self.model.noted_after(self.list.currentIndex().row())
        if place is None:
            self.told.emit("There is nothing special about any of them.")
        else:
            self.list.setCurrentIndex(self.model.index(place, 0))

    def compare(self) -> None:
        """Have near-duplicates looked for, however many articles there are."""
        if self._survey is not None and not self._survey.compared:
            self.comparing_wanted.emit(self._survey)

    def mark_zone(self, kind: str) -> None:
        """Correct the zone of what is selected, or of the caret's paragraph."""
        row, survey = self._row(), self._survey
        if survey is None or row is None or row.article is None:
            return
        article = survey.spool[row.article.id]
        after = rezoned(article, self.canvas, kind)
        if after is not article:
            view, selection = self.canvas.view_state(), self.canvas.selection()
            survey.correct(after)
            self.look.show_article(after)
            self.canvas.restore(view)
            self.canvas.set_selection(*selection, reveal=False)

    def ask_encoding(self) -> None:
        """Ask in which encoding the file is that is shown."""
        row, survey = self._row(), self._survey
        if row is None or survey is None:
            return
        suggested = survey.suggested.get(row.where, ())
        begin = row.article.encoding if row.article is not None else None
        begin = begin or (suggested[0].encoding if suggested else "")
        self.asked.emit(f"Encoding of {row.name} (empty: guess)", begin, self._set_encoding)

    def choose_columns(self) -> None:
        """Let the person say what the columns hold of the table that is shown."""
        if self.look.columns.isVisible():
            self.look.columns.take_keyboard()
        else:
            self.told.emit("This comes from no table.")

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

        if self._survey is None:
            return
        try:
            write_survey(self._survey, path)
        except AnnotatorError as error:
            self.told.emit(str(error))
        else:
            self.told.emit(f"Saved to {path}")

    def _take(self, extend: bool) -> None:
        if self._survey is None:
            return
        if not self.model.chosen:
            self.told.emit("Nothing is ticked: tick what to take, or leave with Esc.")
            return
        wanted = Wanted(self._survey, frozenset(self.model.chosen), extend)
        self._survey = None
        self.look.show_row(None, None)
        self.taken.emit(wanted)

    def _set_encoding(self, name: str) -> None:
        self._read_again(encoding=name.strip() or None)

    def _set_columns(self, columns: dict[str, str]) -> None:
        self._read_again(columns=columns)

    def _read_again(self, **said: Any) -> None:
        """Have the file that is shown read as a person says now, and as it was said before."""
        row, survey = self._row(), self._survey
        if row is None or survey is None:
            return
        if row.where not in survey.order or row.where in survey.annotated:
            self.told.emit("This can't be read in another way; choose a row of the file itself.")
            return
        before = replace(survey.reading.of(row.where), known_columns=(), single={})
        self.read_again.emit(survey, row.where, replace(before, **said))

    def _shows(self) -> bool:
        return self._survey is not None and not self._busy

    def _row(self) -> FoundRow | None:
        place = self.list.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def _show_row(self) -> None:
        self.look.show_row(self._row(), self._survey)

    def _lacking(self) -> Counter[Lack]:
        """Return what the scheme lacks for the annotated data that is ticked."""
        lacking: Counter[Lack] = Counter()
        for where, annotated in self._survey.annotated.items() if self._survey else ():
            if where in self.model.chosen:
                lacking += annotated.lacks
        return lacking

    def _show_count(self) -> None:
        chosen, rows = len(self.model.chosen), self.model.rows
        found = sum(row.key is not None for row in rows)
        refused = len(rows) - found
        more = f", {refused:,} refused" if refused else ""
        self.count.setText(f"{found:,} found{more}, {chosen:,} ticked")
        lacking = self._lacking()
        self.lacks.setText(f"The scheme lacks {_named(lacking)}." if lacking else "")
        for widget in (self.lacks, self.extend_button, self.without_button):
            widget.setVisible(bool(lacking))
        self.take_button.setVisible(not lacking)
        for button in (*self._deciding.values(), *self._helping.values()):
            button.setEnabled(not self._busy)
        self.take_button.setEnabled(bool(chosen) and not self._busy)
        texts = {"take": f"Take {chosen:,}", "extend": f"Take {chosen:,}, extend the scheme"}
        for name, button in (*self._deciding.items(), *self._helping.items()):
            words = texts.get(name) or button.text().partition("   ")[0]
            button.setText(f"{words}   {self._key(f'import.{name}')}")

    def _close(self) -> None:
        self.look.show_row(None, None)
        self.model.forget()
        if self._survey is not None:
            self._survey.close()
            self._survey = None

    def _lay_out(self) -> None:
        left = QWidget(self)
        left.setObjectName("side")
        column = QVBoxLayout(left)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(plain("IMPORT", "section"))
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        column.addWidget(self.notes)
        column.addWidget(self.lacks)
        deciding, helping = QHBoxLayout(), FlowLayout()
        for button in self._deciding.values():
            deciding.addWidget(button)
        deciding.addStretch(1)
        for button in self._helping.values():
            helping.addWidget(button)
        column.addLayout(deciding)
        column.addLayout(helping)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.look)
        splitter.setSizes([600, 700])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)


def _list(model: FoundModel, parent: QWidget) -> QTreeView:
    found = QTreeView(parent)
    found.setModel(model)
    found.setRootIsDecorated(False)
    found.setUniformRowHeights(True)
    found.setAllColumnsShowFocus(True)
    found.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    found.setAccessibleName("What was found")
    header = found.header()
    header.setStretchLastSection(True)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.resizeSection(0, 230)
    header.resizeSection(1, 120)
    return found


def _named(lacking: Counter[Lack]) -> str:
    """Name what is lacking, the most wanted first, with how often it is used."""
    most = lacking.most_common(_MOST_NAMED)
    names = [f"the {lack.what} “{lack.name}” ({count:,}×)" for lack, count in most]
    more = len(lacking) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more else "")


def _button(text: str, role: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", role)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(lambda _=False: run())
    return button
