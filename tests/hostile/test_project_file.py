"""A project file is data, whoever made it: it opens or is refused in words, whatever it holds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import AnnotatorError, ProjectError
from annotator.model import Actor, Change, Setting, new_id
from annotator.store.checking import check
from annotator.store.salvage import salvage
from tests.durability.projects.describe import fill
from tests.examples import few
from tests.hostile.guard import guarded

_PAGE = 4096


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with something in every table."""
    path = tmp_path_factory.mktemp("good") / "good.annotator"
    fill(path)
    with Project.open(path) as project:
        project.apply(Change("Remember", "ann-01", put=[Setting("recipe", "{}")]))
        project.undo(annotator="ann-01")
    return path


def put_there(folder: Path, data: bytes) -> Path:
    path = folder / "stranger.annotator"
    for old in folder.glob("*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    path.write_bytes(data)
    return path


def use(path: Path) -> bool:
    """Do with the file what a person would; say whether it opened. Anything else is a failure."""
    with guarded(path.parent):
        try:
            project = Project.open(path)
        except AnnotatorError as error:
            assert path.name in str(error) or str(error)
            return False
        with project:
            for act in _acts(project, path.with_name("out.jsonl")):
                with suppress(AnnotatorError):
                    act()
        return True


def _acts(project: Project, out: Path) -> Iterator[Any]:
    yield lambda: list(project.articles())
    yield project.actors
    yield project.annotators
    yield lambda: list(project.layers())
    yield project.counts
    yield lambda: project.settings("")
    for who in ("ann-01", "ann-02"):
        yield lambda who=who: project.queue(who)
        yield lambda who=who: [project.decisions(i, who) for i in project.article_ids()]
        yield lambda who=who: project.find("harbour status:done", who)
        yield lambda who=who: project.mentioned(who)
        yield lambda who=who: project.undo_name(who)
    yield lambda: project.search("harbour")
    yield lambda: project.condition_values("label")
    yield lambda: project.work(project.article_ids())
    yield lambda: export(project, Recipe("jsonl", layer="all"), out)
    yield lambda: project.backup(out.with_name("copy.annotator"))
    yield lambda: project.apply(Change("Register", "ann-01", put=[Actor(new_id(), "x")]))
    for act, people in ((project.undo, ("ann-02", "ann-01")), (project.redo, ("ann-01", "ann-02"))):
        for who in people:
            for _ in range(12):
                yield lambda act=act, who=who: act(annotator=who)


def test_the_good_file_is_used_in_full(good: Path, tmp_path: Path) -> None:
    path = put_there(tmp_path, good.read_bytes())
    with Project.open(path) as project:
        for act in _acts(project, path.with_name("out.jsonl")):
            act()
    assert (tmp_path / "out.jsonl").stat().st_size > 1000


_DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(1, 64),
        st.sampled_from(["zero", "ff", "flip", "random", "cut"]),
    ),
    min_size=1,
    max_size=4,
)


def damaged(data: bytes, damage: list[tuple[float, int, str]], noise: bytes) -> bytes:
    for where, length, how in damage:
        at = int(where * (len(data) - 1)) if data else 0
        if how == "cut":
            data = data[: max(at, 100)]
            continue
        old = data[at : at + length]
        new = {
            "zero": bytes(len(old)),
            "ff": b"\xff" * len(old),
            "flip": bytes([byte ^ 0x10 for byte in old]),
            "random": (noise * (len(old) + 1))[: len(old)] if noise else old,
        }[how]
        data = data[:at] + new + data[at + len(old) :]
    return data


@pytest.mark.hypothesis
def test_a_damaged_file_opens_or_is_refused(good: Path, tmp_path: Path) -> None:
    whole = good.read_bytes()
    opened = []

    @few(25)
    @given(_DAMAGE, st.binary(max_size=8))
    def always(damage: list[tuple[float, int, str]], noise: bytes) -> None:
        opened.append(use(put_there(tmp_path, damaged(whole, damage, noise))))

    always()
    # Both happen: damage in a free page or an index goes unseen here, and is what checks are for.
    assert any(opened)
    assert not all(opened)


@pytest.mark.hypothesis
def test_a_damaged_head_opens_or_is_refused(good: Path, tmp_path: Path) -> None:
    whole = good.read_bytes()

    @few(25)
    @given(st.integers(0, 99), st.integers(0, 255))
    def always(at: int, byte: int) -> None:
        use(put_there(tmp_path, whole[:at] + bytes([byte]) + whole[at + 1 :]))

    always()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"SQLite format 3\0",
        b"PK\x03\x04",
        "Dear diary".encode("utf-16"),
        b"\xff" * 9999,
    ],
    ids=["empty", "zeros", "a head", "a zip", "a text", "noise"],
)
def test_what_is_no_project_is_refused(tmp_path: Path, data: bytes) -> None:
    path = put_there(tmp_path, data)
    assert not use(path)
    assert path.read_bytes() == data


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.annotator"
    folder.mkdir()
    loop = tmp_path / "loop.annotator"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe.annotator"
    os.mkfifo(pipe)
    for path in (folder, loop, pipe, tmp_path / "gone.annotator", tmp_path / ("x" * 300)):
        with guarded(tmp_path), pytest.raises(ProjectError):
            Project.open(path)


@pytest.mark.parametrize("journal", ["another's", "noise", "empty", "its own, cut"])
def test_a_strange_journal_beside_it_does_no_harm(good: Path, tmp_path: Path, journal: str) -> None:
    path = put_there(tmp_path, good.read_bytes())
    beside = path.with_name(f"{path.name}-journal")
    with HotJournal(tmp_path / "other.annotator", good) as hot:
        beside.write_bytes(
            {
                "another's": hot,
                "noise": os.urandom(2048),
                "empty": b"",
                "its own, cut": hot[: len(hot) // 2],
            }[journal]
        )
    use(path)


class HotJournal:
    """The bytes of the journal of a transaction that is half done in a copy of a file."""

    def __init__(self, path: Path, good: Path) -> None:
        shutil.copy(good, path)
        self._path = path

    def __enter__(self) -> bytes:
        self._db = sqlite3.connect(self._path)
        self._db.execute("PRAGMA cache_size = 1")
        self._db.execute("PRAGMA cache_spill = 1")
        self._db.execute("UPDATE article SET title = title || 'x', text = text || zeroblob(9000)")
        self._db.execute("UPDATE change SET name = name || 'x'")
        return self._path.with_name(f"{self._path.name}-journal").read_bytes()

    def __exit__(self, *_: object) -> None:
        self._db.rollback()
        self._db.close()


def test_a_lost_journal_is_found_or_harmless(good: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with HotJournal(other / "half.annotator", good):
        half = (other / "half.annotator").read_bytes()
    use(put_there(tmp_path / "other", half))


def test_a_log_that_is_not_its_own_is_not_taken_in(good: Path, tmp_path: Path) -> None:
    path = put_there(tmp_path, good.read_bytes())
    other = tmp_path / "other.annotator"
    shutil.copy(good, other)
    log = path.with_name(f"{path.name}-wal")
    with closing(sqlite3.connect(other)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("UPDATE article SET text = 'theirs'")
        db.commit()
        log.write_bytes(other.with_name(f"{other.name}-wal").read_bytes())
    for look in (Project.open, partial(salvage, to=tmp_path / "saved.annotator")):
        with pytest.raises(ProjectError, match="is not this project's"):
            look(path)
    [finding] = check(path).findings
    assert log.name in finding.what
    assert path.read_bytes() == good.read_bytes()
    log.unlink()
    assert use(path)


EVIL = [
    "CREATE TRIGGER evil AFTER INSERT ON change BEGIN DELETE FROM article; END",
    "CREATE TRIGGER evil AFTER INSERT ON meta BEGIN SELECT load_extension('evil'); END",
    "CREATE TRIGGER evil AFTER INSERT ON _sqlite_migrations BEGIN DELETE FROM span; END",
    "CREATE VIEW evil AS SELECT load_extension('evil')",
    "CREATE TABLE evil (x)",
    "CREATE INDEX evil ON article (title COLLATE nocase)",
    "CREATE VIRTUAL TABLE evil USING fts5(x)",
    "ALTER TABLE meta ADD COLUMN evil TEXT",
    "ALTER TABLE meta RENAME TO evil",
    "ALTER TABLE actor RENAME COLUMN note TO evil",
    "DROP TABLE shelf",
    "DROP TABLE article_fts",
    "DROP INDEX span_article",
    "DROP TABLE scheme",
    "DROP TABLE _sqlite_migrations",
]


@pytest.mark.parametrize("statement", EVIL)
@pytest.mark.parametrize("version", [1, 2, 3])
def test_what_is_not_ours_is_refused_in_a_file_of_any_version(
    tmp_path: Path, statement: str, version: int
) -> None:
    projects = Path(__file__).parents[1] / "durability" / "projects"
    path = put_there(tmp_path, (projects / f"v{version}.annotator").read_bytes())
    with closing(sqlite3.connect(path)) as db:
        with suppress(sqlite3.OperationalError):  # an older file has no shelf to drop
            db.execute(statement)
        changed = db.total_changes or db.execute("PRAGMA schema_version").fetchone()
        assert changed
        db.commit()
        before = db.execute("SELECT count(*) FROM span").fetchone()
    before_bytes = path.read_bytes()
    if version < 3 and statement == "DROP TABLE shelf":
        return
    why = "not as this program made it|damaged|could not be used"
    with guarded(tmp_path), pytest.raises(ProjectError, match=why):
        Project.open(path)
    assert path.read_bytes() == before_bytes, "what is refused is left alone"
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM span").fetchone() == before


def test_an_endless_view_in_a_newer_file_is_not_gone_through(good: Path, tmp_path: Path) -> None:
    path = put_there(tmp_path, good.read_bytes())
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DROP TABLE annotator")
        db.execute(
            "CREATE VIEW annotator AS WITH RECURSIVE more(n) AS "
            "(SELECT 1 UNION ALL SELECT n + 1 FROM more) "
            "SELECT n AS id, n AS name, 'annotator' AS role FROM more"
        )
        db.execute("PRAGMA user_version = 99")
        db.commit()
    with guarded(tmp_path), pytest.raises(ProjectError):
        Project.open(path)


#: What a cell may hold that no program of ours would put there.
CELLS: dict[str, Any] = {
    "nothing": "",
    "a NUL": "a\0b",
    "half JSON": '{"a": [',
    "deep JSON": "[" * 100_000,
    "other JSON": '[[1, "two", null, {"x": 1e999}]]',
    "an object": '{"__class__": "os.system", "articles": 3, "keys": [1]}',
    "a number": "123456789012345678901234567890",
    "a megabyte": "x" * 1_000_000,
    "markup": "<img src='file:///etc/passwd'><script>1</script>",
    "bidi": "\u202e\u2066abc",
    "no UTF-8": b"\xff\xfe\xed\xa0\x80",
    "minus one": -1,
    "the largest": 2**63 - 1,
}
COLUMNS = [
    *("meta.value", "scheme.toml", "scheme.version", "annotator.name", "annotator.role"),
    *("actor.name", "actor.aliases", "article.id", "article.sha256", "article.title"),
    *("article.published", "article.metadata", "article.text", "article.original"),
    *("article.n", "zone.kind", "zone.start", "zone.end", "assignment.status"),
    *("assignment.seconds", "span.label", "span.attributes", "span.origin", "span.doubt"),
    *("span.score", "span.scheme_version", "fragment.start", "fragment.end", "fragment.quote"),
    *("relation.type", "relation.attributes", "change.rows", "change.kind", "change.name"),
    *("change.undoes", "change.at", "decision.members", "decision.outcome", "decision.gold"),
    *("shelf.row", "shelf.kind", "shelf.change", "meta.key", "change.annotator", "span.article"),
]


@pytest.mark.parametrize("column", COLUMNS)
def test_no_cell_can_do_harm(good: Path, tmp_path: Path, column: str) -> None:
    table, _, name = column.partition(".")
    some = (
        slice(COLUMNS.index(column) % 4, None, 4) if settings().max_examples < 100 else slice(None)
    )
    for what, value in list(CELLS.items())[some]:
        path = put_there(tmp_path, good.read_bytes())
        if not set_cells(path, table, name, value):
            continue
        try:
            use(path)
        except BaseException as error:
            error.add_note(f"{column} was {what}")
            raise


def set_cells(path: Path, table: str, name: str, value: Any) -> bool:
    """Put the value into all cells of the column; say whether SQLite let it."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        put = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
        try:
            db.execute(f"UPDATE OR IGNORE {table} SET {name} = {put}", (value,))
        except sqlite3.Error:
            return False  # the column takes values of one type alone
        db.commit()
    return True


@pytest.mark.soak  # it takes half a gigabyte until it is refused
def test_an_original_that_unpacks_without_end_is_refused(good: Path, tmp_path: Path) -> None:
    path = put_there(tmp_path, good.read_bytes())
    bomb = zlib.compressobj(9)
    packed = b"".join([*(bomb.compress(bytes(10_000_000)) for _ in range(200)), bomb.flush()])
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE article SET original = ?", (packed,))
        db.commit()
    with guarded(tmp_path), Project.open(path) as project, pytest.raises(ProjectError):
        list(project.articles())
