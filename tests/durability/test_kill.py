"""Killed at any moment: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from annotator import Project
from annotator.formats import format_named
from annotator.store.backup import restore as bring_back
from annotator.transfer import import_paths
from tests.durability import killing
from tests.durability.checks import assert_whole
from tests.durability.conftest import PARAGRAPH, fill
from tests.durability.killing import WHO, Act, Killed, kill_during

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

PROJECTS = Path(__file__).parent / "projects"


class Round:
    """Kills at random moments, seeded; how they went is printed at the end."""

    def __init__(self, folder: Path, seed: int, longest: float) -> None:
        self.folder, self.longest = folder, longest
        self._chance = random.Random(seed)
        self.kills = self.told = self.hot = self.finished = 0

    def kill(self, act: Act, path: Path, *args: object) -> Killed:
        after = self._chance.random() * self.longest
        killed = kill_during(act, path, *args, after=after)
        self.kills += not killed.finished
        self.finished += killed.finished
        self.hot += killed.hot
        self.told += max(len(killed.told) - 1, 0)
        return killed

    def seed(self) -> int:
        return self._chance.randrange(2**31)

    def fresh(self) -> Path:
        path = self.folder / "killed.annotator"
        for old in self.folder.glob("killed*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        return path

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.hot} with a hot journal, {self.finished} too late), "
            f"{self.told} acknowledged, none lost"
        )


def assert_told_is_there(path: Path, killed: Killed) -> None:
    told = [tuple(word) for word in killed.told if isinstance(word, list)]
    with Project.open(path):
        pass  # what was half written is taken back now
    with sqlite3.connect(path) as db:
        there = set(db.execute("SELECT seq, name, kind FROM change"))
    db.close()
    assert set(told) <= there


def assert_undo_works(path: Path) -> None:
    with Project.open(path) as project:
        name = project.undo_name(WHO)
        if name is not None:
            undone = project.undo(annotator=WHO)
            assert undone is not None and undone.name == name
            assert project.redo(annotator=WHO) is not None
            assert project.undo_name(WHO) == name


def kill_editors(act: Act, rounds: Round, times: int, each: int) -> None:
    """Kill so many editors of one file, then of a fresh one, and look at what they left."""
    for number in range(times):
        if number % each == 0:
            path = rounds.fresh()
            fill(path)
        killed = rounds.kill(act, path, rounds.seed())
        assert_told_is_there(path, killed)
        assert_undo_works(path)
        if number % each == each - 1 or number == times - 1:
            assert_whole(path)
    assert rounds.told > times / 10
    print(act.__name__, rounds)


def test_what_an_editor_told_is_there(on_disk: Path) -> None:
    kill_editors(killing.edit, Round(on_disk, 1, longest=0.03), 60, each=20)


def test_what_the_window_showed_is_there(on_disk: Path) -> None:
    kill_editors(killing.edit_in_the_window, Round(on_disk, 2, longest=0.3), 8, each=8)


def kill_imports(rounds: Round, times: int, articles: int) -> None:
    """An import is there wholly or not at all."""
    inbox = rounds.folder / "inbox"
    inbox.mkdir()
    for n in range(articles):
        (inbox / f"{n}.txt").write_text(f"Number {n}\n\n{PARAGRAPH * 3}", encoding="utf-8")
    for _ in range(times):
        path = rounds.fresh()
        fill(path, 1)
        killed = rounds.kill(killing.bring_in, path, inbox)
        with Project.open(path) as project:
            count = project.count_articles()
            assert count in (1, 1 + articles)
            if killed.finished or "imported" in str(killed.told):
                assert count == 1 + articles
            if count > 1:
                assert project.undo_name(WHO) == f"Import {articles} articles"
            else:
                result = import_paths(project, [inbox], annotator=WHO)
                assert result.articles == articles
        assert_undo_works(path)
        assert_whole(path)
    print("import", rounds)


def kill_bulk_undo(rounds: Round, times: int) -> None:
    """The undo of an import, and its redo, are there wholly or not at all."""
    for _ in range(times):
        path = rounds.fresh()
        Project.create(path).close()
        articles = rounds.folder / "killed-inbox"
        articles.mkdir()
        for n in range(40):
            (articles / f"{n}.txt").write_text(f"Number {n}\n\n{PARAGRAPH}", encoding="utf-8")
        with Project.open(path) as project:
            import_paths(project, [articles], annotator=WHO)
        killed = rounds.kill(killing.undo_all, path)
        assert_told_is_there(path, killed)
        with Project.open(path) as project:
            assert project.count_articles() in (0, 40)
        assert_whole(path)
    print("undo of an import", rounds)


def kill_migrations(rounds: Round, times: int) -> None:
    """An older file is as it was, or up to date; either way it opens."""
    for number in range(times):
        path = rounds.fresh()
        shutil.copy(PROJECTS / f"v{1 + number % 2}.annotator", path)
        rounds.kill(killing.bring_up_to_date, path)
        with Project.open(path) as project:
            assert not project.read_only
            assert project.count_articles() == 2
        with Project.open(path) as project:
            assert project.undo(annotator=WHO) is not None
    print("migration", rounds)


def kill_adjudications(rounds: Round, times: int) -> None:
    """Gold by a rule is there article by article, each with its decisions."""
    for _ in range(times):
        path = rounds.fresh()
        fill(path, 12)
        rounds.kill(killing.adjudicate, path)
        with Project.open(path) as project:
            for article in project.article_ids():
                gold = project.layer(article, "gold").spans
                of_decisions = {i for d in project.decisions(article) for i in d.gold}
                assert {span.id for span in gold} == of_decisions
        assert_whole(path)
    print("adjudication", rounds)


def kill_backups(rounds: Round, times: int) -> None:
    """A backup has its name only once it is whole."""
    for _ in range(times):
        path, target = rounds.fresh(), rounds.folder / "killed-copy.annotator"
        fill(path, 6)
        killed = rounds.kill(killing.back_up, path, target)
        assert target.exists() or "backed up" not in killed.told
        if target.exists():
            assert_whole(target)
        assert_whole(path)
    print("backup", rounds)


def kill_repairs(rounds: Round, times: int) -> None:
    """What is saved of a damaged file has its name only once it is whole; that file stays."""
    for _ in range(times):
        path, target = rounds.fresh(), rounds.folder / "killed-saved.annotator"
        fill(path, 6)
        with closing(sqlite3.connect(path)) as db:
            db.execute("UPDATE fragment SET start = start + 2, end = end + 2")
            db.commit()
        damaged = path.read_bytes()
        killed = rounds.kill(killing.repair, path, target)
        assert path.read_bytes() == damaged
        assert target.exists() or "repaired" not in killed.told
        if target.exists():
            assert_whole(target)
    print("repair", rounds)


def kill_restores(rounds: Round, times: int) -> None:
    """The damaged file is in its place or set aside; the backup is in its place whole, or not."""
    for _ in range(times):
        path, backup = rounds.fresh(), rounds.folder / "killed-backup.annotator"
        fill(path, 6)
        with Project.open(path) as project:
            project.backup(backup)
        with path.open("r+b") as file:
            file.seek(8192)
            file.write(bytes(8192))
        damaged = path.read_bytes()
        killed = rounds.kill(killing.restore, path, backup)
        asides = list(rounds.folder.glob("killed set aside *.annotator"))
        if asides:
            assert [aside.read_bytes() for aside in asides] == [damaged]
        else:
            assert path.read_bytes() == damaged
            assert "restored" not in killed.told
        if asides and path.exists():
            assert_whole(path)
        else:
            bring_back(backup, path)
            assert_whole(path)
    print("restore", rounds)


def kill_exports(rounds: Round, times: int) -> None:
    """An export has its name only once it is whole; what it replaces stays until then."""
    path = rounds.fresh()
    fill(path, 20)
    for number in range(times):
        for format, name in (("jsonl", "killed-out.jsonl"), ("brat", "killed-brat")):
            target = rounds.folder / name
            if number % 2 == 0 and target.is_dir():
                shutil.rmtree(target)
            killed = rounds.kill(killing.export, path, format, target)
            assert target.exists() or "written" not in killed.told
            if target.exists():
                assert sheets_in(target) >= 20
    print("export", rounds)


def sheets_in(target: Path) -> int:
    if target.is_file():
        return sum(1 for _ in format_named("jsonl").read(target))
    return len(list(target.rglob("*.ann")))


@pytest.fixture
def quick(on_disk: Path) -> Iterator[Round]:
    yield Round(on_disk, 3, longest=0.06)


def test_an_import_is_there_wholly_or_not_at_all(quick: Round) -> None:
    kill_imports(quick, 6, articles=30)


def test_the_undo_of_an_import_is_whole(quick: Round) -> None:
    kill_bulk_undo(quick, 6)


def test_an_older_file_opens_after_a_kill(quick: Round) -> None:
    kill_migrations(quick, 8)


def test_gold_is_made_article_by_article(quick: Round) -> None:
    kill_adjudications(quick, 4)


def test_a_backup_is_whole_or_has_no_name(quick: Round) -> None:
    kill_backups(quick, 4)


def test_a_repair_is_whole_or_has_no_name(quick: Round) -> None:
    kill_repairs(quick, 4)


def test_a_restored_file_is_whole_and_the_other_not_gone(quick: Round) -> None:
    kill_restores(quick, 4)


def test_an_export_is_whole_or_has_no_name(quick: Round) -> None:
    kill_exports(quick, 2)


@pytest.mark.soak
@pytest.mark.timeout(7200)
class TestLong:
    """The same many times."""

    @pytest.mark.parametrize("part", range(10))
    def test_a_thousand_editors(self, on_disk: Path, part: int) -> None:
        kill_editors(killing.edit, Round(on_disk, 100 + part, longest=0.1), 100, each=25)

    @pytest.mark.parametrize("part", range(20))
    def test_a_thousand_windows(self, on_disk: Path, part: int) -> None:
        rounds = Round(on_disk, 200 + part, longest=0.4)
        kill_editors(killing.edit_in_the_window, rounds, 50, each=25)

    @pytest.mark.parametrize(
        ("kill", "longest"),
        [
            (partial(kill_imports, articles=200), 0.6),
            (kill_bulk_undo, 0.1),
            (kill_migrations, 0.1),
            (kill_adjudications, 0.2),
            (kill_backups, 0.05),
            (kill_repairs, 0.3),
            (kill_restores, 0.05),
            (kill_exports, 0.1),
        ],
    )
    def test_all_else(self, on_disk: Path, kill: Callable[..., None], longest: float) -> None:
        kill(Round(on_disk, 300, longest), 100)
