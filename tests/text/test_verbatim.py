"""A text is stored as it is or refused."""

from __future__ import annotations

import pytest
from hypothesis import given

from annotator.errors import TextError
from annotator.text.verbatim import check_text
from tests.text.hostile import surrogates, texts


@given(texts)
def test_any_text_without_halves_is_accepted(text: str) -> None:
    check_text(text, name="It")


@given(surrogates)
def test_half_a_character_is_refused_with_its_place(parts: tuple[str, str, str]) -> None:
    before, half, after = parts
    with pytest.raises(TextError) as caught:
        check_text(before + half + after, name='The article "Port"')
    message = str(caught.value)
    assert message.startswith('The article "Port" cannot be stored')
    assert f"U+{ord(half):04X} at character {len(before)}" in message
