"""From unit to unit, longer and shorter, larger and smaller: what the keys that select go by."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.graphemes import is_boundary
from annotator.text.structure import enclosing, expand, reduce
from annotator.text.units import Unit, around, lengthen, next_unit, shorten, units
from tests.text.hostile import texts, texts_with_ranges

UNITS: st.SearchStrategy[Unit] = st.sampled_from(get_args(Unit))
TEXT = "A port, the harbour master said, is safe.\n\nShe left. “It was dark,” she said."


def at(quote: str) -> tuple[int, int]:
    start = TEXT.index(quote)
    return start, start + len(quote)


def quote(found: tuple[int, int] | None) -> str | None:
    return TEXT[slice(*found)] if found is not None else None


def test_steps_go_over_lines_and_back() -> None:
    assert quote(next_unit(TEXT, "sentence", *at("port"))) == "She left."
    assert quote(next_unit(TEXT, "word", *at("safe"))) == "She"
    assert quote(next_unit(TEXT, "word", *at("She"), forward=False)) == "safe"
    assert next_unit(TEXT, "quotation", *at("“It was dark,”")) is None


def test_what_follows_may_lie_inside_or_not() -> None:
    sentence = at("A port, the harbour master said, is safe.")
    assert quote(next_unit(TEXT, "chunk", *sentence)) == "A port"
    assert quote(next_unit(TEXT, "word", *sentence)) == "A"
    assert quote(next_unit(TEXT, "word", *sentence, inside=False)) == "She"


def test_a_selection_is_taken_on_and_drawn_back() -> None:
    longer = lengthen(TEXT, "word", *at("harbour"))
    assert longer is not None and quote(longer) == "harbour master"
    longer = lengthen(TEXT, "clause", *longer)
    assert longer is not None and quote(longer) == "harbour master said"
    assert quote(shorten(TEXT, "word", *longer)) == "harbour master"
    assert shorten(TEXT, "clause", *at("harbour")) is None
    behind = at("port")[1]
    assert quote(lengthen(TEXT, "clause", behind, behind)) == "the harbour master said"


def test_less_is_the_first_unit_inside() -> None:
    assert quote(reduce(TEXT, *at("the harbour master"))) == "the"
    assert quote(reduce(TEXT, *at("A port, the harbour master said"))) == "A port"
    assert quote(reduce(TEXT, *at("“It was dark,”"))) == "It was dark,"
    assert reduce(TEXT, *at("port")) is None


@pytest.mark.parametrize("unit", ["word", "chunk", "clause", "sentence", "quotation"])
def test_a_line_of_a_million_characters_is_stepped_through(unit: Unit) -> None:
    text = "Then Ada Lovelace said “it is, in short, safe.” " * 20_000
    here = len(text) // 2
    there = next_unit(text, unit, here, here)
    assert there is not None and here <= there[0] < here + 100
    assert there in units(text, unit, here - 200, here + 200)
    back = next_unit(text, unit, here, here, forward=False)
    assert back is not None and here - 100 < back[0] < here


@given(texts, UNITS)
def test_steps_forward_visit_every_unit_and_end(text: str, unit: Unit) -> None:
    seen = []
    place: tuple[int, int] | None = (0, 0)
    while (place := next_unit(text, unit, *place)) is not None:
        assert not seen or (place[0], -place[1]) > (seen[-1][0], -seen[-1][1])
        assert is_boundary(text, place[0]) and is_boundary(text, place[1])
        seen.append(place)
    back = (len(text), len(text))
    while (before := next_unit(text, unit, *back, forward=False)) is not None:
        assert before[0] < back[0] and before in seen
        back = before


@given(texts_with_ranges(), UNITS)
def test_lengthening_grows_and_shortening_undoes_it(
    drawn: tuple[str, int, int], unit: Unit
) -> None:
    text, start, end = drawn
    longer = lengthen(text, unit, start, end)
    if longer is not None:
        assert end < longer[1]
        assert start == end or longer[0] == start
    shorter = shorten(text, unit, start, end)
    if shorter is not None:
        assert shorter[0] == start < shorter[1] < end
        again = lengthen(text, unit, *shorter)
        assert again is None or shorten(text, unit, *again) == shorter


@given(texts_with_ranges())
def test_less_lies_inside_and_more_leads_back_over_it(drawn: tuple[str, int, int]) -> None:
    text, start, end = drawn
    inside = reduce(text, start, end)
    if inside is not None:
        assert start <= inside[0] < inside[1] <= end and inside != (start, end)
        larger = expand(text, *inside)
        assert larger[0] <= inside[0] and inside[1] <= larger[1] and larger != inside


def test_what_is_drawn_back_keeps_something() -> None:
    assert shorten("one two", "word", 3, 7) is None
    assert shorten("one two", "word", 0, 7) == (0, 3)


def test_the_first_paragraph_may_come_behind_blank_ones() -> None:
    text = "\n\nOne. Two.\n\nThree."
    assert reduce(text, 0, len(text)) == (2, 11)


def test_a_range_grows_to_the_clauses_that_its_ends_lie_in() -> None:
    first, second = units(TEXT, "clause", 0, TEXT.index("\n"))[:2]
    assert (first[0], second[1]) in enclosing(TEXT, first[0] + 2, second[1])


def test_of_a_very_long_line_what_is_near_is_looked_at() -> None:
    assert around("word " * 8000, 20_000, 20_010) == (16_000, 24_010)
    assert around("word " * 8000, 0, 40_000) == (0, 40_000)
    assert around("a\nword\nb", 3, 4) == (2, 6)
