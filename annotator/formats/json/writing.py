"""Writes JSON: the same values always give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.files import replacing


def write_lines(values: Iterable[Any], to: Path) -> None:
    """Write each value as one line of ``to``, which is replaced only once all is written."""
    with replacing(to) as handle:
        for value in values:
            handle.write(one_line(value).encode() + b"\n")


def one_line(value: Any) -> str:
    """Return the value as one line of JSON. Raises ``FormatError`` if it has no form in it."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise FormatError(
            f"An article's metadata or attributes hold a number that JSON doesn't have ({error})."
        ) from error
