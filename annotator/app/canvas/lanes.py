"""Places side by side: which ranges have room in one lane, and which need the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class Lane:
    """The places taken in one lane, as ranges in order; those that meet are one."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def overlaps(self, start: int, end: int) -> bool:
        """Say whether some of a range is taken."""
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and self._ends[at] > start

    def covers(self, start: int, end: int) -> bool:
        """Say whether all of a range is taken."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._ends[at] >= end

    def take(self, start: int, end: int) -> None:
        """Take a range."""
        low, high = bisect_left(self._ends, start), bisect_right(self._starts, end)
        if low < high:
            start, end = min(start, self._starts[low]), max(end, self._ends[high - 1])
        self._starts[low:high] = [start]
        self._ends[low:high] = [end]


class Lanes:
    """So many lanes, counted from 0."""

    def __init__(self, count: int) -> None:
        self._lanes = [Lane() for _ in range(count)]

    def take(self, start: int, end: int) -> int | None:
        """Take the first lane above all that overlaps a range; ``None`` if that is the last."""
        free = len(self._lanes)
        while free and not self._lanes[free - 1].overlaps(start, end):
            free -= 1
        if free == len(self._lanes):
            return None
        self._lanes[free].take(start, end)
        return free

    def take_or_share(self, start: int, end: int) -> int:
        """Take a lane like `take`, or the last one, whatever is there."""
        free = self.take(start, end)
        if free is None:
            self._lanes[-1].take(start, end)
            return len(self._lanes) - 1
        return free
