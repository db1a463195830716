"""Prodigy's tasks to sheets. What was rejected is left out, and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.json.articles import article_with
from annotator.formats.json.fields import JsonObject
from annotator.formats.json.records import records
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.spans import span_at
from annotator.model import Relation, Span

#: What a task holds that says nothing about its text.
_ITS_OWN = ("tokens", "config", "html", "style", "image", "options", "answer", "session_id")


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield a sheet for each accepted task, or why a line is none."""
    strange: set[str] = set()
    for found in records(path):
        if isinstance(found, Refused):
            yield found
            continue
        where, values = found
        answer = values.get("answer")
        if answer in ("reject", "ignore"):
            yield Refused(where, f"The answer to this task is {answer!r}; it is left out.")
            continue
        try:
            leftover: list[str] = []
            line = JsonObject(values, "", leftover)
            yield _sheet(where, line)
        except FormatError as error:
            yield Refused(where, str(error))
            continue
        line.finish()
        for name in leftover:
            if not name.startswith("_") and name not in (*_ITS_OWN, *strange):
                strange.add(name)
                yield Refused(where, f'"{name}" has no place here; it is left out on all lines.')


def _sheet(where: str, line: JsonObject) -> Sheet:
    text = line.text("text")
    if text is None:
        raise FormatError('The task has no "text".')
    article, given = article_with(text, line.table("meta"))
    numbered = enumerate(line.many("spans"), 1)
    entries = [JsonObject(entry, f'"spans", number {n},', []) for n, entry in numbered]
    spans = tuple(_span(entry, text, str(n)) for n, entry in enumerate(entries, 1))
    last_tokens = {
        entry.raw("token_end"): span.id for entry, span in zip(entries, spans, strict=True)
    }
    ids = {(span.start, span.end, span.label): span.id for span in spans}
    relations = line.each("relations", lambda entry: _relation(entry, ids, last_tokens))
    annotator = line.raw("_annotator_id") or line.raw("_session_id")
    return Sheet(
        where,
        article,
        annotator if isinstance(annotator, str) else None,
        spans=spans,
        relations=relations,
        given=given,
    )


def _span(entry: JsonObject, text: str, name: str) -> Span:
    label, start, end = entry.text("label"), entry.raw("start"), entry.raw("end")
    if not label or type(start) is not int or type(end) is not int:
        raise FormatError(f'{entry.place} needs a "label", a "start" and an "end".')
    return span_at(name, label, (start, end), text, quote=entry.text("text"))


def _relation(
    entry: JsonObject, ids: dict[tuple[int, int, str], str], last_tokens: dict[Any, str]
) -> Relation:
    """Find the spans that a link names or, in older tasks, those whose last tokens it names."""
    kind = entry.text("label")
    if not kind:
        raise FormatError(f'{entry.place} has no "label".')
    ends = []
    for name in ("head", "child"):
        place = entry.table(f"{name}_span")
        found = ids.get((place.get("start"), place.get("end"), place.get("label")))  # type: ignore[arg-type]
        token = entry.raw(name)
        if found is None and isinstance(token, int):
            found = last_tokens.get(token)
        if found is None:
            raise FormatError(f'{entry.place} has a "{name}" that is none of the spans.')
        ends.append(found)
    return Relation("", "", "", kind, ends[0], ends[1])
