"""Agreement on a table of ratings, corrected for chance in the manner of κ.

Each takes a table of items × coders, where ``None`` (or NaN) is a missing rating, and gives a
number, or ``None`` where it is undefined: no item has two ratings, or chance alone would agree on
all. Two coders or more; ``weights`` say how near two categories are ("identity", "linear",
"quadratic", or a function of two values that gives 1 for the same), ``categories`` which there
are, if not all occur.

The observed agreement A_o is the same for all: the mean over items of the share of pairs of
coders who agree (Fleiss 1971, eq. 1-3), over the items that two coders or more rated (Gwet 2014,
eq. 2.10). They differ in what chance would do, A_e.

A table knows no spans. How spans become items (tokens, sentences, matched spans) is for
`annotator.agreement.study` to say: there a token holds the set of labels on it, so that nested,
overlapping and discontinuous spans are all told apart.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import combinations

import numpy as np

from annotator.agreement.formulas import (
    Floats,
    chance_cohen,
    chance_gwet,
    chance_scott,
    corrected,
    defined,
    ratio,
)
from annotator.agreement.ratings import Ratings, Table, read_ratings
from annotator.agreement.weights import Weights, weight_matrix

Categories = Iterable[Hashable] | None


def percent_agreement(
    table: Table, *, weights: Weights = "identity", categories: Categories = None
) -> float | None:
    """A_o: the share of pairs of coders who agree, averaged over items (Fleiss 1971, eq. 3)."""
    ratings = read_ratings(table, categories)
    return defined(_observed(ratings, weight_matrix(weights, ratings.values)))


def bennett_s(
    table: Table, *, weights: Weights = "identity", categories: Categories = None
) -> float | None:
    """Bennett, Alpert & Goldstein's S (1954): chance takes each of the q categories alike.

    A_e = Σ w_kl / q², that is 1/q without weights. Also known as Brennan & Prediger's κ (1981).
    """
    ratings = read_ratings(table, categories)
    matrix = weight_matrix(weights, ratings.values)
    q = len(ratings.values)
    expected = ratio(q if matrix is None else matrix.sum(), q * q)
    return defined(corrected(_observed(ratings, matrix), expected))


def scott_pi(
    table: Table, *, weights: Weights = "identity", categories: Categories = None
) -> float | None:
    """Scott's π (1955): chance draws from the categories as all coders together used them.

    A_e = Σ π_k². With more than two coders it is Fleiss' κ.
    """
    return fleiss_kappa(table, weights=weights, categories=categories)


def fleiss_kappa(
    table: Table, *, weights: Weights = "identity", categories: Categories = None
) -> float | None:
    """Fleiss' κ (1971, eq. 7): A_e = Σ p_j², p_j the share of category j among all ratings.

    Where ratings are missing each item weighs the same: p_j is the mean over rated items of the
    share of their coders who chose j (Gwet 2014, eq. 2.12).
    """
    ratings = read_ratings(table, categories)
    matrix = weight_matrix(weights, ratings.values)
    expected = chance_scott(_shares(ratings), matrix)
    return defined(corrected(_observed(ratings, matrix), expected))


def gwet_ac1(
    table: Table, *, weights: Weights = "identity", categories: Categories = None
) -> float | None:
    """Gwet's AC1 (2008, eq. 3-4): only ratings that are hard to make agree by chance.

    A_e = Σ π_k (1 − π_k) / (q − 1). With weights it is AC2 (Gwet 2014, ch. 4).
    """
    ratings = read_ratings(table, categories)
    matrix = weight_matrix(weights, ratings.values)
    expected = chance_gwet(_shares(ratings), matrix)
    return defined(corrected(_observed(ratings, matrix), expected))


def cohen_kappa(
    table: Table, *, weights: Weights = "identity", categories: Categories = None
) -> float | None:
    """Cohen's κ (1960; weighted 1968): each coder's chance follows its own use of the categories.

    A_e = Σ p_k q_k for a pair of coders, over the items that both rated. With more than two
    coders A_o and A_e are means over the pairs, weighted by their items (Davies & Fleiss 1982).
    """
    ratings = read_ratings(table, categories)
    matrix = weight_matrix(weights, ratings.values)
    q = len(ratings.values)
    items = observed = expected = 0.0
    for first, second in combinations(range(ratings.codes.shape[1]), 2):
        a, b = ratings.codes[:, first], ratings.codes[:, second]
        both = (a >= 0) & (b >= 0)
        joint = np.bincount(a[both] * q + b[both], minlength=q * q).reshape(q, q)
        n = float(joint.sum())
        if n:
            items += n
            observed += float(np.trace(joint) if matrix is None else (joint * matrix).sum())
            expected += n * float(chance_cohen(joint.sum(1) / n, joint.sum(0) / n, matrix))
    return defined(corrected(ratio(observed, items), ratio(expected, items)))


def _observed(ratings: Ratings, weights: Floats | None) -> Floats:
    """A_o over the items that two coders or more rated."""
    pairable = ratings.pairable()
    counts, present = pairable.counts, pairable.present
    near = counts if weights is None else counts @ weights
    agreeing = np.einsum("ik,ik->i", counts, near)
    # With weights too, a rating agrees with itself: its own weight of 1 is taken off.
    own = present if weights is None else counts @ np.diag(weights)
    return ratio(((agreeing - own) / (present * (present - 1.0))).sum(), len(present))


def _shares(ratings: Ratings) -> Floats:
    """π_k over all rated items."""
    present = ratings.present
    rated = present > 0
    if not rated.any():
        return np.zeros(len(ratings.values))
    weight = np.divide(1.0, present, out=np.zeros(len(present)), where=rated)
    return np.asarray(weight @ ratings.counts / rated.sum())
