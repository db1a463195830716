"""The formulas that several measures share, over arrays: leading axes are samples or pairs.

Inside, what is undefined is NaN; ``defined`` makes it ``None`` before anybody sees it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# Sums of proportions are off by less than this from what they mean.
_TINY = 1e-12


def defined(value: ArrayLike) -> float | None:
    """Return a number, or ``None`` for one that is undefined."""
    number = float(np.asarray(value))
    return number if np.isfinite(number) else None


def ratio(above: ArrayLike, below: ArrayLike) -> Floats:
    """Divide; undefined where there is nothing to divide by."""
    above, below = np.broadcast_arrays(
        np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    )
    found = np.full(above.shape, np.nan)
    np.divide(above, below, out=found, where=np.abs(below) > _TINY)
    return found


def corrected(observed: ArrayLike, expected: ArrayLike) -> Floats:
    """Agreement corrected for chance: (A_o − A_e) / (1 − A_e).

    Artstein & Poesio 2008, eq. 3. Undefined where chance alone agrees on everything.
    """
    expected = np.asarray(expected, dtype=np.float64)
    return ratio(np.asarray(observed) - expected, 1 - expected)


def one_minus(observed: ArrayLike, expected: ArrayLike) -> Floats:
    """Disagreement against chance: 1 − D_o / D_e. Undefined where chance can't disagree."""
    return 1 - ratio(observed, expected)


def f_score(precision: ArrayLike, recall: ArrayLike) -> Floats:
    """Their harmonic mean."""
    p, r = np.asarray(precision, dtype=np.float64), np.asarray(recall, dtype=np.float64)
    return ratio(2 * p * r, p + r)


def dice(shared: ArrayLike, first: ArrayLike, second: ArrayLike) -> Floats:
    """F1 of two sets: twice what they share, through the sizes of both."""
    return ratio(2 * np.asarray(shared, dtype=np.float64), np.add(first, second))


def chance_scott(shares: Floats, weights: Floats | None = None) -> Floats:
    """A_e of Scott's π and Fleiss' κ: both coders draw from the pooled shares π_k."""
    return chance_cohen(shares, shares, weights)


def chance_cohen(first: Floats, second: Floats, weights: Floats | None = None) -> Floats:
    """A_e of Cohen's κ: each coder draws from its own shares p_k."""
    if weights is None:
        return np.asarray((first * second).sum(axis=-1))
    return np.asarray(((first @ weights) * second).sum(axis=-1))


def chance_gwet(shares: Floats, weights: Floats | None = None) -> Floats:
    """A_e of Gwet's AC1, Σ π_k (1 − π_k) / (q − 1); times T_w / q for AC2, T_w = Σ w_kl.

    Gwet 2008, eq. 4; Gwet 2014, ch. 4. Undefined for a single category.
    """
    q = shares.shape[-1]
    spread = (shares * (1 - shares)).sum(axis=-1)
    total = q if weights is None else float(weights.sum())
    return ratio(total / max(q, 1) * spread, q - 1)
