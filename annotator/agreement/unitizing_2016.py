"""The family of α for unitizing of Krippendorff, Mathet, Bouvry & Widlöcher (2016).

"On the reliability of unitizing textual continua: Further developments", Quality & Quantity 50;
also Krippendorff (2019), Content Analysis, 4th edition, section 12.6. Its symbols: ℓ_ck is the
length over which units of value c of one coder intersect units of value k of another, φ is the
value of gaps, ε_ck what chance would make of ℓ_ck.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, Literal

import numpy as np

from annotator.agreement.formulas import Floats, defined, one_minus, ratio
from annotator.agreement.units import Continuum, read_continuum, shared
from annotator.errors import MeasureError

Kind = Literal["binary", "nominal", "cu", "ku"]


def unitized_alpha_2016(
    units: Iterable[Sequence[Any]],
    begin: float,
    length: float,
    kind: Kind = "nominal",
    *,
    label: Hashable | None = None,
    coders: Iterable[Hashable] | None = None,
) -> float | None:
    """One of the α family of 2016 over units (coder, start, length, category).

    - "nominal", uα (eq. 5): whether the same stretches got the same values, gaps included;
    - "binary", |uα (eq. 6): whether the same stretches were marked at all;
    - "cu", cuα (eq. 11): whether values agree where two coders both marked something;
    - "ku", (k)uα (eq. 13b): the same for the one value ``label``.

    The formulas are applied to each unit as it is. So where a coder's units overlap or nest,
    each intersects each of the other coder's, and the stretch counts once for each pair; a gap
    is where a coder has no unit at all. Each fragment of a discontinuous span is a unit.
    ``coders`` adds those who marked nothing. Undefined (``None``) with less than two coders, or
    where chance can't disagree: nothing marked, everything marked, a single value for "cu".
    """
    if kind not in ("binary", "nominal", "cu", "ku"):
        raise MeasureError(f'{kind!r} is no kind. Use "binary", "nominal", "cu" or "ku".')
    continuum = read_continuum(units, begin, length, coders)
    if len(continuum.coders) < 2:
        return None
    found = coincidences(continuum)
    if kind == "nominal":
        return defined(nominal_alpha(found.agreeing, found.lengths, found.squares))
    if kind == "binary":
        return defined(binary_alpha(found.agreeing, found.lengths, found.squares))
    if kind == "cu":
        return defined(nominal_alpha(found.agreeing[1:], found.valued, found.valued_squares))
    if label not in continuum.categories:
        return None
    k = continuum.categories.index(label)
    return defined(individual_alpha(found.agreeing[1:], found.valued, found.valued_squares)[k])


@dataclass(frozen=True, slots=True)
class Coincidences:
    """What the coefficients need of ℓ: arrays by value, gaps (φ) first.

    ``agreeing`` are ℓ_cc, ``lengths`` ℓ_c, ``squares`` what a section can't be paired with in
    itself (eq. 4): L² of each unit, L of each gap. ``valued`` are ℓ_c without what meets gaps,
    ``valued_squares`` the same for units alone (eq. 10); both have no place for gaps.
    """

    agreeing: Floats
    lengths: Floats
    squares: Floats
    valued: Floats
    valued_squares: Floats


def coincidences(continuum: Continuum) -> Coincidences:
    """Count intersections of each two coders' sections (eq. 1 to 3, 9 and 10)."""
    values, m = continuum.categories, len(continuum.coders)
    q = len(values) + 1
    crossing = np.zeros((q, q))
    squares = np.zeros(q)
    valued_squares = np.zeros(q - 1)
    sections = {}
    for coder in continuum.coders:
        own = [continuum.of(coder, value) for value in values]
        sections[coder] = [continuum.gaps(own), *own]
        squares[0] += sections[coder][0].length.sum()
        squares[1:] += [(section.length**2).sum() for section in own]
    for first, second in permutations(continuum.coders, 2):
        met = [[shared(a, b) for b in sections[second]] for a in sections[first]]
        crossing += [[common.sum() for common in row] for row in met]
        for c in range(1, q):
            covered = sum(common.sum(axis=1) for common in met[c][1:])
            valued_squares[c - 1] += (np.asarray(covered) ** 2).sum()
    crossing /= m - 1
    return Coincidences(
        agreeing=np.diag(crossing),
        lengths=crossing.sum(axis=1),
        squares=squares,
        valued=crossing[1:, 1:].sum(axis=1),
        valued_squares=valued_squares / (m - 1),
    )


def nominal_alpha(agreeing: Floats, lengths: Floats, squares: Floats) -> Floats:
    """1 − (ℓ.. − Σ ℓ_cc) / (ℓ.. − Σ ε_cc), eq. 5; eq. 11 if given values alone.

    ε_cc = ℓ.. (ℓ_c² − squares_c) / (ℓ..² − Σ squares), eq. 4. Values lie along the last axis.
    """
    total = lengths.sum(axis=-1)
    expected = ratio(total * (lengths**2 - squares).sum(axis=-1), total**2 - squares.sum(axis=-1))
    return one_minus(total - agreeing.sum(axis=-1), total - expected)


def binary_alpha(agreeing: Floats, lengths: Floats, squares: Floats) -> Floats:
    """1 − (ℓ_φ − ℓ_φφ) / (ε_φ − ε_φφ), eq. 6. Gaps come first along the last axis."""
    total, gaps = lengths.sum(axis=-1), lengths[..., 0]
    expected = ratio(total * gaps * (total - gaps), total**2 - squares.sum(axis=-1))
    return one_minus(gaps - agreeing[..., 0], expected)


def individual_alpha(agreeing: Floats, lengths: Floats, squares: Floats) -> Floats:
    """1 − (ε_k / ℓ_k) (ℓ_k − ℓ_kk) / (ε_k − ε_kk), eq. 13b, for each value k."""
    total = lengths.sum(axis=-1, keepdims=True)
    left = total**2 - squares.sum(axis=-1, keepdims=True)
    all_k = ratio(total * (lengths * total - squares), left)
    unlike = ratio(total * lengths * (total - lengths), left)
    return 1 - ratio(all_k, lengths) * ratio(lengths - agreeing, unlike)
