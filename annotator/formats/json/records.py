"""The records of a file of JSON: its lines, a list's elements, or the whole as one.

Each is read by itself, so that a bad one is told and memory holds one beside the file's text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.json.lines import decode_object, objects
from annotator.formats.sheet import Refused

#: A record and the place where it stands.
Record = tuple[str, dict[str, Any]]

_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"
_HEAD = 4096


def records(path: Path) -> Iterator[Record | Refused]:
    """Yield each JSON object of the file with its place, or why it can't be read.

    Raises ``FormatError`` if the file can't be read.
    """
    try:
        with path.open("rb") as handle:
            head = handle.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    if head.startswith(b"["):
        return _elements(path)
    first = head.split(b"\n", 1)[0].rstrip()
    # An object whose first line breaks off after one of these is laid out over many.
    if first.startswith(b"{") and first.endswith((b"{", b"[", b",")):
        return iter([decode_object(f"{path.name}:1", text_of(path))])
    return objects(path)


def text_of(path: Path) -> str:
    """Return the text of a file in UTF-8. Raises ``FormatError`` if it is none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path.name} is not UTF-8: byte {error.start} fits no character."
        ) from error
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error


def _elements(path: Path) -> Iterator[Record | Refused]:
    text = text_of(path)
    at, line = text.index("[") + 1, 1 + text.count("\n", 0, text.index("[") + 1)
    while True:
        start = _after(text, at)
        line += text.count("\n", at, start)
        where = f"{path.name}:{line}"
        if text[start : start + 1] == "]":
            return
        found, end = _element(where, text, start)
        yield found
        if end is None:
            return
        line += text.count("\n", start, end)
        at = _after(text, end)
        line += text.count("\n", end, at)
        if text[at : at + 1] == "]":
            return
        if text[at : at + 1] != ",":
            yield Refused(f"{path.name}:{line}", "The list breaks off, or has no comma here.")
            return
        at += 1


def _element(where: str, text: str, start: int) -> tuple[Record | Refused, int | None]:
    try:
        _, end = _DECODER.raw_decode(text, start)
    except RecursionError:
        return Refused(where, "The list's JSON is nested too deeply to be read."), None
    except ValueError as error:
        return Refused(where, f"The list is not JSON from here on: {error}."), None
    return decode_object(where, text[start:end]), end


def _after(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
