"""Sheets to tasks, with one annotation for each annotator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from annotator.formats.files import replacing_folder
from annotator.formats.json.articles import facts_of
from annotator.formats.json.writing import as_given, one_line
from annotator.formats.labelstudio import CONFIGURATION, TASKS
from annotator.formats.labelstudio.configuration import (
    LABELS,
    TEXT,
    question,
    write_configuration,
)
from annotator.formats.sheet import Sheet
from annotator.model import AttributeType, AttributeValue, Scheme, Span
from annotator.text.offsets import OffsetTable


def write(sheets: Iterable[Sheet], to: Path, scheme: Scheme) -> None:
    """Write a list of tasks, each on a line of its own, and the configuration."""
    with replacing_folder(to) as folder:
        with (folder / TASKS).open("xb") as handle:
            before = b"[\n"
            for task in _tasks(sheets, scheme):
                handle.write(before + one_line(task))
                before = b",\n"
            handle.write(b"[]\n" if before == b"[\n" else b"\n]\n")
        (folder / CONFIGURATION).write_bytes(write_configuration(scheme))


def _tasks(sheets: Iterable[Sheet], scheme: Scheme) -> Iterator[dict[str, Any]]:
    for number, (_, group) in enumerate(groupby(sheets, lambda sheet: sheet.article.id), 1):
        work = list(group)
        article = work[0].article
        table = OffsetTable(article.text)
        yield {
            "id": number,
            "data": {**facts_of(article), "text": article.text},
            "annotations": [
                {
                    "completed_by": {"email": sheet.annotator},
                    "was_cancelled": False,
                    "result": list(_result(sheet, table, scheme)),
                }
                for sheet in work
                if sheet.annotator is not None
            ],
        }


def _result(sheet: Sheet, table: OffsetTable, scheme: Scheme) -> Iterator[dict[str, Any]]:
    for span in sheet.spans:
        (fragment,) = span.fragments
        place = {"start": table.to_utf16(fragment.start), "end": table.to_utf16(fragment.end)}
        quote = {**place, "text": fragment.quote}
        region = _region(span, LABELS, "labels", {**quote, "labels": [span.label]})
        if span.note:
            region["meta"] = {"text": [span.note]}
        yield region
        label = scheme.label(span.label)
        for name, value in span.attributes.items():
            kind, answer = _answer(value, None if label is None else label.attribute(name))
            asked = place if kind == "textarea" else quote
            yield _region(span, question(span.label, name), kind, {**asked, **answer})
    for link in sheet.relations:
        yield {
            "type": "relation",
            "from_id": link.source,
            "to_id": link.target,
            "direction": "right",
            "labels": [link.type],
        }


def _region(span: Span, control: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": span.id, "from_name": control, "to_name": TEXT, "type": kind, "value": value}


def _answer(value: AttributeValue, attribute: AttributeType | None) -> tuple[str, dict[str, Any]]:
    """Return the kind of control that gives such an answer, and the answer as it gives it."""
    match value:
        case bool():
            return "choices", {"choices": [str(value).lower()]}
        case int() | float():
            return "number", {"number": as_given(value)}
        case tuple():
            return "choices", {"choices": list(value)}
    if attribute is not None and attribute.kind == "text":
        return "textarea", {"text": [value]}
    return "choices", {"choices": [value]}
