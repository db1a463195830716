"""Finds names by words in any order, the best match first.

The very name comes first, then names that begin with a word that is typed, then those in which
one begins with it, then those that merely hold it; equals stay in the order given. Where nothing
matches, words that are spelt much alike are tried instead.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections.abc import Iterable, Sequence

_BREAKS = re.compile(r"[\W_]+")
_START, _WORD, _INSIDE, _ABSENT = 0, 1, 4, 99
# Words shorter than this have too many neighbours.
_LONG_ENOUGH = 4
_ALIKE, _MOST_ALIKE = 76.0, 6


def folded(text: str) -> str:
    """Return a text as it is compared: small letters without accents, words by single spaces."""
    text = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _BREAKS.sub(" ", text).strip()


class Index:
    """Names to be searched again and again, as someone types."""

    def __init__(self, names: Iterable[str]) -> None:
        # A space in front lets every word be found by its beginning.
        self._names = [f" {folded(name)}" for name in names]
        self._vocabulary: list[str] | None = None
        # What is typed further is looked for only where what was typed before stands.
        self._typed, self._holding = "", list(range(len(self._names)))

    def find(self, text: str, most: int) -> list[int]:
        """Return the places of the names that match best; all of them for an empty text."""
        typed = folded(text)
        words = typed.split()
        everything = range(len(self._names))
        if not words:
            return list(everything[:most])
        within = self._holding if typed.startswith(self._typed) else everything
        found = self._ranked([[word] for word in words], within)
        self._typed, self._holding = typed, [place for _, place in found]
        if not found:
            alike = [[word, *self._spelt_like(word)] for word in words]
            found = self._ranked(alike, everything)
        whole = f" {' '.join(words)}"
        found = [(score - self._says(place, whole), place) for score, place in found]
        return [place for _, place in heapq.nsmallest(most, found)]

    def _says(self, place: int, whole: str) -> int:
        """Rate a name that is what was typed, or at least begins with all of it."""
        name = self._names[place]
        return 2 if name == whole else 1 if name.startswith(f"{whole} ") else 0

    def _ranked(
        self, words: Sequence[Sequence[str]], within: Sequence[int]
    ) -> list[tuple[int, int]]:
        """Return (score, place) of each of these names that has one of each row of words."""
        found = []
        for place in within:
            name, score = self._names[place], 0
            for row in words:
                best = _ABSENT
                for word in row:
                    if word in name:
                        at = name.find(f" {word}")
                        best = min(best, _START if at == 0 else _WORD if at > 0 else _INSIDE)
                if best == _ABSENT:
                    break
                score += best
            else:
                found.append((score, place))
        return found

    def _spelt_like(self, word: str) -> list[str]:
        if len(word) < _LONG_ENOUGH:
            return []
        from rapidfuzz import fuzz, process

        if self._vocabulary is None:
            words = {w for name in self._names for w in name.split()}
            self._vocabulary = sorted(w for w in words if len(w) >= _LONG_ENOUGH)
        near = process.extract(
            word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_ALIKE
        )
        return [known for known, _, _ in near]
