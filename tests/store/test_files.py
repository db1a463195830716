"""What a project file may be: missing, foreign, damaged, newer, older, locked, read-only."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotator import Project
from annotator.errors import ProjectError, TextError
from annotator.model import Article
from annotator.store.checking import check
from annotator.store.schema import VERSION
from tests.store.conftest import cue, put


def test_a_new_project_does_not_replace_a_file(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(ProjectError, match="exists already"):
        Project.create(path)
    assert path.read_text() == "mine"
    with pytest.raises(ProjectError, match="cannot be made"):
        Project.create(path.parent / "no such folder" / "x.annotator")
    with pytest.raises(ProjectError, match='No scheme is called "x"; there are: attribution'):
        Project.create(path.with_name("new.annotator"), "x")
    with pytest.raises(TextError, match="half a character"):
        Project.create(path.with_name("new.annotator"), name="\ud83d")
    assert not path.with_name("new.annotator").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not an annotator project"),
        (b"Dear diary, " * 500, "not a project file"),
        (b"SQLite format 3\0" + b"\xff" * 4000, "not a project file|damaged"),
    ],
)
def test_what_is_no_project_is_refused_and_left_alone(
    path: Path, content: bytes, said: str
) -> None:
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=said) as caught:
        Project.open(path)
    assert path.name in str(caught.value)
    assert path.read_bytes() == content
    with pytest.raises(ProjectError, match="does not exist"):
        Project.open(path.with_name("missing.annotator"))


def test_another_programs_database_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE article (id)")
    with pytest.raises(ProjectError, match="not an annotator project"):
        Project.open(path)


@pytest.mark.parametrize(
    ("done_to_it", "said"),
    [
        ("PRAGMA user_version = 0", "says that its version is 0"),
        ("DELETE FROM scheme", "holds no label scheme"),
    ],
)
def test_a_file_without_version_or_scheme_is_refused(
    project: Project, path: Path, done_to_it: str, said: str
) -> None:
    project.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(done_to_it)
        db.commit()
    with pytest.raises(ProjectError, match=said):
        Project.open(path)


def test_a_file_cut_off_is_refused(project: Project, article: Article, path: Path) -> None:
    project.close()
    size = path.stat().st_size
    os.truncate(path, size // 3)
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(path)


def test_a_newer_file_is_opened_for_reading(project: Project, article: Article, path: Path) -> None:
    project.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
        db.execute("CREATE TABLE later (x)")
    with Project.open(path) as newer:
        assert newer.read_only
        assert "newer version" in str(newer.read_only_reason)
        assert newer.article(article.id).text == article.text
        with pytest.raises(ProjectError, match="update the program"):
            newer.apply(put(cue(article)))


def test_an_older_file_is_backed_up_and_brought_up_to_date(
    project: Project, article: Article, path: Path
) -> None:
    project.close()
    with sqlite3.connect(path) as db:
        # What version 1 did not have yet.
        db.execute("DROP TABLE decision")
        db.execute("DROP TABLE shelf")
        db.execute("DROP INDEX article_revision_of")
        db.execute("DELETE FROM _sqlite_migrations WHERE name != 'm001_first_tables'")
        db.execute("PRAGMA user_version = 1")
    with Project.open(path) as now:
        assert not now.read_only
        assert now.article(article.id) == article
        assert now.decisions(article.id) == []
        now.undo(annotator="ann-01")
        assert now.count_articles() == 0
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert path.with_name("talks.v1.annotator").is_file()


def test_each_backup_of_an_older_file_has_a_name_of_its_own(path: Path) -> None:
    Project.create(path).close()
    taken = [path.with_name(f"talks.v2{n}.annotator") for n in ("", "-2")]
    for file in taken:
        file.write_text("mine")
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE shelf")
        db.execute("DROP INDEX article_revision_of")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm003_shelf'")
        db.execute("PRAGMA user_version = 2")
        db.commit()
    Project.open(path).close()
    assert [file.read_text() for file in taken] == ["mine", "mine"]
    assert path.with_name("talks.v2-3.annotator").is_file()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON span BEGIN DELETE FROM article; END",
        "CREATE VIEW evil AS SELECT * FROM article",
        "DROP INDEX span_layer",
    ],
)
def test_a_file_with_strange_parts_is_not_opened(
    project: Project, path: Path, statement: str
) -> None:
    project.close()
    with sqlite3.connect(path) as db:
        db.execute(statement)
    with pytest.raises(ProjectError, match="not as this program made it"):
        Project.open(path)


def test_every_connection_is_careful(project: Project) -> None:
    pragmas = {
        "journal_mode": "delete",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    for name, value in pragmas.items():
        assert project._db.execute(f"PRAGMA {name}").fetchone()[0] == value


def test_a_file_that_another_program_writes_to_is_told(
    project: Project, article: Article, path: Path
) -> None:
    other = sqlite3.connect(path)
    project.close()
    project = Project.open(path, patience=0.1)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ProjectError, match="another program is writing"):
        project.apply(put(cue(article)))
    other.rollback()
    other.close()
    assert project.apply(put(cue(article))) is not None
    project.close()


def test_a_full_disk_is_told_and_nothing_is_lost(project: Project, article: Article) -> None:
    project.apply(put(cue(article)))
    pages = project._db.execute("PRAGMA page_count").fetchone()[0]
    project._db.execute(f"PRAGMA max_page_count = {pages}")
    long = Article("b" * 36, "Long", "x" * 500_000)
    with pytest.raises(ProjectError, match="disk is full"):
        project.apply(put(cue(article, 0, 3)).__class__("Import", "ann-01", put=[long]))
    project._db.execute("PRAGMA max_page_count = 1000000")
    assert project.count_articles() == 1
    assert project.apply(put(cue(article, 0, 3))) is not None


def test_opening_for_reading_changes_nothing(
    project: Project, article: Article, path: Path
) -> None:
    project.close()
    before = path.read_bytes()
    with Project.open(path, read_only=True) as reading:
        assert reading.count_articles() == 1
        with pytest.raises(ProjectError, match="cannot be changed"):
            reading.undo(annotator="ann-01")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reading._db.execute("DELETE FROM article")
    assert path.read_bytes() == before


def test_a_backup_is_a_whole_project(project: Project, article: Article, path: Path) -> None:
    project.apply(put(cue(article)))
    target = path.with_name("copy.annotator")
    project.backup(target)
    with Project.open(target) as copy:
        assert list(copy.articles()) == list(project.articles())
        assert copy.undo(annotator="ann-01") is not None
    with pytest.raises(ProjectError, match="exists already"):
        project.backup(target)
    with pytest.raises(ProjectError, match="cannot be written: No such file"):
        project.backup(path.parent / "missing" / "copy.annotator")
    assert not list(path.parent.glob("*.partial"))


def test_a_write_ahead_log_of_another_program_is_taken_in_and_given_up(
    project: Project, article: Article, path: Path
) -> None:
    project.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("UPDATE meta SET value = 'Theirs' WHERE key = 'name'")
        db.commit()
        with pytest.raises(ProjectError, match="another program is writing"):
            Project.open(path, patience=0)
    with Project.open(path) as again:
        assert again.name == "Theirs"
        assert again.apply(put(cue(article))) is not None
        assert {file.name for file in path.parent.iterdir()} == {path.name}
    assert path.read_bytes()[18:20] == b"\1\1"


def test_without_its_lost_log_a_file_is_as_it_was_before(
    project: Project, article: Article, path: Path
) -> None:
    project.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("DELETE FROM change")
        db.commit()
        without = path.with_name("without.annotator")
        without.write_bytes(path.read_bytes())
    assert check(without).findings == []
    with Project.open(without) as again:
        assert again.article(article.id) == article
