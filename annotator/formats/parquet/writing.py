"""Sheets to rows. A group of rows is written as soon as it is full."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.formats.extras import missing
from annotator.formats.files import replacing
from annotator.formats.fitting import Fitted, Losses
from annotator.formats.format import Setting
from annotator.formats.jsonl.packing import packed
from annotator.formats.parquet.columns import columns, schema
from annotator.formats.selection import without_overlap
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.fitting import on_tokens
from annotator.formats.tokens.tags import tag_names, tags
from annotator.formats.tokens.tokenizers import Tokens, tokenize

# A group of rows ends with this many of them, or this many characters of text.
_ROWS = 1000
_CHARACTERS = 16 * 1024 * 1024


def fit(sheet: Sheet, setting: Setting) -> Fitted:
    """Return the sheet as it is, and what ``ner_tags`` has otherwise."""
    losses = Losses(sheet)
    placed = on_tokens(sheet, _tokens(sheet, setting), setting.options["edges"], losses)
    tagged = without_overlap(placed.spans, setting.scheme)
    for span in placed.spans:
        if span.id not in tagged:
            reason = "It is not in ner_tags, only in spans."
            losses.of("ner_tags", span, "overlaps one that is longer or first", reason)
        elif len(span.fragments) > 1:
            what, reason = f"{len(span.fragments)} fragments", "In ner_tags each is on its own."
            losses.of("ner_tags", span, what, reason)
    return Fitted(sheet, tuple(losses.rows))


def write(sheets: Iterable[Sheet], to: Path, setting: Setting) -> None:
    """Write a row for each sheet. Raises ``MissingExtra`` without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise missing("pyarrow", "parquet") from error
    names = tag_names(label.name for label in setting.scheme.labels)
    shape = schema(columns(names))
    numbers = {name: number for number, name in enumerate(names)}
    with replacing(to) as handle, parquet.ParquetWriter(handle, shape) as writer:
        rows: list[dict[str, Any]] = []
        length = 0
        for sheet in sheets:
            rows.append(_row(sheet, setting, numbers))
            length += len(sheet.article.text)
            if len(rows) == _ROWS or length > _CHARACTERS:
                writer.write_table(pa.Table.from_pylist(rows, shape))
                rows, length = [], 0
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, shape))


def _tokens(sheet: Sheet, setting: Setting) -> Tokens:
    return tokenize(sheet.article.text, setting.options["tokens"], sheet.article.language)


def _row(sheet: Sheet, setting: Setting, numbers: dict[str, int]) -> dict[str, Any]:
    text, tokens = sheet.article.text, _tokens(sheet, setting)
    line = packed(sheet)
    row: dict[str, Any] = {**line.pop("article"), **line}
    row["tokens"] = [text[start:end] for start, end in tokens.places]
    row["tokens_by"] = tokens.rule
    row["ner_tags"] = [numbers[tag] for tag in _tags(sheet, tokens, setting)]
    for span in row["spans"]:
        places = [{"start": start, "end": end} for start, end in span["fragments"]]
        span |= {"start": places[0]["start"], "end": places[-1]["end"], "fragments": places}
    return row


def _tags(sheet: Sheet, tokens: Tokens, setting: Setting) -> list[str]:
    placed = on_tokens(sheet, tokens, setting.options["edges"], Losses(sheet))
    chosen = without_overlap(placed.spans, setting.scheme)
    return tags((span for span in placed.spans if span.id in chosen), tokens)
