"""Where a text says the same again, and search by plain text or regular expression.

Offsets are code points, ranges half-open; ranges are in order and don't overlap.
"""

from __future__ import annotations

import re

from annotator.errors import TextError
from annotator.text.characters import is_spaceless
from annotator.text.graphemes import is_boundary

SEARCH_SECONDS = 2.0
"""How long a regular expression may take before it is given up."""


def occurrences(
    text: str, quote: str, *, whole_words: bool = True, case: bool = True
) -> list[tuple[int, int]]:
    """Give every place where `text` says `quote`; none for a blank one.

    With `whole_words` a letter or digit beside an occurrence rules it out, unless the script is
    written without spaces. An occurrence never cuts a grapheme cluster. Without `case`, capitals
    and small letters are the same.
    """
    if not quote.strip():
        return []
    pattern = re.escape(quote)
    if whole_words:
        if _is_word_edge(quote[0]):
            pattern = rf"(?<!\w){pattern}"
        if _is_word_edge(quote[-1]):
            pattern = rf"{pattern}(?!\w)"
    matches = re.finditer(pattern, text, 0 if case else re.IGNORECASE)
    return [
        match.span()
        for match in matches
        if is_boundary(text, match.start()) and is_boundary(text, match.end())
    ]


def search(
    text: str, pattern: str, *, regex: bool = False, case: bool = False
) -> list[tuple[int, int]]:
    """Give every place that matches `pattern`, as plain text or as a regular expression.

    `^` and `$` match at each line; matches of nothing are left out. Raises `TextError`, in words
    for the person, for an expression that can't be read or takes more than `SEARCH_SECONDS`.
    """
    import regex as engine

    if not pattern:
        return []
    flags = engine.MULTILINE | (0 if case else engine.IGNORECASE)
    try:
        compiled = engine.compile(pattern if regex else engine.escape(pattern), flags)
        found = [match.span() for match in compiled.finditer(text, timeout=SEARCH_SECONDS)]
    except engine.error as error:
        raise TextError(
            f"The search pattern {pattern!r} cannot be read: {error}. "
            f"Mend it, or search for plain text."
        ) from error
    except TimeoutError as error:
        raise TextError(
            f"The search for {pattern!r} took more than {SEARCH_SECONDS:g} seconds and was given "
            "up. A simpler pattern, without a repeat inside a repeat, will be faster."
        ) from error
    except (OverflowError, MemoryError, RecursionError) as error:
        raise TextError(
            f"The search pattern {pattern!r} is too large. Use smaller repeats or fewer brackets."
        ) from error
    return [(start, end) for start, end in found if start < end]


def _is_word_edge(character: str) -> bool:
    return (character.isalnum() or character == "_") and not is_spaceless(character)
