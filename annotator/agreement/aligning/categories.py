"""γ_cat and γ_k: agreement on categories, given the best alignment (Mathet 2017, section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.agreement.aligning.alignment import Alignment
from annotator.agreement.aligning.dissimilarity import Dissimilarity, Ints, Units
from annotator.agreement.formulas import Floats, ratio


@dataclass(frozen=True, slots=True)
class CategoryDisorder:
    """Σ weight · d_cat and Σ weight by continuum, for all pairs and for those of each category.

    The first column is all pairs (γ_cat), the others the pairs that hold category k (γ_k).
    """

    disorder: Floats
    weight: Floats

    def mean(self) -> Floats:
        """The weighted mean d_cat, over all continua together."""
        return ratio(self.disorder.sum(axis=0), self.weight.sum(axis=0))


def category_disorder(
    units: Units, alignment: Alignment, unlike: Dissimilarity, continua: int, categories: int
) -> CategoryDisorder:
    """Weigh the pairs of units that were aligned.

    A pair in a unitary alignment of n_v units weighs p / (n_v − 1), where its confidence p is
    max(0, 1 − d_pos) (section 4.2.3): each unit counts alike, and the less, the less its place
    agrees. Units alone say nothing about categories.
    """
    disorder = np.zeros((continua, categories + 1))
    weight = np.zeros((continua, categories + 1))
    for i, j, size, continuum in _pairs(alignment):
        confidence = np.maximum(0.0, 1 - unlike.positional(units, i, j))
        share = confidence / (size - 1)
        apart = share * unlike.categorial(units, i, j)
        c, k = units.category[i], units.category[j]
        for column, keep in _columns(c, k):
            np.add.at(disorder, (continuum[keep], column[keep]), apart[keep])
            np.add.at(weight, (continuum[keep], column[keep]), share[keep])
    return CategoryDisorder(disorder, weight)


def _pairs(alignment: Alignment) -> Iterator[tuple[Ints, Ints, Ints, Ints]]:
    members = alignment.members
    size = np.count_nonzero(members >= 0, axis=1)
    for p, q in combinations(range(members.shape[1]), 2):
        both = (members[:, p] >= 0) & (members[:, q] >= 0)
        yield members[both, p], members[both, q], size[both], alignment.continuum[both]


def _columns(c: Ints, k: Ints) -> Iterator[tuple[Ints, np.ndarray]]:
    """Where a pair counts: among all, for its first category, and for its second if another."""
    every = np.ones(len(c), dtype=bool)
    yield np.zeros_like(c), every
    yield c + 1, every
    yield k + 1, c != k
