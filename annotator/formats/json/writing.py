"""Writes JSON: the same values always give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from annotator.errors import FormatError
from annotator.formats.files import replacing


def write_lines(values: Iterable[Any], to: Path) -> None:
    """Write each value as one line of ``to``, which is replaced only once all is written."""
    with replacing(to) as handle:
        for value in values:
            handle.write(one_line(value))
            handle.write(b"\n")


def one_line(value: Any) -> bytes:
    """Return the value as one line of JSON; what may hold any number goes ``as_given`` in it."""
    return orjson.dumps(value)


def as_given(value: Any) -> Any:
    """Return an answer, or metadata or attributes as a ``dict``, in a form for ``one_line``.

    Raises ``FormatError`` for a number that JSON has no form for.
    """
    # Of numbers orjson has none beyond 64 bits, and null for what is none.
    values = value.values() if type(value) is dict else (value,)
    plain = all(type(one) is str or type(one) is bool for one in values)
    return value if plain else orjson.Fragment(as_text(value))


def as_text(value: Any) -> str:
    """Return the value as JSON with spaces between its parts, to be read by people and models.

    Raises ``FormatError`` for a number that JSON has no form for.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise FormatError(
            f"An article's metadata or attributes hold a number that JSON doesn't have ({error})."
        ) from error
