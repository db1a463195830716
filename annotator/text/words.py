"""Words: what a double click takes, and where the keyboard's word steps go.

A word is a run of letters, digits and their marks; an apostrophe or hyphen between two of them
belongs to it (`don't`, `F-Secure`), and so does a point or comma between digits (`1,000.5`).
Where a script sets no spaces, the longest run of one script stands for the word:
日本 | で | ニュース.

Each function looks only at the surroundings of the offset. Offsets are code points; one outside
the text raises `TextError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from annotator.text.characters import BLANK
from annotator.text.graphemes import next_boundary, snap_down, snap_up
from annotator.text.offsets import check_offset

if TYPE_CHECKING:
    import regex

_REACH = 256
"""How far back a word's start is looked for; a longer word is cut."""


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Give the word that holds the character at `offset`, else the word that ends there.

    Where there is neither, it is the one character at `offset`; between blanks, and at the end
    of the text, the empty range at `offset`.
    """
    check_offset(text, offset)
    ending = None
    for start, end in _words(text, _safe_start(text, offset)):
        if start <= offset < end:
            return start, end
        if end == offset:
            ending = start, end
        elif start > offset:
            break
    if ending is not None:
        return ending
    if offset == len(text) or text[offset] in BLANK:
        return offset, offset
    return snap_down(text, offset), next_boundary(text, offset)


def next_word(text: str, offset: int) -> int:
    """Give the first end of a word behind `offset`, or the text's end."""
    check_offset(text, offset)
    ends = (end for _, end in _words(text, _safe_start(text, offset)))
    return next((end for end in ends if end > offset), len(text))


def previous_word(text: str, offset: int) -> int:
    """Give the last start of a word before `offset`, or the text's start."""
    check_offset(text, offset)
    known = offset
    while known > 0:
        known = _safe_start(text, max(known - _REACH, 0))
        found = None
        for start, _ in _words(text, known):
            if start >= offset:
                break
            found = start
        if found is not None:
            return found
    return 0


def _words(text: str, start: int) -> Iterator[tuple[int, int]]:
    for match in _word().finditer(text, start):
        yield snap_down(text, match.start()), snap_up(text, match.end())


def _safe_start(text: str, offset: int) -> int:
    """Give a place at or before `offset` where no word is under way, if one is near."""
    furthest = max(offset - _REACH, 0)
    while offset > furthest and not text[offset - 1].isspace():
        offset -= 1
    return offset


@cache
def _word() -> regex.Pattern[str]:
    import regex

    marks = r"\p{M}\u200c\u200d\xad"
    kana = "ー・ﾞﾟ"
    scripts = [
        rf"\p{{Han}}[\p{{Han}}{marks}]*",
        rf"\p{{Hiragana}}[\p{{Hiragana}}{marks}ー]*",
        rf"[\p{{Katakana}}ー][\p{{Katakana}}{marks}{kana}]*",
        *(rf"\p{{{s}}}[\p{{{s}}}{marks}]*" for s in ("Thai", "Lao", "Khmer", "Myanmar")),
    ]
    spaceless = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
    letter = rf"[[\p{{L}}\p{{N}}\p{{Pc}}]--[{spaceless}]]"
    run = rf"{letter}(?:{letter}|[{marks}])*+"
    joint = r"(?:['’‐‑-]|(?<=\d)[.,](?=\d))"
    return regex.compile(rf"(?V1){'|'.join(scripts)}|{run}(?:{joint}{run})*+")
