"""Offsets in three units: code points (ours), UTF-16 units (Qt, JavaScript) and UTF-8 bytes.

Everything in the program counts code points. These tables are for its edges: the canvas, and
formats that count otherwise. An offset is a place between two characters: 0 to the text's length.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from typing import Literal

from annotator.errors import TextError

Rounding = Literal["down", "up"]

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_BLOCK = 1024


def check_offset(text: str, offset: int) -> None:
    """Raise `TextError` unless `offset` (code points) is a place in `text`, its end included."""
    _check(offset, len(text), "code points")


def check_range(text: str, start: int, end: int) -> None:
    """Raise `TextError` unless `start` ≤ `end` and both (code points) are places in `text`."""
    if not 0 <= start <= end <= len(text):
        raise TextError(
            f"The range {start} to {end} does not lie in a text of {len(text)} code points."
        )


class OffsetTable:
    """Converts offsets of one text between code points and UTF-16 units.

    Made once per text and then asked often: each answer is one binary search. It keeps only the
    places of the code points beyond U+FFFF, so that most texts cost nothing. A lone surrogate
    counts as one unit.
    """

    __slots__ = ("_astral", "_astral_utf16", "code_points", "utf16_units")

    def __init__(self, text: str) -> None:
        self.code_points = len(text)
        """Length of the text in code points."""
        self.utf16_units = len(text)
        """Length of the text in UTF-16 units."""
        if not text.isascii():
            self.utf16_units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        self._astral = array("Q")
        if self.utf16_units > self.code_points:
            self._astral.extend(match.start() for match in _ASTRAL.finditer(text))
        self._astral_utf16 = array("Q", (at + n for n, at in enumerate(self._astral)))

    def to_utf16(self, code_point: int) -> int:
        """Give the UTF-16 offset of the code point offset; `TextError` if it is out of range."""
        _check(code_point, self.code_points, "code points")
        return code_point + bisect_left(self._astral, code_point)

    def from_utf16(self, utf16: int, *, round: Rounding = "down") -> int:
        """Give the code point offset of the UTF-16 offset.

        An offset inside a surrogate pair is no place in the text: it becomes the place before
        the character, or with `round="up"` the one behind it. Raises `TextError` if out of range.
        """
        _check(utf16, self.utf16_units, "UTF-16 units")
        pairs = bisect_left(self._astral_utf16, utf16)
        code_point = utf16 - pairs
        inside_pair = pairs > 0 and self._astral_utf16[pairs - 1] == utf16 - 1
        return code_point + 1 if inside_pair and round == "up" else code_point


class Utf8Table:
    """Converts offsets of one text between code points and UTF-8 bytes.

    Made once per text. It keeps one number for each 1,024 code points, none for an ASCII text, and
    encodes at most that much for an answer. A lone surrogate counts as three bytes, though no
    valid UTF-8 can hold it.
    """

    __slots__ = ("_block_starts", "_text", "utf8_bytes")

    def __init__(self, text: str) -> None:
        self._text = text
        self.utf8_bytes = len(text)
        """Length of the text in UTF-8 bytes."""
        self._block_starts = array("Q")
        if not text.isascii():
            self.utf8_bytes = 0
            for block in range(0, len(text), _BLOCK):
                self._block_starts.append(self.utf8_bytes)
                self.utf8_bytes += _utf8_length(text[block : block + _BLOCK])

    def to_utf8(self, code_point: int) -> int:
        """Give the byte offset of the code point offset; `TextError` if it is out of range."""
        _check(code_point, len(self._text), "code points")
        if not self._block_starts or code_point == len(self._text):
            return code_point if not self._block_starts else self.utf8_bytes
        block = code_point // _BLOCK
        return self._block_starts[block] + _utf8_length(self._text[block * _BLOCK : code_point])

    def from_utf8(self, utf8: int, *, round: Rounding = "down") -> int:
        """Give the code point offset of the byte offset.

        An offset inside a character becomes the place before it, or with `round="up"` the one
        behind it. Raises `TextError` if out of range.
        """
        _check(utf8, self.utf8_bytes, "UTF-8 bytes")
        if not self._block_starts:
            return utf8
        block = bisect_right(self._block_starts, utf8) - 1
        start = block * _BLOCK
        encoded = self._text[start : start + _BLOCK].encode("utf-8", "surrogatepass")
        rest = utf8 - self._block_starts[block]
        begun = sum((byte & 0xC0) != 0x80 for byte in encoded[:rest])
        inside = rest < len(encoded) and (encoded[rest] & 0xC0) == 0x80
        return start + (begun - 1 if inside and round == "down" else begun)


def _utf8_length(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _check(offset: int, length: int, unit: str) -> None:
    if not 0 <= offset <= length:
        raise TextError(f"The offset {offset} does not lie in a text of {length} {unit}.")
