"""The JSON Schema of an answer, made of the scheme (draft 07).

It keeps to what services ask of a strict schema: every entry is required, none may be added, and
what has no answer is ``null``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.model import AttributeType, LabelType, RelationType, Scheme

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer", "minimum": 1}


def answer_schema(scheme: Scheme) -> Schema:
    """Return what an answer under this scheme may be."""
    spans = [_span(label, scheme.relations) for label in scheme.labels]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": scheme.title or scheme.name,
        **_object({"spans": _list(_either(spans))}),
    }


def _span(label: LabelType, relations: Iterable[RelationType]) -> Schema:
    entries: Schema = {
        "number": _NUMBER,
        "label": {"type": "string", "enum": [label.name]},
        "fragments": {
            **_list(_object({"text": {**_TEXT, "minLength": 1}, "occurrence": _NUMBER})),
            "minItems": 1,
        },
    }
    if label.attributes:
        entries["attributes"] = _answers(label.attributes)
    if label.register:
        entries["actor"] = {"type": ["string", "null"]}
    links = [_link(relation) for relation in relations if label.name in relation.sources]
    if links:
        entries["links"] = _list(_either(links))
    return _object(entries)


def _link(relation: RelationType) -> Schema:
    entries: Schema = {"type": {"type": "string", "enum": [relation.name]}, "to": _NUMBER}
    if relation.attributes:
        entries["attributes"] = _answers(relation.attributes)
    return _object(entries)


def _answers(attributes: Iterable[AttributeType]) -> Schema:
    return _object({attribute.name: _answer(attribute) for attribute in attributes})


def _answer(attribute: AttributeType) -> Schema:
    values = list(attribute.values)
    match attribute.kind:
        case "choice":
            return {"type": ["string", "null"], "enum": [*values, None]}
        case "multi-choice":
            return {"type": ["array", "null"], "items": {"type": "string", "enum": values}}
        case "flag":
            return {"type": ["boolean", "null"]}
        case "number":
            return {"type": ["number", "null"]}
    return {"type": ["string", "null"]}


def _object(entries: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(entries),
        "required": list(entries),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _either(schemas: list[Schema]) -> Schema:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
