"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from annotator.errors import FormatError
from annotator.model import new_id


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write a file beside ``path`` that takes its place once the block has ended well.

    If the block fails, whatever was at ``path`` stays. Raises ``FormatError`` if the file can't
    be written.
    """
    # A short name of its own: a name near the file system's limit has no room for an ending.
    partial = path.with_name(f".{new_id()}.partial")
    try:
        if path.is_dir():
            raise FormatError(f"{path} is a folder. Name a file to write to.")
        try:
            with partial.open("xb") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            partial.replace(path)
            _settle(path.parent)
        except OSError as error:
            raise FormatError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the new name survive a power cut, where the system lets folders be synced."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
