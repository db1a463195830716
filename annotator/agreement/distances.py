"""How far apart two values are: the differences that Krippendorff's α weighs."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Literal

import numpy as np

from annotator.agreement.formulas import Floats
from annotator.errors import MeasureError

Distance = Callable[[Any, Any], float]
Level = Literal["nominal", "ordinal", "interval", "ratio", "jaccard", "masi"] | Distance


def jaccard(a: Any, b: Any) -> float:
    """1 − |A ∩ B| / |A ∪ B| of two sets; two empty sets are the same."""
    first, second = frozenset(a), frozenset(b)
    union = len(first | second)
    return 1 - len(first & second) / union if union else 0.0


def masi(a: Any, b: Any) -> float:
    """Passonneau's MASI distance of two sets (2006): 1 − J · M.

    J is |A ∩ B| / |A ∪ B|; M is 1 for equal sets, 2/3 if one holds the other, 1/3 if they
    overlap, 0 if they share nothing.
    """
    first, second = frozenset(a), frozenset(b)
    if first == second:
        return 0.0
    shared = first & second
    if not shared:
        return 1.0
    monotonic = 2 / 3 if shared in (first, second) else 1 / 3
    return 1 - len(shared) / len(first | second) * monotonic


def distance_matrix(level: Level, values: tuple[Hashable, ...], counts: Floats) -> Floats:
    """Return δ² of each two values, as α weighs it (Krippendorff 2011, section D).

    ``counts`` are n_c, how often each value was used, for the ordinal metric:
    δ_ck = Σ_{g=c..k} n_g − (n_c + n_k) / 2. A function's distances are taken as they are.
    """
    q = len(values)
    if level == "nominal":
        return 1 - np.eye(q)
    if level == "ordinal":
        middle = np.cumsum(counts) - counts / 2
        return np.asarray((middle[:, None] - middle[None, :]) ** 2)
    if level in ("interval", "ratio"):
        numbers = as_numbers(values, str(level))
        apart = (numbers[:, None] - numbers[None, :]) ** 2
        if level == "interval":
            return np.asarray(apart)
        total = np.abs(numbers[:, None] + numbers[None, :])
        return np.asarray(np.divide(apart, total**2, out=np.zeros((q, q)), where=total > 0))
    function = {"jaccard": jaccard, "masi": masi}.get(level) if isinstance(level, str) else level
    if function is None:
        raise MeasureError(
            f"{level!r} is no level of measurement. Use nominal, ordinal, interval, ratio, "
            "jaccard, masi or a function of two values."
        )
    found = np.zeros((q, q))
    for c in range(q):
        for k in range(c):
            found[c, k] = found[k, c] = float(function(values[c], values[k]))
    return found


def as_numbers(values: tuple[Hashable, ...], level: str) -> Floats:
    """Return values as numbers; ``MeasureError`` if one is none."""
    for value in values:
        if not isinstance(value, int | float):
            raise MeasureError(f"The {level} level needs numbers; {value!r} is none.")
    return np.array(values, dtype=np.float64)
