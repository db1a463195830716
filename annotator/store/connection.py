"""Opens SQLite safely, and tells what SQLite complains of in words for people."""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the one it uses itself

from annotator.errors import ChangeError, NotSaved, ProjectError, TextError

#: How many seconds to wait for another program that is writing; a window can't wait so long.
PATIENCE, WINDOWS_PATIENCE = 5.0, 0.3
# While a step of a copy is read nobody can write: a few milliseconds each.
_COPY_PAGES, _COPY_PAUSE, _COPY_RESTARTS = 1000, 0.005, 5

# A project file may come from anyone: it must not run code, nor lead a reader astray. FULL and
# a rollback journal: what was committed survives a power cut (WAL has a bug before 3.51.3).
_PRAGMAS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "foreign_keys = ON",
    "synchronous = FULL",
)

# More than any file has that is taken in.
_LARGEST = 512 * 1024 * 1024

Error = sqlite3.Error


def create(path: Path, like: Path | None = None) -> None:
    """Make an empty file for a new database; ``FileExistsError`` if there is one.

    A copy is shut to all to whom the file that it is ``like`` is shut; if that is gone, to others.
    """
    rights = 0o666
    if like is not None:
        rights = like.stat().st_mode & 0o666 | 0o600 if like.exists() else 0o600
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, rights))


def connect(path: Path, *, read_only: bool = False, patience: float = PATIENCE) -> Database:
    """Open the database at ``path``, which must exist, without trusting it.

    ``patience`` is how many seconds it waits for another program that is writing. Raises
    ``ProjectError`` if it can't be opened or isn't a database.
    """
    refuse_strange_log(path)
    mode = "ro" if read_only else "rw"
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    with told(path):
        connection = sqlite3.connect(uri, uri=True, timeout=patience)
        db = Database(connection, execute_plugins=False, strict=True)
        try:
            # SQLite's own lower() knows ASCII alone.
            connection.create_function("folded", 1, str.casefold, deterministic=True)
            for pragma in _PRAGMAS:
                db.execute(f"PRAGMA {pragma}")
            # The first read of the file: one that is no database is found out here.
            db.execute("PRAGMA schema_version").fetchone()
        except BaseException:
            connection.close()
            raise
    return db


def is_file(path: Path) -> bool:
    """Say whether there is a file; none can have a name that is too long."""
    try:
        return path.is_file()
    except PermissionError:
        return True  # as far as one may see; opening it says what is wrong
    except OSError:
        return False


def may_write(path: Path) -> bool:
    """Say whether a file and the folder that its journal stands in may be written to."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def file_identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from any other that gets its name; ``None`` if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def beside(path: Path) -> list[Path]:
    """Return what SQLite left beside a database: files that belong to that one alone.

    Beside another with the same name they would damage it.
    """
    names = (path.with_name(f"{path.name}-{kind}") for kind in ("journal", "wal", "shm"))
    return [name for name in names if name.exists()]


def refuse_strange_log(path: Path) -> None:
    """Raise ``ProjectError`` if a write-ahead log lies beside a file that says it has none.

    SQLite would take what it holds into the file without a look at whose it is.
    """
    log = path.with_name(f"{path.name}-wal")
    try:
        if not log.stat().st_size:
            return
        with path.open("rb") as file:
            head = file.read(20)
    except OSError:
        return  # there is none, or opening the file says what is wrong
    if head[:16] == b"SQLite format 3\0" and head[18:20] == b"\1\1":
        raise ProjectError(
            f"{path}: beside it lies {log.name}, which is not this project's and would damage it. "
            "Move that file away, and open the project again."
        )


def copy_into(db: Database, target: Path) -> None:
    """Copy the whole database into an empty file, as it is at the end of the copying.

    It goes step by step, so that others can write in between. Then it begins anew by itself; if
    they don't let it come to its end, it is done in one go. Raises what SQLite raises.
    """
    restarts, least = 0, sys.maxsize

    def seen(_status: int, left: int, _pages: int) -> None:
        nonlocal restarts, least
        restarts += left >= least
        least = left
        if restarts > _COPY_RESTARTS:
            raise _Disturbed

    with closing(sqlite3.connect(target)) as copy:
        try:
            db.conn.backup(copy, pages=_COPY_PAGES, sleep=_COPY_PAUSE, progress=seen)
        except _Disturbed:
            db.conn.backup(copy)


class _Disturbed(Exception):
    """Others wrote again and again while a copy was made."""


@contextmanager
def write_transaction(db: Database, path: Path) -> Iterator[None]:
    """Run a block as one transaction that takes the write lock at its start.

    Whatever fails inside leaves the file as it was. Raises ``NotSaved`` for what SQLite can't do,
    ``ChangeError`` if the rows would contradict each other.
    """
    with told(path, NotSaved):
        db.execute("BEGIN IMMEDIATE")
        try:
            # Rows may refer to others that are written later in the same change.
            db.execute("PRAGMA defer_foreign_keys = ON")
            yield
            db.commit()
        except BaseException:
            db.rollback()
            raise


@contextmanager
def told(path: Path, kind: type[ProjectError] = ProjectError) -> Iterator[None]:
    """Turn SQLite's errors inside the block into ones that name the file and the mend."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise ChangeError(
            f"{path.name} refused the change, because other records depend on what it would "
            f"remove, or lack what it needs ({error})."
        ) from error
    except Damaged as error:
        raise ProjectError(
            f"{path}: the project file is damaged ({error}). Open a backup, or save what can be "
            f"read with: annotator check {path.name} --repair"
        ) from error
    except UnicodeEncodeError as error:
        half = ord(error.object[error.start])
        raise TextError(
            f"{path.name} cannot hold the lone surrogate U+{half:04X}: half a character was lost "
            "where the text was made; mend it there. Nothing was changed."
        ) from error
    # SQLite may quote what it complains of, and a damaged file's words need not be UTF-8.
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise kind(f"{path}: {explain(str(error))}") from error


class Damaged(ValueError):
    """What the file holds is not what this program writes; ``told`` tells it."""


def pack(data: bytes | None) -> bytes | None:
    """Compress an article's original bytes for storing."""
    return None if data is None else zlib.compress(data, 6)


def unpack(data: bytes | None) -> bytes | None:
    """Give back what ``pack`` compressed; ``Damaged`` if it isn't whole or grows without end."""
    if data is None:
        return None
    inflating = zlib.decompressobj()
    try:
        found = inflating.decompress(data, _LARGEST)
    except (zlib.error, TypeError) as error:
        raise Damaged("an article's original file cannot be unpacked") from error
    if not inflating.eof:
        raise Damaged("an article's original file is cut off or too large")
    return found


def explain(message: str) -> str:
    """Return what a message of SQLite's means, and the mend."""
    lower = message.lower()
    for sign, meaning in _MEANINGS:
        if sign in lower:
            return f"{meaning} ({message})."
    return f"the project file could not be used ({message})."


_MEANINGS = (
    ("locked", "another program is writing to this project. Close it there, or try again"),
    ("not a database", "this is not a project file, or it is damaged. Open a backup instead"),
    ("malformed", "the project file is damaged. Open a backup instead"),
    ("full", "the disk is full. Nothing was lost; make room and try again"),
    ("disk i/o", "the disk could not be read or written. Nothing was lost; check the disk"),
    ("readonly", "the project file may not be written to. Check its permissions"),
    ("unable to open", "the project file or its folder cannot be opened. Check its permissions"),
)
