"""Whether two coders mean the same by their mentions: B³, CEAF-e and F1 of links.

Each function takes, mention by mention, whom the one coder names and whom the other: two
sequences of equal length, of mentions that both marked and gave to somebody. What counts is which
mentions are put together, not what the groups are called. Mentions are a coder's matched spans,
whatever their shape (see `annotator.agreement.matching`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from math import comb

import numpy as np

from annotator.agreement.formulas import defined, f_score, ratio
from annotator.agreement.matching import best_pairs
from annotator.agreement.spans import Score, score
from annotator.errors import MeasureError


def b_cubed(a: Sequence[Hashable], b: Sequence[Hashable]) -> Score:
    """B³ (Bagga & Baldwin 1998): the mean over mentions of how far their two groups agree.

    Recall of a mention is |A ∩ B| / |A|, precision |A ∩ B| / |B|, for its groups A and B.
    """
    groups, first, second = _groups(a, b)
    recall = sum(n * n / first[x] for (x, _), n in groups.items())
    precision = sum(n * n / second[y] for (_, y), n in groups.items())
    mentions = len(a)
    p, r = ratio(precision, mentions), ratio(recall, mentions)
    return Score(defined(p), defined(r), defined(f_score(p, r)), precision, mentions, mentions)


def ceaf_e(a: Sequence[Hashable], b: Sequence[Hashable]) -> Score:
    """Entity-based CEAF (Luo 2005, φ4): groups are paired off one to one for greatest likeness.

    The likeness of two groups is 2 |A ∩ B| / (|A| + |B|); recall divides its sum by how many
    groups a has, precision by how many b has.
    """
    groups, first, second = _groups(a, b)
    left = {name: n for n, name in enumerate(first)}
    right = {name: n for n, name in enumerate(second)}
    rows = np.array([left[x] for x, _ in groups], dtype=np.intp)
    columns = np.array([right[y] for _, y in groups], dtype=np.intp)
    alike = np.array([2 * n / (first[x] + second[y]) for (x, y), n in groups.items()])
    total = float(alike[best_pairs(rows, columns, alike)].sum())
    return score(total, len(first), len(second))


def link_f1(a: Sequence[Hashable], b: Sequence[Hashable]) -> Score:
    """F1 of links (the pairwise F of Vilain et al.'s time): which two mentions are the same one."""
    groups, first, second = _groups(a, b)
    return score(
        sum(comb(n, 2) for n in groups.values()),
        sum(comb(n, 2) for n in first.values()),
        sum(comb(n, 2) for n in second.values()),
    )


def _groups(
    a: Sequence[Hashable], b: Sequence[Hashable]
) -> tuple[Counter[tuple[Hashable, Hashable]], Counter[Hashable], Counter[Hashable]]:
    if len(a) != len(b):
        raise MeasureError("Both coders' names are needed for each mention.")
    return Counter(zip(a, b, strict=True)), Counter(a), Counter(b)
