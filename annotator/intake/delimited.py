"""CSV and TSV files to articles: one for each row below the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from annotator.errors import IntakeError
from annotator.intake.encoding import Decoded, decode
from annotator.intake.source import Raw, Refusal
from annotator.intake.table import TableRow, articles_of
from annotator.intake.text import check_readable
from annotator.model import Article

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 20 * 1024 * 1024  # code points


def read_delimited(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the articles in the rows of a table; ``IntakeError`` if it can't be read as one.

    Cells are separated by what separates most of them in the first line: comma, semicolon, tab
    or bar.
    """
    decoded = decode(raw.data, name=raw.name, encoding=raw.reading.encoding)
    check_readable(decoded.text, raw.name)
    yield from articles_of(_rows(decoded, raw.name), raw)


def _rows(decoded: Decoded, name: str) -> Iterator[TableRow]:
    lines = _Lines(decoded.text)
    first = decoded.text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if len(set(header)) < len(header) or "" in header:
            raise IntakeError(f"{name} needs a first line that names each column differently.")
        lines.taken()
        for number, cells in enumerate(reader, 2):
            line = lines.taken()
            if not any(cells):
                continue
            if len(cells) > len(header):
                extra = len(cells) - len(header)
                raise IntakeError(
                    f"{name}, row {number} (line {reader.line_num}) has {extra} more cells than "
                    "there are columns; a quotation mark may be missing."
                )
            row = dict(zip(header, cells, strict=False))
            yield TableRow(f"row {number}", row, line.encode(decoded.encoding, "replace"))
    except csv.Error as error:
        raise IntakeError(
            f"{name}, line {reader.line_num}: {error}. A quotation mark may be missing, or one "
            "within a cell not be doubled."
        ) from error


class _Lines:
    """The lines of a text, one by one, and those that were taken since last asked."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._taken.append(line)
            yield line

    def taken(self) -> str:
        """Return the lines that were taken since this was last called."""
        lines = "".join(self._taken)
        self._taken.clear()
        return lines
