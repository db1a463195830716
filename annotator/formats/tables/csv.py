"""CSV tables: UTF-8 with a byte order mark, by which Excel knows it, and lines that end in CRLF."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from annotator.formats.files import replacing_folder
from annotator.formats.fitting import Fitted, fitted
from annotator.formats.format import Format, Option, Terms
from annotator.formats.sheet import Sheet
from annotator.formats.tables.holding import HOLDS, with_changed_cells
from annotator.formats.tables.rows import JOINT, Cell, Tables

#: What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_BEGINNINGS = frozenset(FORMULA)

_CELLS = Option(
    "cells",
    ("spreadsheet", "exact"),
    "spreadsheet",
    "an apostrophe before what a spreadsheet would run as a formula, or each text as it is",
)
_DEFUSED = "An apostrophe is put before it, lest a spreadsheet run it as a formula."


class CsvTables(Format):
    """The format ``csv``: a folder with a file for each table."""

    name = "csv"
    title = "CSV tables"
    suffixes = (".csv",)
    folder = True
    reads = False
    holds = HOLDS
    options = (_CELLS,)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet without its text, and with formulas defused unless told otherwise."""
        result = fitted(sheet, self.holds, terms.scheme)
        if terms.options["cells"] == "exact":
            return result
        return with_changed_cells(result, defused, "formulas", _DEFUSED)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a file for each table."""
        evil = _BEGINNINGS if terms.options["cells"] == "spreadsheet" else frozenset[str]()
        tables = Tables(terms.scheme)
        with replacing_folder(to) as folder, ExitStack() as files:
            writers = {}
            for name, columns in tables.columns.items():
                path = folder / f"{name}.csv"
                file = files.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
                writers[name] = csv.writer(file)
                writers[name].writerow(_cells([column.name for column in columns], evil))
            for sheet in sheets:
                for name, row in tables.rows(sheet):
                    writers[name].writerow(_cells(row, evil))


def _cells(row: Iterable[Cell], evil: frozenset[str]) -> Iterator[Cell]:
    """Yield the cells as they are written; texts that begin with something evil are defused."""
    for cell in row:
        if type(cell) is str:
            yield defused(cell) if cell[:1] in evil else cell
        elif type(cell) is tuple:
            joint = JOINT.join(cell)
            yield defused(joint) if joint[:1] in evil else joint
        elif type(cell) is bool:
            yield str(cell).lower()
        else:
            yield cell


def defused(text: str) -> str:
    """Return the text such as no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in _BEGINNINGS else text


FORMAT = CsvTables()
