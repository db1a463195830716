"""A text is stored as it is or refused; its quotes are checked."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given

from annotator.errors import TextError
from annotator.text.verbatim import check_quotes, check_text, quote, sha256
from tests.text.hostile import surrogates, texts


@given(texts)
def test_any_text_without_halves_is_accepted(text: str) -> None:
    check_text(text, name="It")
    assert sha256(text) == hashlib.sha256(text.encode()).hexdigest()


@given(surrogates)
def test_half_a_character_is_refused_with_its_place(parts: tuple[str, str, str]) -> None:
    before, half, after = parts
    with pytest.raises(TextError) as caught:
        check_text(before + half + after, name='The article "Port"')
    message = str(caught.value)
    assert message.startswith('The article "Port" cannot be stored')
    assert f"U+{ord(half):04X} at character {len(before)}" in message


def test_quotes_that_differ_are_given_with_what_stands_there() -> None:
    found = check_quotes("one two", [(0, 3, "one"), (4, 7, "too"), (4, 99, "x")])
    assert [(m.stored, m.found) for m in found] == [("too", "two"), ("x", None)]
    assert quote("one two", 4, 7) == "two"
    with pytest.raises(TextError):
        quote("one two", 4, 99)
