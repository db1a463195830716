"""The measures beside other people's programs, on random data.

krippendorff (GPL), scikit-learn, statsmodels and nervaluate live in the test environment alone.
pygamma-agreement and irrCAC each want older libraries than these; `test_older_oracles.py` gives
them environments of their own, in `make soak`.
"""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from nervaluate.evaluator import Evaluator
from sklearn import metrics
from statsmodels.stats import inter_rater

from annotator import agreement

SEEDS = range(12)


def table(seed: int, coders: int, categories: int = 4, missing: float = 0.0) -> np.ndarray:
    """Ratings that agree more than by chance; NaN where missing."""
    random = np.random.default_rng(seed)
    truth = random.integers(categories, size=60)
    ratings = np.where(
        random.random((60, coders)) < 0.6,
        truth[:, None],
        random.integers(categories, size=(60, coders)),
    ).astype(float)
    ratings[random.random(ratings.shape) < missing] = np.nan
    return ratings


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_the_krippendorff_packages(seed: int, level: str) -> None:
    ratings = table(seed, coders=2 + seed % 3, missing=0.2 * (seed % 2))

    expected = krippendorff.alpha(reliability_data=ratings.T, level_of_measurement=level)

    assert agreement.krippendorff_alpha(ratings, level) == pytest.approx(expected)
    rows = [[None if np.isnan(r) else r for r in row] for row in ratings.tolist()]
    assert agreement.krippendorff_alpha(rows, level) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_cohen_kappa_is_scikit_learns(seed: int, weights: str) -> None:
    ratings = table(seed, coders=2).astype(int)

    expected = metrics.cohen_kappa_score(
        *ratings.T, weights=None if weights == "identity" else weights
    )

    assert agreement.cohen_kappa(ratings, weights=weights) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_kappa_is_statsmodels(seed: int) -> None:
    ratings = table(seed, coders=3 + seed % 3).astype(int)

    counts, _ = inter_rater.aggregate_raters(ratings)

    assert agreement.fleiss_kappa(ratings) == pytest.approx(inter_rater.fleiss_kappa(counts))


@pytest.mark.parametrize("seed", SEEDS)
def test_semeval_scores_are_nervaluates(seed: int) -> None:
    random = np.random.default_rng(seed)

    def near(places: np.ndarray) -> list[tuple[str, int, int]]:
        """Spans that each touch one place's stretch alone, shifted or relabelled now and then."""
        kept = places[random.random(len(places)) < 0.8]
        shift = random.integers(0, 3, size=len(kept)) * (random.random(len(kept)) < 0.4)
        label = np.where(random.random(len(kept)) < 0.8, kept // 20 % 3, 0)
        return [
            (f"L{kind}", int(start), int(start) + 8)
            for kind, start in zip(label, kept + shift, strict=True)
        ]

    places = np.arange(0, 600, 20)
    gold, found = near(places), near(places)

    def as_dicts(spans: list[tuple[str, int, int]]) -> list[dict[str, object]]:
        # Their ends are inclusive.
        return [{"label": label, "start": start, "end": end - 1} for label, start, end in spans]

    results = Evaluator(
        [as_dicts(gold)], [as_dicts(found)], tags=["L0", "L1", "L2"], loader="dict"
    ).evaluate()["overall"]

    ours = agreement.semeval_scores(gold, found)
    for ours_name, theirs in {
        "strict": "strict",
        "exact": "exact",
        "partial": "partial",
        "type": "ent_type",
    }.items():
        assert ours[ours_name].precision == pytest.approx(results[theirs].precision)
        assert ours[ours_name].recall == pytest.approx(results[theirs].recall)
        assert ours[ours_name].f1 == pytest.approx(results[theirs].f1)
