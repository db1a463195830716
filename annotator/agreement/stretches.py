"""Stretches of text by block (a layer, or one label in a layer): unions, gaps and coverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.flat import Ints


@dataclass(frozen=True, slots=True)
class Blocks:
    """Stretches that don't overlap, sorted by block and place; touching ones stay apart."""

    block: Ints
    start: Ints
    end: Ints
    step: int

    def covered(self, block: Ints, start: Ints, end: Ints) -> Ints:
        """How much of each range of a block its stretches cover."""
        return self._up_to(block * self.step + end) - self._up_to(block * self.step + start)

    def _up_to(self, place: Ints) -> Ints:
        begins = self.block * self.step + self.start
        lengths = self.end - self.start
        total = np.concatenate([[0], np.cumsum(lengths)])
        last = np.searchsorted(begins, place, "right")
        within = np.where(last > 0, place - begins[last - 1], 0) if len(begins) else 0
        whole = lengths[last - 1] if len(begins) else 0
        return np.asarray(
            total[np.maximum(last - 1, 0)] + np.where(last > 0, np.minimum(within, whole), 0)
        )

    def sums(self, blocks: int) -> Ints:
        """How much is covered in each block."""
        return np.bincount(self.block, self.end - self.start, minlength=blocks).astype(np.intp)

    def gaps(self, lengths: Ints) -> tuple[Ints, Ints]:
        """Return the blocks and lengths of the gaps, given how long each block is."""
        blocks = np.arange(len(lengths))
        block = np.concatenate([blocks, self.block, blocks])
        start = np.concatenate([np.zeros_like(lengths), self.start, lengths])
        end = np.concatenate([np.zeros_like(lengths), self.end, lengths])
        order = np.lexsort((end, start, block))
        block, start, end = block[order], start[order], end[order]
        free = start[1:] - end[:-1]
        kept = (block[1:] == block[:-1]) & (free > 0)
        return block[1:][kept], free[kept]


def unions(block: Ints, start: Ints, end: Ints, step: int) -> Blocks:
    """Join what overlaps within each block; ``step`` is more than the longest block."""
    if not len(block):
        return Blocks(block, start, end, step)
    order = np.lexsort((start, block))
    block, start = block[order], start[order]
    reached = np.maximum.accumulate(block * step + end[order])
    begins = block * step + start
    first = np.concatenate([[True], begins[1:] >= reached[:-1]])
    last = np.concatenate([first[1:], [True]])
    return Blocks(block[first], start[first], reached[last] - block[first] * step, step)
