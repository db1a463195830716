"""More and less by structure: word, name, chunk, phrase, clause, quotation, sentence, paragraph.

Offsets are code points, ranges half-open; a range outside the text raises `TextError`.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.text.paragraphs import line_at, paragraphs
from annotator.text.quotations import is_closed
from annotator.text.sentences import sentences, trim_blank
from annotator.text.units import MANY, Range, Unit, around, units
from annotator.text.words import word_at

_NOUNS: tuple[Unit, ...] = ("name", "chunk", "phrase")


def enclosing(text: str, start: int, end: int, language: str | None = None) -> list[Range]:
    """Give the units around a range, the smallest first, each holding the one before and more.

    The range itself isn't among them; the last is the whole text.
    """
    found: list[Range] = []
    for unit in sorted(_around(text, start, end, language), key=lambda u: u[1] - u[0]):
        low, high = found[-1] if found else (start, end)
        if unit[0] <= low and high <= unit[1] and unit != (low, high):
            found.append(unit)
    return found


def expand(text: str, start: int, end: int, language: str | None = None) -> Range:
    """Give the next larger unit around a range; the range itself if it is the whole text."""
    return next(iter(enclosing(text, start, end, language)), (start, end))


def reduce(text: str, start: int, end: int, language: str | None = None) -> Range | None:
    """Give the first of the largest units that lie within a range, or `None` within a word."""
    for level in _within(text, start, end, language):
        for low, high in level:
            if start <= low < high <= end and (low, high) != (start, end):
                return low, high
    return None


def _around(text: str, start: int, end: int, language: str | None) -> Iterator[Range]:
    lines = line_at(text, start)[0], line_at(text, end)[1]
    low, high = around(text, start, end)
    if end <= line_at(text, start)[1]:
        yield _words(text, start, end)
        for unit in _NOUNS:
            yield from units(text, unit, low, high, language)
        yield _covering(units(text, "clause", low, high, language), start, end)
        for quotation in units(text, "quotation", low, high):
            yield _unquoted(text, quotation)
            yield quotation
    if high - low <= MANY:
        yield _covering(sentences(text, low, high, language), start, end)
    yield trim_blank(text, *lines)
    yield 0, len(text)


def _within(text: str, start: int, end: int, language: str | None) -> Iterator[list[Range]]:
    lines = [line for line in paragraphs(text[start:end]) if line[0] < line[1]]
    yield [trim_blank(text, start + low, start + high) for low, high in lines]
    low, high = start, max(min(end, around(text, start, start)[1]), start)
    yield units(text, "sentence", low, high, language)
    quoted = [q for q in units(text, "quotation", low, high) if q == (start, end)]
    yield [_unquoted(text, quotation) for quotation in quoted]
    for unit in ("clause", *reversed(_NOUNS), "word"):
        yield units(text, unit, low, high, language)


def _words(text: str, start: int, end: int) -> Range:
    first = word_at(text, start)
    last = word_at(text, end if end == start else end - 1)
    return min(first[0], start), max(last[1], end)


def _covering(listed: list[Range], start: int, end: int) -> Range:
    """Give the range from where the unit of one end begins to where that of the other ends.

    The range itself, if one of its ends lies in no unit.
    """
    lows = [a for a, b in listed if a <= start <= b]
    highs = [b for a, b in listed if a <= end <= b]
    return (max(lows), min(highs)) if lows and highs else (start, end)


def _unquoted(text: str, quotation: Range) -> Range:
    start, end = quotation
    inner = trim_blank(text, start + 1, end - 1 if is_closed(text, quotation) else end)
    return inner if inner[0] < inner[1] else quotation
