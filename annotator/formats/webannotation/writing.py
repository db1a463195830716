"""Sheets to collections of annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.formats.files import replacing_folder
from annotator.formats.json.articles import facts_of
from annotator.formats.json.writing import as_given, one_line
from annotator.formats.names import FileNames
from annotator.formats.sheet import Sheet
from annotator.model import Actor, Relation, Span

#: What the model has no words for; to other programs it is data of no meaning.
CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "text": {"@id": "urn:annotator:text", "@type": "@id"},
        "article": {"@id": "urn:annotator:article", "@type": "@json"},
        "register": {"@id": "urn:annotator:register", "@type": "@json"},
        "attributes": {"@id": "urn:annotator:attributes", "@type": "@json"},
    },
]
_TEXTS = "texts"
_AROUND = 32  # code points of prefix and suffix


def write(sheets: Iterable[Sheet], to: Path) -> None:
    """Write each text once, and each annotator's work on it as a collection."""
    articles, annotators = FileNames(), FileNames()
    annotators.name("", _TEXTS)
    with replacing_folder(to) as root:
        (root / _TEXTS).mkdir()
        for sheet in sheets:
            stem = articles.name(sheet.article.id, sheet.article.title)
            text = root / _TEXTS / f"{stem}.txt"
            text.write_bytes(sheet.article.text.encode())
            name = sheet.annotator
            folder = root / ("articles" if name is None else annotators.name(name, name))
            folder.mkdir(exist_ok=True)
            collection = _collection(sheet, f"{stem}.jsonld", f"../{_TEXTS}/{stem}.txt")
            (folder / f"{stem}.jsonld").write_bytes(one_line(collection) + b"\n")


def _collection(sheet: Sheet, name: str, source: str) -> dict[str, Any]:
    items = [*_spans(sheet, source), *map(_link, sheet.relations)]
    collection: dict[str, Any] = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": sheet.article.title,
    }
    if sheet.annotator is not None:
        collection["creator"] = {"type": "Person", "name": sheet.annotator}
    return collection | {
        "text": source,
        "article": facts_of(sheet.article),
        "register": [_actor(actor) for actor in sheet.actors],
        "total": len(items),
        "first": {"id": f"{name}#1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def _spans(sheet: Sheet, source: str) -> Iterator[dict[str, Any]]:
    for span in sheet.spans:
        body: list[dict[str, Any]] = [_said("classifying", span.label)]
        if span.note:
            body.append(_said("commenting", span.note))
        if span.actor is not None:
            body.append(_resource("identifying", span.actor))
        yield {
            "id": f"urn:uuid:{span.id}",
            "type": "Annotation",
            "motivation": "classifying",
            "body": body,
            "attributes": as_given(dict(span.attributes)),
            "target": _target(span, sheet.article.text, source),
        }


def _link(link: Relation) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{link.id}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [_said("classifying", link.type), _resource("linking", link.target)],
        "attributes": as_given(dict(link.attributes)),
        "target": f"urn:uuid:{link.source}",
    }


def _said(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _resource(purpose: str, name: str) -> dict[str, Any]:
    return {"type": "SpecificResource", "purpose": purpose, "source": f"urn:uuid:{name}"}


def _target(span: Span, text: str, source: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "SpecificResource",
            "source": source,
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": fragment.start,
                    "end": fragment.end,
                },
                {
                    "type": "TextQuoteSelector",
                    "exact": fragment.quote,
                    "prefix": text[max(0, fragment.start - _AROUND) : fragment.start],
                    "suffix": text[fragment.end : fragment.end + _AROUND],
                },
            ],
        }
        for fragment in span.fragments
    ]


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": list(actor.aliases),
        "kb_id": actor.kb_id,
        "note": actor.note,
    }
