"""Sentences of a text. A line break always ends one; white space around it is not part of it.

Offsets are code points, ranges half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise

from annotator.text.characters import BLANK, WHITE_SPACE
from annotator.text.offsets import check_offset, check_range
from annotator.text.paragraphs import line_at, paragraphs

_OWN_RULE = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+|[。！？]+[」』”’）]*")
_MARKS = r"“„«‘「『(\["
_OPENING = re.compile(rf"""(?:[{_MARKS}]|(?<=\s)["'])\s*\Z""")
_ANY_OPENING = re.compile(rf"""[{_MARKS}"']""")
_OPENING_REACH = 8
_LONG_LINE = 16_000
_REACH = 4_000

# sentencex aborts on an initial behind any white space but U+0020, and can't read half a character.
_PLAIN = {ord(character): " " for character in WHITE_SPACE} | dict.fromkeys(
    range(0xD800, 0xE000), "\ufffd"
)


def sentences(
    text: str, start: int = 0, end: int | None = None, language: str | None = None
) -> list[tuple[int, int]]:
    """Give the sentences of the range in order, without blanks around them or blank ones.

    A sentence that the range cuts is given as far as the range goes. `language` is a language
    code, English if `None`; an unknown one is no error. Raises `TextError` if the range isn't in
    the text.
    """
    end = len(text) if end is None else end
    check_range(text, start, end)
    found = []
    for line_start, line_end in paragraphs(text[start:end]):
        line = start + line_start
        for piece_start, piece_end in _pieces(text[line : start + line_end], language):
            trimmed = trim_blank(text, line + piece_start, line + piece_end)
            if trimmed[0] < trimmed[1]:
                found.append(trimmed)
    return found


def sentence_at(text: str, offset: int, language: str | None = None) -> tuple[int, int]:
    """Give the sentence that holds `offset`; between two it is the one before.

    On a blank line it is the empty range at `offset`. Only the line is looked at, and of a line
    beyond 16,000 code points only the 4,000 on either side. Raises `TextError` for an offset
    outside the text.
    """
    check_offset(text, offset)
    start, end = line_at(text, offset)
    if end - start > _LONG_LINE:
        start, end = max(start, offset - _REACH), min(end, offset + _REACH)
    found = sentences(text, start, end, language)
    before = [sentence for sentence in found if sentence[0] <= offset]
    if before:
        return before[-1]
    return found[0] if found else (offset, offset)


def trim_blank(text: str, start: int, end: int) -> tuple[int, int]:
    """Take white space and invisible characters from both ends; all blank gives an empty range."""
    while start < end and text[start] in BLANK:
        start += 1
    while start < end and text[end - 1] in BLANK:
        end -= 1
    return start, end


def _pieces(line: str, language: str | None) -> Iterable[tuple[int, int]]:
    import sentencex

    plain = line.translate(_PLAIN)
    found = sentencex.segment(language or "en", plain)
    cuts = [0, *accumulate(map(len, found))]
    # It is trusted only if its pieces are the line.
    if "".join(found) != plain:
        cuts = [0, *(match.end() for match in _OWN_RULE.finditer(line)), len(line)]
    if _ANY_OPENING.search(line):
        # An opening mark at a piece's end opens the next sentence.
        cuts = sorted({cut if cut == len(line) else _before_opening(line, cut) for cut in cuts})
    return pairwise(cuts)


def _before_opening(line: str, cut: int) -> int:
    opening = _OPENING.search(line[max(cut - _OPENING_REACH, 0) : cut])
    return cut - len(opening[0]) if opening else cut
