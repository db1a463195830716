"""Spans as most formats have them: a label from here to there, in one piece."""

from __future__ import annotations

from annotator.model import Fragment, Span


def span_at(
    name: str,
    label: str,
    place: tuple[int, int],
    text: str,
    *,
    quote: str | None = None,
    note: str | None = None,
) -> Span:
    """Return a span read from a file, with the id that it has there, which may be empty.

    Without a quote of its own it quotes what the text says at its place, in code points.
    """
    start, end = place
    if quote is None:
        quote = text[max(start, 0) : max(end, 0)]
    fragment = Fragment(start, end, quote)
    return Span(name, "", "", label, (fragment,), note=note, origin="import")
