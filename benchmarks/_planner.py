"""Finds the fewest keys that select a piece of text, by the window's own rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from annotator.app.annotate.steps import STEPS, Hand, larger, smaller
from annotator.model import Boundaries
from annotator.model.boundaries import marked
from annotator.text.graphemes import next_boundary, previous_boundary
from annotator.text.occurrences import search
from annotator.text.units import Range
from annotator.text.words import next_word, previous_word

DEEPEST, WIDEST = 9, 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hand is: anchor and caret of the selected text, and the selected fragment.

    ``grown`` if the last key made the selection larger: "select less" would then go back.
    """

    anchor: int
    caret: int
    fragment: Range | None = None
    grown: bool = False

    @property
    def selected(self) -> Range:
        return min(self.anchor, self.caret), max(self.anchor, self.caret)


class Planner:
    """Searches breadth first, over what each key would select on one text."""

    def __init__(self, text: str, language: str | None, rules: Boundaries) -> None:
        self._text, self._language, self._rules = text, language, rules
        steps = {step.key: step.take for step in STEPS} | {"E": larger, "Shift+E": smaller}
        self._around = lru_cache(maxsize=None)(
            lambda caret: (
                next_word(text, caret),
                previous_word(text, caret),
                next_boundary(text, caret),
                previous_boundary(text, caret),
            )
        )
        self._takes = {
            key: lru_cache(maxsize=None)(partial(self._taken, take)) for key, take in steps.items()
        }

    def plan(self, place: Place, wanted: list[Range], *, keep: bool) -> list[str] | None:
        """Return the keys that select the first of the wanted pieces, or several at once.

        With ``keep`` the selected span must stay selected on the way.
        """
        found = self._search(place, wanted, keep=keep)
        best = len(found) if found is not None else DEEPEST + 1
        return self._by_finding(place, wanted, keep=keep, most=best - 1) or found

    def marks(self, selected: Range, wanted: list[Range]) -> bool:
        """Say whether labelling a selection would mark the first of the wanted pieces."""
        pieces = marked(self._text, self._rules, *selected) if selected[0] < selected[1] else []
        return bool(pieces) and pieces == wanted[: len(pieces)]

    def _taken(
        self, take: Callable[[Hand], Range | None], selected: Range, fragment: Range | None
    ) -> Range | None:
        return take(Hand(self._text, self._language, selected, fragment))

    def _search(
        self, place: Place, wanted: list[Range], *, keep: bool, most: int = DEEPEST
    ) -> list[str] | None:
        ways: dict[Place, tuple[Place, str] | None] = {place: None}
        waiting = deque([(place, 0)])
        while waiting and len(ways) < WIDEST:
            now, depth = waiting.popleft()
            if self.marks(now.selected, wanted):
                return _way_to(now, ways)
            for key, then in self._following(now) if depth < most else ():
                if then not in ways and (then.fragment is not None or not keep):
                    ways[then] = now, key
                    waiting.append((then, depth + 1))
        return None

    def _by_finding(
        self, place: Place, wanted: list[Range], *, keep: bool, most: int
    ) -> list[str] | None:
        """Type the beginning of what is wanted into the find bar, and go on from there."""
        start, end = wanted[0]
        for length in range(1, min(end - start, most - 2) + 1):
            typed = self._text[start : start + length]
            hits = search(self._text, typed)
            hit = next((hit for hit in hits if hit[0] >= place.selected[0]), hits[0])
            if hit == (start, start + length):
                found = Place(*hit, place.fragment)
                rest = self._search(found, wanted, keep=keep, most=most - 2 - length)
                return None if rest is None else ["/", *typed, "Esc", *rest]
        return None

    def _following(self, place: Place) -> Iterator[tuple[str, Place]]:
        for key, take in self._takes.items():
            found = take(place.selected, place.fragment)
            if found is not None and not (key == "Shift+E" and place.grown):
                yield key, Place(*found, place.fragment, grown=key == "E")
        for key, anchor, caret in self._caret_steps(place):
            fragment = place.fragment
            if fragment is not None and anchor == caret:
                # A caret that leaves the selected span leaves it unselected.
                fragment = fragment if fragment[0] <= caret <= fragment[1] else None
            yield key, Place(anchor, caret, fragment)

    def _caret_steps(self, place: Place) -> Iterator[tuple[str, int, int]]:
        anchor, caret = place.anchor, place.caret
        low, high = place.selected
        further, back, right, left = self._around(caret)
        yield "Ctrl+Shift+Right", anchor, further
        yield "Ctrl+Shift+Left", anchor, back
        yield "Shift+Right", anchor, right
        yield "Shift+Left", anchor, left
        yield "Ctrl+Right", further, further
        yield "Ctrl+Left", back, back
        # From a selection, a step by a character goes to its edge.
        yield "Right", *((high, high) if low < high else (right, right))
        yield "Left", *((low, low) if low < high else (left, left))


def _way_to(place: Place, ways: dict[Place, tuple[Place, str] | None]) -> list[str]:
    keys: list[str] = []
    while (step := ways[place]) is not None:
        place, key = step
        keys.append(key)
    return keys[::-1]
