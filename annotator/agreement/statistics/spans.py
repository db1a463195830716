"""F1 of spans, links and tokens, and who is the same actor."""

from __future__ import annotations

import numpy as np

from annotator.agreement.formulas import Floats, dice, f_score, ratio
from annotator.agreement.statistics.counts import Counts, Of, Statistic


def _picked(values: np.ndarray, of: Of) -> np.ndarray:
    return np.asarray(values.sum(axis=1) if of is None else values[:, list(of)].sum(axis=1))


def f1(counts: Counts, names: tuple[str, str, str], of: Of) -> Statistic:
    """F1 of what two coders share, through what each has; over all columns or some."""
    table = counts.pairs("pairs")
    if names[0].startswith("semeval"):
        shared = table[names[0]][:, 0]
    else:
        shared = _picked(table[names[0]], of)
    sides = [_picked(table[name], of) for name in names[1:]]
    sums = counts.summed(table["article"], np.column_stack([shared, *sides]))
    return Statistic(sums, _dice, _once(counts, sums))


def token_f1(counts: Counts, of: Of) -> Statistic:
    """F1 of (label, token)."""
    table = counts.pairs("tokens")
    bits = bits_of(of)
    columns = [
        _how_many(values & bits) * table["n"]
        for values in (table["left"] & table["right"], table["left"], table["right"])
    ]
    sums = counts.summed(table["article"], np.column_stack(columns).astype(np.float64))
    return Statistic(sums, _dice, _once(counts, sums))


def _dice(s: np.ndarray) -> Floats:
    return dice(s[..., 0], s[..., 1], s[..., 2])


def _once(counts: Counts, sums: np.ndarray) -> float:
    """How much all coders have, which each of their pairs counted."""
    return float((sums[:, 1:].sum(axis=1) / np.maximum(counts.m - 1, 1)).sum())


def bits_of(of: Of) -> np.int64:
    """Return the bits of these labels in a set of labels."""
    return np.int64(-1) if of is None else np.int64(sum(1 << label for label in of))


def _how_many(values: np.ndarray) -> np.ndarray:
    """How many labels each set holds."""
    most = int(values.max(initial=0)).bit_length()
    found = np.zeros(len(values), dtype=np.intp)
    for bit in range(most):
        found += (values >> bit) & 1
    return found


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

    return Statistic(sums, value, float(columns[:, 0].sum()))
