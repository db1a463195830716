"""Names and texts in brat's lines, where white space ends a field.

What can't stand there is written as ``_x20_``, the code point in hexadecimal, as Office Open XML
does. Names that brat would allow are left as they are.
"""

from __future__ import annotations

import re

_CODE = re.compile("_x([0-9A-F]*)_")
# What would be read as a code is written as one.
_NOT_IN_NAMES = re.compile("[^A-Za-z0-9_.-]|_(?=x[0-9A-F]*_)")
_NOT_IN_TEXTS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]|^[ ]|[ ]$|_(?=x[0-9A-F]*_)")
_LINE_BREAKS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_EMPTY = "_x_"


def name(text: str) -> str:
    """Return the text as one field: a label, an attribute, one of its answers."""
    return _NOT_IN_NAMES.sub(_escaped, text) or _EMPTY


def line(text: str) -> str:
    """Return the text as the rest of a line: a note."""
    return _NOT_IN_TEXTS.sub(_escaped, text) or _EMPTY


def unescape(text: str) -> str:
    """Return what ``name`` or ``line`` was given."""
    return _CODE.sub(_plain, text)


def quote(text: str) -> str:
    """Return a quote as brat has it: with a space for each character that breaks a line."""
    return _LINE_BREAKS.sub(" ", text)


def _escaped(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):02X}_"


def _plain(match: re.Match[str]) -> str:
    if not match[1]:
        return ""
    code = int(match[1], 16)
    valid = code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if valid else match[0]
