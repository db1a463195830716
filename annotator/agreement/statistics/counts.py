"""The counts of some coders in some articles, and how sums of them become values.

Sums by article add up, so the value of all articles, of each one, and of every bootstrap sample
comes from the same formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.counting.tables import Columns
from annotator.agreement.counting.tally import Tally
from annotator.agreement.flat import Ints
from annotator.agreement.formulas import Floats

# Rows by article: dense, or a csr_array where there are thousands of columns.
Sums = Any
#: The numbers of labels, or of types of links; ``None`` for all.
Of = tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Statistic:
    """``sums`` has a row for each article; ``value`` takes rows like these, added up.

    ``units`` is how many things were compared.
    """

    sums: Sums
    value: Callable[[np.ndarray], Floats]
    units: float


class Counts:
    """The counts of some coders among all, in some articles: what statistics are made from.

    ``included`` says of each article whether it counts.
    """

    def __init__(self, tally: Tally, included: np.ndarray, coders: Sequence[int]) -> None:
        self.articles = len(included)
        self.coders = np.array(sorted(coders), dtype=np.intp)
        self._tally, self._included = tally, included
        self._kept: dict[str, Columns] = {}
        self._whole = bool(included.all())
        layers = tally["layers"]
        most = max(int(layers["coder"].max(initial=0)), int(self.coders.max(initial=0)))
        self._own = np.zeros(most + 1, dtype=bool)
        self._own[self.coders] = True
        own = self._own[layers["coder"]] & included[layers["article"]]
        #: How many of the coders worked on each article: m in the papers.
        self.m = np.bincount(layers["article"][own], minlength=self.articles)

    @property
    def labels(self) -> int:
        """How many labels there are."""
        return int(self._tally["pairs"]["spans_a"].shape[1])

    @property
    def compared(self) -> Ints:
        """The numbers of the articles that two coders or more worked on."""
        return np.flatnonzero(self.m > 1)

    def pairs(self, name: str) -> Columns:
        """Return the rows of a table about two of the coders."""
        if name not in self._kept:
            table = self._tally[name]
            keep = self._own[table["a"]] & self._own[table["b"]]
            self._kept[name] = _rows(table, self._in_scope(table, keep))
        return self._kept[name]

    def layers(self, name: str) -> Columns:
        """Return the rows of a table about one of the coders, where another worked too."""
        if name not in self._kept:
            table = self._tally[name]
            keep = self._own[table["coder"]] & (self.m[table["article"]] > 1)
            self._kept[name] = _rows(table, self._in_scope(table, keep))
        return self._kept[name]

    def _in_scope(self, table: Columns, keep: np.ndarray) -> np.ndarray:
        return keep if self._whole else keep & self._included[table["article"]]

    def summed(self, article: Ints, columns: np.ndarray) -> np.ndarray:
        """Add rows up by article."""
        found = np.zeros((self.articles, columns.shape[1]))
        for number, column in enumerate(columns.T):
            found[:, number] = np.bincount(article, column, minlength=self.articles)
        return found


def _rows(table: Columns, keep: np.ndarray) -> Columns:
    return table if keep.all() else {column: values[keep] for column, values in table.items()}
