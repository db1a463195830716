"""Words, signs and white space as Prodigy's tokens, such that every span starts and ends at one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from annotator.model import Span

_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


class Token(NamedTuple):
    """A stretch of the text; ``spaced`` says that one space follows, which is in no token."""

    start: int
    end: int
    spaced: bool


def tokens_of(text: str, spans: Iterable[Span]) -> list[Token]:
    """Cut the text into tokens; put together again, with their spaces, they are the text."""
    starts = {span.start for span in spans}
    ends = {span.end for span in spans}
    edges = sorted(starts | ends)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if tokens and text[start] == " " and start not in starts and start + 1 not in ends:
            tokens[-1] = Token(tokens[-1].start, tokens[-1].end, True)
            start += 1
        first, last = bisect_right(edges, start), bisect_left(edges, end)
        if first >= last:
            if start < end:
                tokens.append(Token(start, end, False))
            continue
        cuts = edges[first:last]
        for left, right in zip((start, *cuts), (*cuts, end), strict=True):
            if left < right:
                tokens.append(Token(left, right, False))
    return tokens
