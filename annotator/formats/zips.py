"""ZIP files from elsewhere, read with care, and ZIP files of ours, the same bytes each time."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from annotator.errors import FormatError

#: The most that all files in a ZIP may hold together, unpacked, in bytes.
LARGEST = 4 * 1024**3

#: How many times its size a file in a ZIP may grow; more is made to do harm.
_GROWTH = 1000
_SMALL = 1024 * 1024

# What Python raises for a file that isn't what it says.
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(NotImplementedError, EOFError, UnicodeDecodeError),
)

_NO_TIME = (1980, 1, 1, 0, 0, 0)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file whose files all lie in it and are of a size that can be read.

    Raises ``FormatError`` if the file is no ZIP or isn't so.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, path)
            yield archive
    except _BROKEN as error:
        raise FormatError(f"{path} is no ZIP file that can be read: {error}.") from error
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror or error}.") from error


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    total = 0
    for info in archive.infolist():
        name = PurePosixPath(info.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in info.filename:
            raise FormatError(f'{path} holds "{info.filename}", which leads out of it.')
        if info.flag_bits & 1:
            raise FormatError(f'{path}: "{info.filename}" needs a password. Save it without one.')
        if info.file_size > max(_SMALL, _GROWTH * info.compress_size):
            raise FormatError(
                f'{path}: "{info.filename}" grows from {info.compress_size:,} to '
                f"{info.file_size:,} bytes, as only files made to do harm do."
            )
        total += info.file_size
    if total > LARGEST:
        raise FormatError(f"{path} holds {total:,} bytes; {LARGEST:,} is the most.")


def packed(handle: BinaryIO) -> zipfile.ZipFile:
    """Begin a ZIP file; ``adding`` puts files into it.

    Its files aren't compressed: what a compressor makes differs from machine to machine.
    """
    return zipfile.ZipFile(handle, "w", zipfile.ZIP_STORED)


def adding(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Open a new file of this name in a ZIP of ours for writing."""
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return archive.open(info, "w", force_zip64=True)
