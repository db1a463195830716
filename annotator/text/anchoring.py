"""Where a quote stands that isn't at the place a file gives for it, and what that file counts.

Places are half-open and count code points, unless an unknown unit is what is looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from annotator.text.offsets import OffsetTable, Utf8Table

CODE_POINTS = "code points"
UTF16 = "UTF-16 units"
UTF8 = "UTF-8 bytes"

NEARBY = 200
"""How many code points before or behind its place a quote is looked for."""

#: Gives the code point offset for one in another unit; ``None`` if it is no place in the text.
Convert = Callable[[int], int | None]

_SPACE = re.compile(r"\s+")


def says(found: str, quote: str) -> bool:
    """Say whether a text says what a quote does; one kind of white space is as good as another.

    Many tools write a space for a line break, for CRLF, or for a no-break space.
    """
    return found == quote or _SPACE.sub(" ", found) == _SPACE.sub(" ", quote)


def unit_of(
    text: str, places: Sequence[tuple[int, int, str]], expected: str = CODE_POINTS
) -> tuple[str, Convert]:
    """Find what the offsets of ``places`` (start, end, quote) count, by their quotes.

    The unit is the expected one unless more of them fit in another: code points, UTF-16 units,
    UTF-8 bytes, and each of the three with CRLF counted as one. Returns what to call the unit, and
    what converts it. In ASCII without CRLF all are the same, and called as expected.
    """
    if text.isascii() and expected in (UTF16, UTF8):
        name, convert = unit_of(text, places)
        return (expected if name == CODE_POINTS else name), convert
    best, best_fit = (expected, _in_text(text)), -1
    for name, table in sorted(_units(text), key=lambda unit: unit[0] != expected):
        convert = table()
        fit = sum(_fits(text, place, convert) for place in places)
        if fit > best_fit:
            best, best_fit = (name, convert), fit
        if fit == len(places):
            break
    return best


def nearby(text: str, start: int, quote: str) -> tuple[int, int] | None:
    """Find where ``text`` says ``quote`` no more than ``NEARBY`` away from ``start``.

    ``None`` if it does so nowhere, or more than once: then nobody knows which is meant.
    """
    if not quote.strip():
        return None
    said = r"\s+".join(map(re.escape, _SPACE.split(quote)))
    pattern = re.compile(f"(?=({said}))")
    start = min(max(start, 0), len(text))
    end = min(len(text), start + NEARBY + 2 * len(quote))
    found = [
        match.span(1)
        for match in pattern.finditer(text, max(0, start - NEARBY), end)
        if abs(match.start(1) - start) <= NEARBY
    ]
    return found[0] if len(found) == 1 else None


def _fits(text: str, place: tuple[int, int, str], convert: Convert) -> bool:
    start, end = convert(place[0]), convert(place[1])
    return start is not None and end is not None and says(text[start:end], place[2])


def _units(text: str) -> Iterator[tuple[str, Callable[[], Convert]]]:
    """Yield the units in which offsets of this text may differ, the likeliest first."""
    yield CODE_POINTS, lambda: _in_text(text)
    if not text.isascii():
        yield UTF16, lambda: _utf16(text)
        yield UTF8, lambda: _utf8(text)
    if "\r\n" in text:
        # As most readers of text files and most browsers have it.
        one = text.replace("\r\n", "\n")
        for name, table in _units(one):
            yield f"{name}, CRLF as one", partial(_widened, text, table)


def _in_text(text: str) -> Convert:
    return lambda offset: offset if 0 <= offset <= len(text) else None


def _utf16(text: str) -> Convert:
    table = OffsetTable(text)

    def convert(utf16: int) -> int | None:
        if not 0 <= utf16 <= table.utf16_units:
            return None
        offset = table.from_utf16(utf16)
        return offset if table.to_utf16(offset) == utf16 else None

    return convert


def _utf8(text: str) -> Convert:
    table = Utf8Table(text)

    def convert(utf8: int) -> int | None:
        if not 0 <= utf8 <= table.utf8_bytes:
            return None
        offset = table.from_utf8(utf8)
        return offset if table.to_utf8(offset) == utf8 else None

    return convert


def _widened(text: str, table: Callable[[], Convert]) -> Convert:
    """Have an offset in the text with LF for CRLF be one in the text itself."""
    convert = table()
    breaks = [match.start() - n for n, match in enumerate(re.finditer("\r\n", text))]

    def widened(offset: int) -> int | None:
        place = convert(offset)
        return None if place is None else place + bisect_left(breaks, place)

    return widened
