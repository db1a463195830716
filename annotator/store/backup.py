"""Copies of the whole project that are complete, checked, and never half written.

`write` makes one. `keep` keeps a row of them in a folder beside the project, of which `prune`
leaves the last ten, one for each of the last days and one for each of the weeks before. `restore`
puts one in the project's place, and what was there beside it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, count
from pathlib import Path

from sqlite_utils import Database

from annotator.errors import ProjectError
from annotator.model import new_id
from annotator.store import journal
from annotator.store.connection import beside, connect, copy_into, create, told

#: How many of the latest backups are kept, and then one a day and one a week for so many.
LAST, DAYS, WEEKS = 10, 14, 8

# What was left half written so long ago nobody goes on with.
_ABANDONED = timedelta(days=1)

_STAMP = "%Y-%m-%d %H.%M.%S"
_NAMED = re.compile(r" (\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)\.[^.]+$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy in the row: its file, and when it was made (UTC)."""

    path: Path
    at: datetime


def write(db: Database, path: Path, target: Path) -> None:
    """Copy the project in ``db`` to a new file, and check the copy before it gets its name.

    Raises ``ProjectError`` if the target exists, can't be written, or the copy isn't whole.
    """
    if target.exists() or beside(target):
        raise ProjectError(f"{target} exists already. Choose a new name for the backup.")
    partial = target.with_name(f".{target.name}.{new_id()}.partial")
    try:
        _copy(db, path, partial)
        _give_name(partial, target)
    except OSError as error:
        raise ProjectError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def refuse_damaged(db: Database, path: Path) -> None:
    """Raise ``ProjectError`` if pages of the project in ``db`` are damaged.

    It is a copy that is looked through, and thrown away: so nobody has to wait who writes.
    """
    partial = path.with_name(f".{path.name}.{new_id()}.partial")
    try:
        _copy(db, path, partial)
    except OSError as error:
        raise ProjectError(f"{path} cannot be looked through: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def name_beside(path: Path, mark: str) -> Path:
    """Return a name beside the project that nothing has yet: ``talks.v1.annotator``."""
    names = chain([mark], (f"{mark}-{n}" for n in count(2)))
    tried = (path.with_name(f"{path.stem}.{name}{path.suffix}") for name in names)
    return next(name for name in tried if not name.exists())


def folder(path: Path) -> Path:
    """Return where a project's row of backups is kept."""
    return path.with_name(f"{path.stem} backups")


def kept(path: Path) -> list[Backup]:
    """Return a project's backups, the latest first; none if there is no folder of them."""
    files = sorted(folder(path).glob(f"*{path.suffix}"))
    found = [Backup(file, at) for file in files if (at := _made_at(file.name)) is not None]
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def keep(db: Database, path: Path, *, now: datetime | None = None) -> Backup | None:
    """Add a backup to the row, unless nothing changed since the last one; then prune the row.

    Returns the backup that was made. Raises ``ProjectError`` if it can't be, or if the project
    turns out to be damaged.
    """
    now = (now or datetime.now(UTC)).replace(microsecond=0)
    before = kept(path)
    if before and _last_change(before[0].path) == journal.last_seq(db):
        return None
    place = folder(path)
    try:
        place.mkdir(exist_ok=True)
        _sweep(place)
    except OSError as error:
        raise ProjectError(f"{place} cannot be made for backups: {error.strerror}.") from error
    taken = {backup.at for backup in before}
    while now in taken:
        now += timedelta(seconds=1)
    made = Backup(place / f"{path.stem} {now.strftime(_STAMP)}{path.suffix}", now)
    write(db, path, made.path)
    for old in prune([made, *before], now):
        old.path.unlink(missing_ok=True)
    return made


def prune(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Return the backups that the rule lets go: neither among the last, nor a day's or week's last.

    One from the future, made before a clock was set back, is neither counted nor let go.
    """
    past = sorted((b for b in backups if b.at <= now), key=lambda b: b.at, reverse=True)
    staying = set(past[:LAST])
    for periods, period in ((DAYS, _day), (WEEKS, _week)):
        by_period: dict[object, Backup] = {}
        for backup in past:
            by_period.setdefault(period(backup.at), backup)
        staying.update(list(by_period.values())[:periods])
    return [backup for backup in past if backup not in staying]


def restore(backup: Path, path: Path) -> Path | None:
    """Put a copy of a backup in a project's place; return where what was there is now.

    It is set aside with its journal, never overwritten; the backup stays where it is. Nobody may
    have the project open. Raises ``ProjectError`` if the backup isn't whole, or files can't be
    moved; then all is as it was.
    """
    partial = path.with_name(f".{path.name}.{new_id()}.partial")
    try:
        with closing(connect(backup, read_only=True)) as db, told(backup):
            create(partial, like=path if path.exists() else backup)
            copy_into(db, partial)
        _refuse_unless_whole(partial, 0, str(backup))
        moved = _set_aside(path)
        try:
            _give_name(partial, path)
        except OSError:
            for old, new in reversed(moved):
                new.rename(old)
            raise
    except OSError as error:
        raise ProjectError(f"{path} cannot be restored: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return next((new for old, new in moved if old == path), None)


def _copy(db: Database, path: Path, partial: Path) -> None:
    """Copy the project at ``path`` into a new file; raise ``ProjectError`` unless it is whole."""
    last = journal.last_seq(db)
    create(partial, like=path)
    with told(path):
        copy_into(db, partial)
    _refuse_unless_whole(partial, last, f"The backup of {path.name}")


def _refuse_unless_whole(copy: Path, last: int, name: str) -> None:
    with closing(connect(copy, read_only=True)) as db, told(copy):
        verdict = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
        whole = verdict == "ok" and journal.last_seq(db) >= last
    if not whole:
        raise ProjectError(
            f"{name} is not whole: {verdict}. See what can be saved with: annotator check"
        )


def _give_name(partial: Path, target: Path) -> None:
    partial.rename(target)
    if os.name == "posix":
        # The name is as durable as the content only once the folder is.
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _set_aside(path: Path) -> list[tuple[Path, Path]]:
    """Rename what is in the project's place, and return the old names and the new ones.

    What SQLite left beside a file goes with it: beside another it would damage that.
    """
    stamp = datetime.now(UTC).strftime(_STAMP)
    aside = path.with_name(f"{path.stem} set aside {stamp}{path.suffix}")
    old = [path, *beside(path)] if path.exists() else beside(path)
    new = [aside.with_name(aside.name + one.name.removeprefix(path.name)) for one in old]
    moves = list(zip(old, new, strict=True))
    for one, other in moves:
        one.rename(other)
    return moves


def _sweep(place: Path) -> None:
    """Remove copies that a program began long ago and was killed over."""
    for partial in place.glob(".*.partial*"):
        if datetime.now(UTC).timestamp() - partial.stat().st_mtime > _ABANDONED.total_seconds():
            partial.unlink(missing_ok=True)


def _made_at(name: str) -> datetime | None:
    """Return when a backup was made by its name; ``None`` if it isn't named like one."""
    named = _NAMED.search(name)
    with suppress(ValueError):
        if named is not None:
            return datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
    return None


def _last_change(backup: Path) -> int | None:
    """Return the number of a backup's last change; ``None`` if it can't be read."""
    try:
        with closing(connect(backup, read_only=True)) as db, told(backup):
            return journal.last_seq(db)
    except ProjectError:
        return None


def _day(at: datetime) -> Sequence[int]:
    return at.timetuple()[:3]


def _week(at: datetime) -> Sequence[int]:
    return at.isocalendar()[:2]
