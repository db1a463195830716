"""Offsets in three units agree with what Python's codecs say."""

from __future__ import annotations

import pytest
from hypothesis import given

from annotator.errors import TextError
from annotator.text.offsets import OffsetTable, Utf8Table
from tests.text.hostile import texts


@given(texts)
def test_utf16_offsets_are_those_of_the_codec_and_come_back(text: str) -> None:
    table = OffsetTable(text)
    places = [table.to_utf16(n) for n in range(len(text) + 1)]
    assert places == [len(text[:n].encode("utf-16-le")) // 2 for n in range(len(text) + 1)]
    assert [table.from_utf16(place) for place in places] == list(range(len(text) + 1))
    assert table.utf16_units == places[-1]


@given(texts)
def test_a_place_inside_a_pair_is_rounded_to_either_side(text: str) -> None:
    table = OffsetTable(text)
    for n, character in enumerate(text):
        if ord(character) > 0xFFFF:
            inside = table.to_utf16(n) + 1
            assert table.from_utf16(inside) == n
            assert table.from_utf16(inside, round="up") == n + 1


@given(texts)
def test_utf8_offsets_are_those_of_the_codec_and_come_back(text: str) -> None:
    long = text * 60
    table = Utf8Table(long)
    for n in range(0, len(long) + 1, max(len(text) // 2, 1)):
        place = len(long[:n].encode())
        assert table.to_utf8(n) == place
        assert table.from_utf8(place) == n
    assert table.utf8_bytes == len(long.encode())


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_is_told(offset: int) -> None:
    for ask in (
        OffsetTable("abc").to_utf16,
        OffsetTable("abc").from_utf16,
        Utf8Table("abc").to_utf8,
        Utf8Table("abc").from_utf8,
    ):
        with pytest.raises(TextError, match=f"The offset {offset} does not lie in a text of 3"):
            ask(offset)
