"""Whom words in an article most likely mean, by the register and by earlier mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Actor, Span
from annotator.text.chunks import names
from annotator.text.small_words import small_words

_MOST = 8
_WORD = re.compile(r"[^\W_]+(?:[-.&'’][^\W_]+)*")
# Words that say nothing of who is meant, in names as in mentions.
_EMPTY = frozenset(
    ("the", "a", "an", "of", "and", "for", "in", "der", "die", "das", "la", "le", "el")
)

Rank = tuple[int, int]
# How surely words mean an entry, by what they share with it; the less, the surer.
_NAME, _SAID_BEFORE, _HOLDS_NAME, _INITIALS, _SAME_HEAD, _IN_NAME, _SHARES = range(7)


@dataclass(frozen=True, slots=True)
class Likely:
    """An entry that words may mean; ``sure`` if it may be taken without looking further."""

    actor: Actor
    sure: bool


def likely(
    actors: Iterable[Actor], quote: str, earlier: Sequence[Span], language: str | None = None
) -> list[Likely]:
    """Return the entries that ``quote`` may mean, the likeliest first.

    ``earlier`` are spans of the article that name an actor, the nearest last. First come entries
    with this very name; then whom the same words named before; whose name, or the letters that
    stand for it, is among the words; whom an earlier mention with the same last word named; and,
    not for sure, whose name shares a word. A pronoun means whom the nearest mention named.
    """
    known = {actor.id: actor for actor in actors}
    words = _words(quote)
    ranks: dict[str, Rank] = {}
    for actor in known.values():
        found = (_rank(words, name) for name in (actor.name, *actor.aliases))
        best = min((rank for rank in found if rank is not None), default=None)
        if best is not None:
            ranks[actor.id] = best
    pronoun = quote.casefold() in small_words(language).pronouns
    for distance, span in enumerate(reversed(earlier)):
        if span.actor not in known:
            continue
        said = _words(span.quote)
        if said == words or pronoun:
            rank = _SAID_BEFORE, distance
        elif said[-1:] == words[-1:]:
            rank = _SAME_HEAD, distance
        else:
            continue
        ranks[span.actor] = min(ranks.get(span.actor, rank), rank)
    order = sorted(ranks, key=lambda actor: (ranks[actor], known[actor].name))
    return [Likely(known[actor], ranks[actor][0] <= _SAME_HEAD) for actor in order[:_MOST]]


def new_names(quote: str, language: str | None = None) -> list[str]:
    """Return what a new entry may be called: the names in ``quote``, and last all its words."""
    words = quote.split()
    if len(words) > 1 and words[0] in small_words(language).opening:
        words = words[1:]
    whole = " ".join(words)
    found = [quote[start:end] for start, end in names(quote, 0, len(quote), language)]
    return [*dict.fromkeys(name for name in found if name != whole), whole]


def _rank(words: list[str], written: str) -> Rank | None:
    """Say how surely words mean a name, and then how near to their beginning it stands."""
    name = _words(written)
    if not words or not name:
        return None
    if words == name:
        return _NAME, 0
    if (at := _place(words, name)) is not None:
        return _HOLDS_NAME, at
    if _stand_for(words, name) or _stand_for(name, words):
        return _INITIALS, 0
    if _place(name, words) is not None:
        return _IN_NAME, 0
    shared = len(set(words) & set(name))
    return (_SHARES, -shared) if shared else None


def _place(words: list[str], inner: list[str]) -> int | None:
    size = len(inner)
    return next((n for n in range(len(words)) if words[n : n + size] == inner), None)


def _stand_for(words: list[str], name: list[str]) -> bool:
    """Say whether one of the words is the initials of a name of several words."""
    return len(name) > 1 and "".join(word[0] for word in name) in words


def _words(text: str) -> list[str]:
    found = [word.casefold() for word in _WORD.findall(text)]
    kept = [word for word in found if word not in _EMPTY]
    return [word.removesuffix("'s").removesuffix("’s") for word in kept or found]
