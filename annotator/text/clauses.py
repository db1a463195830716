"""Clauses: what stands between the punctuation of a sentence, or after "that", or joined by "and".

They are guessed, as chunks are. The word that begins what is reported stands between two clauses:
it's claimed | that | US officials have reached out.

Offsets are code points, ranges half-open. Pass a line rather than a whole article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.text.offsets import check_range
from annotator.text.sentences import sentences, trim_blank
from annotator.text.word_kinds import Token, tokens

# The quotation marks behind a comma belong to what it ends.
_DIVIDER = re.compile(r"(?:[,:](?!\d)|[;()\[\]{}–—…،؛、，；：（）])(?P<closing>[\"'”’“»」』]*)")
# A long quotation counts as one sentence, but ends of sentences within it are ends of clauses.
_STOP = re.compile(
    r"(?<!\b(?:Mr|Ms|Dr|St))(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|[A-Z]\.[A-Z]))(?<!\b[A-Z])"
    r"[.!?…]+[\"'”’“»」』]*(?=\s+[\"'“‘„«]?[^\W\d_a-z])"
)
_FAR = 6

Cut = tuple[int, int]


def clauses(text: str, start: int, end: int, language: str | None = None) -> list[tuple[int, int]]:
    """Give the clauses of a range in order; they don't overlap, and none crosses a sentence's end.

    Raises `TextError` if the range isn't in the text.
    """
    check_range(text, start, end)
    found = []
    for low, high in sentences(text, start, end, language):
        at = low
        for cut_start, cut_end in [*sorted(_cuts(text, low, high, language)), (high, high)]:
            piece = trim_blank(text, at, max(cut_start, at))
            if piece[0] < piece[1]:
                found.append(piece)
            at = max(cut_end, at)
    return found


def _cuts(text: str, start: int, end: int, language: str | None) -> Iterator[Cut]:
    """Give what stands between two clauses of a sentence."""
    for match in _DIVIDER.finditer(text, start, end):
        yield (match.end() if match["closing"] else match.start()), match.end()
    for match in _STOP.finditer(text, start, end):
        yield match.end(), match.end()
    yield from _small_cuts(tokens(text, start, end, language))


def _small_cuts(found: list[Token]) -> Iterator[Cut]:
    """Give the small words between two clauses, and the gap behind a verb that tells one."""
    told = acts = False
    for n, token in enumerate(found):
        if not token.soft:
            told = acts = False
        begins = _begins_clause(found, n + 1)
        if (token.that and (told or not token.soft)) or (token.joining and acts and begins):
            yield token.start, token.end
            told = acts = False
        elif token.telling and token.kind == "verb":
            told = acts = True
            if begins:
                yield token.end, token.end
                told = acts = False
        elif token.helping or token.kind == "verb":
            acts = True


def _begins_clause(found: list[Token], n: int) -> bool:
    """Say whether a subject stands at a place, and an auxiliary right behind it."""
    for at, token in enumerate(found[n : n + _FAR]):
        if not token.soft:
            return False
        if token.helping:
            return at > 0
        if token.kind not in ("opening", "pronoun", "content", "link") and not token.of:
            return False
    return False
