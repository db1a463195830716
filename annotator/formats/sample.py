"""The beginning of a file, by which a format knows its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

#: How much of a file is looked at, in bytes; more, up to the limit, if its first record is longer.
HEAD = 1024 * 1024
LIMIT = 64 * HEAD

_MARK = b"\xef\xbb\xbf"
_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder()


class Sample:
    """How a file begins, read once for all formats that are asked whether it is theirs."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def head(self) -> bytes:
        """The first bytes, without a byte order mark; none if the file can't be read."""
        return self._read(HEAD)

    @cached_property
    def text(self) -> str:
        """The first bytes as UTF-8, with a stand-in for what isn't."""
        return self.head.decode("utf-8", "replace")

    @cached_property
    def record(self) -> Mapping[str, Any]:
        """The entries of the first JSON object, a list's first or a line's, as far as they go.

        The entry at which a broken or very long one breaks off is ``None``. Empty if there is no
        such object.
        """
        size, data = HEAD, self.head
        while True:
            entries, whole = _first_object(data.decode("utf-8", "replace"))
            ended = len(data) + len(_MARK) < size
            if whole or not entries or ended or size >= LIMIT:
                return entries
            size *= 4
            data = self._read(size)

    def _read(self, size: int) -> bytes:
        try:
            with self.path.open("rb") as handle:
                return handle.read(size).removeprefix(_MARK)
        except OSError:
            return b""


def _first_object(text: str) -> tuple[dict[str, Any], bool]:
    """Return the entries of the first JSON object, and whether it ends within the text."""
    text = text.lstrip(_SPACE)
    if text.startswith("["):
        return _entries(text[1:].lstrip(_SPACE))
    for line in text.split("\n"):
        if line.lstrip(_SPACE).startswith("{"):
            # A record of one line, or the whole file as one object over many.
            found = _entries(line.lstrip(_SPACE))
            return found if found[0] else _entries(text)
    return {}, True


def _entries(text: str) -> tuple[dict[str, Any], bool]:
    entries: dict[str, Any] = {}
    at, expected = 0, "{"
    try:
        while (at := _after(text, at)) < len(text) and text[at] == expected:
            at = _after(text, at + 1)
            if text[at] != '"':
                break
            name, at = _DECODER.raw_decode(text, at)
            entries[name] = None
            at = _after(text, at)
            if text[at] != ":":
                break
            entries[name], at = _DECODER.raw_decode(text, _after(text, at + 1))
            expected = ","
    except (ValueError, IndexError, RecursionError):
        return entries, False
    return entries, at < len(text)


def _after(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
