"""Noun-like chunks: "The US government", "allied countries", 米国政府, حكومة البلاد.

They are guessed. A guess may take a verb in or leave a word out; for a hand that selects it only
has to be near, and the same every time.

Offsets are code points, ranges half-open. Pass a line rather than a whole article. Each function
raises `TextError` if the range isn't in the text.
"""

from __future__ import annotations

from annotator.text.word_kinds import Token, tokens

Chunk = list[Token]


def chunks(text: str, start: int, end: int, language: str | None = None) -> list[tuple[int, int]]:
    """Give the noun-like chunks of a range in order; they don't overlap."""
    return _ranges(_chunks(tokens(text, start, end, language)))


def names(text: str, start: int, end: int, language: str | None = None) -> list[tuple[int, int]]:
    """Give the names in a range: the words of its chunks with capitals, where there are any."""
    return _ranges(_names(tokens(text, start, end, language)))


def phrases(text: str, start: int, end: int, language: str | None = None) -> list[tuple[int, int]]:
    """Give the chunks that are joined by an "of", as one: "the use of telecoms equipment"."""
    found = tokens(text, start, end, language)
    joined: list[Chunk] = []
    for chunk in _chunks(found):
        if joined and _is_joined(found, joined[-1][-1], chunk[0]):
            joined[-1] = [*joined[-1], *chunk]
        else:
            joined.append(chunk)
    return _ranges(joined)


def _ranges(found: list[Chunk]) -> list[tuple[int, int]]:
    return [(chunk[0].start, chunk[-1].end) for chunk in found]


def _chunks(found: list[Token]) -> list[Chunk]:
    runs: list[Chunk] = [[]]
    for token in found:
        begins = not token.soft or (token.kind == "opening" and _has_content(runs[-1]))
        if begins or token.kind in ("small", "verb", "pronoun"):
            runs.append([])
        if token.kind == "pronoun":
            runs[-1:] = [[token], []]
        elif token.kind not in ("small", "verb"):
            runs[-1].append(token)
    return [run for run in runs if _has_content(run)]


def _has_content(run: Chunk) -> bool:
    return any(token.kind in ("content", "pronoun") for token in run)


def _names(found: list[Token]) -> list[Chunk]:
    runs: list[Chunk] = [[]]
    for token in found:
        named = token.capital and token.kind == "content"
        if not token.soft or not (named or token.kind == "link"):
            runs.append([])
        if named or token.kind == "link":
            runs[-1].append(token)
    return [run for run in runs if run]


def _is_joined(found: list[Token], last: Token, first: Token) -> bool:
    """Say whether nothing but an "of" stands between two chunks."""
    between = [token for token in found if last.end <= token.start < first.start]
    if between:
        return all(token.of and token.soft for token in between) and first.soft
    return first.of and first.soft
