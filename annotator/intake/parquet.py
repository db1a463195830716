"""Parquet files to articles: one for each row."""

from __future__ import annotations

import json
from collections.abc import Iterator

from annotator.apart import read_apart, tables
from annotator.errors import IntakeError, Unreadable
from annotator.intake.libraries import missing
from annotator.intake.source import Raw, Refusal
from annotator.intake.table import TableRow, articles_of
from annotator.model import Article


def read_parquet(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the articles in a Parquet file; ``IntakeError`` if it is none."""
    yield from articles_of(_rows(raw), raw)


def _rows(raw: Raw) -> Iterator[TableRow]:
    try:
        for number, row in enumerate(read_apart(tables.rows, raw.data, needs="pyarrow"), 1):
            whole = json.dumps(row, ensure_ascii=False)
            yield TableRow(f"row {number}", row, whole.encode("utf-8", "replace"))
    except ImportError as error:
        raise missing("Parquet files") from error
    except Unreadable as error:
        raise IntakeError(f"{raw.name} {error}.") from error
