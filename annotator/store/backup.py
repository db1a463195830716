"""Copies of the whole project that are complete, checked, and never half written."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from annotator.errors import ProjectError
from annotator.model import new_id
from annotator.store.connection import connect, told


def write(db: Database, path: Path, target: Path) -> None:
    """Copy the project in ``db`` to a new file, and check the copy before it gets its name.

    Raises ``ProjectError`` if the target exists, can't be written, or the copy isn't whole.
    """
    if target.exists():
        raise ProjectError(f"{target} exists already. Choose a new name for the backup.")
    partial = target.with_name(f".{target.name}.{new_id()}.partial")
    try:
        with told(target):
            db.execute("VACUUM INTO ?", [str(partial)])
        copy = connect(partial, read_only=True)
        try:
            with told(target):
                verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
                whole = copy.table("change").count == db.table("change").count
        finally:
            copy.close()
        if verdict != "ok" or not whole:
            raise ProjectError(f"The backup of {path.name} is not whole ({verdict}). Try again.")
        partial.rename(target)
    except OSError as error:
        raise ProjectError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
