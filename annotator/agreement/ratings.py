"""Reads a table of ratings, items × coders, into numbers that the measures count."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from annotator.errors import MeasureError

#: A row for each item, in it a rating by each coder; ``None`` or NaN where there is none.
Table = Sequence[Sequence[Any]] | NDArray[Any]

MISSING = -1

# Whole numbers within a range of this size are counted as they are, without sorting them.
_DENSE = 1 << 16


# Without slots: the counts are worked out once and kept.
@dataclass(frozen=True)
class Ratings:
    """A table as numbers: ``codes`` (items × coders) points into ``values``, -1 is missing."""

    values: tuple[Hashable, ...]
    codes: NDArray[np.intp]

    @cached_property
    def present(self) -> NDArray[np.intp]:
        """How many coders rated each item (r_i in Gwet, m_u in Krippendorff)."""
        return np.asarray(np.count_nonzero(self.codes >= 0, axis=1))

    @cached_property
    def counts(self) -> NDArray[np.float64]:
        """How many coders gave each item each value: items × values (r_ik, n_uc)."""
        items, q = len(self.codes), len(self.values)
        flat = self.codes + np.arange(items, dtype=np.intp)[:, None] * q
        if (self.present < self.codes.shape[1]).any():
            flat = flat[self.codes >= 0]
        found = np.bincount(flat.ravel(), minlength=items * q)
        return found.reshape(items, q).astype(np.float64)

    def pairable(self) -> Ratings:
        """Only the items that two coders or more rated."""
        keep = self.present > 1
        return self if keep.all() else Ratings(self.values, self.codes[keep])


def read_ratings(table: Table, categories: Iterable[Hashable] | None = None) -> Ratings:
    """Read a table; sets among the ratings count as frozen sets.

    ``categories`` are all values that could have been given, for measures to which it matters
    how many there are; without them those that occur. Values stand in their natural order if
    they have one. Raises ``MeasureError`` for a table that isn't one, or a value that is no
    category.
    """
    if isinstance(table, np.ndarray) and table.dtype != object:
        if table.ndim != 2:
            raise MeasureError("A table of ratings has two dimensions: items and coders.")
        found = _read_numbers(table) if table.dtype.kind in "biuf" else None
        if found is not None:
            return found if categories is None else _recoded(found, categories)
        table = cast(Table, table.tolist())
    rows = [list(row) for row in table]
    if len({len(row) for row in rows}) > 1:
        raise MeasureError("Each item of a table needs a place for each coder: None if missing.")
    cells = [[_value(cell) for cell in row] for row in rows]
    values = ordered({cell for row in cells for cell in row if cell is not None})
    index: dict[Hashable | None, int] = {value: n for n, value in enumerate(values)}
    index[None] = MISSING
    width = len(rows[0]) if rows else 0
    codes = np.array([[index[cell] for cell in row] for row in cells], dtype=np.intp)
    found = Ratings(values, codes.reshape(len(rows), width))
    return found if categories is None else _recoded(found, categories)


def ordered(values: Iterable[Hashable]) -> tuple[Hashable, ...]:
    """Sort values by their own order, or by how they are written if they have none."""
    found = list(values)
    try:
        # Sets compare as subsets, which is no order to sort by.
        if any(isinstance(value, frozenset) for value in found):
            raise TypeError
        return tuple(sorted(found, key=lambda value: cast(Any, value)))
    except TypeError:
        return tuple(sorted(found, key=_written))


def _written(value: Hashable) -> tuple[str, str]:
    inner = sorted(map(repr, value)) if isinstance(value, frozenset) else value
    return type(value).__name__, repr(inner)


def _value(cell: Any) -> Hashable | None:
    if isinstance(cell, set):
        return frozenset(cell)
    if isinstance(cell, list):
        return tuple(cell)
    if cell is None or (isinstance(cell, float) and cell != cell):
        return None
    if isinstance(cell, np.generic):
        return _value(cell.item())
    if not isinstance(cell, Hashable):
        raise MeasureError(f"{cell!r} cannot be a rating. Use text, a number or a set.")
    return cell


def _read_numbers(table: NDArray[Any]) -> Ratings | None:
    """Read a numeric array the fast way, or ``None`` if its numbers are too far apart."""
    missing = np.isnan(table) if table.dtype.kind == "f" else None
    if missing is not None and not missing.any():
        missing = None
    if table.size == 0 or (missing is not None and missing.all()):
        return Ratings((), np.full(table.shape, MISSING, dtype=np.intp))
    kept = table if missing is None else table[~missing]
    low, high = kept.min(), kept.max()
    if not np.isfinite(low) or not np.isfinite(high) or float(high) - float(low) >= _DENSE:
        return None
    filled = table if missing is None else np.where(missing, low, table)
    codes = filled.astype(np.intp) - int(low)
    if table.dtype.kind == "f" and not np.array_equal(codes + int(low), filled):
        return None
    seen = np.bincount(codes.ravel() if missing is None else codes[~missing])
    offered = np.flatnonzero(seen)
    if len(offered) < len(seen):
        codes = (np.cumsum(seen > 0) - 1)[codes]
    if missing is not None:
        codes[missing] = MISSING
    whole = table.dtype.kind != "f"
    values = [int(n) + int(low) for n in offered]
    return Ratings(tuple(values if whole else map(float, values)), codes)


def _recoded(ratings: Ratings, categories: Iterable[Hashable]) -> Ratings:
    wanted = tuple(_value(category) for category in categories)
    index = {value: n for n, value in enumerate(wanted)}
    strange = [value for value in ratings.values if value not in index]
    if strange:
        raise MeasureError(f"{strange[0]!r} is not among the categories.")
    # One place more than there are values: code -1, missing, finds itself there.
    table = np.array([*(index[value] for value in ratings.values), MISSING], dtype=np.intp)
    return Ratings(wanted, table[ratings.codes])
