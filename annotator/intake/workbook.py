"""Excel workbooks to articles: one for each row below the header, on each sheet."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from annotator.errors import IntakeError
from annotator.intake.libraries import library
from annotator.intake.source import Raw, Refusal
from annotator.intake.table import TableRow, articles_of
from annotator.intake.zipped import BROKEN
from annotator.model import Article

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# The library raises these for parts that aren't as they should be, some only as rows are read.
_BROKEN = (*BROKEN, KeyError, IndexError, TypeError, AttributeError, SyntaxError, RuntimeError)
_UNPACKED_LIMIT = 500 * 1024 * 1024  # bytes


def read_workbook(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the articles in a workbook; ``IntakeError`` if it is none or needs a password."""
    openpyxl = library("openpyxl", "Excel workbooks")
    if raw.data.startswith(_OLD_OFFICE):
        raise IntakeError(
            f"{raw.name} needs a password, or is an old .xls file. Save it as .xlsx without one."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _UNPACKED_LIMIT:
                raise IntakeError(f"{raw.name} unpacks to more than 500 MB, so it is not read.")
        book = openpyxl.load_workbook(io.BytesIO(raw.data), read_only=True, data_only=True)
    except _BROKEN as error:
        raise IntakeError(f"{raw.name} is no Excel workbook, or it is damaged.") from error
    try:
        for sheet in book.worksheets:
            rows = _rows(sheet, raw.name)
            if (first := next(rows, None)) is not None:
                yield from articles_of(_with_first(first, rows), raw)
    finally:
        book.close()


def _with_first(first: TableRow, rows: Iterator[TableRow]) -> Iterator[TableRow]:
    yield first
    yield from rows


def _rows(sheet: Any, name: str) -> Iterator[TableRow]:
    cells = _cells(sheet, name)
    header = [str(cell).strip() if cell is not None else "" for cell in next(cells, ())]
    named = [column for column in header if column]
    if len(set(named)) < len(named):
        raise IntakeError(f'{name}, sheet "{sheet.title}" has two columns of one name.')
    for number, values in enumerate(cells, 2):
        row = {c: _plain(v) for c, v in zip(header, values, strict=False) if c and v is not None}
        if row:
            where = f'sheet "{sheet.title}", row {number}'
            yield TableRow(where, row, json.dumps(row, ensure_ascii=False, default=str).encode())


def _cells(sheet: Any, name: str) -> Iterator[tuple[Any, ...]]:
    try:
        yield from sheet.iter_rows(values_only=True)
    except _BROKEN as error:
        raise IntakeError(f'{name}, sheet "{sheet.title}" is damaged: {error}.') from error


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
