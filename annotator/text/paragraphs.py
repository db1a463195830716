"""Lines of a text, and the splitting of very long ones for layout.

A news article's paragraph is one line. Line breaks are LF, CRLF, CR, NEL U+0085, U+2028 and
U+2029; vertical tab and form feed aren't. Offsets are code points, ranges half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.text.characters import BLANK, LINE_BREAK, LINE_BREAK_CHARACTERS, WHITE_SPACE
from annotator.text.graphemes import last_boundary, next_boundary
from annotator.text.offsets import check_offset, check_range

_INK = re.compile(f"[^{BLANK}]")
_SENTENCE_END = re.compile(rf"[.!?…][\"'”’»)\]]*[{WHITE_SPACE}]+|[。！？][」』”’）]*")
_RARE_BREAKS = LINE_BREAK_CHARACTERS.replace("\n", "")
# How far a line's edges, and a place for a cut, are looked for before it is done the long way.
_NEAR, _CUT_NEAR = 4096, 256
_SPACE = re.compile(rf"[{WHITE_SPACE}]+")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Give every line of `text` in order, without its line break.

    Empty lines are among them, and so is the one behind a final line break: a text with n breaks
    has n + 1 lines, the empty text one.
    """
    lines = []
    start = 0
    if any(character in text for character in _RARE_BREAKS):
        for match in LINE_BREAK.finditer(text):
            lines.append((start, match.start()))
            start = match.end()
    else:
        while (end := text.find("\n", start)) >= 0:
            lines.append((start, end))
            start = end + 1
    lines.append((start, len(text)))
    return lines


def line_at(text: str, offset: int) -> tuple[int, int]:
    """Give the line, without its break, that holds `offset` or whose break does.

    Raises `TextError` for an offset outside the text.
    """
    check_offset(text, offset)
    if 0 < offset < len(text) and text[offset - 1] == "\r" and text[offset] == "\n":
        offset -= 1
    return _line_start(text, offset), _line_end(text, offset)


def _line_start(text: str, offset: int) -> int:
    # Nearby at first: what the line doesn't hold is looked for up to the text's start.
    for low in (max(offset - _NEAR, 0), 0):
        last = max(text.rfind(character, low, offset) for character in LINE_BREAK_CHARACTERS)
        if last >= 0:
            return last + 1
    return 0


def _line_end(text: str, offset: int) -> int:
    following = LINE_BREAK.search(text, offset, offset + _NEAR)
    if following:
        return following.start()
    ends = (text.find(character, offset + _NEAR) for character in LINE_BREAK_CHARACTERS)
    return min((end for end in ends if end >= 0), default=len(text))


def lines_from(text: str, offset: int, *, forward: bool = True) -> Iterator[tuple[int, int]]:
    """Give the line at an offset, then those behind it, or those before it, one by one.

    Raises `TextError` for an offset outside the text.
    """
    start, end = line_at(text, offset)
    yield start, end
    while (end < len(text)) if forward else (start > 0):
        if forward:
            following = LINE_BREAK.match(text, end)
            start, end = line_at(text, following.end() if following else len(text))
        else:
            start, end = line_at(text, start - 1)
        yield start, end


def is_blank(text: str, start: int, end: int) -> bool:
    """Say whether the range holds nothing but white space and invisible characters."""
    return start >= end or _INK.search(text, start, end) is None


def soft_split(text: str, start: int, end: int, limit: int = 2000) -> list[tuple[int, int]]:
    """Split a range into pieces of at most `limit` code points that cover it exactly, for layout.

    A piece ends behind a sentence, else behind a space, else between two grapheme clusters; only
    a single cluster longer than `limit` makes a longer piece. A range within the limit, the empty
    one too, is one piece. Takes time in proportion to the range. Raises `TextError` if the range
    isn't in the text.
    """
    check_range(text, start, end)
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    pieces = []
    while end - start > limit:
        cut = last_boundary(text, start, _cut(text, start, start + limit))
        if cut <= start:
            cut = min(next_boundary(text, start), end)
        pieces.append((start, cut))
        start = cut
    if start < end or not pieces:
        pieces.append((start, end))
    return pieces


def _cut(text: str, start: int, latest: int) -> int:
    """Give the best place for a cut up to `latest`, leaving a piece that isn't too short."""
    earliest = (start + latest + 1) // 2
    for pattern in (_SENTENCE_END, _SPACE):
        for low in (max(latest - _CUT_NEAR, earliest), earliest):
            cuts = [match.end() for match in pattern.finditer(text, low, latest)]
            if cuts:
                return cuts[-1]
    return latest
