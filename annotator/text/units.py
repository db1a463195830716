"""Going from unit to unit: the next or previous word, sentence, quotation or paragraph as a whole.

Offsets are code points, ranges half-open. Lines are looked at one by one, as far as needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from annotator.text.offsets import check_range
from annotator.text.paragraphs import is_blank, line_at
from annotator.text.quotations import quotations
from annotator.text.sentences import sentences, trim_blank
from annotator.text.words import word_at

Unit = Literal["word", "sentence", "quotation", "paragraph"]


def next_unit(
    text: str, unit: Unit, start: int, end: int, *, forward: bool, language: str | None = None
) -> tuple[int, int] | None:
    """Give the next unit behind the start of a range, or the last one before it, or `None`.

    An empty range takes the unit that begins at its place as well. Raises `TextError` for a
    range outside the text.
    """
    check_range(text, start, end)
    least = start if start == end else start + 1
    for line in _lines(text, start, forward=forward):
        found = [u for u in _units(text, unit, line, language) if u[0] < u[1]]
        if forward:
            behind = [u for u in found if u[0] >= least]
            if behind:
                return behind[0]
        else:
            before = [u for u in found if u[0] < start]
            if before:
                return before[-1]
    return None


def _lines(text: str, offset: int, *, forward: bool) -> Iterator[tuple[int, int]]:
    start, end = line_at(text, offset)
    yield start, end
    while (end < len(text)) if forward else (start > 0):
        start, end = line_at(text, end + 1 if forward else start - 1)
        yield start, end


def _units(
    text: str, unit: Unit, line: tuple[int, int], language: str | None
) -> list[tuple[int, int]]:
    if is_blank(text, *line):
        return []
    match unit:
        case "word":
            return _words(text, line)
        case "sentence":
            return sentences(text, *line, language)
        case "quotation":
            return [q for q in quotations(text, *line) if line[0] <= q[0] and q[1] <= line[1]]
        case "paragraph":
            return [trim_blank(text, *line)]


def _words(text: str, line: tuple[int, int]) -> list[tuple[int, int]]:
    words = []
    at = line[0]
    while at < line[1]:
        start, end = word_at(text, at)
        if start == at < end and any(character.isalnum() for character in text[start:end]):
            words.append((start, end))
        at = max(end, at + 1)
    return words
