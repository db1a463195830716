"""Cuts texts into tokens with exact places. No token holds white space.

Offsets are code points, ranges half-open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from annotator.errors import FormatError
from annotator.formats.extras import missing
from annotator.text.characters import BLANK, WHITE_SPACE
from annotator.text.graphemes import clusters
from annotator.text.sentences import trim_blank
from annotator.text.words import words

#: How a text can be cut; see ``tokenize``.
RULES = ("words", "whitespace", "characters", "spacy")

#: What spaCy calls a language of which it knows nothing.
ANY_LANGUAGE = "xx"

# spaCy's tokenizers know each word again that they have seen, which makes them fast. They forget
# none, so that one with so many words makes place for a new one.
_VOCABULARY = 100_000

Place = tuple[int, int]

_DARK = re.compile(f"[^{re.escape(WHITE_SPACE)}]+")
# What stands between white space. It is mostly a plain word, perhaps with a sign behind, of which
# nothing more need be asked: below U+0300 no character joins another.
_RUN = re.compile(
    r"(?P<word>[0-9A-Za-zÀ-ÖØ-öø-ʯ]+)"
    rf"(?:[{re.escape(WHITE_SPACE)}]|\Z|(?P<sign>[.,;:!?])(?![^{re.escape(WHITE_SPACE)}]))"
    rf"|{_DARK.pattern}"
)
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

    def place(self, numbers: range) -> Place:
        """Return where the tokens of these numbers, of which there are some, start and end."""
        return self._starts[numbers[0]], self._ends[numbers[-1]]


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
    for run in _RUN.finditer(text):
        match run.lastgroup:
            case "word":
                yield run.span("word")
            case "sign":
                yield run.span("word")
                yield run.span("sign")
            case _:
                yield from _words_within(text, *run.span())


def _words_within(text: str, start: int, end: int) -> Iterator[Place]:
    at = start
    for word in words(text, start, end):
        yield from _characters(text, at, word[0])
        yield word
        at = word[1]
    yield from _characters(text, at, end)


def _characters(text: str, start: int, end: int) -> Iterator[Place]:
    """Give each visible character of the range, as a person sees characters."""
    for run in _VISIBLE.finditer(text, start, end):
        yield from clusters(text, *run.span())


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
        tokenizer: Any = spacy.blank(code).tokenizer
    except ImportError:
        return None

    def cut(text: str) -> Iterator[Place]:
        nonlocal tokenizer
        if len(tokenizer.vocab) > _VOCABULARY:
            tokenizer = spacy.blank(code).tokenizer
        for start, length in tokenizer(text).to_array(["IDX", "LENGTH"]).tolist():
            if _DARK.fullmatch(text, start, start + length):
                yield start, start + length
            else:
                yield from (run.span() for run in _DARK.finditer(text, start, start + length))

    return cut
