"""Values with bootstrap intervals: whole articles are drawn anew, again and again (Efron 1979).

The interval is that of the 2.5 and 97.5 per cent quantiles (Efron & Tibshirani 1993, ch. 13).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.flat import Ints
from annotator.agreement.formulas import Floats, defined, ratio
from annotator.agreement.statistics.counts import Statistic

# So often the articles are drawn anew for an interval, and so many samples worked out at once.
_BOOTSTRAPS, _AT_ONCE = 1_000, 100
# So many bytes of them are kept.
_KEPT = 200_000_000

#: How often each article counts: samples × articles.
Weights = NDArray[np.float32]

#: A value with the ends of its interval; ``None`` where it is undefined.
Interval = tuple[float | None, float | None]


class Drawn:
    """How often each of so many articles is drawn in each bootstrap sample, by a seed.

    The same number of articles is drawn alike whoever's they are, so that it is done once.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._known: dict[int, Weights] = {}

    def of(self, articles: int) -> Weights:
        """Return samples × articles; no samples of a single article."""
        if articles not in self._known:
            drawn = self._draw(articles)
            while self._known and drawn.nbytes + self._size() > _KEPT:
                self._known.pop(next(iter(self._known)))
            self._known[articles] = drawn
        return self._known[articles]

    def _size(self) -> int:
        return sum(weights.nbytes for weights in self._known.values())

    def _draw(self, articles: int) -> Weights:
        random = np.random.default_rng(self._seed)
        found = np.zeros((_BOOTSTRAPS if articles > 1 else 0, articles), dtype=np.float32)
        for sample in found:
            sample[:] = np.bincount(random.integers(articles, size=articles), minlength=articles)
        return found


class Resampling:
    """Values of the articles that are compared, ``counted`` by number, with their intervals."""

    def __init__(self, counted: Ints, weights: Weights) -> None:
        self._counted, self.weights = counted, weights

    def pooled(self, found: Statistic) -> tuple[float | None, Interval]:
        """Add the articles' sums up before the ratio."""
        return defined(self._value(found)), between(self._values(found))

    def over_articles(self, found: Statistic) -> tuple[float | None, Interval]:
        """Take the mean of each article's value."""
        sums = found.sums[self._counted]
        values = found.value(sums if isinstance(sums, np.ndarray) else sums.toarray())
        known = ~np.isnan(values)
        each = Statistic(
            np.column_stack([np.where(known, values, 0), known]),
            lambda s: ratio(s[..., 0], s[..., 1]),
            found.units,
        )
        own = Resampling(np.arange(len(values)), self.weights)
        return own.pooled(each)

    def over_pairs(self, found: Sequence[Statistic]) -> tuple[float | None, Interval]:
        """Take the mean of each pair's value."""
        values = np.array([self._value(part) for part in found])
        samples = np.array([self._values(part) for part in found])
        return defined(_means(values)), between(_means(samples))

    def _value(self, found: Statistic) -> float:
        """The value of all articles."""
        return float(found.value(np.asarray(found.sums[self._counted].sum(axis=0))))

    def _values(self, found: Statistic) -> Floats:
        """The value of each bootstrap sample; a few at a time, so that memory stays small."""
        # Half the usual precision is more than an interval needs.
        sums = found.sums[self._counted].astype(np.float32)
        values = [np.zeros(0)]
        for first in range(0, len(self.weights), _AT_ONCE):
            lot = self.weights[first : first + _AT_ONCE]
            drawn = lot @ sums if isinstance(sums, np.ndarray) else (sums.T @ lot.T).T
            values.append(found.value(np.asarray(drawn, dtype=np.float64)))
        return np.concatenate(values)


def between(samples: Floats) -> Interval:
    """Return the ends of the 95 % interval of some samples, those undefined left aside."""
    known = samples[~np.isnan(samples)]
    if not len(known):
        return None, None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def _means(values: Floats) -> Floats:
    """Means over the first axis of what is defined."""
    known = ~np.isnan(values)
    return ratio(np.where(known, values, 0).sum(axis=0), known.sum(axis=0))
