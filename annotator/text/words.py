"""Words: what a double click takes, and where the keyboard's word steps go.

A word is a run of letters, digits and their marks; an apostrophe or hyphen between two of them
belongs to it (`don't`, `F-Secure`), and so does a point or comma between digits (`1,000.5`). The
points of an abbreviation belong to it (`U.S.`). Words that only lean on a name are apart from it:
Huawei | 's, l' | Iran.

Where a script sets no spaces, the run of one script stands for the word, a Japanese ending with
its stem: 日本 | で | ニュース, 述べた | と. A Chinese run is parted at its small words:
华为 | 否认 | 了 | 指控.

Each function looks only at the surroundings of the offset. Offsets are code points; one outside
the text raises `TextError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from annotator.text.characters import BLANK
from annotator.text.chinese import pieces
from annotator.text.graphemes import next_boundary, snap_down, snap_up
from annotator.text.offsets import check_offset, check_range

if TYPE_CHECKING:
    import regex

_REACH = 256
"""How far back a word's start is looked for; a longer word is cut."""

_KANA = re.compile("[\u3041-\u30ff]")
_KANA_REACH = 40
_ELIDED = "[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|all|dall|dell|nell|sull|un"


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


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Give the words of the range one after the other; one that the range cuts is cut.

    `start` lies between two words, or one cut there counts as a word of its own.
    """
    end = len(text) if end is None else end
    check_range(text, start, end)
    for word_start, word_end in _words(text, start):
        if word_start >= end:
            return
        word = max(word_start, start), min(word_end, end)
        if word[0] < word[1]:
            yield word
        start = max(start, word[1])


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
        start, end = match.span()
        # Nothing of ASCII stands between a word and what belongs to its first or last character.
        if not text[max(start - 1, 0) : start + 1].isascii():
            start = snap_down(text, start)
        if not text[end - 1 : end + 1].isascii():
            end = snap_up(text, end)
        found = start, end
        if found[1] - found[0] > 1 and match["han"] and _is_chinese(text, *found):
            yield from pieces(text, *found)
        else:
            yield found


def _is_chinese(text: str, start: int, end: int) -> bool:
    """Say whether a run of Han characters stands without kana around it."""
    return _KANA.search(text, max(start - _KANA_REACH, 0), end + _KANA_REACH) is None


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
    # A verb's ending belongs to its stem; the particles that begin or follow one don't.
    ending = r"(?![はがをにでともへのやか])\p{Hiragana}(?:(?![はがをと])[\p{Hiragana}ー])*+"
    scripts = [
        rf"(?P<han>\p{{Han}}[\p{{Han}}{marks}]*+(?!{ending}))",
        rf"\p{{Han}}[\p{{Han}}{marks}]*+{ending}",
        rf"\p{{Hiragana}}[\p{{Hiragana}}{marks}ー]*",
        rf"[\p{{Katakana}}ー][\p{{Katakana}}{marks}{kana}]*",
        *(rf"\p{{{s}}}[\p{{{s}}}{marks}]*" for s in ("Thai", "Lao", "Khmer", "Myanmar")),
    ]
    spaceless = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
    letter = rf"[[\p{{L}}\p{{N}}\p{{Pc}}]--[{spaceless}]]"
    run = rf"{letter}(?:{letter}|[{marks}])*+"
    behind = r"(?![\p{L}\p{M}\p{N}])"
    possessive = rf"['’][sS]{behind}"
    before = r"(?<![\p{L}\p{M}\p{N}])"
    elided = rf"{before}(?:(?:{_ELIDED})['’](?=\p{{L}})|(?:[CDJLMNST]|Qu)['’](?=\p{{Ll}}))"
    abbreviation = rf"{before}\p{{L}}(?:\.\p{{L}})+{behind}\.?"
    joint = rf"(?:(?!{possessive})['’‐‑-]|(?<=\d)[.,](?=\d))"
    alone = rf"(?<=[\p{{L}}\p{{M}}\p{{N}}]){possessive}|{elided}|{abbreviation}"
    return regex.compile(rf"(?V1){'|'.join(scripts)}|{alone}|{run}(?:{joint}{run})*+")
