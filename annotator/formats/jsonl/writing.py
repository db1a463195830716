"""Sheets to lines. The same sheets always give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from annotator.errors import FormatError
from annotator.formats.files import replacing
from annotator.formats.sheet import Sheet
from annotator.model import Actor, Article
from annotator.store.plain import RelationRow, SpanRow, relation_rows, span_rows

#: Gives the form in which a container holds metadata, or attributes, which may say anything.
Hold = Callable[[Mapping[str, Any]], Any]

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def write(sheets: Iterable[Sheet], to: Path) -> None:
    """Write each sheet as one line of ``to``, which is replaced only once all is written."""
    with replacing(to) as handle:
        for sheet in sheets:
            handle.write(line(sheet))


def line(sheet: Sheet) -> bytes:
    """Return the sheet as one line of JSON. Raises ``FormatError`` if JSON has no form for it."""

    def hold(values: Mapping[str, Any]) -> Any:
        if not values:
            return {}
        for value in values.values():
            # Of numbers orjson has none beyond 64 bits, and null for what is none.
            if type(value) is not str and type(value) is not bool:
                return orjson.Fragment(dumped(values, sheet.article))
        return values if type(values) is dict else dict(values)

    return orjson.dumps(values(sheet, hold), option=orjson.OPT_APPEND_NEWLINE)


def dumped(values: Mapping[str, Any], article: Article) -> str:
    """Return a table as JSON; ``FormatError``, naming the article, if JSON has no form for it."""
    try:
        return _ENCODER.encode(dict(values))
    except ValueError as error:
        raise FormatError(
            f'"{article.title}" cannot be written: its metadata or attributes hold a number '
            f"that JSON has no form for ({error})."
        ) from error


def values(sheet: Sheet, hold: Hold) -> dict[str, Any]:
    """Return the sheet as the object that its line holds."""
    values: dict[str, Any] = {
        "article": _article(sheet.article, hold),
        "annotator": sheet.annotator,
    }
    if sheet.role is not None:
        values["role"] = sheet.role
    if sheet.annotator is not None:
        values["status"] = sheet.status or "new"
    if sheet.note:
        values["note"] = sheet.note
    if sheet.seconds:
        values["seconds"] = sheet.seconds
    values["spans"] = [_span(row, hold) for row in span_rows(sheet.spans)]
    values["relations"] = [_relation(row, hold) for row in relation_rows(sheet.relations)]
    values["actors"] = [_actor(actor) for actor in sheet.actors]
    return values


def _article(article: Article, hold: Hold) -> dict[str, Any]:
    values = {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "sha256": article.sha256,
        "source": article.source,
        "url": article.url,
        "byline": article.byline,
        "published": article.published,
        "language": article.language,
        "metadata": hold(article.metadata),
        "zones": [{"kind": z.kind, "start": z.start, "end": z.end} for z in article.zones],
    }
    if article.revision_of is not None:
        values["revision_of"] = article.revision_of
    return values


def _span(row: SpanRow, hold: Hold) -> dict[str, Any]:
    id, label, places, quotes, attributes, actor, note, doubt, origin, score, _ = row
    values: dict[str, Any] = {
        "id": id,
        "label": label,
        "fragments": places,
        "text": quotes,
        "attributes": hold(attributes),
        "actor": actor,
        "note": note,
        "doubt": doubt,
        "origin": origin,
    }
    if score is not None:
        values["score"] = score
    return values


def _relation(row: RelationRow, hold: Hold) -> dict[str, Any]:
    id, type, source, target, attributes = row
    return {"id": id, "type": type, "from": source, "to": target, "attributes": hold(attributes)}


def _actor(actor: Actor) -> dict[str, Any]:
    values = {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": list(actor.aliases),
        "kb_id": actor.kb_id,
    }
    if actor.note is not None:
        values["note"] = actor.note
    return values
