"""Where selections stand: programs differ in whether the end counts, and a byte order mark.

The standard speaks of the first and the last character, its examples give the one behind the last,
and both are in use. The quotes, which most programs write as a selection's name, tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.formats.xml.reading import Element
from annotator.formats.xml.writing import fitting
from annotator.text.anchoring import says, unit_of

_CUT = ("…", "...")

# What is added to starts and to ends: as we write it, with the last character for an end, and
# both where a byte order mark counts as a character.
_HABITS = ((0, 0), (0, 1), (-1, -1), (-1, 0))


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection in a text, with what the file says of it; ``quote`` may be cut, or be none."""

    element: Element
    start: int
    end: int
    quote: str


def placed(text: str, selections: Sequence[Selection]) -> Iterator[Selection]:
    """Yield the selections with half-open places, and with whole quotes.

    The habit is taken under which most quotes fit; if none fits, names are no quotes.
    """
    # Quotes are in XML, where a character that it can't hold is another one.
    shown = fitting(text)
    best, most = list(selections), 0
    for habit in _HABITS:
        shifted = [_shifted(one, habit) for one in selections]
        fit = _fits(shown, shifted)
        if fit > most:
            best, most = shifted, fit
        if fit == len(selections):
            break
    for one in best:
        found = text[one.start : one.end]
        quote = _quote(shown, one) if most else found
        yield replace(one, quote=found if quote == shown[one.start : one.end] else quote)


def _shifted(one: Selection, habit: tuple[int, int]) -> Selection:
    return replace(one, start=max(one.start + habit[0], 0), end=one.end + habit[1])


def _fits(text: str, selections: Sequence[Selection]) -> int:
    """Return how many quotes say what the text does, in whatever unit the places are."""
    whole = [s for s in selections if s.quote and not s.quote.endswith(_CUT)]
    places = [(s.start, s.end, s.quote) for s in whole]
    _, convert = unit_of(text, places)
    found = ((convert(start), convert(end), quote) for start, end, quote in places)
    fit = sum(
        start is not None and end is not None and says(text[start:end], quote)
        for start, end, quote in found
    )
    cut = (s for s in selections if s.quote.endswith(_CUT))
    return fit + sum(_quote(text, one) != one.quote for one in cut)


def _quote(text: str, one: Selection) -> str:
    """Return the quote; if it is cut short, and says what the text does, what the text says."""
    for mark in _CUT:
        begin = one.quote.removesuffix(mark).rstrip()
        if begin != one.quote.rstrip():
            found = text[one.start : one.end]
            if found != one.quote and says(found[: len(begin)], begin):
                return found
    return one.quote or text[one.start : one.end]
