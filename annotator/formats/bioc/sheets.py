"""Documents to sheets: those of ours, and those of anybody.

The passages of a document become one text, with line breaks where their offsets leave room. Offsets
count characters or, in files from elsewhere, bytes: each passage's quotes tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from annotator.errors import FormatError
from annotator.formats.bioc.documents import FROM
from annotator.formats.bioc.infons import attributes_of, json_of
from annotator.formats.jsonl.reading import sheet_of
from annotator.formats.sheet import Refused, Sheet
from annotator.text.anchoring import unit_of

T = TypeVar("T")
Values = dict[str, Any]

_FACTS = ("title", "source", "url", "byline", "published", "language", "revision_of", "sha256")
_WORK = ("annotator", "role", "status", "note")
_OTHERS = ("metadata", "zones", "seconds", "actors")

#: What the role of a link's beginning is called; a link without one begins with its first node.
_BEGINNINGS = frozenset((FROM, "source", "head", "subject", "arg1", "governor"))

# Between two passages there is a line break for each character that their offsets leave out, if
# they leave out no more than this.
_WIDEST_GAP = 100


def sheets_of(document: Values, where: str) -> Iterator[Sheet | Refused]:
    """Yield a sheet for each annotator of the document, and what can't be read of it.

    Raises ``FormatError`` if the document as a whole can't be.
    """
    infons = _infons(document)
    passages = list(_passages(document))
    text, bases = _joined(passages)
    spans: list[Values] = []
    links = _many(document, "relations")
    for passage, base in zip(passages, bases, strict=True):
        spans += _spans(passage, base, text)
        links += _many(passage, "relations")
    spans += _spans({**document, "offset": 0, "text": text}, 0, text)
    relations = []
    for link in links:
        try:
            relations.append(_relation(link))
        except FormatError as error:
            yield Refused(where, str(error))
    article: Values = {name: infons.get(name) for name in _FACTS}
    article["metadata"] = _metadata(infons, passages)
    article |= {"id": _value(document, "id", str), "zones": json_of(infons, "zones"), "text": text}
    layer: Values = {name: infons.get(name) for name in _WORK}
    layer |= {"seconds": json_of(infons, "seconds"), "actors": json_of(infons, "actors")}
    for annotator, mine in _by_annotator(spans, layer["annotator"]).items():
        ids = {span["id"] for span in mine}
        joined = [link for link in relations if {link["from"], link["to"]} <= ids]
        relations = [link for link in relations if link not in joined]
        actors = _actors(mine, layer["actors"])
        work = {**layer, "annotator": annotator, "spans": mine, "relations": joined}
        yield sheet_of({"article": article, **work, "actors": actors}, where, [])
    for link in relations:
        yield Refused(where, f'The relation "{link["id"]}" joins no two spans of one annotator.')


def _value(values: Values, name: str, kind: type[T]) -> T | None:
    value = values.get(name)
    if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
        raise FormatError(f'"{name}" is {value!r}, which it can\'t be.')
    return value


def _many(values: Values, name: str) -> list[Values]:
    many = _value(values, name, list) or []
    if not all(isinstance(one, dict) for one in many):
        raise FormatError(f'"{name}" holds something that is no object.')
    return list(many)


def _infons(values: Values) -> dict[str, str]:
    infons = _value(values, "infons", dict) or {}
    return {str(name): str(value) for name, value in infons.items() if value is not None}


def _passages(document: Values) -> Iterator[Values]:
    """Yield passages and, where a passage has its text in sentences, those."""
    for passage in _many(document, "passages"):
        if _value(passage, "text", str) is not None:
            yield passage
            continue
        sentences = _many(passage, "sentences")
        for sentence in sentences:
            yield sentence
        if sentences:
            # What the passage itself has belongs to no text of its own.
            sentence = sentences[-1]
            for name in ("annotations", "relations"):
                sentence[name] = [*_many(sentence, name), *_many(passage, name)]


def _metadata(infons: dict[str, str], passages: list[Values]) -> Values:
    """Return what else is said of the document, and of its passages."""
    more: Values = {k: v for k, v in infons.items() if k not in (*_FACTS, *_WORK, *_OTHERS)}
    said = [_infons(passage) for passage in passages]
    if any(said):
        more["passages"] = said
    kept = json_of(infons, "metadata") or {}
    if not isinstance(kept, dict):
        raise FormatError('The infon "metadata" is no object.')
    return more | kept


def _joined(passages: list[Values]) -> tuple[str, list[int]]:
    """Return the text of all passages, and where in it each one begins."""
    parts: list[str] = []
    bases: list[int] = []
    length = 0
    for passage in passages:
        gap = (_value(passage, "offset", int) or 0) - length
        if parts and not 0 <= gap <= _WIDEST_GAP:
            gap = 1
        parts += ["\n" * max(gap, 0) if parts or 0 < gap <= _WIDEST_GAP else ""]
        length += len(parts[-1])
        bases.append(length)
        parts.append(_value(passage, "text", str) or "")
        length += len(parts[-1])
    return "".join(parts), bases


def _spans(passage: Values, base: int, text: str) -> Iterator[Values]:
    """Yield a passage's annotations with offsets into the whole text, where that can be told."""
    annotations = _many(passage, "annotations")
    offset = _value(passage, "offset", int) or 0
    inside = _value(passage, "text", str) or ""
    places = []
    for annotation in annotations:
        located = []
        for location in _many(annotation, "locations"):
            start, length = _value(location, "offset", int), _value(location, "length", int)
            if start is None or length is None:
                raise FormatError(f'The annotation "{annotation.get("id")}" has no whole location.')
            located.append((start - offset, start - offset + length))
        places.append(sorted(located))
    whole = [
        (located[0][0], located[-1][1], _value(annotation, "text", str) or "")
        for annotation, located in zip(annotations, places, strict=True)
        if located
    ]
    _, convert = unit_of(inside, whole)

    def placed(local: int) -> int:
        place = convert(local)
        return base + (local if place is None else place)

    for annotation, located in zip(annotations, places, strict=True):
        fragments = [[placed(start), placed(end)] for start, end in located]
        yield _span(annotation, fragments, text)


def _span(annotation: Values, fragments: list[list[int]], text: str) -> Values:
    infons = _infons(annotation)
    label = infons.get("type")
    if not label:
        raise FormatError(f'The annotation "{annotation.get("id")}" has no infon "type".')
    return {
        "id": str(annotation.get("id") or ""),
        "label": label,
        "fragments": fragments,
        "text": _quotes(_value(annotation, "text", str), fragments, text),
        "attributes": attributes_of(infons),
        "actor": infons.get("actor") or infons.get("identifier") or None,
        "actor_name": infons.get("actor_name"),
        "kb_id": infons.get("identifier"),
        "note": infons.get("note"),
        "doubt": infons.get("doubt") == "true",
        "origin": infons.get("origin"),
        "score": json_of(infons, "score"),
        "annotator": infons.get("annotator"),
    }


def _quotes(said: str | None, fragments: list[list[int]], text: str) -> list[str]:
    """Return what each fragment is said to quote; what the text says, if that can't be told."""
    if said is None or not fragments:
        return [text[start:end] for start, end in fragments]
    if len(fragments) == 1:
        return [said]
    first, last = fragments[0][0], fragments[-1][1]
    if len(said) == last - first:
        return [said[start - first : end - first] for start, end in fragments]
    return [text[start:end] for start, end in fragments]


def _relation(link: Values) -> Values:
    infons = _infons(link)
    nodes = _many(link, "nodes")
    if len(nodes) != 2:
        raise FormatError(
            f'The relation "{link.get("id")}" has {len(nodes)} nodes; a link joins two spans.'
        )
    if str(nodes[1].get("role")).lower() in _BEGINNINGS:
        nodes.reverse()
    ends = [str(node.get("refid") or "") for node in nodes]
    return {
        "id": str(link.get("id") or ""),
        "type": infons.get("type") or "relation",
        "from": ends[0],
        "to": ends[1],
        "attributes": attributes_of(infons),
    }


def _by_annotator(spans: list[Values], usual: str | None) -> dict[str | None, list[Values]]:
    """Return the spans of each annotator; a span may name another than the document does."""
    layers: dict[str | None, list[Values]] = {}
    for span in spans:
        layers.setdefault(span.pop("annotator") or usual, []).append(span)
    return layers or {usual: []}


def _actors(spans: list[Values], listed: object) -> list[Values]:
    """Return the actors that the document lists, and those that only spans name."""
    if listed is not None and not isinstance(listed, list):
        raise FormatError('The infon "actors" is no list.')
    actors = {one["id"]: one for one in listed or [] if isinstance(one, dict) and "id" in one}
    for span in spans:
        name, entry = span.pop("actor_name"), span.pop("kb_id")
        if span["actor"] is not None and span["actor"] not in actors:
            name = name or " ".join(span["text"])
            actors[span["actor"]] = {"id": span["actor"], "name": name, "kb_id": entry}
    return list(actors.values())
