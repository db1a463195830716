"""What a person takes for one character is never cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given

from annotator.text.graphemes import (
    clusters,
    is_boundary,
    next_boundary,
    previous_boundary,
    snap_down,
    snap_up,
)
from tests.text.hostile import texts


@given(texts)
def test_boundaries_are_those_of_the_standard(text: str) -> None:
    starts = {match.start() for match in regex.finditer(r"\X", text)} | {len(text)}
    assert {n for n in range(len(text) + 1) if is_boundary(text, n)} == starts | {0}
    for n in range(len(text) + 1):
        down, up = snap_down(text, n), snap_up(text, n)
        assert down <= n <= up
        assert {down, up} <= starts | {0}
        assert (snap_down(text, down), snap_up(text, up)) == (down, up)


@given(texts)
def test_steps_visit_every_boundary_both_ways(text: str) -> None:
    there = [0]
    while there[-1] < len(text):
        there.append(next_boundary(text, there[-1]))
    back = [len(text)]
    while back[-1] > 0:
        back.append(previous_boundary(text, back[-1]))
    assert back[::-1] == there
    assert list(clusters(text, 0, len(text))) == list(pairwise(there))
    assert next_boundary(text, len(text)) == len(text)
    assert previous_boundary(text, 0) == 0


@pytest.mark.parametrize("cluster", ["👩‍👩‍👧", "🇯🇵", "e\u0301", "\r\n", "क्षि", "🤦🏽‍♀️"])
def test_one_step_is_one_character(cluster: str) -> None:
    assert next_boundary(f"a{cluster}b", 1) == 1 + len(cluster)
