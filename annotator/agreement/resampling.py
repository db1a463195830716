"""Values with bootstrap intervals: whole articles are drawn anew, again and again (Efron 1979).

The interval is that of the 2.5 and 97.5 per cent quantiles (Efron & Tibshirani 1993, ch. 13).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from annotator.agreement.flat import Ints
from annotator.agreement.formulas import Floats, ratio
from annotator.agreement.statistics.counts import Statistic

# So often the articles are drawn anew for an interval.
_BOOTSTRAPS = 1_000

#: A value with the ends of its interval; ``None`` where it is undefined.
Interval = tuple[float | None, float | None]


class Resampling:
    """Draws the articles that are compared, ``counted`` by number, anew with a seed."""

    def __init__(self, counted: Ints, seed: int) -> None:
        self._counted, self._seed = counted, seed

    @cached_property
    def weights(self) -> Floats:
        """How often each article is drawn in each bootstrap sample; none for a single article."""
        articles = len(self._counted)
        if articles < 2:
            return np.zeros((0, articles))
        random = np.random.default_rng(self._seed)
        drawn = random.integers(articles, size=(_BOOTSTRAPS, articles))
        counts = [np.bincount(one, minlength=articles) for one in drawn]
        return np.array(counts, dtype=np.float64)

    def pooled(self, found: Statistic) -> tuple[float | None, Interval]:
        """Add the articles' sums up before the ratio."""
        value = float(self._totals(found, np.ones((1, len(self._counted))))[0])
        interval = between(self._totals(found, self.weights))
        return (None if np.isnan(value) else value), interval

    def over_articles(self, found: Statistic) -> tuple[float | None, Interval]:
        """Take the mean of each article's value."""
        sums = found.sums[self._counted]
        values = found.value(sums if isinstance(sums, np.ndarray) else sums.toarray())
        known = ~np.isnan(values)
        means = ratio(self.weights @ np.where(known, values, 0), self.weights @ known)
        return _mean(values), between(means)

    def over_pairs(self, found: Sequence[Statistic]) -> tuple[float | None, Interval]:
        """Take the mean of each pair's value."""
        one = np.ones((1, len(self._counted)))
        values = np.array([self._totals(part, one)[0] for part in found])
        samples = np.array([self._totals(part, self.weights) for part in found]).T
        known = ~np.isnan(samples)
        means = ratio(np.where(known, samples, 0).sum(axis=-1), known.sum(axis=-1))
        return _mean(values), between(means)

    def _totals(self, found: Statistic, weights: Floats) -> Floats:
        """The value for each row of weights."""
        if not len(weights):
            return np.zeros(0)
        sums = found.sums[self._counted]
        if isinstance(sums, np.ndarray):
            return found.value(weights @ sums)
        return found.value(np.asarray((sums.T @ weights.T).T))


def between(samples: Floats) -> Interval:
    """Return the ends of the 95 % interval of some samples, those undefined left aside."""
    known = samples[~np.isnan(samples)]
    if not len(known):
        return None, None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def _mean(values: Floats) -> float | None:
    known = values[~np.isnan(values)] if len(values) else values
    return float(known.mean()) if len(known) else None
