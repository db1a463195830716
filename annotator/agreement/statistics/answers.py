"""Agreement on answers, given matched spans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from annotator.agreement.counting.answers import Answers
from annotator.agreement.counting.tables import NONE
from annotator.agreement.distances import Level, distance_matrix
from annotator.agreement.formulas import Floats, one_minus, ratio
from annotator.agreement.statistics.counts import Counts, Statistic
from annotator.agreement.statistics.ratings import Ratings, alpha, pair_numbers


def attribute_alpha(counts: Counts, answers: Answers, attributes: Sequence[int]) -> Statistic:
    """Krippendorff's α of answers, given matched spans; of several attributes D_o and D_e add up.

    Choices and texts are nominal, flags too (unset is no), several choices compare by MASI
    (unset is none of them), numbers are intervals. Other unset answers are missing.
    """
    table = counts.pairs("answers")
    sums: list[np.ndarray] = []
    formulas: list[Floats] = []
    units = 0.0
    for attribute in attributes:
        kind = answers.attributes[attribute][2]
        level: Level = {"multi-choice": "masi", "number": "interval"}.get(kind, "nominal")  # type: ignore[assignment]
        keep = (table["attribute"] == attribute) & (table["left"] != NONE)
        keep &= table["right"] != NONE
        own = {name: values[keep] for name, values in table.items()}
        codes, code = np.unique(np.concatenate([own["left"], own["right"]]), return_inverse=True)
        size = len(own["left"])
        ratings = Ratings(
            own["article"],
            pair_numbers(own),
            code[:size],
            code[size:],
            own["n"],
            np.full(size, 2),
            tuple(answers.values[number] for number in codes),
        )
        one = alpha(counts, ratings, level)
        apart = distance_matrix(level, ratings.values, np.zeros(len(codes)))
        sums.append(np.asarray(one.sums))
        formulas.append(apart)
        units += one.units
    edges = np.cumsum([0, *(part.shape[1] for part in sums)]).tolist()

    def value(s: np.ndarray) -> Floats:
        observed = expected = np.zeros(s.shape[:-1])
        for (first, last), apart in zip(pairwise(edges), formulas, strict=True):
            n_c = s[..., first + 1 : last]
            n = n_c.sum(axis=-1)
            observed = observed + s[..., first]
            chance_ = np.nan_to_num(ratio(((n_c @ apart) * n_c).sum(axis=-1), n - 1))
            expected = expected + chance_
        return one_minus(observed, expected)

    joined = np.concatenate(sums, axis=1) if sums else np.zeros((counts.articles, 0))
    return Statistic(joined, value, units)
