"""Reads what can be read of a damaged table, around the rows that can't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from annotator.store.connection import Error

_LARGEST = 2**63 - 1
# Between places of damage so many rows are asked for in vain before the rest is given up.
_MOST_FAILURES = 1000


def readable(
    db: Database, table: str, columns: Sequence[str], keys: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table that can be read.

    They come from the first one up to the first place of damage, then from the last one down to
    the last. In a table with row numbers those between are looked for, too. A table that isn't
    there has no rows.
    """
    schema = db.table(table).schema if table in db.table_names() else None
    if schema is None:
        return
    listed = ", ".join(columns)
    if "WITHOUT ROWID" in schema:
        yield from _from_both_ends(db, table, listed, ", ".join(keys))
    else:
        for row in _numbered(
            db, f"SELECT rowid, {listed} FROM {table} WHERE rowid BETWEEN ? AND ?"
        ):
            yield row[1:]


def _numbered(db: Database, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows by their numbers from both ends up to the damage, then what lies between."""
    low, high = 1, _LARGEST
    try:
        for row in _within(db, f"{query} ORDER BY rowid", low, high):
            yield row
            low = row[0] + 1
    except Error:
        pass
    else:
        return
    try:
        for row in _within(db, f"{query} ORDER BY rowid DESC", low, high):
            yield row
            high = row[0] - 1
    except Error:
        pass
    ranges, failures = [(low, high)], 0
    while ranges and failures < _MOST_FAILURES:
        low, high = ranges.pop()
        try:
            for row in _within(db, f"{query} ORDER BY rowid", low, high):
                yield row
                low = row[0] + 1
        except Error:
            failures += 1
            if low < high:
                middle = (low + high) // 2
                ranges += [(middle + 1, high), (low, middle)]


def _within(db: Database, query: str, low: int, high: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a range; ``Error`` where the damage leads out of it, or round in it."""
    down, last = query.endswith("DESC"), None
    for row in db.execute(query, (low, high)):
        on = last is None or (row[0] < last if down else row[0] > last)
        if not (low <= row[0] <= high and on):
            raise Error("the rows are out of order")
        yield row
        last = row[0]


def _from_both_ends(db: Database, table: str, listed: str, keys: str) -> Iterator[tuple[Any, ...]]:
    seen = set()
    for order in (keys, ", ".join(f"{key} DESC" for key in keys.split(", "))):
        try:
            for row in db.execute(f"SELECT {listed} FROM {table} ORDER BY {order}"):
                if row in seen:
                    # Both ends met, or the damage leads round.
                    break
                seen.add(row)
                yield row
        except Error:
            continue
