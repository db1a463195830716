"""Sheets to Prodigy's tasks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.formats.json.articles import facts_of
from annotator.formats.json.writing import write_lines
from annotator.formats.prodigy.tokens import Token, tokens_of
from annotator.formats.sheet import Sheet
from annotator.model import Relation, Span


def write(sheets: Iterable[Sheet], to: Path) -> None:
    """Write each sheet as one line."""
    write_lines(map(_task, sheets), to)


def _task(sheet: Sheet) -> dict[str, Any]:
    text = sheet.article.text
    tokens = tokens_of(text, sheet.spans)
    spans = {span.id: _span(span, tokens) for span in sheet.spans}
    task: dict[str, Any] = {
        "text": text,
        "tokens": [
            {"text": text[start:end], "start": start, "end": end, "id": number, "ws": spaced}
            for number, (start, end, spaced) in enumerate(tokens)
        ],
        "spans": list(spans.values()),
        "relations": [_relation(link, spans) for link in sheet.relations],
        "meta": facts_of(sheet.article),
    }
    if sheet.annotator is not None:
        task |= {"answer": "accept", "_annotator_id": sheet.annotator}
    return task


def _span(span: Span, tokens: list[Token]) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "token_start": bisect_left(tokens, span.start, key=lambda token: token.start),
        "token_end": bisect_left(tokens, span.end, key=lambda token: token.end),
        "label": span.label,
    }


def _relation(link: Relation, spans: dict[str, dict[str, Any]]) -> dict[str, Any]:
    head, child = spans[link.source], spans[link.target]
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": head,
        "child_span": child,
        "label": link.type,
    }
