"""An Excel workbook with a worksheet for each table (ECMA-376, Office Open XML).

It is written as it goes, the same bytes each time; a library for it puts the time of day into the
file. Every text is a text: none is taken for a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

from annotator.errors import FormatError
from annotator.formats.files import replacing
from annotator.formats.fitting import Fitted, fitted
from annotator.formats.format import Format, Terms
from annotator.formats.sheet import Sheet
from annotator.formats.tables.holding import HOLDS, with_changed_cells
from annotator.formats.tables.rows import Cell, Column, Row, Tables, said
from annotator.formats.tables.showing import shown
from annotator.formats.xml.fitting import fitted_for_xml
from annotator.formats.xml.writing import HEAD, element, opening
from annotator.formats.zips import adding, packed

#: The most rows that a worksheet holds, and the longest text of a cell in UTF-16 units.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767

_CUT = f"Only its first {LONGEST_CELL:,} characters are written; a cell holds no more."
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TO = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# A text such as _x000D_ stands for a character; its underscore is written as one.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {"text": "24", "texts": "32", "whole": "9", "number": "9", "flag": "9"}
_HEADING, _TEXT = "1", "2"


class Workbook(Format):
    """The format ``xlsx``."""

    name = "xlsx"
    title = "Excel workbook"
    suffixes = (".xlsx",)
    reads = False
    holds = HOLDS

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet such as cells can hold it."""
        result = fitted(sheet, self.holds, terms.scheme)
        fit = fitted_for_xml(result.sheet)
        both = Fitted(fit.sheet, (*result.losses, *fit.losses))
        return with_changed_cells(both, _cut, "cells", _CUT)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a worksheet for each table.

        Raises ``FormatError`` if there are more rows than a worksheet holds.
        """
        tables = Tables(terms.scheme)
        with ExitStack() as files, replacing(to) as handle:
            worksheets = {
                name: _Worksheet(files.enter_context(TemporaryFile()), name, columns)
                for name, columns in tables.columns.items()
            }
            for sheet in sheets:
                for name, row in tables.rows(sheet):
                    worksheets[name].add(row)
            with packed(handle) as archive:
                for place, content in _frame(list(worksheets)):
                    with adding(archive, place) as part:
                        part.write((HEAD + content).encode())
                for number, worksheet in enumerate(worksheets.values(), 1):
                    with adding(archive, f"xl/worksheets/sheet{number}.xml") as part:
                        copyfileobj(worksheet.finished(), part)

    def shown(self, to: Path) -> str:
        """Return the first rows of each worksheet."""
        return shown(to)


class _Worksheet:
    """A worksheet that is being written to a file of its own: a ZIP takes one at a time."""

    def __init__(self, file: IO[bytes], name: str, columns: tuple[Column, ...]) -> None:
        self._file, self._name, self._count = file, name, 0
        pane = element("pane", {"ySplit": "1", "topLeftCell": "A2", "state": "frozen"})
        view = element("sheetView", {"workbookViewId": "0"}, [pane])
        widths = [
            element("col", {"min": f"{n}", "max": f"{n}", "width": _WIDTHS[column.kind]})
            for n, column in enumerate(columns, 1)
        ]
        head = opening("worksheet", {"xmlns": _MAIN})
        views = element("sheetViews", None, [view])
        self._write(f"{HEAD}{head}{views}{element('cols', None, widths)}<sheetData>")
        self.add(tuple(column.name for column in columns), _HEADING)

    def add(self, row: Row, style: str = _TEXT) -> None:
        """Write a row. Raises ``FormatError`` if it is one too many."""
        self._count += 1
        if self._count > MOST_ROWS:
            raise FormatError(
                f"There are more {self._name} than the {MOST_ROWS:,} rows of a worksheet. Export "
                "as csv or parquet-tables, which hold any number."
            )
        cells = "".join(_cell(value, style) for value in row)
        self._write(f"<row>{cells}</row>")

    def finished(self) -> IO[bytes]:
        """End the worksheet, and return its file from the beginning."""
        self._write("</sheetData></worksheet>")
        self._file.seek(0)
        return self._file

    def _write(self, text: str) -> None:
        self._file.write(text.encode())


def _cell(value: Cell, style: str) -> str:
    match value:
        case None | "" | ():
            return "<c/>"
        case bool():
            return f'<c t="b"><v>{int(value)}</v></c>'
        case int() | float():
            return f"<c><v>{value!r}</v></c>"
    written = _ESCAPE.sub("_x005F_", _cut(said(value) or ""))
    text = element("t", {"xml:space": "preserve"}, written)
    return f'<c t="inlineStr" s="{style}"><is>{text}</is></c>'


def _cut(text: str) -> str:
    """Return as much of the text as a cell holds."""
    # No text of half the length is too long in UTF-16.
    if len(text) <= LONGEST_CELL // 2:
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")


def _frame(names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a workbook besides its worksheets: their places and content."""
    parts = [("/xl/workbook.xml", f"{_SHEET_TYPE}.sheet.main+xml")]
    parts += [("/xl/styles.xml", f"{_SHEET_TYPE}.styles+xml")]
    numbers = range(1, len(names) + 1)
    parts += [(f"/xl/worksheets/sheet{n}.xml", f"{_SHEET_TYPE}.worksheet+xml") for n in numbers]
    kinds = [("rels", "application/vnd.openxmlformats-package.relationships+xml")]
    kinds.append(("xml", "application/xml"))
    types = [element("Default", {"Extension": end, "ContentType": kind}) for end, kind in kinds]
    types += [element("Override", {"PartName": at, "ContentType": kind}) for at, kind in parts]
    yield "[Content_Types].xml", element("Types", {"xmlns": f"{_PACKAGE}/content-types"}, types)
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    inside = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*inside, ("styles", "styles.xml")])
    entries = [
        element("sheet", {"name": name, "sheetId": f"{n}", "r:id": f"rId{n}"})
        for n, name in enumerate(names, 1)
    ]
    head = {"xmlns": _MAIN, "xmlns:r": _TO}
    yield "xl/workbook.xml", element("workbook", head, [element("sheets", None, entries)])
    yield "xl/styles.xml", _styles()


def _relations(targets: list[tuple[str, str]]) -> str:
    links = [
        element("Relationship", {"Id": f"rId{n}", "Type": f"{_TO}/{kind}", "Target": target})
        for n, (kind, target) in enumerate(targets, 1)
    ]
    return element("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, links)


def _styles() -> str:
    """Return three styles of cells: the usual one, a heading, and a text that stays a text."""
    name = element("name", {"val": "Calibri"})
    plain = element("font", None, [element("sz", {"val": "11"}), name])
    bold = element("font", None, [element("b"), element("sz", {"val": "11"}), name])
    fills = [
        element("fill", None, [element("patternFill", {"patternType": kind})])
        for kind in ("none", "gray125")
    ]
    no_border = element("border")
    usual = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}
    formats = [
        element("xf", usual | {"xfId": "0"}),
        element("xf", usual | {"xfId": "0", "fontId": "1", "applyFont": "1"}),
        # Without the prefix, whoever edits such a text makes a formula of it.
        element("xf", usual | {"xfId": "0", "quotePrefix": "1"}),
    ]
    return element(
        "styleSheet",
        {"xmlns": _MAIN},
        [
            element("fonts", {"count": "2"}, [plain, bold]),
            element("fills", {"count": "2"}, fills),
            element("borders", {"count": "1"}, [no_border]),
            element("cellStyleXfs", {"count": "1"}, [element("xf", usual)]),
            element("cellXfs", {"count": "3"}, formats),
            element(
                "cellStyles",
                {"count": "1"},
                [element("cellStyle", {"name": "Normal", "xfId": "0", "builtinId": "0"})],
            ),
        ],
    )


FORMAT = Workbook()
