"""File names for articles: safe on every system, legible, and each given once."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 120  # bytes; file systems take 255, and there is an ending to come
_DASHES = re.compile("--+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class FileNames:
    """Gives each article, by its id, a file name without an ending, always the same one.

    The names depend on the titles and their order alone. Two that differ in capitals only, or in
    how an accent is written, would be one file on some systems, and get a number.
    """

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def name(self, key: str, title: str) -> str:
        """Return the name for the article with this id and title."""
        if key not in self._given:
            name = wanted = safe_name(title)
            number = self._last.get(wanted, 1)
            while name.casefold() in self._taken:
                number += 1
                name = f"{wanted}-{number}"
                self._last[wanted] = number
            self._taken.add(name.casefold())
            self._given[key] = name
        return self._given[key]


def safe_name(title: str) -> str:
    """Return a file name made of a title's letters and digits; "untitled" if it has none."""
    name = "".join(map(_safe, unicodedata.normalize("NFC", title)))
    name = _DASHES.sub("-", name).strip("-._")
    name = name.encode()[:_LONGEST].decode(errors="ignore").strip("-._")
    if not name:
        return "untitled"
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def _safe(character: str) -> str:
    # Letters, marks and numbers: a mark belongs to its letter.
    return character if unicodedata.category(character)[0] in "LMN" or character in "._" else "-"
