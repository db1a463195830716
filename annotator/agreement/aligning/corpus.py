"""γ of many articles together: their disorders added up, against chance drawn from all of them.

The articles are laid end to end. Their disorder is the sum of the costs of their best alignments;
chance's is Σ x̄ δ_e, x̄ being an article's mean number of units and δ_e the mean disorder of chance
continua, each made from an article drawn with a probability of x̄ over Σ x̄. An article in which
nobody marked anything has no part in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from annotator.agreement.aligning.alignment import best_alignment
from annotator.agreement.aligning.chance import chance_units
from annotator.agreement.aligning.dissimilarity import Dissimilarity, Units
from annotator.agreement.flat import Ints
from annotator.agreement.formulas import Floats, one_minus

# At least so many draws for each number of annotators that articles have.
_FEWEST = 10
# About so many units are aligned at once.
_LOT = 2_000


@dataclass(frozen=True, slots=True)
class CorpusGamma:
    """By article: the cost of its best alignment, its mean number of units x̄ and its group.

    ``chance`` has the disorders drawn for each group: articles with the same number of coders.
    """

    cost: Floats
    size: Floats
    group: Ints
    chance: tuple[Floats, ...]

    def value(self, weights: np.ndarray, random: np.random.Generator | None = None) -> Floats:
        """γ for each row of ``weights``, how often each article counts.

        With ``random`` the draws are drawn anew too, so that their noise shows.
        """
        weights = np.atleast_2d(weights)
        expected = np.zeros(len(weights))
        for number, drawn in enumerate(self.chance):
            own = self.group == number
            if random is None:
                mean = np.full(len(weights), drawn.mean())
            else:
                mean = drawn[random.integers(len(drawn), size=(len(weights), len(drawn)))].mean(1)
            expected += weights[:, own] @ self.size[own] * mean
        return one_minus(weights @ self.cost, expected)


def corpus_gamma(
    units: Units,
    coders: Ints,
    draws: int,
    seed: int,
    known: Floats,
    pulse: Callable[[], None],
) -> CorpusGamma:
    """Work out what γ of these articles needs.

    ``units.coder`` counts each article's own coders from 0, ``units.continuum`` is the article,
    ``coders`` how many each article has; ``known`` are costs of best alignments that were worked
    out before, NaN where they weren't; ``pulse`` is called again and again, and may end it by
    raising. Raises ``MeasureError`` if there is too much to align.
    """
    unlike = Dissimilarity()
    random = np.random.default_rng(seed)
    articles = len(coders)
    group = np.full(articles, -1)
    cost = np.nan_to_num(known)
    fresh = np.isnan(known)
    counts = np.bincount(units.continuum, minlength=articles)
    size = counts / np.maximum(coders, 1)
    chance: list[Floats] = []
    for n in np.unique(coders[counts > 0]):
        own = (coders == n) & (counts > 0)
        group[own] = len(chance)
        mine = units.take(np.flatnonzero(own[units.continuum])).sorted()[0]
        new = mine.take(np.flatnonzero(fresh[mine.continuum]))
        cost += _costs(new, int(n), unlike, articles, pulse)
        share = size[own].sum() / size[counts > 0].sum()
        wanted = max(round(draws * share), min(_FEWEST, draws))
        places = np.cumsum(size[own]) / size[own].sum()
        # Evenly spread over the articles, from a random start on.
        at = (np.arange(wanted) + random.random()) / wanted
        drawn = np.flatnonzero(own)[np.minimum(np.searchsorted(places, at), own.sum() - 1)]
        made = chance_units(mine, int(n), random.permutation(drawn), random)
        sizes = np.bincount(made.continuum, minlength=wanted) / n
        costs = _costs(made, int(n), unlike, wanted, pulse)
        chance.append(costs[sizes > 0] / sizes[sizes > 0])
    return CorpusGamma(cost, np.where(group >= 0, size, 0.0), group, tuple(chance))


def _costs(
    units: Units, n: int, unlike: Dissimilarity, continua: int, pulse: Callable[[], None]
) -> Floats:
    """What the best alignment of each continuum costs; ``units`` are sorted."""
    costs = np.zeros(continua)
    ends = np.flatnonzero(np.diff(units.continuum, append=-1)) + 1
    first = 0
    for end in ends.tolist():
        if end - first >= _LOT or end == len(units):
            found = best_alignment(units.take(np.arange(first, end)), n, unlike)
            costs += np.bincount(found.continuum, found.cost, minlength=continua)
            first = end
            pulse()
    return costs
