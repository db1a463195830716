"""Units on a continuum: reading them, and the stretches that a coder's units leave free.

Positions are whatever the continuum is counted in, code points of a text for instance.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.formulas import Floats
from annotator.agreement.ratings import ordered
from annotator.errors import MeasureError


@dataclass(frozen=True, slots=True)
class Section:
    """Some stretches of one coder, sorted: where they start and end (half-open)."""

    start: Floats
    end: Floats

    @property
    def length(self) -> Floats:
        """How long each is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Continuum:
    """All units on one stretch of ``length`` from ``begin`` on, by coder and category."""

    begin: float
    length: float
    coders: tuple[Hashable, ...]
    categories: tuple[Hashable, ...]
    units: dict[tuple[Hashable, Hashable], Section]

    def of(self, coder: Hashable, category: Hashable) -> Section:
        """Return a coder's units of one category."""
        empty = np.zeros(0)
        return self.units.get((coder, category), Section(empty, empty))

    def gaps(self, sections: Iterable[Section]) -> Section:
        """Return the stretches between ``begin`` and the end that none of the sections holds."""
        held = union(sections)
        starts = np.concatenate([[self.begin], held.end])
        ends = np.concatenate([held.start, [self.begin + self.length]])
        free = ends > starts
        return Section(starts[free], ends[free])


def read_continuum(
    units: Iterable[Sequence[Any]],
    begin: float,
    length: float,
    coders: Iterable[Hashable] | None = None,
) -> Continuum:
    """Read units (coder, start, length, category).

    ``coders`` names all who worked on the continuum, so that those who marked nothing count.
    Raises ``MeasureError`` for a unit without length or outside the continuum.
    """
    found: dict[tuple[Hashable, Hashable], list[tuple[float, float]]] = {}
    for coder, start, size, category in units:
        if size <= 0 or start < begin or start + size > begin + length:
            raise MeasureError(
                f"The unit {(coder, start, size, category)} has no length or lies outside the "
                f"continuum from {begin} to {begin + length}."
            )
        found.setdefault((coder, category), []).append((start, start + size))
    named = ordered({coder for coder, _ in found} | set(coders or ()))
    sections = {
        key: Section(*np.array(sorted(stretches), dtype=np.float64).T)
        for key, stretches in found.items()
    }
    categories = ordered({category for _, category in found})
    return Continuum(float(begin), float(length), named, categories, sections)


def union(sections: Iterable[Section]) -> Section:
    """Join what overlaps; what only touches stays apart."""
    parts = list(sections)
    starts = np.concatenate([np.zeros(0), *(part.start for part in parts)])
    ends = np.concatenate([np.zeros(0), *(part.end for part in parts)])
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    if not starts.size:
        return Section(starts, ends)
    first = np.concatenate([[True], starts[1:] >= ends[:-1]])
    last = np.concatenate([first[1:], [True]])
    return Section(starts[first], ends[last])


def shared(a: Section, b: Section) -> Floats:
    """How long each two stretches of two coders have in common: len(a) × len(b)."""
    ends = np.minimum(a.end[:, None], b.end[None, :])
    starts = np.maximum(a.start[:, None], b.start[None, :])
    return np.asarray(np.maximum(ends - starts, 0.0))
