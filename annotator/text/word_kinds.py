"""What part a word may play in its sentence, guessed from small words, capitals and endings.

A guess needs no dictionary, and is the same every time; `chunks` and `clauses` are built on it.
Offsets are code points, ranges half-open. Pass a line rather than a whole article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from annotator.text.characters import BLANK
from annotator.text.chinese import SMALL_WORDS
from annotator.text.offsets import check_range
from annotator.text.small_words import SmallWords, small_words
from annotator.text.words import words

Kind = Literal["opening", "pronoun", "small", "verb", "link", "content"]

# Nouns have capitals here, so that a capital tells nothing of names, but all of nouns.
_CAPITAL_NOUNS = frozenset({"de", "lb"})
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
_LIKE_ADVERBS = frozenset(["family", "supply", "assembly", "monopoly", "ally", "anomaly", "bully"])
_SHORT = 4
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|St|[A-Z])\Z")
_BLANKS = re.compile(rf"[{BLANK}]*")
_ARABIC = re.compile("[\u0620-\u06ff]")
_HIRAGANA = re.compile("[\u3041-\u309f]")
_EAST_ASIAN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_EAST_ASIAN_OF = frozenset("の的")
_PARTICLES = frozenset(("von", "van", "der", "den", "de", "la", "di", "del", "bin", "al", "el"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word and what it may be; ``soft`` if only a blank parts it from the one before.

    ``opening`` begins a noun phrase, ``pronoun`` stands for one, ``small`` and ``verb`` stand
    outside of one, ``link`` holds a name together, ``content`` is all else. ``of``, ``that``,
    ``telling``, ``joining`` and ``helping`` are what the small words of the language say.
    """

    start: int
    end: int
    word: str
    kind: Kind
    capital: bool
    soft: bool
    of: bool = False
    that: bool = False
    telling: bool = False
    joining: bool = False
    helping: bool = False


def tokens(text: str, start: int, end: int, language: str | None = None) -> list[Token]:
    """Give the words of a range with what each may be.

    `language` is a language code, that of the script or else English if `None`. Raises
    `TextError` if the range isn't in the text.
    """
    check_range(text, start, end)
    if language is None and _ARABIC.search(text, start, end):
        language = "ar"
    small = small_words(language)
    found: list[Token] = []
    for low, high in words(text, start, end):
        soft = bool(found) and _is_soft(text, found[-1], low)
        found.append(_token(text, low, high, small, soft=soft))
    code = (language or "en").casefold()[:2]
    for n in range(len(found)):
        found[n] = _guessed(found, n, small)
    if code in _CAPITAL_NOUNS:
        return _nouns_alone(found)
    return [_linked(found, n) for n in range(len(found))]


def _is_soft(text: str, before: Token, start: int) -> bool:
    gap = text[before.end : start]
    if gap.startswith(".") and _TITLE.search(text, max(before.start, 0), before.end):
        gap = gap[1:]
    return _BLANKS.fullmatch(gap.replace("&", " ", 1)) is not None


def _token(text: str, start: int, end: int, small: SmallWords, *, soft: bool) -> Token:
    written = text[start:end]
    word = written.casefold()
    capital = any(c.isupper() or c.isdigit() for c in written)
    kind: Kind = "content"
    if _EAST_ASIAN.search(written):
        if word in SMALL_WORDS or _HIRAGANA.search(written) or word in _EAST_ASIAN_OF:
            kind = "small"
    elif len(written) > 1 and written.isupper():
        # "US" and "WHO" are no small words.
        kind = "content"
    elif word in small.opening:
        kind = "opening"
    elif word in small.pronouns:
        kind = "pronoun"
    elif word[0] in "'’" or word in small.apart:
        kind = "small"
    elif not small.known:
        # A capital is the only sign of a name here; without capitals each word is by itself.
        kind = "content" if capital or word.upper() == word else "small"
        soft = soft and capital
    return Token(
        start,
        end,
        word,
        kind,
        capital,
        soft,
        of=word in small.of or word in _EAST_ASIAN_OF,
        that=word in small.that,
        telling=word in small.telling,
        joining=word in small.joining,
        helping=word in small.helping,
    )


def _guessed(found: list[Token], n: int, small: SmallWords) -> Token:
    """Give the token, as a verb or adverb if what stands around it says so."""
    token = found[n]
    before = found[n - 1] if n and token.soft else None
    opened = before is not None and before.kind == "opening"
    if token.telling and token.kind == "small":
        return replace(token, kind="content" if opened else "verb")
    if token.kind != "content" or token.capital or opened:
        return token
    after = found[n + 1] if n + 1 < len(found) and found[n + 1].soft else None
    long = len(token.word) > _SHORT and token.word not in _LIKE_ADVERBS
    if long and token.word.endswith(small.adverb_endings):
        return replace(token, kind="verb")
    if before is None:
        return token
    behind = found[n - 2] if n > 1 else None
    if (
        before.helping
        or before.kind == "pronoun"
        or before.word in small.subjects
        or (before.word in small.relative and behind is not None and behind.kind == "content")
        or (before.word in small.infinitive and (not behind or behind.word not in small.leading))
        or (long and _ends_like_verb(token, before, after, small))
    ):
        return replace(token, kind="verb")
    return token


def _ends_like_verb(token: Token, before: Token, after: Token | None, small: SmallWords) -> bool:
    last = after is None or after.kind != "content"
    first = before.kind in ("small", "verb")
    return (last and token.word.endswith(small.verb_endings)) or (
        (last or first) and token.word.endswith(small.gerund_endings)
    )


def _linked(found: list[Token], n: int) -> Token:
    """Give the token, as a link if it joins two words of a name: "Bank of England"."""
    low = high = n
    while low > 0 and found[low].soft and _may_link(found[low]):
        low -= 1
    while high + 1 < len(found) and _may_link(found[high]) and found[high + 1].soft:
        high += 1
    inside = low < n < high and all(_is_name(found[end]) for end in (low, high))
    if inside and found[low + 1].kind != "opening":
        return replace(found[n], kind="link")
    return found[n]


def _may_link(token: Token) -> bool:
    return not token.capital and (token.of or token.word in _PARTICLES or token.kind == "opening")


def _is_name(token: Token) -> bool:
    return token.capital and token.kind == "content"


def _nouns_alone(found: list[Token]) -> list[Token]:
    """Leave as content what has a capital, and what may be an adjective right before it."""
    kept = list(found)
    for n in range(len(found) - 1, -1, -1):
        token = found[n]
        if token.kind != "content" or token.capital:
            continue
        after = kept[n + 1] if n + 1 < len(kept) and kept[n + 1].soft else None
        noun = after is not None and after.kind == "content"
        if not (noun and token.word.endswith(_ADJECTIVE_ENDINGS)):
            kept[n] = replace(token, kind="small")
    return kept
