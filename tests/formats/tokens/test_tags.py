"""Tags say where spans stand, and are read in every dialect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.tokens.tags import is_tag, tag_names, tags, untagged
from annotator.formats.tokens.tokenizers import tokenize
from annotator.model import Fragment, Span

TEXT = "a b c d e f g h"


def span(label: str, first: int, last: int) -> Span:
    start, end = 2 * first, 2 * last - 1
    return Span("", "", "", label, (Fragment(start, end, TEXT[start:end]),))


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ("B-X I-X O B-Y", [("X", 0, 2), ("Y", 3, 4)]),
        ("B-X B-X I-X", [("X", 0, 1), ("X", 1, 3)]),
        ("I-X I-X O I-Y", [("X", 0, 2), ("Y", 3, 4)]),  # IOB1
        ("I-X B-X", [("X", 0, 1), ("X", 1, 2)]),  # IOB1
        ("B-X E-X S-Y", [("X", 0, 2), ("Y", 2, 3)]),  # BIOES
        ("B-X I-X L-X U-X", [("X", 0, 3), ("X", 3, 4)]),  # BILOU
        ("B-X I-Y", [("X", 0, 1), ("Y", 1, 2)]),
        ("O O", []),
        ("", []),
    ],
)
def test_tags_are_read(marks: str, found: list[tuple[str, int, int]]) -> None:
    assert list(untagged(marks.split())) == found


@given(st.lists(st.tuples(st.sampled_from("XY"), st.integers(1, 3), st.integers(0, 1)), max_size=3))
def test_what_is_tagged_is_read_again(drawn: list[tuple[str, int, int]]) -> None:
    placed, at = [], 0
    for label, length, gap in drawn:
        if at + gap + length <= 8:
            placed.append((label, at + gap, at + gap + length))
            at += gap + length

    marks = tags([span(*one) for one in placed], tokenize(TEXT))

    assert list(untagged(marks)) == placed
    assert all(map(is_tag, marks))


def test_all_tags_of_a_scheme_begin_with_the_one_for_outside() -> None:
    assert tag_names(["X", "Y"]) == ["O", "B-X", "I-X", "B-Y", "I-Y"]


@pytest.mark.parametrize("text", ["", "o", "B", "B-", "X-Y", "BX", "-DOCSTART-"])
def test_other_texts_are_no_tags(text: str) -> None:
    assert not is_tag(text)
