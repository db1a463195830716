"""Krippendorff's α for unitizing as of 1995 and 2004: agreement on where units lie.

Krippendorff, K. (1995), Sociological Methodology 25; (2004), Content Analysis, 2nd edition,
chapter 11, and Quality & Quantity 38. Its symbols: m coders, a continuum of length L that starts
at B, for each category c units and the gaps between them as sections ⟨c, i, g⟩ with a beginning b
and a length l, and the squared difference δ² of two sections.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from annotator.agreement.formulas import Floats, defined, one_minus, ratio
from annotator.agreement.units import Continuum, Section, read_continuum, shared, union


def unitized_alpha(
    units: Iterable[Sequence[Any]],
    begin: float,
    length: float,
    label: Hashable | None = None,
    *,
    coders: Iterable[Hashable] | None = None,
) -> float | None:
    """Krippendorff's α_u of 2004: 1 − D_o / D_e, for one category or over all.

    Units are (coder, start, length, category); ``label`` is the category, or ``None`` for all:
    then D_o and D_e are summed over categories. ``coders`` adds those who marked nothing.

    The paper knows no overlap within a category: a coder's overlapping or nested units of one
    category are joined first; units that only touch stay apart. Each fragment of a discontinuous
    span is a unit. Categories never see each other, so spans of different ones may lie on each
    other. Undefined (``None``) with less than two coders or without units.
    """
    found = disagreements(read_continuum(units, begin, length, coders), label)
    return defined(one_minus(found.observed, found.expected))


@dataclass(frozen=True, slots=True)
class Disagreements:
    """D_o and D_e, NaN where undefined."""

    observed: float
    expected: float


def disagreements(continuum: Continuum, label: Hashable | None = None) -> Disagreements:
    """Work out D_o and D_e of a category, or their sums over all (2004, eq. 3 and 4)."""
    m, size = len(continuum.coders), continuum.length
    labels = continuum.categories if label is None else (label,)
    observed = expected = 0.0
    for category in labels:
        sections = [union([continuum.of(coder, category)]) for coder in continuum.coders]
        apart = sum(section_difference(a, b) for a, b in combinations(sections, 2))
        observed += float(ratio(2 * apart, m * (m - 1) * size**2))
        lengths = np.concatenate([section.length for section in sections])
        gaps = np.concatenate([continuum.gaps([section]).length for section in sections])
        ones = np.ones(len(lengths)), np.ones(len(gaps))
        expected += float(chance(lengths, gaps, *ones, m * size, size))
    return Disagreements(observed, expected)


def section_difference(a: Section, b: Section) -> float:
    """Σ δ² over the sections of two coders (1995, eq. 5; 2004, eq. 2).

    Two units that intersect differ by the squares of how far their beginnings and their ends
    lie apart; a unit that falls into a gap of the other coder by the square of its length;
    everything else not at all.
    """
    touching = shared(a, b) > 0
    starts = (a.start[:, None] - b.start[None, :]) ** 2
    ends = (a.end[:, None] - b.end[None, :]) ** 2
    alone_a = a.length[~touching.any(axis=1)]
    alone_b = b.length[~touching.any(axis=0)]
    met = (starts + ends)[touching].sum()
    return float(met + (alone_a**2).sum() + (alone_b**2).sum())


def chance(
    lengths: Floats,
    gaps: Floats,
    unit_counts: Floats,
    gap_counts: Floats,
    total: Floats | float,
    size: Floats | float,
) -> Floats:
    """D_e of one category, from how many units and gaps there are of which length.

    2004, eq. 4: 2/L · Σ_units [(N − 1)/3 · (2l³ − 3l² + l) + l² Σ_gaps (g − l + 1)⁺], over
    mL (mL − 1) − Σ_units l (l − 1). ``unit_counts`` and ``gap_counts`` have the lengths along
    their last axis and may have samples along the first; ``total`` is mL, ``size`` is L.
    """
    n = unit_counts.sum(axis=-1)
    among = (n - 1) / 3 * (unit_counts @ (2 * lengths**3 - 3 * lengths**2 + lengths))
    room = np.maximum(gaps[:, None] - lengths[None, :] + 1, 0.0)
    within = (gap_counts @ room * unit_counts) @ lengths**2
    left = np.asarray(total) * (np.asarray(total) - 1) - unit_counts @ (lengths * (lengths - 1))
    return ratio(2 * (among + within), np.asarray(size) * left)
