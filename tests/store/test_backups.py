"""The row of backups: when one is made, which stay, and how one comes back."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator import Project
from annotator.errors import ProjectError
from annotator.model import Article, Change
from annotator.store.backup import DAYS, LAST, WEEKS, Backup, folder, kept, prune, restore
from annotator.store.checking import check
from annotator.store.salvage import salvage
from tests.store.conftest import cue, put

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def damage(path: Path, name: str) -> None:
    """Overwrite the first page of a table or an index."""
    with closing(sqlite3.connect(path)) as db:
        [page] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        [size] = db.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))


def at_hours(hours: int) -> Backup:
    at = NOW - timedelta(hours=hours)
    return Backup(Path(f"{hours}"), at)


def test_a_backup_is_made_when_something_changed(
    project: Project, article: Article, path: Path
) -> None:
    first = project.keep_backup()
    assert first is not None
    assert project.keep_backup() is None
    project.apply(put(cue(article)))
    second = project.keep_backup()
    assert second is not None
    assert kept(path) == [second, first]
    with Project.open(second.path) as copy:
        assert copy.layer(article.id, "ann-01").span_count == 1
        assert copy.undo(annotator="ann-01") is not None


def test_what_is_no_backup_is_left_alone(project: Project, article: Article, path: Path) -> None:
    folder(path).mkdir()
    strangers = [
        folder(path) / name
        for name in ("mine.annotator", "talks 2026-99-99 00.00.00.annotator", "notes.txt")
    ]
    for stranger in strangers:
        stranger.write_text("mine")
    for _ in range(LAST + 3):
        project.apply(put(cue(article)))
        assert project.keep_backup() is not None
    assert all(stranger.read_text() == "mine" for stranger in strangers)
    assert len(kept(path)) <= LAST + 1


@given(st.sets(st.integers(-2000, 20_000), max_size=80))
@example(set(range(0, 100 * 24, 6)))
def test_the_last_ones_stay_and_one_a_day_and_one_a_week(hours: set[int]) -> None:
    backups = [at_hours(hour) for hour in hours]
    gone = prune(backups, NOW)
    past = sorted((b for b in backups if b.at <= NOW), key=lambda b: b.at, reverse=True)
    staying = [backup for backup in past if backup not in gone]
    assert set(gone) <= set(past)
    assert staying[:LAST] == past[:LAST]
    assert len(staying) <= LAST + DAYS + WEEKS
    days = list(dict.fromkeys(backup.at.date() for backup in past))[:DAYS]
    assert set(days) <= {backup.at.date() for backup in staying}
    weeks = list(dict.fromkeys(backup.at.isocalendar()[:2] for backup in past))[:WEEKS]
    assert set(weeks) <= {backup.at.isocalendar()[:2] for backup in staying}


def test_a_damaged_project_is_restored_and_set_aside(
    project: Project, article: Article, path: Path
) -> None:
    project.apply(put(cue(article)))
    made = project.keep_backup()
    assert made is not None
    project.close()
    os.truncate(path, path.stat().st_size // 3)
    broken = path.read_bytes()
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(path)
    aside = restore(made.path, path)
    assert aside is not None
    assert aside.read_bytes() == broken
    with Project.open(path) as again:
        assert again.layer(article.id, "ann-01").span_count == 1
    assert made.path.exists()


def test_a_damaged_backup_replaces_nothing(project: Project, article: Article, path: Path) -> None:
    made = project.keep_backup()
    assert made is not None
    project.close()
    before = path.read_bytes()
    os.truncate(made.path, made.path.stat().st_size // 2)
    with pytest.raises(ProjectError, match=r"damaged|not whole"):
        restore(made.path, path)
    assert path.read_bytes() == before
    assert sorted(path.parent.glob("*")) == sorted([path, folder(path)])


def test_a_backup_of_a_damaged_project_is_refused(
    project: Project, article: Article, path: Path
) -> None:
    project.close()
    damage(path, "relation_source")
    with Project.open(path) as damaged, pytest.raises(ProjectError, match=r"damaged|not whole"):
        damaged.keep_backup()
    assert not kept(path)


def test_others_can_write_while_a_backup_is_made(
    project: Project, article: Article, path: Path
) -> None:
    bulk = [cue(article) for _ in range(5000)]
    project.apply(Change("Label many", "ann-01", put=bulk, bulk=True))
    target = path.with_name("copy.annotator")

    opened = Event()

    def back_up() -> None:
        with Project.open(path) as other:
            opened.set()
            other.backup(target)

    thread = Thread(target=back_up)
    thread.start()
    opened.wait()
    written = 0
    while thread.is_alive():
        project.apply(put(cue(article)))
        written += 1
        time.sleep(0.01)
    thread.join()
    assert written
    with Project.open(target) as copy:
        count = copy.layer(article.id, "ann-01").span_count
    assert len(bulk) <= count <= len(bulk) + written


def test_nothing_is_written_into_a_file_that_was_replaced(
    project: Project, article: Article, path: Path
) -> None:
    moved = path.with_name("moved.annotator")
    path.rename(moved)
    with pytest.raises(ProjectError, match="moved, removed or replaced"):
        project.apply(put(cue(article)))
    path.write_bytes(moved.read_bytes())
    with pytest.raises(ProjectError, match="moved, removed or replaced"):
        project.undo(annotator="ann-01")
    copy = path.with_name("copy.annotator")
    project.backup(copy)
    path.unlink()
    moved.rename(path)
    assert project.apply(put(cue(article))) is not None


@pytest.mark.parametrize("rights", [0o600, 0o640])
def test_a_backup_is_shut_to_whom_the_project_is(
    project: Project, article: Article, path: Path, rights: int
) -> None:
    path.chmod(rights)
    made = project.keep_backup()
    assert made is not None
    copy, saved = path.with_name("copy.annotator"), path.with_name("saved.annotator")
    project.backup(copy)
    project.close()
    salvage(path, saved)
    made.path.chmod(0o644)
    restore(made.path, path)
    for file in (copy, saved, path):
        assert file.stat().st_mode & 0o777 == rights, file.name


def test_a_journal_whose_file_is_gone_does_no_harm_to_what_is_restored(
    project: Project, article: Article, path: Path
) -> None:
    journal = path.with_name(f"{path.name}-journal")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA cache_size = 1")
        db.execute("UPDATE article SET text = text || zeroblob(90000)")
        hot = journal.read_bytes()
        db.rollback()
    project.apply(put(*(cue(article) for _ in range(300))))
    made = project.keep_backup()
    assert made is not None
    project.close()
    path.unlink()
    journal.write_bytes(hot)
    with pytest.raises(ProjectError, match="exists already"):
        salvage(made.path, path)
    assert restore(made.path, path) is None
    assert check(path).findings == []
    [aside] = path.parent.glob("*set aside*")
    assert aside.read_bytes() == hot


@pytest.mark.parametrize("kind", ["journal", "wal", "shm"])
def test_what_lies_beside_a_lost_project_is_set_aside(
    project: Project, article: Article, path: Path, kind: str
) -> None:
    made = project.keep_backup()
    assert made is not None
    project.close()
    path.unlink()
    left = path.with_name(f"{path.name}-{kind}")
    left.write_bytes(b"left")

    restore(made.path, path)

    [aside] = path.parent.glob("*set aside*")
    assert aside.read_bytes() == b"left" and not left.exists()


def test_what_a_killed_program_left_half_written_is_swept(
    project: Project, article: Article, path: Path
) -> None:
    folder(path).mkdir()
    left, fresh = (folder(path) / f".{name}.partial" for name in ("left", "fresh"))
    for file in (left, fresh):
        file.write_text("half a copy")
    os.utime(left, (time.time() - 90_000, time.time() - 90_000))
    assert project.keep_backup() is not None
    assert fresh.exists()
    assert not left.exists()


def test_a_project_is_looked_through_without_a_backup(
    project: Project, article: Article, path: Path
) -> None:
    project.refuse_damaged()
    project.close()
    damage(path, "relation_source")
    with Project.open(path) as damaged, pytest.raises(ProjectError, match=r"damaged|not whole"):
        damaged.refuse_damaged()
    assert sorted(path.parent.iterdir()) == [path]
