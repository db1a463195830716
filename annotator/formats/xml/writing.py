"""Writes XML as text. White space comes back as it was, line ends of every kind included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_VALUE = _IN_TEXT | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_TEXT, _VALUE = str.maketrans(_IN_TEXT), str.maketrans(_IN_VALUE)


def fitting(text: str) -> str:
    """Return the text as XML can hold it: U+FFFD stands for each character that it can't.

    Those are control characters other than tab and line ends, U+FFFE and U+FFFF. Offsets stay.
    """
    return _UNFIT.sub("\ufffd", text)


def element(
    name: str,
    attributes: Mapping[str, str | None] | None = None,
    inside: str | Iterable[str] = (),
) -> str:
    """Return an element with what is inside: text, or elements already written.

    Attributes that are ``None`` are left out.
    """
    head = opening(name, attributes)
    body = fitting(inside).translate(_TEXT) if isinstance(inside, str) else "".join(inside)
    return f"{head}{body}</{name}>" if body else f"{head[:-1]}/>"


def opening(name: str, attributes: Mapping[str, str | None] | None = None) -> str:
    """Return the tag that opens an element."""
    said = "".join(
        f' {key}="{fitting(value).translate(_VALUE)}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    return f"<{name}{said}>"
