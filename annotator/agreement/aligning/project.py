"""γ of a project: of its counted spans, with what is known already kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from annotator.agreement.aligning.corpus import corpus_gamma
from annotator.agreement.aligning.dissimilarity import Units
from annotator.agreement.flat import Ints
from annotator.agreement.formulas import Floats
from annotator.agreement.ledger import Ledger
from annotator.agreement.resampling import Drawn, between
from annotator.agreement.statistics.counts import Counts, Of
from annotator.errors import MeasureError

#: So many articles are aligned for γ at most, and so many chance continua drawn.
MOST_ARTICLES = 200
DRAWS = 60


@dataclass(frozen=True, slots=True)
class Made:
    """γ with its interval, of how many articles and units, or the reason why there is none."""

    articles: int
    units: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


def project_gamma(
    counts: Counts,
    of: Of,
    samples: Drawn,
    seed: int,
    ledger: Ledger,
    pulse: Callable[[], None],
) -> Made:
    """Return γ of the counted articles' spans of some labels.

    Beyond `MOST_ARTICLES` it is measured on as many drawn with the seed, and the reason says so.
    Best alignments are looked up in the ledger and kept there. ``pulse`` is called again and again,
    and may end it by raising.
    """
    counted = counts.compared
    drawn = _drawn(counted, seed)
    units, coders = _units(counts, of, drawn)
    articles, size = len(drawn), len(units)
    if not size:
        return Made(articles, 0)
    key = tuple(counts.coders.tolist()), of
    kept = [ledger.alignments.setdefault(number, {}) for number in drawn.tolist()]
    known = np.array([costs.get(key, np.nan) for costs in kept])
    try:
        found = corpus_gamma(units, coders, DRAWS, seed, known, pulse)
    except MeasureError as error:
        return Made(articles, size, reason=str(error))
    for costs, cost in zip(kept, found.cost.tolist(), strict=True):
        costs[key] = cost
    value = float(found.value(np.ones((1, articles)))[0])
    if np.isnan(value):
        return Made(articles, size, reason="All is the same, so that chance has no disorder.")
    low, high = None, None
    if articles > 1:
        weights = samples.of(articles)
        low, high = between(found.value(weights, np.random.default_rng(seed)))
    reason = None
    if articles < len(counted):
        reason = f"Measured on {articles:,} of {len(counted):,} articles, drawn by chance."
    return Made(articles, size, value, low, high, reason)


def _drawn(counted: Ints, seed: int) -> Ints:
    """Choose the articles to align; one more article changes little in which."""
    if len(counted) <= MOST_ARTICLES:
        return counted
    order: Floats = np.random.default_rng(seed).random(int(counted.max()) + 1)
    return np.sort(counted[np.argsort(order[counted])[:MOST_ARTICLES]])


def _units(counts: Counts, of: Of, drawn: Ints) -> tuple[Units, Ints]:
    """Return the spans of some articles as units, with coders and articles counted from 0."""
    place = np.full(counts.articles, -1)
    place[drawn] = np.arange(len(drawn))
    layers = counts.layers("layers")
    own = place[layers["article"]] >= 0
    article, coder = layers["article"][own], layers["coder"][own]
    order = np.lexsort((coder, article))
    article, coder = article[order], coder[order]
    rank = np.full((counts.articles, int(counts.coders.max()) + 1), -1)
    rank[article, coder] = np.arange(len(article)) - np.searchsorted(article, article, "left")
    table = counts.layers("units")
    keep = place[table["article"]] >= 0
    if of is not None:
        keep &= np.isin(table["label"], of)
    units = Units(
        table["start"][keep].astype(np.float64),
        table["end"][keep].astype(np.float64),
        table["label"][keep],
        rank[table["article"][keep], table["coder"][keep]],
        place[table["article"][keep]],
    )
    return units, counts.m[drawn]
