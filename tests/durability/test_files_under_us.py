"""The file, the folder or the disk changes under an open project: told in words, nothing lost."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import AnnotatorError, NotSaved, ProjectError
from annotator.model import Actor, Annotator, Change, Changed, SchemeVersion, new_id
from annotator.store import journal
from annotator.store.salvage import salvage
from annotator.transfer import import_paths
from tests.durability import killing
from tests.durability.checks import assert_whole
from tests.durability.conftest import PARAGRAPH, fill
from tests.durability.killing import Worker

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these are POSIX's files")

WHO = "ann-01"


def register(project: Project, name: str = "Huawei", note: str | None = None) -> Changed | None:
    return project.apply(Change("Register", WHO, put=[Actor(new_id(), name, note=note)]))


def in_a_child(work: Callable[..., None], *args: Any) -> None:
    """Run it in a process of its own, whose rights and limits may be taken away."""
    child = multiprocessing.get_context("forkserver").Process(target=work, args=args)
    child.start()
    child.join(50)
    assert child.exitcode == 0, "see the child's output"


def test_a_disk_that_fills_up_and_is_emptied_again(path: Path) -> None:
    fill(path)
    in_a_child(_fill_the_disk, path)
    with Project.open(path) as project:
        assert project.actors()[0].name == "after"
    assert_whole(path)


def _fill_the_disk(path: Path) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 50_000, most))
    with Project.open(path) as project:
        told = 0
        for _ in range(100):
            try:
                register(project, note="x" * 5_000)
                told += 1
            except NotSaved as error:
                assert "disk" in str(error)
                break
        else:
            raise AssertionError("the disk was never full")
        assert len(project.actors()) == told
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        register(project, "after")
        assert len(project.actors()) == told + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_real_disk_that_is_full(small_disk: Path) -> None:
    path = small_disk / "talks.annotator"
    fill(path)
    ballast = small_disk / "ballast"
    with Project.open(path) as project:
        free = os.statvfs(small_disk)
        ballast.write_bytes(b"x" * max(free.f_bavail * free.f_frsize - 12_000, 0))
        with pytest.raises(NotSaved, match="disk"):
            for _ in range(50):
                register(project, note="x" * 4_000)
        count = len(project.actors())
        with pytest.raises(ProjectError):
            project.backup(small_disk / "copy.annotator")
        assert not list(small_disk.glob("*copy*"))
        ballast.unlink()
        register(project)
        assert len(project.actors()) == count + 1
    assert_whole(path)


def test_what_takes_room_on_a_full_disk_leaves_nothing_behind(
    small_disk: Path, tmp_path: Path
) -> None:
    path = small_disk / "talks.annotator"
    fill(path)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for n in range(30):
        (inbox / f"{n}.txt").write_text(f"Number {n}\n\n{PARAGRAPH * 200}", encoding="utf-8")
    before = {file.name for file in small_disk.iterdir()}
    with Project.open(path) as project:
        acts: list[Callable[[], object]] = [
            lambda: import_paths(project, [inbox], annotator=WHO),
            lambda: export(project, Recipe("jsonl", layer="all"), small_disk / "out.jsonl"),
            lambda: export(project, Recipe("brat", layer="all"), small_disk / "brat"),
            lambda: salvage(path, small_disk / "saved.annotator"),
            project.keep_backup,
        ]
        for number, act in enumerate(acts):
            if number == 1:
                free = os.statvfs(small_disk)
                ballast = small_disk / "ballast"
                ballast.write_bytes(b"x" * (free.f_bavail * free.f_frsize - 8_000))
            with pytest.raises(AnnotatorError, match=r"disk is full|No space left"):
                act()
            left = {file.name for file in small_disk.iterdir()} - {"ballast", "talks backups"}
            assert left == before
        ballast.unlink()
        assert project.keep_backup() is not None
        assert project.count_articles() == 3
    assert_whole(path)


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A place that others can get to; pytest's own folders are for one user alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder / "talks.annotator"
    shutil.rmtree(folder)


def test_a_file_that_may_not_be_seen(open_path: Path) -> None:
    fill(open_path)
    open_path.parent.chmod(0o700)
    in_a_child(_open_as_nobody, open_path)


def _open_as_nobody(path: Path) -> None:
    _become_nobody()
    if os.access(path.parent, os.R_OK):
        return  # whoever runs the tests owns the folder
    try:
        Project.open(path)
    except ProjectError as error:
        assert "Check its permissions" in str(error)
    else:
        raise AssertionError("it was opened")


def test_a_file_that_may_only_be_read(open_path: Path) -> None:
    path = open_path
    fill(path)
    path.chmod(0o444)
    in_a_child(_read_as_nobody, path)


def _read_as_nobody(path: Path) -> None:
    _become_nobody()
    with Project.open(path) as project:
        assert project.read_only
        assert "may not be written" in str(project.read_only_reason)
        assert project.count_articles() == 3
        for act in (lambda: register(project), lambda: project.undo(annotator=WHO)):
            try:
                act()
            except ProjectError as error:
                assert "cannot be changed" in str(error)
            else:
                raise AssertionError("it was changed")


def _become_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def test_a_folder_that_may_no_longer_be_written_to(open_path: Path) -> None:
    path = open_path
    fill(path)
    path.chmod(0o666)
    if os.geteuid() == 0:
        os.chown(path.parent, 65534, 65534)
        os.chown(path, 65534, 65534)
    in_a_child(_lose_the_right, path)
    assert_whole(path)


def _lose_the_right(path: Path) -> None:
    _become_nobody()
    with Project.open(path) as project:
        register(project, "before")
        path.parent.chmod(0o555)
        try:
            register(project, "lost")
        except NotSaved as error:
            assert "permission" in str(error)
        else:
            raise AssertionError("the change had nowhere to put its journal")
        path.parent.chmod(0o755)
        register(project, "after")
        assert [actor.name for actor in project.actors()] == ["after", "before"]


@pytest.mark.parametrize("how", ["removed", "replaced", "folder renamed"])
def test_a_file_that_is_gone_is_told_and_can_be_put_back(path: Path, how: str) -> None:
    home = path.parent / "home"
    home.mkdir()
    path = home / path.name
    fill(path)
    with Project.open(path) as project:
        register(project, "before")
        aside = path.with_name("aside")
        if how == "folder renamed":
            home.rename(home.with_name("elsewhere"))
        else:
            path.rename(aside)
        if how == "replaced":
            fill(path)
        with pytest.raises(NotSaved, match="moved, removed or replaced"):
            register(project, "lost")
        with pytest.raises(NotSaved):
            project.undo(annotator=WHO)
        if how == "folder renamed":
            home.with_name("elsewhere").rename(home)
        else:
            aside.replace(path)
        register(project, "after")
    with Project.open(path) as project:
        assert [actor.name for actor in project.actors()] == ["after", "before"]
    assert_whole(path)


def test_a_file_that_another_program_holds(path: Path) -> None:
    fill(path)
    holder = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('BEGIN EXCLUSIVE');"
        "print('held', flush=True); sys.stdin.read(); db.rollback()"
    )
    with Project.open(path, patience=0.2) as project:
        child = subprocess.Popen(
            [sys.executable, "-c", holder, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            assert child.stdout is not None and child.stdin is not None
            assert child.stdout.readline() == "held\n"
            with pytest.raises(NotSaved, match="another program is writing"):
                register(project)
            child.stdin.close()
            child.wait()
        assert register(project) is not None
    assert_whole(path)


def test_a_machine_that_sleeps_and_wakes(path: Path) -> None:
    fill(path)
    chance = random.Random(5)
    written = []
    with Worker(killing.edit, path, 1, 0.01) as worker, Project.open(path, patience=0.1) as project:
        for number in range(12):
            worker.wait_for(len(worker.told()) + 3)
            time.sleep(chance.random() * 0.01)
            assert worker.process.pid is not None
            os.kill(worker.process.pid, signal.SIGSTOP)
            try:
                changed = project.apply(
                    Change("Register", "me", put=[Actor(new_id(), f"asleep {number}")])
                )
            except ProjectError as error:
                assert "another program is writing" in str(error)
            else:
                assert changed is not None
                written.append(changed.seq)
            os.kill(worker.process.pid, signal.SIGCONT)
        worker.wait_for(len(worker.told()) + 3)
        assert worker.process.is_alive()
        told = [word[0] for word in worker.told() if isinstance(word, list)]
    assert written
    with closing(sqlite3.connect(path)) as db:
        there = {seq for (seq,) in db.execute("SELECT seq FROM change")}
    assert {*written, *told} <= there
    assert_whole(path)


def test_two_windows_hear_of_each_other_before_they_write(path: Path) -> None:
    fill(path)
    with Project.open(path) as one, Project.open(path) as other:
        heard: list[str] = []
        other.subscribe(lambda changed: heard.append(changed.name))
        one.apply(Change("Bring Ada in", "Ada", put=[Actor(new_id(), "by Ada")]))
        toml = f"{one.scheme.toml}\n# new\n"
        one.apply(Change("New scheme", "Ada", put=[SchemeVersion(2, toml)]))

        other.apply(Change("Ada again", "Ada", put=[Actor(new_id(), "by Ada, there")]))
        assert heard[-3:] == ["Bring Ada in", "New scheme", "Ada again"]
        assert other.scheme.version == 2
        assert {actor.name for actor in other.actors()} == {"by Ada", "by Ada, there"}
        assert one.undo_name("Ada") == "Ada again"
        undone = one.undo(annotator="Ada")
        assert undone is not None and undone.name == "Ada again"
        assert other.redo(annotator="Ada") is not None
    assert_whole(path)


def test_a_clock_that_is_set_back_changes_no_order(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Earlier(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Earlier:
            return cls(1999, 12, 31, tzinfo=tz)

    fill(path)
    with Project.open(path) as project:
        register(project, "before")
        monkeypatch.setattr(journal, "datetime", Earlier)
        register(project, "after")
        project.apply(Change("Add", WHO, put=[Annotator(new_id(), "Ada")]))
    with Project.open(path) as project:
        names = []
        while project.undo_name(WHO) in ("Add", "Register"):
            names.append(project.undo_name(WHO))
            project.undo(annotator=WHO)
        assert names == ["Add", "Register", "Register"]
        assert project.actors() == []
    assert_whole(path)
