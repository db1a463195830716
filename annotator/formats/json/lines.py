"""A file's lines, each on its own: a bad one is told and the others are read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson

from annotator.errors import FormatError
from annotator.formats.sheet import Refused

#: The longest line that is read, in bytes: far more than any article, far less than memory.
LONGEST_LINE = 64 * 1024 * 1024

#: What a run of digits is, once each is a nought, that may be too long for 64 bits.
_LONG, _DIGITS = b"0" * 19, bytes.maketrans(b"123456789", b"0" * 9)
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def objects(path: Path) -> Iterator[tuple[str, dict[str, Any]] | Refused]:
    """Yield the place and the object of each line that is a JSON object, or why it is none.

    Blank lines are passed over. Raises ``FormatError`` if the file can't be read.
    """
    try:
        with path.open("rb") as handle:
            number = 0
            while line := handle.readline(LONGEST_LINE + 1):
                number += 1
                where = f"{path.name}:{number}"
                if number == 1:
                    if line.startswith(_UTF16_MARKS):
                        raise FormatError(f"{path} is in UTF-16. Save it as UTF-8.")
                    line = line.removeprefix(_UTF8_MARK)
                if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                    _pass_over(handle)
                    yield Refused(where, f"The line is longer than {LONGEST_LINE:,} bytes.")
                elif line.strip():
                    yield _object(where, line)
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error


def _pass_over(handle: BinaryIO) -> None:
    while (rest := handle.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def _object(where: str, line: bytes) -> tuple[str, dict[str, Any]] | Refused:
    # orjson makes a fraction of an integer that is too long for it; what it refuses, and whatever
    # is to be said about it, is left to the reader that can say why.
    if _LONG not in line.translate(_DIGITS):
        with suppress(orjson.JSONDecodeError):
            value = orjson.loads(line)
            if isinstance(value, dict):
                return where, value
    try:
        return decode_object(where, line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Refused(where, f"The line is not UTF-8: byte {error.start + 1} fits no character.")


def decode_object(where: str, text: str) -> tuple[str, dict[str, Any]] | Refused:
    """Return the place and the JSON object that the text is, or why it is none."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        return Refused(where, f"The line is not JSON: {error.msg} at character {error.colno}.")
    except RecursionError:
        return Refused(where, "The line's JSON is nested too deeply to be read.")
    except ValueError as error:
        return Refused(where, f"The line is not JSON: {error}.")
    if not isinstance(value, dict):
        return Refused(where, "The line is JSON, but no object: it starts with no brace.")
    # Only an escape can bring half a character into a line that is UTF-8.
    if "\\ud" in text.lower() and (half := _half_character(value)):
        return Refused(
            where,
            f"The line holds half a character ({half}, a lone surrogate), which no text can "
            "hold. Mend it where the line was made.",
        )
    return where, cast(dict[str, Any], value)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"the number {digits} is too large")
    return number


def _half_character(value: object) -> str | None:
    """Find a lone surrogate in any string of a JSON value, and return its name."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                try:
                    text.encode()
                except UnicodeEncodeError as error:
                    return f"U+{ord(text[error.start]):04X}"
            case dict() as table:
                waiting += [*table.keys(), *table.values()]
            case list() as many:
                waiting += many
    return None
