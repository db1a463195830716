"""Sheets to documents, in the shape that BioC has in JSON."""

from __future__ import annotations

from typing import Any

from annotator.formats.bioc.infons import of_attributes, to_json
from annotator.formats.jsonl.writing import dumped
from annotator.formats.sheet import Sheet
from annotator.model import Actor, Relation, Span

Document = dict[str, Any]

#: What stands before the documents of a collection. The same sheets always give the same bytes, so
#: there is no date.
SOURCE, KEY = "annotator", "annotator.key"

#: The roles of a link's two spans.
FROM, TO = "from", "to"

_FACTS = ("title", "source", "url", "byline", "published", "language", "revision_of")


def document(sheet: Sheet) -> Document:
    """Return the document for a sheet."""
    actors = {actor.id: actor for actor in sheet.actors}
    text = sheet.article.text
    passage = {
        "bioctype": "BioCPassage",
        "offset": 0,
        "infons": {},
        "text": text,
        "sentences": [],
        "annotations": [_annotation(span, actors, text) for span in sheet.spans],
        "relations": [],
    }
    return {
        "bioctype": "BioCDocument",
        "id": sheet.article.id,
        "infons": _infons(sheet),
        "passages": [passage],
        "annotations": [],
        "relations": [_relation(link) for link in sheet.relations],
    }


def _infons(sheet: Sheet) -> dict[str, str]:
    article = sheet.article
    infons = {name: getattr(article, name) for name in _FACTS}
    infons["sha256"] = article.sha256
    if article.metadata:
        infons["metadata"] = dumped(dict(article.metadata), article)
    # None are told too: where nothing is said, they are guessed.
    infons["zones"] = to_json(
        [{"kind": z.kind, "start": z.start, "end": z.end} for z in article.zones]
    )
    infons |= {name: getattr(sheet, name) for name in ("annotator", "role", "status", "note")}
    if sheet.seconds:
        infons["seconds"] = str(sheet.seconds)
    if sheet.actors:
        infons["actors"] = to_json([_entry(actor) for actor in sheet.actors])
    return {name: value for name, value in infons.items() if value is not None}


def _entry(actor: Actor) -> dict[str, Any]:
    known = {name: getattr(actor, name) for name in ("id", "name", "kind", "kb_id", "note")}
    entry = {name: value for name, value in known.items() if value is not None}
    return entry | ({"aliases": list(actor.aliases)} if actor.aliases else {})


def _annotation(span: Span, actors: dict[str, Actor], text: str) -> Document:
    infons = {"type": span.label, **of_attributes(span.attributes)}
    if span.actor is not None:
        infons["actor"] = span.actor
        if actor := actors.get(span.actor):
            infons["actor_name"] = actor.name
            infons |= {"identifier": actor.kb_id} if actor.kb_id else {}
    infons |= {"note": span.note} if span.note else {}
    infons |= {"doubt": "true"} if span.doubt else {}
    infons |= {"origin": span.origin} if span.origin != "import" else {}
    infons |= {"score": str(span.score)} if span.score is not None else {}
    return {
        "id": span.id,
        "infons": infons,
        # Readers check it against all from the first fragment to the last.
        "text": text[span.start : span.end],
        "locations": [
            {"offset": fragment.start, "length": fragment.end - fragment.start}
            for fragment in span.fragments
        ],
    }


def _relation(link: Relation) -> Document:
    return {
        "id": link.id,
        "infons": {"type": link.type, **of_attributes(link.attributes)},
        "nodes": [{"refid": link.source, "role": FROM}, {"refid": link.target, "role": TO}],
    }
