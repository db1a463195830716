"""Infons: what BioC says beyond its own, as names with texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from annotator.errors import FormatError
from annotator.model import AttributeValue

#: Infons of an annotation or a relation that are no attributes.
OURS = frozenset(
    ("type", "identifier", "actor", "actor_name", "note", "doubt", "origin", "score", "annotator")
)

_MARK = "attribute."


def of_attributes(attributes: Mapping[str, AttributeValue]) -> dict[str, str]:
    """Return attributes as infons; one that is called as an infon of ours is marked."""
    return {
        f"{_MARK}{name}" if name in OURS or name.startswith(_MARK) else name: _said(value)
        for name, value in attributes.items()
    }


def attributes_of(infons: Mapping[str, str]) -> dict[str, Any]:
    """Return the attributes among infons."""
    return {
        name.removeprefix(_MARK): _meant(value)
        for name, value in infons.items()
        if name not in OURS and value
    }


def json_of(infons: Mapping[str, str], name: str) -> Any:
    """Return what an infon holds as JSON, or ``None``; ``FormatError`` if it is none."""
    if not infons.get(name):
        return None
    try:
        return json.loads(infons[name])
    except (ValueError, RecursionError) as error:
        raise FormatError(f'The infon "{name}" is no JSON: {error}.') from error


def to_json(value: object) -> str:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False)


def _said(value: AttributeValue) -> str:
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            return to_json(value)
    return str(value)


def _meant(text: str) -> str | list[str]:
    """Read several answers, which are written as a JSON list; anything else is a text."""
    if text.startswith("["):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return text
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return value
    return text
