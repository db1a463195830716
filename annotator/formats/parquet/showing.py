"""A Parquet file in words: its columns, and its first rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.formats.showing import in_short

_ROWS = 2


def shown(file: Path) -> str:
    """Return the columns with their types, and the first rows, a column a line."""
    return "\n".join(_lines(file))


def _lines(file: Path) -> Iterator[str]:
    from pyarrow import parquet

    table = parquet.read_table(file)
    yield f"{file.stem}: {table.num_rows:,} rows of {table.num_columns} columns"
    yield from (f"  {field.name}: {field.type}" for field in table.schema)
    for number, row in enumerate(table.slice(0, _ROWS).to_pylist(), 1):
        yield f"row {number}"
        yield from (f"  {name}: {in_short(value)}" for name, value in row.items())
    yield ""
