"""Heights are a list of numbers whose sums are always right, whatever is set in between."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from annotator.app.canvas.heights import Heights

some_heights = st.lists(st.integers(0, 90), max_size=40)


@given(some_heights, st.lists(st.tuples(st.integers(0, 39), st.integers(0, 90)), max_size=20))
def test_sums_are_those_of_a_plain_list(heights: list[int], sets: list[tuple[int, int]]) -> None:
    tree, plain = Heights(heights), list(heights)
    for block, height in sets:
        if block < len(plain):
            assert tree.set(block, height) == height - plain[block]
            plain[block] = height

    tops = [0, *accumulate(plain)]
    assert [tree.top(n) for n in range(len(plain) + 1)] == tops
    assert [tree[n] for n in range(len(plain))] == plain
    assert tree.total == sum(plain)


@given(some_heights.filter(len), st.integers(-50, 4000))
def test_a_place_is_found_in_the_block_that_holds_it(heights: list[int], y: int) -> None:
    tree = Heights(heights)

    block = tree.at(y)

    if y >= tree.total:
        assert block == len(heights) - 1
    else:
        assert tree.top(block) <= max(y, 0) < tree.top(block + 1)
