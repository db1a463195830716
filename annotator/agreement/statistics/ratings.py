"""Agreement on ratings: of tokens, sentences or matched spans."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.counting.tables import NONE, Columns
from annotator.agreement.distances import Level, distance_matrix
from annotator.agreement.flat import Ints
from annotator.agreement.formulas import (
    Floats,
    chance_cohen,
    chance_gwet,
    chance_scott,
    corrected,
    one_minus,
    ratio,
)
from annotator.agreement.statistics.counts import Counts, Of, Statistic
from annotator.agreement.statistics.spans import bits_of


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


def item_ratings(counts: Counts, of: Of, unit: str) -> Ratings:
    """Tokens or sentences as items, their value the set of labels on them.

    Of one label it is whether the item has it, of several which of them it has.
    """
    table = counts.pairs(f"{unit}s")
    bits = bits_of(of)
    left, right = table["left"] & bits, table["right"] & bits
    if of is not None and len(of) == 1:
        values: tuple[object, ...] = (False, True)
        codes = [(side != 0).astype(np.intp) for side in (left, right)]
    else:
        kinds, code = np.unique(np.concatenate([left, right]), return_inverse=True)
        values = tuple(
            frozenset(n for n in range(int(kind).bit_length()) if kind >> n & 1) for kind in kinds
        )
        codes = [code[: len(left)], code[len(left) :]]
    m = counts.m[table["article"]]
    return Ratings(table["article"], pair_numbers(table), codes[0], codes[1], table["n"], m, values)


def span_ratings(counts: Counts, of: Of) -> Ratings:
    """Matched spans as items, their value the label.

    Of one label it is whether the span has it, of several which of them, or another.
    """
    table = counts.pairs("labels")
    keep = (table["left"] != NONE) & (table["right"] != NONE)
    table = {name: values[keep] for name, values in table.items()}
    every = counts.labels
    codes = np.arange(every)
    values: tuple[object, ...] = tuple(range(every))
    if of is not None:
        codes = np.full(every, len(of))
        codes[list(of)] = np.arange(len(of))
        values = (*of, None)
    # Only labels in use, as with tokens: how many there are matters to S and AC1.
    used, code = np.unique(
        np.concatenate([codes[table["left"]], codes[table["right"]]]), return_inverse=True
    )
    if of is None or len(of) > 1:
        values = tuple(values[n] for n in used)
    else:
        code = np.concatenate([codes[table["left"]], codes[table["right"]]])
    size = len(table["left"])
    two = np.full(size, 2)
    return Ratings(
        table["article"],
        pair_numbers(table),
        code[:size],
        code[size:],
        table["n"],
        two,
        values,
    )


def pair_numbers(table: Columns) -> Ints:
    """Number the pairs of coders that rows are about."""
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

    return Statistic(sums, value, float(sums[:, 0].sum()))


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
    return Statistic(flat, value, _items(ratings))


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

    return Statistic(sums, value, _items(ratings))


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
