"""Parquet tables, for pandas, Polars, DuckDB and R: a folder with a file for each table."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.formats.extras import missing
from annotator.formats.files import replacing_folder
from annotator.formats.format import Format, Terms
from annotator.formats.parquet.showing import shown
from annotator.formats.sheet import Sheet
from annotator.formats.showing import files_of
from annotator.formats.tables.holding import HOLDS
from annotator.formats.tables.rows import Column, Kind, Row, Tables

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

# A table's rows are written in groups of so many.
_ROWS = 20_000

_TYPES: dict[Kind, str] = {
    "text": "string",
    "texts": "string",
    "whole": "int64",
    "number": "float64",
    "flag": "bool",
}


class ParquetTables(Format):
    """The format ``parquet-tables``; pyarrow is loaded when it is needed."""

    name = "parquet-tables"
    title = "Parquet tables"
    suffixes = (".parquet",)
    folder = True
    reads = False
    holds = HOLDS

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a file for each table. Raises ``MissingExtra`` without pyarrow."""
        try:
            from pyarrow import parquet
        except ImportError as error:
            raise missing("pyarrow", "parquet") from error
        tables = Tables(terms.scheme)
        with replacing_folder(to) as folder, ExitStack() as files:
            open_tables = {}
            for name, columns in tables.columns.items():
                schema = _schema(columns)
                writer = parquet.ParquetWriter(folder / f"{name}.parquet", schema)
                open_tables[name] = _Table(files.enter_context(writer), schema)
            for sheet in sheets:
                for name, row in tables.rows(sheet):
                    open_tables[name].add(row)
            for table in open_tables.values():
                table.flush()

    def shown(self, to: Path) -> str:
        """Return each table's columns and first rows, the largest table first."""
        return "\n".join(map(shown, files_of(to)))


class _Table:
    """A table that is being written, and the rows that wait to be a group."""

    def __init__(self, writer: parquet.ParquetWriter, schema: pa.Schema) -> None:
        self._writer, self._schema = writer, schema
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) == _ROWS:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            columns: list[Any] = [
                pa.array(cells, field.type)
                for cells, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
            self._rows.clear()


def _schema(columns: Iterable[Column]) -> pa.Schema:
    import pyarrow as pa

    fields = []
    for column in columns:
        one = pa.type_for_alias(_TYPES[column.kind])
        fields.append(pa.field(column.name, pa.list_(one) if column.kind == "texts" else one))
    return pa.schema(fields)


FORMAT = ParquetTables()
