"""Articles that say much the same: wire copy on two sites, an update of an earlier story.

Texts are compared by their runs of five words. MinHash (Broder 1997) with locality-sensitive
hashing, from datasketch, finds the pairs that may be alike; what they have in common is then
counted exactly.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from annotator.intake.libraries import library

#: Two articles are near-duplicates if they share at least this much of the shorter one.
SHARE = 0.6
#: The least likeness (Jaccard) at which a pair is looked for; copies with much added have less.
_LIKENESS = 0.4
_PERMUTATIONS, _RUN, _LONG_WORD = 64, 5, 20
_HASH = 4  # bytes
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Near:
    """An article that shares much of another's text; ``share`` is of the shorter one, 0 to 1."""

    article: str
    share: float


class Finder:
    """Finds near-duplicates among articles that are added one by one.

    Raises ``MissingExtra`` when it is made where datasketch isn't installed.
    """

    def __init__(self) -> None:
        sketching = library("datasketch", "Near-duplicates")
        self._blank = sketching.MinHash(num_perm=_PERMUTATIONS, hashfunc=_as_it_is)
        self._index = sketching.MinHashLSH(threshold=_LIKENESS, num_perm=_PERMUTATIONS)
        self._runs: dict[str, array[int]] = {}

    def add(self, article: str, text: str) -> list[Near]:
        """Add an article under its id; return those before it that it is near, the nearest first.

        An article too short for one run of words is near nothing.
        """
        runs = _runs(text)
        if not runs or article in self._runs:
            return []
        sketch = self._blank.copy()
        sketch.update_batch(runs)
        found = [Near(other, self._share(runs, other)) for other in self._index.query(sketch)]
        self._index.insert(article, sketch)
        self._runs[article] = array("I", runs)
        near = (one for one in found if one.share >= SHARE)
        return sorted(near, key=lambda one: (-one.share, one.article))

    def _share(self, runs: set[int], other: str) -> float:
        theirs = self._runs[other]
        return len(runs.intersection(theirs)) / min(len(theirs), len(runs))


def near_duplicates(texts: Iterable[tuple[str, str]]) -> dict[str, list[Near]]:
    """Return, for each article that is near earlier ones, which these are, from ids and texts."""
    finder = Finder()
    found = {article: finder.add(article, text) for article, text in texts}
    return {article: near for article, near in found.items() if near}


def _runs(text: str) -> set[int]:
    words: list[str] = []
    for word in _WORD.findall(text.casefold()):
        # Where a script sets no spaces, each character counts as a word.
        words += [word] if len(word) <= _LONG_WORD else list(word)
    # Each word is hashed once, and each run by the hashes of its words.
    hashed = b"".join([crc32(word.encode()).to_bytes(_HASH, "big") for word in words])
    ends = range(_RUN * _HASH, len(hashed) + 1, _HASH)
    return {crc32(hashed[end - _RUN * _HASH : end]) for end in ends}


def _as_it_is(value: Any) -> Any:
    """Take a run as the hash that it is already."""
    return value
