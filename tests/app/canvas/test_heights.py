"""Sums of heights stay right whatever changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.app.canvas.heights import Heights


@given(
    st.lists(st.integers(0, 90), min_size=1, max_size=70),
    st.lists(st.tuples(st.integers(0, 69), st.integers(0, 200)), max_size=20),
    st.integers(-10, 9000),
)
def test_tops_and_places_are_those_of_the_plain_sums(
    heights: list[int], changes: list[tuple[int, int]], y: int
) -> None:
    sums = Heights(heights)
    for block, height in changes:
        if block < len(heights):
            assert sums.set(block, height) == height - heights[block]
            heights[block] = height

    assert sums.total == sum(heights)
    assert [sums.top(n) for n in range(len(heights) + 1)] == [
        sum(heights[:n]) for n in range(len(heights) + 1)
    ]
    at = sums.at(y)
    inside = [n for n in range(len(heights)) if sum(heights[:n]) <= max(y, 0)]
    expected = [n for n in inside if max(y, 0) < sum(heights[: n + 1])]
    assert at == (expected[0] if expected else len(heights) - 1)
