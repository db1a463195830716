"""What all kinds of counts share: their tables, and sums by pair of coders."""

from __future__ import annotations

from typing import Any

import numpy as np

from annotator.agreement.flat import Ints
from annotator.agreement.gathering import Lot

#: A table: its columns by name, all of one length.
Columns = dict[str, np.ndarray]

#: The number of a label that isn't there, an answer that wasn't given.
NONE = -1


def by_pair(lot: Lot, pair: Ints, column: Ints, width: int, weight: Any = None) -> np.ndarray:
    """Count by pair and column: pairs × ``width``."""
    found = np.bincount(pair * width + column, weight, minlength=len(lot.pairs) * width)
    return np.asarray(found, dtype=np.float64).reshape(len(lot.pairs), width)


def by_sides(lot: Lot, by_layer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give both coders of each pair what their layers have."""
    article, a, b = lot.pairs.T
    return by_layer[lot.layer_index(article, a)], by_layer[lot.layer_index(article, b)]
