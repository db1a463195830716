"""From what is selected to what is marked, by the rules of the scheme."""

from __future__ import annotations

from annotator.model.scheme import Boundaries
from annotator.text.trim import snap, split_at_breaks, trim


def marked(text: str, rules: Boundaries, start: int, end: int) -> list[tuple[int, int]]:
    """Return what a selection marks: a piece for each line, trimmed, of whole characters or words.

    Offsets are code points; it is empty if nothing is left. Raises `TextError` for a range that
    isn't in the text.
    """
    start, end = snap(text, min(start, end), max(start, end), words=rules.whole_words)
    lines = split_at_breaks(text, start, end) if rules.one_line else [(start, end)]
    trimmed = [trim(text, a, b, punctuation=rules.trim_punctuation) for a, b in lines]
    return [(a, b) for a, b in trimmed if a < b]
