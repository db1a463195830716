"""The columns, said once: as Arrow's types and as the features that ``datasets`` looks for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Names:
    """Numbers that stand for names, a ``ClassLabel`` of ``datasets``."""

    names: Sequence[str]


#: A column's shape: a type, numbers for names, an object's entries, or a list of one shape.
Shape = str | Names | Mapping[str, "Shape"] | list["Shape"]

_PLACE: dict[str, Shape] = {"start": "int64", "end": "int64"}

_SPAN: dict[str, Shape] = {
    "id": "string",
    "label": "string",
    **_PLACE,
    "fragments": [_PLACE],
    "text": ["string"],
    "attributes": "string",
    "actor": "string",
    "note": "string",
    "doubt": "bool",
    "origin": "string",
    "score": "float64",
}

_RELATION: dict[str, Shape] = dict.fromkeys(("id", "type", "from", "to", "attributes"), "string")

_ACTOR: dict[str, Shape] = {
    "id": "string",
    "name": "string",
    "kind": "string",
    "aliases": ["string"],
    "kb_id": "string",
    "note": "string",
}


def columns(tags: Sequence[str]) -> dict[str, Shape]:
    """Return the columns, with these names for a token's tags.

    ``metadata`` and all ``attributes`` are JSON.
    """
    return {
        "id": "string",
        "title": "string",
        "text": "string",
        "tokens": ["string"],
        "ner_tags": [Names(tags)],
        "spans": [_SPAN],
        "relations": [_RELATION],
        "actors": [_ACTOR],
        "zones": [{"kind": "string", **_PLACE}],
        **dict.fromkeys(("language", "source", "url", "byline", "published"), "string"),
        **dict.fromkeys(("metadata", "sha256", "revision_of"), "string"),
        **dict.fromkeys(("annotator", "role", "status", "note"), "string"),
        "seconds": "float64",
        "tokens_by": "string",
    }


def schema(shapes: Mapping[str, Shape]) -> pa.Schema:
    """Return the columns as an Arrow schema that tells ``datasets`` their features."""
    import pyarrow as pa

    features = {name: _feature(shape) for name, shape in shapes.items()}
    said = json.dumps({"info": {"features": features}})
    fields = [pa.field(name, _type(shape)) for name, shape in shapes.items()]
    return pa.schema(fields, metadata={"huggingface": said})


def _type(shape: Shape) -> pa.DataType:
    import pyarrow as pa

    match shape:
        case str():
            return pa.type_for_alias(shape)
        case Names():
            return pa.int64()
        case list():
            return pa.list_(_type(shape[0]))
    return pa.struct([pa.field(name, _type(inner)) for name, inner in shape.items()])


def _feature(shape: Shape) -> dict[str, Any]:
    match shape:
        case str():
            return {"dtype": shape, "_type": "Value"}
        case Names():
            return {"names": list(shape.names), "_type": "ClassLabel"}
        case list():
            return {"feature": _feature(shape[0]), "_type": "List"}
    return {name: _feature(inner) for name, inner in shape.items()}
