"""Parts the tokens of a text into its sentences."""

from __future__ import annotations

from annotator.formats.tokens.tokenizers import Tokens
from annotator.text.sentences import sentences


def in_sentences(text: str, tokens: Tokens, language: str | None = None) -> list[range]:
    """Return the numbers of the tokens of each sentence, without empty ones.

    A token belongs to the sentence that it starts in.
    """
    starts = [start for start, _ in sentences(text, language=language)]
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
