"""What chance would mark: the annotators' own units, moved (Mathet et al. 2015, section 5.2).

A chance continuum has as many annotators as the real one. Each gets the units of a real annotator,
drawn with replacement, and these are shifted together by a random distance; what would start
beyond the end comes in again at the beginning. No two shifts of a continuum lie nearer than the
units' mean length (section 5.2.1), so that units don't meet their own copies, as long as the
continuum has room for that.

Shifts and annotators come from a quasi-random sequence with a random start: over the draws they
cover what there is evenly. The mean is the same, with less noise in it.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement.aligning.dissimilarity import Ints, Units
from annotator.agreement.formulas import Floats

# How often a shift that lies too near to others is drawn anew, before it is taken as it is.
_TRIES = 100


def chance_units(units: Units, n: int, draws: Ints, random: np.random.Generator) -> Units:
    """Make a chance continuum for each of ``draws``: the numbers of the continua to draw from.

    What is returned is sorted, and its continua are numbered as in ``draws``.
    """
    starts = np.searchsorted(units.continuum, draws, "left")
    ends = np.searchsorted(units.continuum, draws, "right")
    even = _even(len(draws), 2 * n, random)
    people, places = even[:, :n], even[:, n:]
    parts: list[tuple[Ints, Floats, int, int]] = []
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        own = np.arange(first, last)
        begin, end = units.start[own].min(), units.end[own].max()
        apart = float((units.end[own] - units.start[own]).mean())
        # From the first annotator's shift on, so that what is spread evenly is what matters.
        shifts = [float(places[number, 0] * (end - begin))]
        for coder in range(1, n):
            wanted = shifts[0] + places[number, coder] * (end - begin)
            shifts.append(_shift(wanted % (end - begin), shifts, end - begin, apart, random))
        for coder, shift in enumerate(shifts):
            taken = own[units.coder[own] == int(people[number, coder] * n)]
            beyond = units.start[taken] + shift >= end
            moved = np.where(beyond, shift - (end - begin), shift)
            parts.append((taken, moved, coder, number))
    which = np.concatenate([part[0] for part in parts])
    moved = np.concatenate([part[1] for part in parts])
    sizes = [len(part[0]) for part in parts]
    made = Units(
        units.start[which] + moved,
        units.end[which] + moved,
        units.category[which],
        np.repeat([part[2] for part in parts], sizes),
        np.repeat([part[3] for part in parts], sizes),
    )
    return made.sorted()[0]


def _even(draws: int, dimensions: int, random: np.random.Generator) -> Floats:
    """Numbers in [0, 1), drawn so that together they fill the space evenly: draws × dimensions.

    The additive recurrence x + k / g^i, g the root of g^(d+1) = g + 1, from a random start on
    (a quasi-random sequence with a Cranley-Patterson rotation).
    """
    g = 2.0
    for _ in range(60):
        g = (1 + g) ** (1 / (dimensions + 1))
    steps = g ** -np.arange(1.0, dimensions + 1)
    return np.asarray((random.random(dimensions) + np.arange(draws)[:, None] * steps) % 1)


def _shift(
    wanted: float, taken: list[float], length: float, apart: float, random: np.random.Generator
) -> float:
    """Take the wanted shift if it is ``apart`` from those taken, round the ends too; else draw."""
    shift = wanted
    for _ in range(_TRIES):
        if all(apart <= abs(shift - other) <= length - apart for other in taken):
            break
        shift = float(random.uniform(0, length))
    return shift
