"""From counts to values: each measure as sums by article and a formula over them.

Sums by article add up, so the value of all articles, of each one, and of every bootstrap sample
comes from the same formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from annotator.agreement.distances import Level, distance_matrix
from annotator.agreement.flat import Ints
from annotator.agreement.formulas import (
    Floats,
    chance_cohen,
    chance_gwet,
    chance_scott,
    corrected,
    dice,
    f_score,
    one_minus,
    ratio,
)
from annotator.agreement.tally import NONE, Answers, Columns, Tally
from annotator.agreement.unitizing import chance
from annotator.agreement.unitizing_2016 import binary_alpha, individual_alpha, nominal_alpha

# Rows by article: dense, or a csr_array where there are thousands of columns.
Sums = Any


@dataclass(frozen=True, slots=True)
class Statistic:
    """``sums`` has a row for each article; ``value`` takes rows like these, added up.

    ``units`` is how many things were compared, ``what`` what they are called.
    """

    sums: Sums
    value: Callable[[np.ndarray], Floats]
    units: float
    what: str = "spans"


class Counts:
    """The counts of some coders among all: what statistics are made from."""

    def __init__(self, tally: Tally, articles: int, coders: Sequence[int]) -> None:
        self.articles = articles
        self.coders = np.array(sorted(coders), dtype=np.intp)
        self._tally = tally
        self._kept: dict[str, Columns] = {}
        layers = tally["layers"]
        own = np.isin(layers["coder"], self.coders)
        #: How many of the coders worked on each article: m in the papers.
        self.m = np.bincount(layers["article"][own], minlength=articles)

    def pairs(self, name: str) -> Columns:
        """Return the rows of a table about two of the coders."""
        if name not in self._kept:
            table = self._tally[name]
            keep = np.isin(table["a"], self.coders) & np.isin(table["b"], self.coders)
            self._kept[name] = _rows(table, keep)
        return self._kept[name]

    def layers(self, name: str) -> Columns:
        """Return the rows of a table about one of the coders, where another worked too."""
        if name not in self._kept:
            table = self._tally[name]
            keep = np.isin(table["coder"], self.coders) & (self.m[table["article"]] > 1)
            self._kept[name] = _rows(table, keep)
        return self._kept[name]

    def summed(self, article: Ints, columns: np.ndarray) -> np.ndarray:
        """Add rows up by article."""
        found = np.zeros((self.articles, columns.shape[1]))
        np.add.at(found, article, columns)
        return found


def _rows(table: Columns, keep: np.ndarray) -> Columns:
    return table if keep.all() else {column: values[keep] for column, values in table.items()}


def _picked(table: Columns, name: str, column: int | None) -> np.ndarray:
    values = table[name]
    return np.asarray(values.sum(axis=1) if column is None else values[:, column])


def f1(counts: Counts, names: tuple[str, str, str], column: int | None, what: str) -> Statistic:
    """F1 of what two coders share, through what each has; over all columns or one."""
    table = counts.pairs("pairs")
    if column is None and names[0].startswith("semeval"):
        shared = table[names[0]][:, 0]
    else:
        shared = _picked(table, names[0], column)
    sides = [_picked(table, name, column) for name in names[1:]]
    sums = counts.summed(table["article"], np.column_stack([shared, *sides]))
    return Statistic(sums, _dice, _once(counts, sums), what)


def token_f1(counts: Counts, label: int | None) -> Statistic:
    """F1 of (label, token)."""
    table = counts.pairs("tokens")
    bits = np.int64(-1) if label is None else np.int64(1) << label
    columns = [
        _bits(values & bits) * table["n"]
        for values in (table["left"] & table["right"], table["left"], table["right"])
    ]
    sums = counts.summed(table["article"], np.column_stack(columns).astype(np.float64))
    return Statistic(sums, _dice, _once(counts, sums), "tokens")


def _dice(s: np.ndarray) -> Floats:
    return dice(s[..., 0], s[..., 1], s[..., 2])


def _once(counts: Counts, sums: np.ndarray) -> float:
    """How much all coders have, which each of their pairs counted."""
    return float((sums[:, 1:].sum(axis=1) / np.maximum(counts.m - 1, 1)).sum())


def _bits(values: np.ndarray) -> np.ndarray:
    """How many labels each set holds."""
    most = int(values.max(initial=0)).bit_length()
    found = np.zeros(len(values), dtype=np.intp)
    for bit in range(most):
        found += (values >> bit) & 1
    return found


@dataclass(frozen=True, slots=True)
class Ratings:
    """Joint ratings of items by two coders at a time: codes, how many, and m of each row.

    ``values`` are what the codes stand for.
    """

    article: Ints
    pair: Ints
    left: Ints
    right: Ints
    n: np.ndarray
    m: np.ndarray
    values: tuple[object, ...]
    what: str


def token_ratings(counts: Counts, label: int | None) -> Ratings:
    """Tokens as items, their value the set of labels on them, or one label or not."""
    table = counts.pairs("tokens")
    left, right = table["left"], table["right"]
    if label is not None:
        values: tuple[object, ...] = (False, True)
        codes = [(side >> label) & 1 for side in (left, right)]
    else:
        kinds, code = np.unique(np.concatenate([left, right]), return_inverse=True)
        values = tuple(
            frozenset(n for n in range(int(kind).bit_length()) if kind >> n & 1) for kind in kinds
        )
        codes = [code[: len(left)], code[len(left) :]]
    m = counts.m[table["article"]]
    return Ratings(
        table["article"], _pair(table), codes[0], codes[1], table["n"], m, values, "tokens"
    )


def span_ratings(counts: Counts, label: int | None) -> Ratings:
    """Matched spans as items, their value the label, or one label or not."""
    table = counts.pairs("labels")
    keep = (table["left"] != NONE) & (table["right"] != NONE)
    table = {name: values[keep] for name, values in table.items()}
    left, right = table["left"], table["right"]
    if label is not None:
        left, right = (left == label).astype(np.intp), (right == label).astype(np.intp)
        values: tuple[object, ...] = (False, True)
    else:
        values = tuple(range(int(max(left.max(initial=0), right.max(initial=0))) + 1))
    two = np.full(len(left), 2)
    what = "matched spans"
    return Ratings(table["article"], _pair(table), left, right, table["n"], two, values, what)


def _pair(table: Columns) -> Ints:
    most = int(table["b"].max(initial=0)) + 1
    return np.asarray(table["a"] * most + table["b"])


def agreement(counts: Counts, ratings: Ratings, kind: str) -> Statistic:
    """Percent agreement, S, π, Fleiss' κ or AC1, as in `annotator.agreement.kappa`."""
    q = len(ratings.values)
    among = ratings.m * (ratings.m - 1) / 2
    items = ratings.n / among
    same = items * (ratings.left == ratings.right)
    own = counts.summed(ratings.article, np.column_stack([items, same]))
    shares = _uses(counts, ratings, ratings.n / (ratings.m * (ratings.m - 1)))
    sums = np.concatenate([own, shares], axis=1)

    def value(s: np.ndarray) -> Floats:
        observed = ratio(s[..., 1], s[..., 0])
        if kind == "percent_agreement":
            return observed
        if kind == "bennett_s":
            return corrected(observed, ratio(1.0, q))
        part = ratio(s[..., 2:], s[..., :1])
        expected = chance_gwet(part) if kind == "gwet_ac1" else chance_scott(part)
        return corrected(observed, expected)

    return Statistic(sums, value, float(sums[:, 0].sum()), ratings.what)


def cohen(counts: Counts, ratings: Ratings) -> Statistic:
    """Cohen's κ, pooled over pairs of coders (Davies & Fleiss 1982)."""
    q = len(ratings.values)
    pairs, which = np.unique(ratings.pair, return_inverse=True)
    width = 2 + 2 * q
    sums = np.zeros((counts.articles, max(len(pairs), 1), width))
    np.add.at(sums[..., 0], (ratings.article, which), ratings.n)
    same = ratings.n * (ratings.left == ratings.right)
    np.add.at(sums[..., 1], (ratings.article, which), same)
    np.add.at(sums, (ratings.article, which, 2 + ratings.left), ratings.n)
    np.add.at(sums, (ratings.article, which, 2 + q + ratings.right), ratings.n)

    def value(s: np.ndarray) -> Floats:
        by_pair = s.reshape(*s.shape[:-1], -1, width)
        n = by_pair[..., 0]
        first, second = (
            np.nan_to_num(ratio(by_pair[..., place : place + q], n[..., None]))
            for place in (2, 2 + q)
        )
        total = n.sum(axis=-1)
        expected = (n * chance_cohen(first, second)).sum(axis=-1)
        return corrected(ratio(by_pair[..., 1].sum(axis=-1), total), ratio(expected, total))

    flat = sums.reshape(counts.articles, -1)
    return Statistic(flat, value, _items(ratings), ratings.what)


def alpha(counts: Counts, ratings: Ratings, level: Level = "nominal") -> Statistic:
    """Krippendorff's α, as in `annotator.agreement.alpha`."""
    q = len(ratings.values)
    apart = distance_matrix(level, ratings.values, np.zeros(q))
    weight = ratings.n / (ratings.m - 1)
    observed = 2 * weight * apart[ratings.left, ratings.right]
    differing = counts.summed(ratings.article, observed[:, None])
    sums = np.concatenate([differing, _uses(counts, ratings, weight)], axis=1)

    def value(s: np.ndarray) -> Floats:
        n_c = s[..., 1:]
        n = n_c.sum(axis=-1)
        expected = ((n_c @ apart) * n_c).sum(axis=-1)
        return one_minus((n - 1) * s[..., 0], expected)

    return Statistic(sums, value, _items(ratings), ratings.what)


def _uses(counts: Counts, ratings: Ratings, weight: np.ndarray) -> np.ndarray:
    """How often each value was given, by article: both coders' ratings count."""
    q = len(ratings.values)
    found = np.zeros(counts.articles * q)
    for side in (ratings.left, ratings.right):
        place = ratings.article * q + side
        found += np.bincount(place, weight, minlength=counts.articles * q)
    return found.reshape(counts.articles, q)


def _items(ratings: Ratings) -> float:
    """How many items there are, each of which all its pairs of coders counted."""
    return float((ratings.n / (ratings.m * (ratings.m - 1) / 2)).sum())


def attribute_alpha(counts: Counts, answers: Answers, attributes: Sequence[int]) -> Statistic:
    """Krippendorff's α of answers, given matched spans; of several attributes D_o and D_e add up.

    Choices and texts are nominal, flags too (unset is no), several choices compare by MASI,
    numbers are intervals. Unset answers are missing.
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
            _pair(own),
            code[:size],
            code[size:],
            own["n"],
            np.full(size, 2),
            tuple(answers.values[number] for number in codes),
            "matched spans",
        )
        one = alpha(counts, ratings, level)
        apart = distance_matrix(level, ratings.values, np.zeros(len(codes)))
        sums.append(np.asarray(one.sums))
        formulas.append(apart)
        units += one.units
    widths = [part.shape[1] for part in sums]
    cuts = np.cumsum(widths)[:-1]

    def value(s: np.ndarray) -> Floats:
        observed = expected = np.zeros(s.shape[:-1])
        for part, apart in zip(np.split(s, cuts, axis=-1), formulas, strict=True):
            n_c = part[..., 1:]
            n = n_c.sum(axis=-1)
            observed = observed + part[..., 0]
            chance_ = np.nan_to_num(ratio(((n_c @ apart) * n_c).sum(axis=-1), n - 1))
            expected = expected + chance_
        return one_minus(observed, expected)

    joined = np.concatenate(sums, axis=1) if sums else np.zeros((counts.articles, 0))
    return Statistic(joined, value, units, "matched spans")


def identity(counts: Counts, kind: str) -> Statistic:
    """B³, CEAF-e or F1 of links, as in `annotator.agreement.identity`, within each article."""
    table = counts.pairs("pairs")
    columns = table["identity"]
    sums = counts.summed(table["article"], columns)

    def value(s: np.ndarray) -> Floats:
        if kind == "actor_b3":
            return f_score(ratio(s[..., 2], s[..., 0]), ratio(s[..., 1], s[..., 0]))
        place = 3 if kind == "actor_ceaf_e" else 6
        return dice(s[..., place], s[..., place + 1], s[..., place + 2])

    return Statistic(sums, value, float(columns[:, 0].sum()), "mentions")


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


def unitized_2004(counts: Counts, labels: Sequence[int]) -> Statistic:
    """Krippendorff's α_u of 2004, as in `annotator.agreement.unitizing`.

    All articles together are the continuum; a gap ends with its article. Where articles have
    different numbers of coders, Σ m_a L_a stands for m L and each article's difference is the
    mean over its pairs of coders.
    """
    table, layers = counts.pairs("pairs"), counts.layers("layers")
    lengths = counts.layers("lengths")
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
    from scipy.sparse import hstack

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
