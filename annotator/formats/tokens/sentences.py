"""Sentences as tokens, and the tokens of each sentence."""

from __future__ import annotations

from functools import lru_cache

from annotator.formats.tokens.tokenizers import Tokens
from annotator.text.sentences import sentences


# What is fitted is written next, and an article's layers follow each other.
@lru_cache(maxsize=2)
def as_tokens(text: str, language: str | None = None) -> Tokens:
    """Return the sentences of a text as its tokens."""
    return Tokens("sentences", tuple(sentences(text, language=language)))


def in_sentences(text: str, tokens: Tokens, language: str | None = None) -> list[range]:
    """Return the numbers of the tokens of each sentence, without empty ones.

    A token belongs to the sentence that it starts in.
    """
    starts = [start for start, _ in as_tokens(text, language).places]
    found: list[range] = []
    first, wanted = 0, iter([*starts[1:], len(text) + 1])
    border = next(wanted)
    for number, (start, _) in enumerate(tokens.places):
        while start >= border:
            if number > first:
                found.append(range(first, number))
                first = number
            border = next(wanted)
    if first < len(tokens.places):
        found.append(range(first, len(tokens.places)))
    return found
