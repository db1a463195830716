"""From what was selected to what is marked: edges at letters, lines apart, no character cut.

Offsets are code points, ranges half-open. A range outside the text raises `TextError`.
"""

from __future__ import annotations

import re

from annotator.text.characters import BLANK, LINE_BREAK
from annotator.text.graphemes import snap_down, snap_up
from annotator.text.offsets import check_range
from annotator.text.words import word_at

# Quotation marks are nobody's stray punctuation: they belong to what they enclose.
_STRAY_BEFORE = ",;:.!?)]}、。，；：！？）」』،؛؟·•–—-"
_STRAY_AFTER = ",;:([{、，；：（،؛–—-"

_QUOTES = (("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("『", "』"))
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"))
_BLANKS_BEFORE = re.compile(f"[{BLANK}]*")
_BEFORE = re.compile(f"[{BLANK}{re.escape(_STRAY_BEFORE)}]*")
_AFTER = BLANK + _STRAY_AFTER
_NUMBER = re.compile(r"[-–.]\d")


def trim(text: str, start: int, end: int, *, punctuation: bool = True) -> tuple[int, int]:
    """Leave out white space, and stray punctuation unless told otherwise, at both edges.

    Stray are: in front, what ends something else (comma, full stop, closing bracket, dash);
    behind, what begins or divides (comma, colon, opening bracket, dash). A bracket stays where
    the other one of its pair is inside. A full stop behind stays too, since it may belong to an
    abbreviation or a quotation, except that of a sentence: a word of two letters or more before
    it, a blank or nothing after it, no other full stop in the range, and no quotation open in it.
    A minus or a point before a digit belongs to the number. No grapheme cluster is cut. A range
    without anything left is empty, at its start.
    """
    check_range(text, start, end)
    first = _trim_start(text, start, end, punctuation)
    last = _trim_end(text, first, end, punctuation)
    if first >= last:
        return start, start
    return max(snap_down(text, first), start), min(snap_up(text, last), end)


def split_at_breaks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split a range at its line breaks; each piece is free of blank edges, blank ones drop out."""
    check_range(text, start, end)
    pieces = []
    at = start
    for match in LINE_BREAK.finditer(text, start, end):
        pieces.append((at, match.start()))
        at = match.end()
    pieces.append((at, end))
    trimmed = (trim(text, a, b, punctuation=False) for a, b in pieces)
    return [(a, b) for a, b in trimmed if a < b]


def snap(text: str, start: int, end: int, *, words: bool = False) -> tuple[int, int]:
    """Widen a range to whole grapheme clusters, or to whole words; an empty one stays empty."""
    check_range(text, start, end)
    if start == end:
        return start, end
    start, end = snap_down(text, start), snap_up(text, end)
    if words:
        start = min(start, word_at(text, start)[0])
        end = max(end, word_at(text, end - 1)[1])
    return start, end


def _trim_start(text: str, start: int, end: int, punctuation: bool) -> int:
    pattern = _BEFORE if punctuation else _BLANKS_BEFORE
    match = pattern.match(text, start, end)
    first = match.end() if match else start
    if first > start and _NUMBER.match(text, first - 1, end):
        return first - 1
    while punctuation and first < end and _unclosed(text, first, end):
        first += 1
    return first


def _trim_end(text: str, start: int, end: int, punctuation: bool) -> int:
    stray = _AFTER if punctuation else BLANK
    last = end
    while last > start and (
        text[last - 1] in stray or (punctuation and _ends_sentence(text, start, last))
    ):
        last -= 1
    while punctuation and last > start and _unopened(text, start, last):
        last -= 1
    return last


def _ends_sentence(text: str, start: int, last: int) -> bool:
    if text[last - 1] not in ".。" or (last < len(text) and text[last] not in BLANK):
        return False
    if _in_quotation(text, start, last):
        return False
    if text[last - 1] == "。":
        return True
    word = re.search(r"\w+\Z", text[max(start, last - 40) : last - 1])
    return word is not None and len(word[0]) > 1 and "." not in text[start : last - 1]


def _in_quotation(text: str, start: int, last: int) -> bool:
    """Say whether a quotation begins in the range and doesn't end there."""
    if text.count('"', start, last) % 2:
        return True
    return any(text.count(a, start, last) > text.count(b, start, last) for a, b in _QUOTES)


def _unopened(text: str, start: int, last: int) -> bool:
    opening = next((a for a, b in _BRACKETS if b == text[last - 1]), None)
    return opening is not None and opening not in text[start : last - 1]


def _unclosed(text: str, first: int, end: int) -> bool:
    closing = next((b for a, b in _BRACKETS if a == text[first]), None)
    return closing is not None and closing not in text[first + 1 : end]
