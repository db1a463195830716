"""A quote is found where it stands, whatever a file counts and however it writes white space."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.text.anchoring import CODE_POINTS, NEARBY, nearby, says, unit_of
from tests.text.hostile import texts

COUNTS = {
    "code points": len,
    "UTF-16 units": lambda text: len(text.encode("utf-16-le")) // 2,
    "UTF-8 bytes": lambda text: len(text.encode()),
}


@pytest.mark.parametrize("unit", COUNTS)
@pytest.mark.parametrize("as_one", [False, True])
@given(text=texts, data=st.data())
def test_offsets_in_any_unit_lead_to_their_quotes(
    unit: str, as_one: bool, text: str, data: st.DataObject
) -> None:
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    # No tool cuts a line end in two that it counts as one.
    assume(not as_one or all(text[at - 1 : at + 1] != "\r\n" for at in (start, end)))

    def count(before: str) -> int:
        return COUNTS[unit](before.replace("\r\n", "\n") if as_one else before)

    places = [(count(text[:start]), count(text[:end]), text[start:end])]
    name, convert = unit_of(text, places)

    found = convert(places[0][0]), convert(places[0][1])
    assert None not in found
    assert says(text[slice(*found)], text[start:end])
    if places[0][:2] == (start, end):
        assert name == CODE_POINTS


def test_the_unit_is_the_one_that_most_quotes_speak_for() -> None:
    text = "😀 one two\r\nthree"

    def utf16(word: str) -> tuple[int, int, str]:
        at = text.index(word) + 1
        return at, at + len(word), word

    assert unit_of(text, [utf16("one"), utf16("two"), (0, 1, "😀")])[0] == "UTF-16 units"
    assert unit_of(text, [(40, 50, "gone"), (60, 70, "gone")])[0] == CODE_POINTS
    assert unit_of(text, [])[0] == CODE_POINTS
    assert unit_of("abc", [(0, 1, "a")], "UTF-16 units")[0] == "UTF-16 units"
    one = unit_of("a\r\nbc", [(2, 4, "bc")], "UTF-16 units")[0]
    assert one == "code points, CRLF as one"


def test_half_a_character_is_no_place() -> None:
    text = "😀x"
    _, convert = unit_of(text, [(2, 3, "x")])

    assert [convert(offset) for offset in (0, 1, 2, 3, 4)] == [0, None, 1, 2, None]


@pytest.mark.parametrize(
    ("text", "start", "quote", "found"),
    [
        ("a said b", 0, "said", (2, 6)),
        ("a said b said", 0, "said", None),
        ("a b", 0, "said", None),
        ("aaa", 0, "aa", None),
        ("x" * 300 + "said", 0, "said", None),
        ("x" * NEARBY + "said", 0, "said", (NEARBY, NEARBY + 4)),
        ("said", 9999, "said", (0, 4)),
        ("said", -5, "said", (0, 4)),
        ("it was\u00a0said\r\nso", 0, "was said so", (3, 15)),
        ("it was", 0, " ", None),
    ],
)
def test_a_quote_is_taken_from_nearby_if_it_is_there_once(
    text: str, start: int, quote: str, found: tuple[int, int] | None
) -> None:
    assert nearby(text, start, quote) == found


def test_a_quote_is_looked_for_as_far_as_nearby_goes() -> None:
    gap = "x" * 400
    text = f"{gap}said{gap}"
    assert nearby(text, 400 - NEARBY, "said") == (400, 404)
    assert nearby(text, 400 + NEARBY, "said") == (400, 404)
    assert nearby(text, 400 - NEARBY - 1, "said") is None
    assert nearby(text, 400 + NEARBY + 1, "said") is None
    assert nearby("said", -5, "said") == (0, 4)
    assert nearby(f"said {gap[: NEARBY - 5]}said", 0, "said") is None
    assert nearby(f"said {gap[: NEARBY - 4]}said", 0, "said") == (0, 4)
