"""Holds a sheet's spans against its text: each stands where its quote does, or is refused.

Files from elsewhere count UTF-16 units or bytes, or were made from a text that differs in its line
ends. Nothing is moved without telling.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from annotator.formats.sheet import Moved, Refused, Sheet
from annotator.model import Fragment, Span
from annotator.text.anchoring import CODE_POINTS, NEARBY, Convert, nearby, says, unit_of


@dataclass(slots=True)
class Anchored:
    """A sheet whose spans say what the text says, what was moved to get there, and what wasn't."""

    sheet: Sheet
    moved: list[Moved] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def anchored(sheet: Sheet) -> Anchored:
    """Put each span where its quote is, and leave out those whose quote isn't found.

    Offsets that count something else than code points are told by the quotes. A quote that is
    still not at its place is taken from nearby if it is there once.
    """
    text = sheet.article.text
    if sheet.unit == CODE_POINTS and all(_stands(span, text) for span in sheet.spans):
        return Anchored(sheet)
    places = [(f.start, f.end, f.quote) for span in sheet.spans for f in span.fragments]
    unit, convert = unit_of(text, places, sheet.unit)
    result = Anchored(sheet)
    if unit != sheet.unit:
        reason = f"Its offsets count {unit}, as the quotes show; they are converted."
        result.moved.append(Moved(sheet.where, reason))
    spans = []
    for number, span in enumerate(sheet.spans, 1):
        name = f'Span "{span.id}"' if span.id else f"Span number {number}"
        placed = _placed(span, text, convert)
        if isinstance(placed, str):
            result.refused.append(Refused(sheet.where, f"{name} ({span.label}) {placed}"))
            continue
        found, moves = placed
        result.moved += [Moved(sheet.where, f"{name} ({span.label}) {move}") for move in moves]
        spans.append(span if found == span.fragments else replace(span, fragments=found))
    result.sheet = replace(sheet, spans=tuple(spans))
    return result


def _stands(span: Span, text: str) -> bool:
    """Say whether a span stands just as it says."""
    last = 0
    for piece in span.fragments:
        start, end = piece.start, piece.end
        if not last <= start < end <= len(text) or text[start:end] != piece.quote:
            return False
        last = start
    return True


def _placed(
    span: Span, text: str, convert: Convert
) -> tuple[tuple[Fragment, ...], list[str]] | str:
    """Return the fragments as the text has them and which were moved; or why one has no place."""
    fragments, moves = [], []
    for claimed in span.fragments:
        start, end = convert(claimed.start), convert(claimed.end)
        on_spot = start is not None and end is not None and start < end
        if not (on_spot and says(text[start:end], claimed.quote)):
            found = nearby(text, claimed.start if start is None else start, claimed.quote)
            if found is None:
                return _why(claimed, text, (start, end) if on_spot else None)
            moves.append(
                f"quotes {claimed.quote!r}, which is not at {claimed.start}–{claimed.end} but "
                f"at {found[0]}–{found[1]}; it is taken from there."
            )
            start, end = found
        assert start is not None and end is not None
        fragments.append(Fragment(start, end, text[start:end]))
    return tuple(sorted(fragments)), moves


def _why(claimed: Fragment, text: str, place: tuple[int | None, int | None] | None) -> str:
    said = f"goes from {claimed.start} to {claimed.end}"
    if place is None:
        why = f"{said}, which is no place in a text of {len(text)} code points"
    else:
        why = f"{said}, where the text says {text[slice(*place)]!r} and not {claimed.quote!r}"
    return f"{why}; and the quote is not found once, and only once, within {NEARBY} code points."
