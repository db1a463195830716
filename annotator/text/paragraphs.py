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
_SPACE = re.compile(rf"[{WHITE_SPACE}]+")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Give every line of `text` in order, without its line break.

    Empty lines are among them, and so is the one behind a final line break: a text with n breaks
    has n + 1 lines, the empty text one.
    """
    lines = []
    start = 0
    for match in LINE_BREAK.finditer(text):
        lines.append((start, match.start()))
        start = match.end()
    lines.append((start, len(text)))
    return lines


def line_at(text: str, offset: int) -> tuple[int, int]:
    """Give the line, without its break, that holds `offset` or whose break does.

    Raises `TextError` for an offset outside the text.
    """
    check_offset(text, offset)
    if 0 < offset < len(text) and text[offset - 1] == "\r" and text[offset] == "\n":
        offset -= 1
    start = 1 + max(text.rfind(character, 0, offset) for character in LINE_BREAK_CHARACTERS)
    following = LINE_BREAK.search(text, offset)
    return start, following.start() if following else len(text)


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
    return _INK.search(text, start, end) is None


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
        cut = max((match.end() for match in pattern.finditer(text, earliest, latest)), default=0)
        if cut:
            return cut
    return latest
