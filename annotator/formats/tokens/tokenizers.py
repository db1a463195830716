"""Cuts texts into tokens with exact places. No token holds white space.

Offsets are code points, ranges half-open.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version

from annotator.errors import FormatError
from annotator.formats.extras import missing
from annotator.text.characters import BLANK, WHITE_SPACE
from annotator.text.graphemes import next_boundary
from annotator.text.sentences import trim_blank
from annotator.text.words import words

#: How a text can be cut; see ``tokenize``.
RULES = ("words", "whitespace", "characters", "spacy")

#: What spaCy calls a language of which it knows nothing.
ANY_LANGUAGE = "xx"

Place = tuple[int, int]

_DARK = re.compile(f"[^{re.escape(WHITE_SPACE)}]+")
_VISIBLE = re.compile(f"[^{re.escape(BLANK)}]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text in order; ``rule`` says how it was cut, as ``RULES`` name it."""

    rule: str
    places: tuple[Place, ...]
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _ends: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [start for start, _ in self.places])
        object.__setattr__(self, "_ends", [end for _, end in self.places])

    def touching(self, start: int, end: int) -> range:
        """Return the numbers of the tokens that share a character with the range."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def inside(self, start: int, end: int) -> range:
        """Return the numbers of the tokens that lie wholly in the range."""
        return range(bisect_left(self._starts, start), bisect_right(self._ends, end))


# What is fitted is written next, and an article's layers follow each other.
@lru_cache(maxsize=2)
def tokenize(text: str, rule: str = "words", language: str | None = None) -> Tokens:
    """Cut a text by one of the ``RULES``.

    ``words`` takes words as a double click does, and every other visible character on its own;
    ``whitespace`` what stands between white space; ``characters`` every visible character;
    ``spacy`` what spaCy's blank pipeline for ``language`` makes of it. Where spaCy has none, or it
    needs another package that isn't there, words are taken. Raises ``FormatError`` for another
    rule, ``MissingExtra`` if spaCy is needed and not there.
    """
    match rule:
        case "words":
            return Tokens(rule, tuple(_by_words(text)))
        case "whitespace":
            return Tokens(rule, tuple(_by_white_space(text)))
        case "characters":
            return Tokens(rule, tuple(_characters(text, 0, len(text))))
        case "spacy":
            code = (language or ANY_LANGUAGE).split("-")[0].lower()
            cut = _spacy(code)
            return tokenize(text) if cut is None else Tokens(f"spacy:{code}", tuple(cut(text)))
    raise FormatError(f'No rule for tokens is called "{rule}"; there are: {", ".join(RULES)}.')


def in_words(rule: str) -> str:
    """Say which tokens one of the ``RULES`` makes, with the version of the library that does."""
    if rule == "spacy":
        return f"what spaCy {version('spacy')} makes by its rules for each article's language"
    return {
        "words": "words as a double click takes them, and every other character on its own",
        "whitespace": "what stands between white space",
        "characters": "every visible character",
    }[rule]


def _by_words(text: str) -> Iterator[Place]:
    at = 0
    for start, end in words(text):
        if text[at:start] != " ":
            yield from _characters(text, at, start)
        yield start, end
        at = end
    yield from _characters(text, at, len(text))


def _characters(text: str, start: int, end: int) -> Iterator[Place]:
    """Give each visible character of the range, as a person sees characters."""
    for run in _VISIBLE.finditer(text, start, end):
        at = run.start()
        while at < run.end():
            following = min(next_boundary(text, at), run.end())
            yield at, following
            at = following


def _by_white_space(text: str) -> Iterator[Place]:
    for match in _DARK.finditer(text):
        start, end = trim_blank(text, *match.span())
        if start < end:
            yield start, end


@cache
def _spacy(code: str) -> Callable[[str], Iterator[Place]] | None:
    """Return what spaCy has for a language code, or ``None``."""
    try:
        import spacy
    except ImportError as error:
        raise missing("spaCy", "spacy") from error
    try:
        pipeline = spacy.blank(code)
    except ImportError:
        return None
    pipeline.max_length = sys.maxsize

    def cut(text: str) -> Iterator[Place]:
        # The vocabulary would grow with each new word of the project.
        with pipeline.memory_zone():
            places = [(t.idx, t.idx + len(t)) for t in pipeline.make_doc(text)]
        for start, end in places:
            yield from (match.span() for match in _DARK.finditer(text, start, end))

    return cut
