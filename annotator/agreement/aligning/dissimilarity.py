"""How unlike two units are (Mathet, Widlöcher & Métivier 2015, section 4.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.formulas import Floats

Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Dissimilarity:
    """d_combi = α · d_pos + β · d_cat (eq. 5), and Δ_∅, what an empty unit costs.

    ``categories`` holds the distance of each two categories, 0 to 1; ``None``: 0 for the same,
    1 for others.
    """

    alpha: float = 1.0
    beta: float = 1.0
    delta_empty: float = 1.0
    categories: Floats | None = None

    def positional(self, units: Units, i: Ints, j: Ints) -> Floats:
        """d_pos = ((|s_u − s_v| + |e_u − e_v|) / (len u + len v))² · Δ_∅ (eq. 3)."""
        start, end = units.start, units.end
        apart = np.abs(start[i] - start[j]) + np.abs(end[i] - end[j])
        sizes = (end[i] - start[i]) + (end[j] - start[j])
        return np.asarray((apart / sizes) ** 2 * self.delta_empty)

    def categorial(self, units: Units, i: Ints, j: Ints) -> Floats:
        """d_cat = dist_cat(cat u, cat v) · Δ_∅ (eq. 4)."""
        c, k = units.category[i], units.category[j]
        apart = c != k if self.categories is None else self.categories[c, k]
        return np.asarray(apart * self.delta_empty, dtype=np.float64)

    def __call__(self, units: Units, i: Ints, j: Ints) -> Floats:
        """d_combi of each unit in ``i`` with the one at the same place in ``j``."""
        found = self.alpha * self.positional(units, i, j)
        if self.beta:
            found += self.beta * self.categorial(units, i, j)
        return np.asarray(found)


@dataclass(frozen=True, slots=True)
class Units:
    """Units of one continuum or of many, as arrays; coders count from 0.

    They are sorted by continuum and coder. Continua are apart: no unit is aligned across them.
    """

    start: Floats
    end: Floats
    category: Ints
    coder: Ints
    continuum: Ints

    def __len__(self) -> int:
        return len(self.start)

    def sorted(self) -> tuple[Units, Ints]:
        """Return the units in order, and where each was before."""
        order = np.lexsort((self.end, self.start, self.coder, self.continuum))
        return self.take(order), order

    def take(self, which: Ints) -> Units:
        """Return some of the units."""
        return Units(
            self.start[which],
            self.end[which],
            self.category[which],
            self.coder[which],
            self.continuum[which],
        )
