"""Parquet files to articles: one for each row."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from annotator.errors import IntakeError
from annotator.intake.libraries import library
from annotator.intake.source import Raw, Refusal
from annotator.intake.table import TableRow, articles_of
from annotator.model import Article

_BATCH = 100  # rows


def read_parquet(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the articles in a Parquet file; ``IntakeError`` if it is none."""
    yield from articles_of(_rows(raw), raw)


def _rows(raw: Raw) -> Iterator[TableRow]:
    arrow, parquet = library("pyarrow", "Parquet files"), library("pyarrow.parquet", "They")
    number = 0
    try:
        with parquet.ParquetFile(io.BytesIO(raw.data)) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    whole = json.dumps(row, ensure_ascii=False, default=str)
                    yield TableRow(f"row {number}", row, whole.encode("utf-8", "replace"))
    except (arrow.ArrowException, OSError) as error:
        raise IntakeError(f"{raw.name} is no Parquet file, or it is damaged: {error}") from error
