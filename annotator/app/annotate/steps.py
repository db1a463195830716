"""The steps that select text: what each key takes, worked out from where the hand is.

Functions without the window, so that whatever plans keys goes by the same rules. Offsets are code
points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from annotator.text.structure import expand, reduce
from annotator.text.units import Range, Unit, lengthen, next_unit, shorten


@dataclass(frozen=True, slots=True)
class Hand:
    """Where the hand is in a text: what is selected, or the caret, and the selected fragment."""

    text: str
    language: str | None
    selected: Range
    fragment: Range | None = None

    @property
    def at_span(self) -> bool:
        """Whether a span is selected and no other text."""
        return self.fragment is not None and self.selected[0] == self.selected[1]

    @property
    def place(self) -> Range:
        """What steps go from: the selected text, else the selected span, else the caret."""
        at_span = self.fragment is not None and self.selected[0] == self.selected[1]
        return self.fragment if self.fragment is not None and at_span else self.selected


@dataclass(frozen=True, slots=True)
class Step:
    """A key that selects: its command, and what it would take, or `None` for nothing."""

    id: str
    title: str
    key: str
    take: Callable[[Hand], Range | None]


def _next(hand: Hand, unit: Unit, *, forward: bool) -> Range | None:
    """Take the next unit; behind a selected span, but of chunks the first one inside it.

    What a claim names comes after the claim, a word that goes with it behind it.
    """
    return next_unit(
        hand.text,
        unit,
        *hand.place,
        forward=forward,
        inside=unit == "chunk" or not hand.at_span,
        language=hand.language,
    )


def _more(hand: Hand, unit: Unit) -> Range | None:
    start, end = hand.place
    start = end if hand.at_span else start
    return lengthen(hand.text, unit, start, end, language=hand.language)


def _less(hand: Hand, unit: Unit) -> Range | None:
    return shorten(hand.text, unit, *hand.selected, language=hand.language)


def larger(hand: Hand) -> Range | None:
    """Take the next larger unit around the place."""
    return expand(hand.text, *hand.place, hand.language)


def smaller(hand: Hand) -> Range | None:
    """Take the first of the largest units inside the place."""
    return reduce(hand.text, *hand.place, hand.language)


def _unit_steps() -> Iterator[Step]:
    units: tuple[tuple[Unit, str, str], ...] = (
        ("word", "word", "W"),
        ("chunk", "name or noun", "N"),
        ("sentence", "sentence", "J"),
        ("quotation", "quotation", "Q"),
        ("paragraph", "paragraph", "G"),
    )
    for way, held, forward in (("next", "", True), ("previous", "Shift+", False)):
        for unit, name, key in units:
            take = partial(_next, unit=unit, forward=forward)
            yield Step(f"{way}_{unit}", f"Select {way} {name}", f"{held}{key}", take)


STEPS = (
    *_unit_steps(),
    Step("more_words", "Select one more word", "Space", partial(_more, unit="word")),
    Step("fewer_words", "Leave the last word out", "Shift+Space", partial(_less, unit="word")),
    Step("more_clauses", "Select on to the clause's end", ".", partial(_more, unit="clause")),
    Step("fewer_clauses", "Leave the last clause out", ",", partial(_less, unit="clause")),
)
