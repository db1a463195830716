"""The title of a text that has none."""

from __future__ import annotations

import pytest

from annotator.text.title import title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n \n  Fog in the harbour \nIt will lift.", "Fog in the harbour"),
        ("", "Untitled"),
        (" \n\t\n", "Untitled"),
        ("x" * 120, "x" * 120),
        ("x" * 121, "x" * 119 + "…"),
        ("x" * 118 + " " + "y" * 9, "x" * 118 + "…"),
    ],
)
def test_the_first_line_that_says_something_is_the_title(text: str, title: str) -> None:
    assert title_of(text) == title
