"""Words, signs and white space as Prodigy's tokens, such that every span starts and ends at one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotator.model import Span

_TOKEN = re.compile(r"(?P<token>\w+|[^\w\s]|\s+) ?")


class Token(NamedTuple):
    """A stretch of the text; ``spaced`` says that one space follows, which is in no token."""

    start: int
    end: int
    spaced: bool


def tokens_of(text: str, spans: Sequence[Span]) -> list[Token]:
    """Cut the text into tokens; put together again, with their spaces, they are the text."""
    starts = {span.start for span in spans}
    ends = {span.end for span in spans}
    edges = [*sorted(starts | ends), len(text) + 1]
    tokens: list[Token] = []
    n = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span("token")
        while edges[n] <= start:
            n += 1
        while edges[n] < end:
            tokens.append(Token(start, edges[n], False))
            start = edges[n]
            n += 1
        space = match.end() > end
        apart = space and (end in starts or end + 1 in ends)
        tokens.append(Token(start, end, space and not apart))
        if apart:
            tokens.append(Token(end, end + 1, False))
    return tokens
