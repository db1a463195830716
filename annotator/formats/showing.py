"""How what a format wrote begins, for people who want to see it before they export."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.formats.files import SUMS

#: How much is shown at most, in characters, or of a file in bytes.
LENGTH = 6000

_LONGEST_TEXT = 100
_MOST_VALUES, _MOST_RECORDS = 12, 3


def files_of(to: Path) -> list[Path]:
    """Return the files that were written, the largest first: others only tell about it."""
    if to.is_file():
        return [to]
    names = [Path(folder, name) for folder, _, names in os.walk(to) for name in names]
    found = [(-file.stat().st_size, file.name, file) for file in names if file.name != SUMS]
    return [file for *_, file in sorted(found)]


def beginning(to: Path) -> str:
    """Return how the largest file that is text begins; empty if none is."""
    return next(filter(None, map(_beginning, files_of(to))), "")


def in_short(value: Any) -> str:
    """Write a value as JSON, shortened."""
    return json.dumps(shortened(value), ensure_ascii=False, default=str)


def _beginning(file: Path) -> str:
    with file.open("rb") as handle:
        data = handle.read(LENGTH)
    # The last character may be cut in two.
    return "" if b"\0" in data else data.decode("utf-8", "ignore")


def shortened(value: Any) -> Any:
    """Return the value with an ellipsis for what is too long in it."""
    match value:
        case str() if len(value) > _LONGEST_TEXT:
            return f"{value[:_LONGEST_TEXT]}…"
        case Mapping():
            return {key: shortened(one) for key, one in value.items()}
        case list() | tuple():
            most = (
                _MOST_RECORDS
                if any(isinstance(one, Mapping) for one in value[:1])
                else _MOST_VALUES
            )
            more = ["…"] if len(value) > most else []
            return [*map(shortened, value[:most]), *more]
    return value
