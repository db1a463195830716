"""Tasks to sheets: one for each annotation, and for each prediction of a model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.json.articles import article_with
from annotator.formats.json.fields import JsonObject
from annotator.formats.json.records import records
from annotator.formats.labelstudio import CONFIGURATION
from annotator.formats.labelstudio.configuration import text_field
from annotator.formats.labelstudio.minimal import MARK, as_task
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.spans import span_at
from annotator.model import Article, AttributeValue, Relation, Span
from annotator.text.anchoring import UTF16
from annotator.text.offsets import OffsetTable

_REGIONS = ("labels", "hypertextlabels")


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield the sheets of each task, and why a task, or a part of one, is none."""
    field = text_field(path.with_name(CONFIGURATION)) or "text"
    for found in records(path):
        if isinstance(found, Refused):
            yield found
            continue
        where, values = found
        try:
            task = as_task(values) if MARK in values and "data" not in values else values
            yield from _sheets(where, JsonObject(task, "", []), field)
        except FormatError as error:
            yield Refused(where, str(error))


def _sheets(where: str, task: JsonObject, field: str) -> Iterator[Sheet | Refused]:
    data = dict(task.table("data"))
    text = data.pop(field, None)
    if not isinstance(text, str):
        raise FormatError(f'The task has no text: its data have no "{field}".')
    article, given = article_with(text, data)
    bare = Sheet(where, article, given=given, unit=UTF16)
    work = task.each("annotations", lambda entry: _annotation(entry, article, bare))
    guesses = task.each("predictions", lambda entry: _prediction(entry, article, bare))
    for sheet, refused in (*work, *guesses):
        yield from refused
        yield sheet
    if not work and not guesses:
        yield bare


def _annotation(entry: JsonObject, article: Article, bare: Sheet) -> tuple[Sheet, list[Refused]]:
    sheet, refused = _work(entry, article, bare)
    sheet = replace(sheet, annotator=_who(entry.raw("completed_by")))
    return replace(sheet, status="skipped") if entry.flag("was_cancelled") else sheet, refused


def _prediction(entry: JsonObject, article: Article, bare: Sheet) -> tuple[Sheet, list[Refused]]:
    sheet, refused = _work(entry, article, bare)
    return replace(sheet, annotator=entry.text("model_version") or "model", role="model"), refused


def _who(value: object) -> str | None:
    """Return whose work it is: an address, a name, or else a number."""
    if isinstance(value, dict):
        known = [value.get(name) for name in ("email", "username", "id")]
        value = next((one for one in known if one), None)
    return str(value) if isinstance(value, int | str) and value != "" else None


def _work(entry: JsonObject, article: Article, bare: Sheet) -> tuple[Sheet, list[Refused]]:
    text, table = article.text, OffsetTable(article.text)
    spans: dict[str, Span] = {}
    answers: dict[str, dict[str, AttributeValue]] = {}
    relations: list[Relation] = []
    refused: list[Refused] = []
    for region in entry.each("result", lambda region: region):
        kind, name = region.text("type") or "", region.text("id") or ""
        if kind == "relation":
            relations += _relations(region)
        elif kind in _REGIONS:
            for span in _spans(region, name, kind, text, table):
                spans[span.id] = span
        else:
            answer = _answer(kind, region.inner("value"))
            if answer is None or not name:
                refused.append(Refused(bare.where, f"{region.place} is no span, but {kind!r}."))
            else:
                answers.setdefault(name, {})[region.text("from_name") or kind] = answer
    for name, found in answers.items():
        if name not in spans:
            names = ", ".join(found)
            refused.append(Refused(bare.where, f"{names} is asked of no span, but of the text."))
            continue
        span = spans[name]
        said = {asked.removeprefix(f"{span.label}."): answer for asked, answer in found.items()}
        spans[name] = replace(span, attributes=said)
    return replace(bare, spans=tuple(spans.values()), relations=tuple(relations)), refused


def _spans(
    region: JsonObject, name: str, kind: str, text: str, table: OffsetTable
) -> Iterator[Span]:
    """Make a span for each of a region's labels; most have one."""
    value = region.inner("value")
    offsets = value.table("globalOffsets") if kind != "labels" else {}
    start = offsets.get("start", value.raw("start"))
    end = offsets.get("end", value.raw("end"))
    if type(start) is not int or type(end) is not int:
        raise FormatError(f'{region.place} needs a "start" and an "end" that count characters.')
    quote = value.text("text")
    if quote is None:
        places = [min(max(offset, 0), table.utf16_units) for offset in (start, end)]
        quote = text[table.from_utf16(places[0]) : table.from_utf16(places[1])]
    notes = region.inner("meta").texts("text")
    for number, label in enumerate(value.texts(kind), 1):
        own = name if number == 1 else f"{name}/{number}"
        note = "\n".join(notes) or None
        yield span_at(own, label, (start, end), text, quote=quote, note=note)


def _relations(region: JsonObject) -> Iterator[Relation]:
    ends = [region.text("from_id") or "", region.text("to_id") or ""]
    if region.text("direction") == "left":
        ends.reverse()
    kinds = region.texts("labels")
    if not kinds:
        raise FormatError(f"{region.place} is a relation without a label.")
    for kind in kinds:
        yield Relation("", "", "", kind, ends[0], ends[1])


def _answer(kind: str, value: JsonObject) -> AttributeValue | None:
    """Return what was answered, if it is an answer that a span can have."""
    match kind:
        case "choices":
            chosen = value.texts("choices")
            return chosen[0] if len(chosen) == 1 else tuple(chosen)
        case "number" | "rating":
            number: Any = value.raw(kind)
            plain = isinstance(number, int | float) and not isinstance(number, bool)
            return number if plain else None
        case "textarea":
            said = value.raw("text")
            return "\n".join(map(str, said)) if isinstance(said, list) else said
    return None
