"""Krippendorff's α for ratings of items: any number of coders, values missing, any distance."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from annotator.agreement.distances import Level, as_numbers, distance_matrix
from annotator.agreement.formulas import Floats, defined, ratio
from annotator.agreement.ratings import Ratings, Table, read_ratings


def krippendorff_alpha(table: Table, level: Level = "nominal") -> float | None:
    """Krippendorff's α (2011, eq. 1): 1 − D_o / D_e.

    With n_c uses of value c among the n values that can be paired (items with two ratings or
    more), and o_ck coincidences: D_o = Σ o_ck δ²_ck / n, D_e = Σ n_c n_k δ²_ck / (n (n − 1)).

    ``level`` is "nominal", "ordinal", "interval" or "ratio"; "jaccard" or "masi" for values
    that are sets; or a function that gives the distance of two values, 0 for the same. Undefined
    (``None``) if no item has two ratings or all values are the same. A table knows no spans; see
    `annotator.agreement.kappa` for how they become items.
    """
    ratings = read_ratings(table).pairable()
    used = ratings.codes[ratings.codes >= 0]
    if not used.size:
        return None
    n_c = np.bincount(used, minlength=len(ratings.values)).astype(np.float64)
    if level == "nominal":
        observed, expected = _nominal(ratings, n_c)
    elif level in ("interval", "ordinal"):
        middle = np.cumsum(n_c) - n_c / 2
        numbers = middle if level == "ordinal" else as_numbers(ratings.values, "interval")
        observed, expected = _squared(ratings, n_c, numbers)
    else:
        observed, expected = _any(ratings, n_c, distance_matrix(level, ratings.values, n_c))
    return defined(1 - (len(used) - 1) * ratio(observed, expected))


def _nominal(ratings: Ratings, n_c: Floats) -> tuple[float, float]:
    """Σ o_ck and Σ n_c n_k over unequal values, from counts alone."""
    counts, present = ratings.counts, ratings.present
    same = (np.einsum("ik,ik->i", counts, counts) - present) / (present - 1)
    n = n_c.sum()
    return float(n - same.sum()), float(n * n - (n_c**2).sum())


def _squared(ratings: Ratings, n_c: Floats, numbers: Floats) -> tuple[float, float]:
    """Both sums for squared differences, from sums of numbers and of their squares."""
    centred = numbers - (numbers @ n_c) / n_c.sum()
    x = np.where(ratings.codes >= 0, centred[ratings.codes], 0.0)
    m = ratings.present
    within = 2 * (m * (x**2).sum(axis=1) - x.sum(axis=1) ** 2)
    n = n_c.sum()
    return float((within / (m - 1)).sum()), float(2 * n * ((centred**2) @ n_c))


def _any(ratings: Ratings, n_c: Floats, delta: Floats) -> tuple[float, float]:
    """Both sums for any distance, going through the pairs of coders."""
    weight = 1 / (ratings.present - 1.0)
    observed = 0.0
    for first, second in combinations(ratings.codes.T, 2):
        both = (first >= 0) & (second >= 0)
        observed += 2 * float(delta[first[both], second[both]] @ weight[both])
    return observed, float(n_c @ delta @ n_c)
