"""Lines and pieces cover the text, each once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.characters import reads_right_to_left
from annotator.text.graphemes import is_boundary
from annotator.text.paragraphs import is_blank, line_at, paragraphs, soft_split
from tests.text.hostile import texts

BREAKS = ("\r\n", "\n", "\r", "\x85", "\u2028", "\u2029")


@given(texts)
def test_lines_and_their_breaks_make_up_the_text(text: str) -> None:
    lines = paragraphs(text)
    between = [text[a:b] for (_, a), (b, _) in pairwise(lines)]
    assert set(between) <= set(BREAKS)
    assert lines[0][0] == 0 and lines[-1][1] == len(text)
    for start, end in lines:
        assert not set(text[start:end]) & set("\r\n\x85\u2028\u2029")
        assert line_at(text, start) == line_at(text, end) == (start, end)


@given(texts, st.integers(1, 12))
def test_pieces_cover_a_range_exactly_and_cut_no_character(text: str, limit: int) -> None:
    pieces = soft_split(text, 0, len(text), limit)
    assert "".join(text[a:b] for a, b in pieces) == text
    assert all(is_boundary(text, a) for a, _ in pieces)


def test_a_long_line_is_cut_behind_sentences() -> None:
    text = "It is safe to say so. " * 300
    pieces = soft_split(text, 0, len(text), 2000)
    assert all(b - a <= 2000 for a, b in pieces)
    assert all(text[:b].endswith(". ") for _, b in pieces)
    with pytest.raises(ValueError, match="at least 1"):
        soft_split(text, 0, 10, 0)


@pytest.mark.parametrize("line_break", BREAKS)
def test_the_edges_of_a_very_long_line_are_found(line_break: str) -> None:
    text = line_break.join(("first", "x" * 20_000, "last"))
    line = (5 + len(line_break), 20_005 + len(line_break))
    assert paragraphs(text)[1] == line
    for offset in (line[0], 4_000, 9_000, 19_999, line[1]):
        assert line_at(text, offset) == line


def test_white_space_is_blank_whatever_it_is() -> None:
    assert is_blank(" \u00a0\u200b\t\u3000", 0, 5)
    assert not is_blank(" . ", 0, 3)


def test_a_break_of_two_characters_is_not_parted() -> None:
    assert line_at("a\r\nb", 2) == (0, 1)
    assert line_at("\r\nb", 1) == (0, 0)
    assert line_at("a\n\nb", 2) == (2, 2)


def test_an_empty_line_is_one_empty_piece() -> None:
    assert soft_split("a\n\nb", 2, 2) == [(2, 2)]


@pytest.mark.parametrize(
    ("text", "so"),
    [("1. آب water", True), ("water آب", False), ("«שלום»", True), ("123 …", False), ("", False)],
)
def test_the_first_letter_says_which_way_a_text_is_read(text: str, so: bool) -> None:
    assert reads_right_to_left(text) is so
