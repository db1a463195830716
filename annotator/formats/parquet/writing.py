"""Sheets to rows. A group of rows is written as soon as it is full."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.formats.extras import missing
from annotator.formats.files import replacing
from annotator.formats.format import Terms
from annotator.formats.jsonl.packing import packed
from annotator.formats.parquet.columns import columns, schema
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.laying import laid_out
from annotator.formats.tokens.tags import tag_names, tags

# A group of rows ends with this many of them, or this many characters of text.
_ROWS = 1000
_CHARACTERS = 16 * 1024 * 1024


def write(sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
    """Write a row for each sheet. Raises ``MissingExtra`` without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise missing("pyarrow", "parquet") from error
    names = tag_names(label.name for label in terms.scheme.labels)
    shape = schema(columns(names))
    numbers = {name: number for number, name in enumerate(names)}
    with replacing(to) as handle, parquet.ParquetWriter(handle, shape) as writer:
        rows: list[dict[str, Any]] = []
        length = 0
        for sheet in sheets:
            rows.append(_row(sheet, terms, numbers))
            length += len(sheet.article.text)
            if len(rows) == _ROWS or length > _CHARACTERS:
                writer.write_table(pa.Table.from_pylist(rows, shape))
                rows, length = [], 0
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, shape))


def _row(sheet: Sheet, terms: Terms, numbers: dict[str, int]) -> dict[str, Any]:
    layout = laid_out(sheet, terms)
    text, tokens = sheet.article.text, layout.tokens
    line = packed(sheet)
    row: dict[str, Any] = {**line.pop("article"), **line}
    row["tokens"] = [text[start:end] for start, end in tokens.places]
    row["tokens_by"] = tokens.rule
    row["ner_tags"] = [numbers[tag] for tag in tags(layout.flat, tokens)]
    for span in row["spans"]:
        places = [{"start": start, "end": end} for start, end in span["fragments"]]
        span |= {"start": places[0]["start"], "end": places[-1]["end"], "fragments": places}
    return row
