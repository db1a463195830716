"""Going from unit to unit: words, noun-like chunks, clauses, sentences, quotations and so on.

Each function looks only at the surroundings, line by line, and in a very long line at a stretch of
it; what is longer than the stretch isn't found. Offsets are code points, ranges half-open; a range
outside the text raises `TextError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from annotator.text.chunks import chunks, names, phrases
from annotator.text.clauses import clauses
from annotator.text.graphemes import snap_down, snap_up
from annotator.text.offsets import check_range
from annotator.text.paragraphs import is_blank, line_at, lines_from
from annotator.text.quotations import quotations_in_line
from annotator.text.sentences import sentences, trim_blank
from annotator.text.trim import trim
from annotator.text.words import word_at, words

Unit = Literal["word", "name", "chunk", "phrase", "clause", "sentence", "quotation", "paragraph"]

Range = tuple[int, int]

MANY = 16_000
"""A line with more code points than this is looked at in parts."""

_REACH = 4_000


def units(text: str, unit: Unit, start: int, end: int, language: str | None = None) -> list[Range]:
    """Give the units of a line or a part of it in order, outer ones before inner ones."""
    check_range(text, start, end)
    return list(_units(text, unit, start, end, language))


def next_unit(
    text: str,
    unit: Unit,
    start: int,
    end: int,
    *,
    forward: bool = True,
    inside: bool = True,
    language: str | None = None,
) -> Range | None:
    """Give the unit that follows a range, or the one before it, or `None`.

    With ``inside`` what follows may lie within the range, or begin with it and be shorter. An
    empty range takes the unit that begins at its place as well.
    """
    check_range(text, start, end)
    for found in _line_by_line(text, unit, start, forward=forward, language=language):
        if not forward:
            before = [u for u in found if u[0] < start]
            if before:
                return before[-1]
            continue
        for a, b in found:
            within = inside and (a > start or (a == start and b < end))
            if a >= end or within:
                return a, b
    return None


def lengthen(
    text: str, unit: Unit, start: int, end: int, *, language: str | None = None
) -> Range | None:
    """Take a range on to the end of the unit that ends next behind it, or give `None`.

    An empty range begins with that unit, or at the word at its place if that is further on.
    """
    check_range(text, start, end)
    for found in _line_by_line(text, unit, end, forward=True, language=language):
        following = next((u for u in found if u[1] > end), None)
        if following is not None and start < end:
            return start, following[1]
        if following is not None:
            at = min(word_at(text, end)[0], end)
            first = max(at, following[0])
            trimmed = trim(text, first, following[1], punctuation=first > following[0])
            return trimmed if trimmed[1] > end else (first, following[1])
    return None


def shorten(
    text: str, unit: Unit, start: int, end: int, *, language: str | None = None
) -> Range | None:
    """Draw a range back to the last end of a unit before its own end, or give `None`."""
    check_range(text, start, end)
    for found in _line_by_line(text, unit, end, forward=False, language=language):
        ends = [b for _, b in found if start < b < end]
        if ends:
            return start, max(ends)
        if found and found[0][0] <= start:
            break
    return None


def around(text: str, start: int, end: int) -> Range:
    """Give the lines that a range lies in; of very long ones, what is near to the range."""
    check_range(text, start, end)
    low, high = line_at(text, start)[0], line_at(text, end)[1]
    if high - low > MANY:
        low, high = max(low, start - _REACH), min(high, end + _REACH)
    return low, high


# Steps go over the same line again and again.
@lru_cache(maxsize=64)
def _units(text: str, unit: Unit, start: int, end: int, language: str | None) -> Sequence[Range]:
    found = _found(text, unit, start, end, language) if not is_blank(text, start, end) else []
    # A blank with a joiner behind it is one character, and may stand at an edge.
    return [(max(snap_down(text, a), start), min(snap_up(text, b), end)) for a, b in found]


def _found(text: str, unit: Unit, start: int, end: int, language: str | None) -> list[Range]:
    match unit:
        case "word":
            return [(a, b) for a, b in words(text, start, end) if _is_spoken(text, a, b)]
        case "name":
            return names(text, start, end, language)
        case "chunk":
            return chunks(text, start, end, language)
        case "phrase":
            return phrases(text, start, end, language)
        case "clause":
            return clauses(text, start, end, language)
        case "sentence":
            return sentences(text, start, end, language)
        case "quotation":
            return quotations_in_line(text, start, end)
        case "paragraph":
            return [trim_blank(text, start, end)]


def _is_spoken(text: str, start: int, end: int) -> bool:
    """Say whether a word stands for itself: signs, and an 's that leans on a name, don't."""
    return text[start] not in "'’" and any(c.isalnum() for c in text[start:end])


def _line_by_line(
    text: str, unit: Unit, offset: int, *, forward: bool, language: str | None
) -> Iterator[list[Range]]:
    for line in lines_from(text, offset, forward=forward):
        if unit == "paragraph" or line[1] - line[0] <= MANY:
            yield units(text, unit, *line, language)
            continue
        for low, high in _stretches(line, offset, forward=forward):
            found = units(text, unit, low, high, language)
            # What the stretch may have cut is found whole in another one.
            yield [
                (a, b)
                for a, b in found
                if (a > low or low == line[0]) and (b < high or high == line[1])
            ]


def _stretches(line: Range, offset: int, *, forward: bool) -> Iterator[Range]:
    """Give overlapping stretches of a long line, from the one around an offset on."""
    at = min(max(offset, line[0]), line[1])
    while line[0] - _REACH < at < line[1] + _REACH:
        yield max(at - _REACH, line[0]), min(at + _REACH, line[1])
        at += _REACH if forward else -_REACH
