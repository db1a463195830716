"""CSV tables: UTF-8 with a byte order mark, by which Excel knows it, and lines that end in CRLF."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from annotator.formats.files import replacing_folder
from annotator.formats.fitting import Fitted, fitted
from annotator.formats.format import Format, Option, Terms
from annotator.formats.sheet import Sheet
from annotator.formats.tables.holding import HOLDS, with_changed_cells
from annotator.formats.tables.rows import Cell, Tables, said

#: What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")

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
        write_text = defused if terms.options["cells"] == "spreadsheet" else str
        tables = Tables(terms.scheme)

        def cell(value: Cell) -> Cell:
            text = said(value)
            if text is not None:
                return write_text(text)
            return str(value).lower() if isinstance(value, bool) else value

        with replacing_folder(to) as folder, ExitStack() as files:
            writers = {}
            for name, columns in tables.columns.items():
                path = folder / f"{name}.csv"
                file = files.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
                writers[name] = csv.writer(file)
                writers[name].writerow(cell(column.name) for column in columns)
            for sheet in sheets:
                for name, row in tables.rows(sheet):
                    writers[name].writerow(map(cell, row))


def defused(text: str) -> str:
    """Return the text such as no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


FORMAT = CsvTables()
