"""Reads Parquet and Arrow files; runs in the process apart, the only place with pyarrow's readers.

Rows are taken in small batches, so that a column of one long text that is said to come a million
times is never laid out whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import Unreadable

if TYPE_CHECKING:
    import pyarrow as pa

#: The largest group of rows that is read, unpacked, in bytes and in values.
LARGEST_GROUP = 2 * 1024**3
MOST_VALUES = 100_000_000

_BATCH = 64  # rows
_PARQUET, _ARROW = b"PAR1", b"ARROW1"


def head(source: bytes | Path) -> Iterator[dict[str, Any]]:
    """Yield the names of the columns, and what ``datasets`` noted of them."""
    from pyarrow import parquet

    with _opened(source) as (begins, file):
        if begins.startswith(_PARQUET):
            schema = parquet.read_schema(file)
        else:
            with _arrow(begins, file) as reader:
                schema = reader.schema
        noted = (schema.metadata or {}).get(b"huggingface", b"")
        yield {"columns": schema.names, "huggingface": noted.decode("utf-8", "replace")}


def rows(source: bytes | Path) -> Iterator[dict[str, Any]]:
    """Yield each row, by column."""
    with _opened(source) as (begins, file):
        for batch in _batches(begins, file):
            for start in range(0, batch.num_rows, _BATCH):
                yield from batch.slice(start, _BATCH).to_pylist()


def _batches(begins: bytes, file: pa.NativeFile) -> Iterator[pa.RecordBatch]:
    from pyarrow import parquet

    if begins.startswith(_PARQUET):
        with parquet.ParquetFile(file) as opened:
            _check_groups(opened.metadata)
            yield from opened.iter_batches(_BATCH)
    else:
        with _arrow(begins, file) as reader:
            count = getattr(reader, "num_record_batches", None)
            yield from reader if count is None else map(reader.get_batch, range(count))


@contextmanager
def _opened(source: bytes | Path) -> Iterator[tuple[bytes, pa.NativeFile]]:
    """Open a file and give its first bytes too. ``Unreadable`` for whatever goes wrong with it."""
    import pyarrow as pa

    try:
        with (
            pa.BufferReader(source) if isinstance(source, bytes) else pa.OSFile(str(source)) as file
        ):
            begins = file.read(len(_ARROW))
            file.seek(0)
            yield begins, file
    except FileNotFoundError as error:
        raise Unreadable("is not there (any more)") from error
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise Unreadable(f"is no Parquet or Arrow file, or it is damaged: {reason}") from error


def _arrow(begins: bytes, file: pa.NativeFile) -> Any:
    import pyarrow as pa

    return pa.ipc.open_file(file) if begins == _ARROW else pa.ipc.open_stream(file)


def _check_groups(metadata: Any) -> None:
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        most = max((group.column(n).num_values for n in range(group.num_columns)), default=0)
        if group.total_byte_size > LARGEST_GROUP or most > MOST_VALUES:
            raise Unreadable(
                f"cannot be read: its group of rows number {number + 1} holds "
                f"{group.total_byte_size:,} bytes and {most:,} values in a column. Write it in "
                "smaller groups"
            )
