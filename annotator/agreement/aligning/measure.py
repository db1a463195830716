"""γ of one continuum, with γ_cat, γ_k and the best alignment."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from annotator.agreement.aligning.alignment import Alignment, best_alignment
from annotator.agreement.aligning.categories import category_disorder
from annotator.agreement.aligning.chance import chance_units
from annotator.agreement.aligning.dissimilarity import Dissimilarity, Units
from annotator.agreement.formulas import defined, one_minus
from annotator.agreement.ratings import ordered
from annotator.errors import MeasureError

#: A unit as it was given: coder, start, end, category.
Unit = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Gamma:
    """γ and what it was worked out from.

    ``value`` is 1 − ``disorder`` / ``expected``, ``None`` where ``reason`` says why not.
    ``disorder`` is that of the best alignment and exact; ``expected`` is the mean disorder of
    ``samples`` chance continua, and ``error`` that mean's standard error. ``cat`` is γ_cat, ``k``
    γ_k by category. ``alignment`` has a row for each unitary alignment, in it each coder's unit
    or ``None``; ``coders`` names the columns.
    """

    value: float | None
    disorder: float | None
    expected: float | None
    error: float | None
    samples: int
    cat: float | None = None
    k: Mapping[Hashable, float | None] = field(default_factory=dict)
    coders: tuple[Hashable, ...] = ()
    alignment: tuple[tuple[Unit | None, ...], ...] = ()
    reason: str | None = None


def gamma(
    units: Iterable[Unit],
    alpha: float = 1.0,
    beta: float = 1.0,
    delta_empty: float = 1.0,
    samples: int = 30,
    seed: int = 0,
    *,
    distance: Callable[[Any, Any], float] | None = None,
    coders: Iterable[Hashable] | None = None,
) -> Gamma:
    """Mathet, Widlöcher & Métivier's γ (2015) of units (coder, start, end, category).

    γ = 1 − δ(â) / δ_e (eq. 8): the disorder of the best alignment against that of chance. A
    disorder is the cost of an alignment's unitary alignments over the mean number of units of a
    coder (eq. 7). ``alpha`` and ``beta`` weigh place and category (eq. 5), ``delta_empty`` is
    Δ_∅, ``distance`` that of two categories (0 to 1; otherwise 0 for the same and 1 for others).
    The best alignment is exact. Chance is drawn ``samples`` times with ``seed``, as the paper has
    it (section 5.2; see `annotator.agreement.aligning.chance`). γ_cat and γ_k follow Mathet (2017).

    Units of one coder may overlap, nest or be equal: each is aligned by itself. The paper knows
    no discontinuous units; give one from its first start to its last end.

    ``coders`` adds those who marked nothing. Undefined with less than two coders, without units,
    or if chance has no disorder. Raises ``MeasureError`` for a unit without length, or for more
    units near each other than can be aligned.
    """
    given = [tuple(unit) for unit in units]
    for unit in given:
        if not unit[2] > unit[1]:
            raise MeasureError(f"The unit {unit} has no length.")
    names = ordered({unit[0] for unit in given} | set(coders or ()))
    labels = ordered({unit[3] for unit in given})
    if len(names) < 2 or not given:
        why = "Nobody marked anything." if len(names) > 1 else "It takes two annotators."
        return Gamma(None, None, None, None, samples, coders=names, reason=why)
    unlike = Dissimilarity(alpha, beta, delta_empty, _distances(distance, labels))
    real, order = _units(given, names, labels).sorted()
    n = len(names)
    found = best_alignment(real, n, unlike)
    draws = np.zeros(samples, dtype=np.intp)
    made = chance_units(real, n, draws, np.random.default_rng(seed))
    chance = best_alignment(made, n, unlike)
    costs = np.bincount(chance.continuum, chance.cost, minlength=samples)
    sizes = np.bincount(made.continuum, minlength=samples) / n
    disorders = costs[sizes > 0] / sizes[sizes > 0]
    disorder = float(found.cost.sum()) * n / len(given)
    expected = float(disorders.mean())
    value = defined(one_minus(disorder, expected))
    observed_k = category_disorder(real, found, unlike, 1, len(labels)).mean()
    expected_k = category_disorder(made, chance, unlike, samples, len(labels)).mean()
    by_category = one_minus(observed_k, expected_k)
    return Gamma(
        value,
        disorder,
        expected,
        float(disorders.std(ddof=1) / np.sqrt(len(disorders))) if len(disorders) > 1 else None,
        samples,
        cat=defined(by_category[0]),
        k={label: defined(by_category[1 + number]) for number, label in enumerate(labels)},
        coders=names,
        alignment=_named(found, [given[place] for place in order]),
        reason=None if value is not None else "Chance has no disorder to compare with.",
    )


def _units(
    given: list[tuple[Any, ...]], names: tuple[Hashable, ...], labels: tuple[Hashable, ...]
) -> Units:
    coder = {name: number for number, name in enumerate(names)}
    category = {label: number for number, label in enumerate(labels)}
    return Units(
        np.array([unit[1] for unit in given], dtype=np.float64),
        np.array([unit[2] for unit in given], dtype=np.float64),
        np.array([category[unit[3]] for unit in given], dtype=np.intp),
        np.array([coder[unit[0]] for unit in given], dtype=np.intp),
        np.zeros(len(given), dtype=np.intp),
    )


def _distances(
    distance: Callable[[Any, Any], float] | None, labels: tuple[Hashable, ...]
) -> np.ndarray | None:
    if distance is None:
        return None
    return np.array([[float(distance(c, k)) for k in labels] for c in labels])


def _named(
    alignment: Alignment, units: list[tuple[Any, ...]]
) -> tuple[tuple[Unit | None, ...], ...]:
    return tuple(
        tuple(None if place < 0 else units[place] for place in row)
        for row in alignment.members.tolist()
    )
