"""Where the caret goes by character, word, sentence or paragraph; lines need the layout."""

from __future__ import annotations

from typing import Literal, get_args

from annotator.text.graphemes import next_boundary, previous_boundary
from annotator.text.paragraphs import is_blank, lines_from
from annotator.text.sentences import sentences
from annotator.text.words import next_word, previous_word

Unit = Literal["character", "word", "sentence", "paragraph", "article"]

#: The units that need no layout, by their names.
TEXT_UNITS: dict[str, Unit] = {unit: unit for unit in get_args(Unit)}


def moved(text: str, offset: int, unit: Unit, direction: int, language: str | None = None) -> int:
    """Return the place one unit further on, or back for a negative direction."""
    forward = direction > 0
    match unit:
        case "character":
            return next_boundary(text, offset) if forward else previous_boundary(text, offset)
        case "word":
            return next_word(text, offset) if forward else previous_word(text, offset)
        case "sentence":
            return _sentence(text, offset, language, forward=forward)
        case "paragraph":
            return _paragraph(text, offset, forward=forward)
        case "article":
            return len(text) if forward else 0


def _sentence(text: str, offset: int, language: str | None, *, forward: bool) -> int:
    """Go to the end of this or the next sentence, or to the start of this or the last."""
    for start, end in lines_from(text, offset, forward=forward):
        found = sentences(text, start, end, language)
        if forward:
            places = [b for _, b in found if b > offset]
        else:
            places = [a for a, _ in reversed(found) if a < offset]
        if places:
            return places[0]
    return len(text) if forward else 0


def _paragraph(text: str, offset: int, *, forward: bool) -> int:
    """Go to the end of this or the next line with text, or to the start of this or the last."""
    for start, end in lines_from(text, offset, forward=forward):
        place = end if forward else start
        if (place > offset if forward else place < offset) and not is_blank(text, start, end):
            return place
    return len(text) if forward else 0
