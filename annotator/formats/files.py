"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path, PurePath
from typing import BinaryIO

from annotator.errors import FormatError
from annotator.model import new_id

#: The list of a folder's files with their checksums.
SUMS = "SHA256SUMS"

#: What tells about a dataset, in the folder with its parts.
CARD, LOSSES, SCHEME = "README.md", "losses.jsonl", "scheme.toml"

# Several files reach a disk together in the time that one takes.
_AT_ONCE, _LOT = 8, 16


def read_whole(path: Path, largest: int) -> bytes:
    """Read a file that is no larger than so many bytes.

    Raises ``FormatError`` if it is larger or can't be read.
    """
    try:
        with path.open("rb") as handle:
            if (size := os.fstat(handle.fileno()).st_size) > largest:
                raise FormatError(f"{path} has {size:,} bytes; {largest:,} is the most. Split it.")
            return handle.read()
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror or error}.") from error


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


@contextmanager
def replacing_by_files(path: Path, suffix: str) -> Iterator[Path]:
    """Fill a folder beside ``path`` with files of which one alone takes that place in the end.

    If there are several, the folder itself does, with a list of checksums as ``replacing_folder``
    makes it. Their names end in ``suffix``. What is replaced is a file, or a folder of such files
    that an earlier export wrote. If the block fails, whatever was at ``path`` stays. Raises
    ``FormatError`` if nothing can be written.
    """
    if path.is_dir():
        if {PurePath(name).suffix for name in _listed(path)} != {suffix}:
            raise FormatError(f"{path} is a folder. Name a file to write to.")
        _refuse_foreign(path)
    with _filled(path) as partial:
        yield partial
        first, *others = _files_in(partial)
        if others:
            _list_sums(partial)
        else:
            _reach_disk(partial / first)
        _take_place(partial if others else partial / first, path)


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """Fill a folder beside ``path`` that takes its place once the block has ended well.

    It gets a list of its files with their checksums, as ``sha256sum -c`` reads it. By that list a
    folder is known that may be replaced; any other one must be empty. If the block fails, whatever
    was at ``path`` stays. Raises ``FormatError`` if the folder can't be written.
    """
    _refuse_foreign(path)
    with _filled(path) as partial:
        yield partial
        _list_sums(partial)
        _take_place(partial, path)


@contextmanager
def _filled(path: Path) -> Iterator[Path]:
    """Make a folder beside ``path``, and see that it is gone in the end, wherever it went."""
    partial = path.with_name(f".{new_id()}.partial")
    try:
        try:
            partial.mkdir()
            yield partial
        except OSError as error:
            raise FormatError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _refuse_foreign(path: Path) -> None:
    if not path.exists() and not path.is_symlink():
        return
    if path.is_symlink() or not path.is_dir():
        raise FormatError(f"{path} is a file. Name a folder to write to.")
    ours = {SUMS, *_listed(path)}
    for name in _files_in(path):
        if name not in ours:
            raise FormatError(
                f"{path} holds {name}, which no export has written. Name a new or an empty folder."
            )


def only_tells(path: Path) -> bool:
    """Say whether a file tells about an export that it lies beside, and holds nothing of it."""
    about = {CARD, LOSSES, SCHEME}
    return path.name == SUMS or (path.name in about and about <= set(_listed(path.parent)))


def _listed(folder: Path) -> list[str]:
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
    return [name for _, mark, name in (line.partition("  ") for line in lines) if mark]


def _list_sums(folder: Path) -> None:
    """Write the checksum of each file, and have all of them reach the disk."""

    def settled(names: Sequence[str]) -> str:
        lines = []
        for name in names:
            with (folder / name).open("rb") as handle:
                os.fsync(handle.fileno())
                lines.append(f"{file_digest(handle, 'sha256').hexdigest()}  {name}\n")
        return "".join(lines)

    names = sorted(name for name in _files_in(folder) if name != SUMS)
    lots = (names[first : first + _LOT] for first in range(0, len(names), _LOT))
    with ThreadPoolExecutor(_AT_ONCE) as pool, (folder / SUMS).open("xb") as sums:
        sums.writelines(lines.encode() for lines in pool.map(settled, lots))
        sums.flush()
        os.fsync(sums.fileno())


def _files_in(folder: Path) -> Iterator[str]:
    """Yield the path of each file within the folder, with slashes: of a million, Paths are many."""
    for here, _, names in os.walk(folder):
        inside = Path(here).relative_to(folder)
        yield from ((inside / name).as_posix() for name in names)


def _reach_disk(file: Path) -> None:
    with file.open("rb") as handle:
        os.fsync(handle.fileno())


def _take_place(partial: Path, path: Path) -> None:
    if not path.exists() or (partial.is_file() and path.is_file()):
        partial.replace(path)
    else:
        old = path.with_name(f".{new_id()}.old")
        path.replace(old)
        try:
            partial.replace(path)
        except OSError:
            old.replace(path)
            raise
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink()
    _settle(path.parent)
