"""Sums of many heights, where single ones change and places are looked up all the time."""

from __future__ import annotations

from collections.abc import Sequence


class Heights:
    """The heights of stacked blocks in pixels, as a Fenwick tree: each step is O(log n)."""

    def __init__(self, heights: Sequence[int]) -> None:
        self._heights = list(heights)
        tree = [0, *self._heights]
        for n in range(1, len(tree)):
            above = n + (n & -n)
            if above < len(tree):
                tree[above] += tree[n]
        self._tree = tree
        self._top_bit = 1 << (len(self._heights).bit_length() - 1) if self._heights else 0

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, block: int) -> int:
        return self._heights[block]

    def set(self, block: int, height: int) -> int:
        """Give a block its height; return by how much that differs from before."""
        change = height - self._heights[block]
        if change:
            self._heights[block] = height
            n = block + 1
            while n < len(self._tree):
                self._tree[n] += change
                n += n & -n
        return change

    def top(self, block: int) -> int:
        """Return where a block begins: the sum of the heights before it."""
        total = 0
        while block:
            total += self._tree[block]
            block -= block & -block
        return total

    @property
    def total(self) -> int:
        """The sum of all heights."""
        return self.top(len(self._heights))

    def at(self, y: int) -> int:
        """Return the block that holds ``y``; the first or last for a place beyond them."""
        block, step, rest = 0, self._top_bit, max(y, 0)
        while step:
            following = block + step
            if following <= len(self._heights) and self._tree[following] <= rest:
                block = following
                rest -= self._tree[following]
            step >>= 1
        return min(block, max(len(self._heights) - 1, 0))
