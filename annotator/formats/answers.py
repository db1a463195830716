"""Brings attributes into the form that the scheme asks for.

Formats that know texts only bring "3" for a number, "true" for a flag and one text for a choice of
several. What doesn't fit is left as it is, and refused with the other things the scheme forbids.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress

from annotator.model import AttributeType, AttributeValue

_FLAGS: Mapping[str, bool] = {
    "true": True,
    "yes": True,
    "1": True,
    "false": False,
    "no": False,
    "0": False,
}


def suited(
    answers: Mapping[str, AttributeValue], known: tuple[AttributeType, ...]
) -> Mapping[str, AttributeValue]:
    """Return the answers, each as its question wants it where that is plain."""
    types = {attribute.name: attribute for attribute in known}
    if not answers.keys() & types.keys():
        return answers
    return {
        name: _suited(value, types[name]) if name in types else value
        for name, value in answers.items()
    }


def _suited(value: AttributeValue, attribute: AttributeType) -> AttributeValue:
    match attribute.kind, value:
        case "number", str():
            return _number(value)
        case "flag", str():
            return _FLAGS.get(value.strip().lower(), value)
        case "multi-choice", str():
            return (value,) if value else ()
        case (("choice" | "text"), (only,)):
            return str(only)
        case (("choice" | "text"), bool()):
            return str(value).lower()
        case (("choice" | "text"), int() | float()):
            return str(value)
    return value


def _number(text: str) -> AttributeValue:
    with suppress(ValueError):
        return int(text)
    with suppress(ValueError):
        if math.isfinite(number := float(text)):
            return number
    return text
