"""The α family for unitizing, of 2004 and of 2016."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, hstack

from annotator.agreement.formulas import Floats, one_minus, ratio
from annotator.agreement.statistics.counts import Counts, Of, Statistic, Sums
from annotator.agreement.unitizing import chance
from annotator.agreement.unitizing_2016 import binary_alpha, individual_alpha, nominal_alpha


def unitized_2016(counts: Counts, kind: str, label: int | None) -> Statistic:
    """The α family for unitizing of 2016, as in `annotator.agreement.unitizing_2016`.

    "own" is uα with one label alone on the continuum. Articles are continua of their own: a gap
    ends with its article.
    """
    table, layers = counts.pairs("pairs"), counts.layers("layers")
    weight = 1 / (counts.m[table["article"]] - 1.0)[:, None]
    if kind == "own" and label is not None:
        one = slice(label, label + 1)
        gaps = table["in_gap_a_own"][:, one] + table["in_gap_b_own"][:, one]
        same, empty = 2 * table["same"][:, one], 2 * table["empty_own"][:, one]
        columns = [empty, same, empty + gaps, same + gaps]
        own = np.column_stack([layers["gap_by_label"][:, label], layers["squares"][:, label]])
    elif kind in ("nominal", "binary"):
        gaps = table["in_gap_a"] + table["in_gap_b"]
        empty = 2.0 * table["empty"][:, None]
        held = table["cross_a"] + table["cross_b"] + gaps
        columns = [empty, 2 * table["same"], empty + gaps.sum(axis=1, keepdims=True), held]
        own = np.column_stack([layers["gap"], layers["squares"]])
    else:
        columns = [2 * table["same"], table["cross_a"] + table["cross_b"]]
        columns.append(table["reach_a"] + table["reach_b"])
        own = np.zeros((len(layers["gap"]), 0))
    by_pair = counts.summed(table["article"], np.column_stack(columns) * weight)
    sums = np.concatenate([by_pair, counts.summed(layers["article"], own)], axis=1)

    def value(s: np.ndarray) -> Floats:
        agreeing, lengths, squares = np.split(s, 3, axis=-1)
        if kind == "binary":
            return binary_alpha(agreeing, lengths, squares)
        if kind == "ku":
            return individual_alpha(agreeing, lengths, squares)[..., label]
        return nominal_alpha(agreeing, lengths, squares)

    return Statistic(sums, value, _units(counts, label))


def unitized_2004(counts: Counts, of: Of) -> Statistic:
    """Krippendorff's α_u of 2004, as in `annotator.agreement.unitizing`.

    All articles together are the continuum; a gap ends with its article. Where articles have
    different numbers of coders, Σ m_a L_a stands for m L and each article's difference is the
    mean over its pairs of coders.
    """
    table, layers = counts.pairs("pairs"), counts.layers("layers")
    lengths, labels = counts.layers("lengths"), range(counts.labels) if of is None else of
    m = counts.m[table["article"]]
    share = (2 / (m * (m - 1.0)))[:, None]
    total = counts.summed(layers["article"], layers["length"][:, None])
    size = total / np.maximum(counts.m, 1)[:, None]
    parts: list[Sums] = [csr_array(np.concatenate([total, size], axis=1))]
    shapes = []
    for label in labels:
        apart = counts.summed(table["article"], table["difference"][:, [label]] * share)
        parts.append(csr_array(apart))
        own = lengths["label"] == label
        kinds = []
        for gap in (False, True):
            keep = own & (lengths["gap"] == gap)
            kind, which = np.unique(lengths["length"][keep], return_inverse=True)
            rows = lengths["article"][keep]
            shape = (counts.articles, len(kind))
            parts.append(csr_array((np.ones(len(rows)), (rows, which)), shape=shape))
            kinds.append(kind.astype(np.float64))
        shapes.append(kinds)

    def value(s: np.ndarray) -> Floats:
        total, size = s[..., 0], s[..., 1]
        place, observed, expected = 2, np.zeros(s.shape[:-1]), np.zeros(s.shape[:-1])
        for units, gaps in shapes:
            observed = observed + np.nan_to_num(ratio(s[..., place], size**2))
            u = s[..., place + 1 : place + 1 + len(units)]
            place += 1 + len(units)
            g = s[..., place : place + len(gaps)]
            place += len(gaps)
            expected = expected + np.nan_to_num(chance(units, gaps, u, g, total, size))
        return one_minus(observed, expected)

    units = sum(_units(counts, label) for label in labels)
    return Statistic(csr_array(hstack(parts)), value, units)


def _units(counts: Counts, label: int | None) -> float:
    units = counts.layers("units")
    return float(len(units["label"]) if label is None else (units["label"] == label).sum())
