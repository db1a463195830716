"""Sheets to lines. The same sheets always give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.files import replacing
from annotator.formats.sheet import Sheet
from annotator.model import Actor, Article, Relation, Span


def write(sheets: Iterable[Sheet], to: Path) -> None:
    """Write each sheet as one line of ``to``, which is replaced only once all is written."""
    with replacing(to) as handle:
        for sheet in sheets:
            handle.write(line(sheet).encode() + b"\n")


def line(sheet: Sheet) -> str:
    """Return the sheet as one line of JSON, without the line's end."""
    return dumped(values(sheet), sheet.article)


def dumped(value: object, article: Article) -> str:
    """Return a value as JSON; ``FormatError``, naming the article, if JSON has no form for it."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise FormatError(
            f'"{article.title}" cannot be written: its metadata or attributes hold a number '
            f"that JSON has no form for ({error})."
        ) from error


def values(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as the object that its line holds."""
    values: dict[str, Any] = {"article": _article(sheet.article), "annotator": sheet.annotator}
    if sheet.role is not None:
        values["role"] = sheet.role
    if sheet.annotator is not None:
        values["status"] = sheet.status or "new"
    if sheet.note:
        values["note"] = sheet.note
    if sheet.seconds:
        values["seconds"] = sheet.seconds
    values["spans"] = [_span(span) for span in sheet.spans]
    values["relations"] = [_relation(relation) for relation in sheet.relations]
    values["actors"] = [_actor(actor) for actor in sheet.actors]
    return values


def _article(article: Article) -> dict[str, Any]:
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
        "metadata": dict(article.metadata),
        "zones": [{"kind": z.kind, "start": z.start, "end": z.end} for z in article.zones],
    }
    if article.revision_of is not None:
        values["revision_of"] = article.revision_of
    return values


def _span(span: Span) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": span.id,
        "label": span.label,
        "fragments": [[fragment.start, fragment.end] for fragment in span.fragments],
        "text": [fragment.quote for fragment in span.fragments],
        "attributes": dict(span.attributes),
        "actor": span.actor,
        "note": span.note,
        "doubt": span.doubt,
        "origin": span.origin,
    }
    if span.score is not None:
        values["score"] = span.score
    return values


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "id": relation.id,
        "type": relation.type,
        "from": relation.source,
        "to": relation.target,
        "attributes": dict(relation.attributes),
    }


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
