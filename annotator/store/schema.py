"""The tables of a project file, and how an older file becomes a newer one."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from annotator.errors import ProjectError

#: "anno" in the file's header: which program the database belongs to.
APPLICATION_ID = 0x616E6E6F
#: Counts up with each migration.
VERSION = 3

migrations = Migrations("annotator")

# Raw SQL, since checks, cascades and tables without a rowid are more than sqlite-utils can say.
# Long columns stand last: what comes before them is read without paging through them.
_FIRST_TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE scheme (
    version INTEGER PRIMARY KEY,
    toml TEXT NOT NULL
) STRICT;

CREATE TABLE annotator (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('annotator', 'reviewer', 'import', 'model'))
) STRICT, WITHOUT ROWID;

CREATE TABLE actor (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT,
    aliases TEXT NOT NULL,
    kb_id TEXT,
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE article (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT,
    url TEXT,
    byline TEXT,
    published TEXT,
    language TEXT,
    revision_of TEXT REFERENCES article (id),
    media_type TEXT,
    metadata TEXT NOT NULL,
    text TEXT NOT NULL,
    original BLOB
) STRICT;
CREATE INDEX article_sha256 ON article (sha256);

CREATE TABLE zone (
    article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL CHECK (end > start),
    kind TEXT NOT NULL,
    PRIMARY KEY (article, start, end, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
    article TEXT NOT NULL REFERENCES article (id),
    annotator TEXT NOT NULL REFERENCES annotator (id),
    status TEXT NOT NULL CHECK (status IN ('new', 'started', 'done', 'flagged', 'skipped')),
    seconds REAL NOT NULL CHECK (seconds >= 0),
    note TEXT,
    PRIMARY KEY (article, annotator)
) STRICT, WITHOUT ROWID;

CREATE TABLE span (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES article (id),
    annotator TEXT NOT NULL REFERENCES annotator (id),
    label TEXT NOT NULL,
    attributes TEXT NOT NULL,
    actor TEXT REFERENCES actor (id),
    note TEXT,
    doubt INTEGER NOT NULL CHECK (doubt IN (0, 1)),
    origin TEXT NOT NULL CHECK (origin IN ('human', 'import', 'suggestion')),
    score REAL,
    scheme_version INTEGER NOT NULL REFERENCES scheme (version)
) STRICT;
CREATE INDEX span_layer ON span (annotator, article, doubt);
CREATE INDEX span_article ON span (article);
CREATE INDEX span_actor ON span (actor) WHERE actor IS NOT NULL;

CREATE TABLE fragment (
    span TEXT NOT NULL REFERENCES span (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL CHECK (end > start),
    quote TEXT NOT NULL,
    PRIMARY KEY (span, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE relation (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES article (id),
    annotator TEXT NOT NULL REFERENCES annotator (id),
    type TEXT NOT NULL,
    source TEXT NOT NULL REFERENCES span (id),
    target TEXT NOT NULL REFERENCES span (id),
    attributes TEXT NOT NULL
) STRICT;
CREATE INDEX relation_layer ON relation (annotator, article);
CREATE INDEX relation_article ON relation (article);
CREATE INDEX relation_source ON relation (source);
CREATE INDEX relation_target ON relation (target);

CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    annotator TEXT NOT NULL REFERENCES annotator (id),
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'aside')),
    undoes INTEGER REFERENCES change (seq),
    rows TEXT NOT NULL
) STRICT;
CREATE INDEX change_annotator ON change (annotator, seq);
"""


@migrations()
def m001_first_tables(db: Database) -> None:
    """Create everything that version 1 of the file holds."""
    _execute(db, _FIRST_TABLES)
    # Without triggers: SQLite lets none write to the index unless it trusts the whole schema.
    db.table("article").enable_fts(["title", "text"])


_DECISIONS = """
CREATE TABLE decision (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES article (id),
    layer TEXT NOT NULL REFERENCES annotator (id),
    reviewer TEXT NOT NULL REFERENCES annotator (id),
    members TEXT NOT NULL,
    outcome TEXT NOT NULL
        CHECK (outcome IN ('agreed', 'taken', 'majority', 'edited', 'none', 'later')),
    relation TEXT,
    origin TEXT NOT NULL,
    gold TEXT NOT NULL,
    reason TEXT,
    note TEXT,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_article ON decision (article, layer);
"""


@migrations()
def m002_decisions(db: Database) -> None:
    """Keep what reviewers decided."""
    _execute(db, _DECISIONS)


_SHELF = """
CREATE TABLE shelf (
    n INTEGER PRIMARY KEY,
    change INTEGER NOT NULL REFERENCES change (seq),
    kind TEXT NOT NULL,
    row BLOB NOT NULL
) STRICT;
CREATE INDEX shelf_change ON shelf (change);
CREATE INDEX article_revision_of ON article (revision_of) WHERE revision_of IS NOT NULL;
"""


@migrations()
def m003_shelf(db: Database) -> None:
    """Hold what the undo of an import took away, and let it look up revisions quickly."""
    _execute(db, _SHELF)


def prepare(db: Database, version: int = VERSION) -> None:
    """Bring the database to a version in one transaction; an empty one becomes a project."""
    done, missing = migrations.applied(db), migrations.pending(db)
    names = [*(step.name for step in done), *(step.name for step in missing)]
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db, stop_before=names[version:])
        db.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        db.execute(f"PRAGMA user_version = {version:d}")
        db.commit()
    except BaseException:
        db.rollback()
        raise


def file_version(db: Database, path: Path) -> int:
    """Return the version of the project file; ``ProjectError`` if it isn't one."""
    if _pragma(db, "application_id") != APPLICATION_ID:
        raise ProjectError(
            f"{path} is not an annotator project. Make one with: annotator new {path.name}"
        )
    version = _pragma(db, "user_version")
    if version < 1:
        raise ProjectError(f"{path} says that its version is {version}. Open a backup instead.")
    return version


def check_objects(db: Database, path: Path, version: int = VERSION) -> None:
    """Raise ``ProjectError`` if the file has tables, triggers or views that its version has not.

    A hostile file could use them to act when something else is read or written. What a newer
    version has isn't known; but what is read here must be tables, which have an end.
    """
    if version > VERSION:
        _refuse_views(db, path)
        return
    fresh = Database(memory=True, execute_plugins=False, strict=True)
    prepare(fresh, version)
    strange = _objects(db).items() ^ _objects(fresh).items()
    fresh.close()
    for name, _ in sorted(strange):
        raise ProjectError(
            f'{path}: the table, index or trigger "{name}" is not as this program made it, so '
            "the file is not opened. Open a backup, or ask who changed it."
        )


def _refuse_views(db: Database, path: Path) -> None:
    for view in db.view_names():
        raise ProjectError(
            f'{path} has a view "{view}", which no project has, so the file is not opened. Open a '
            "backup, or ask who changed it."
        )


def _execute(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


def _objects(db: Database) -> dict[str, str]:
    rows = db.query("SELECT name, coalesce(sql, '') AS sql FROM sqlite_master")
    # ANALYZE may add its own statistics tables, which hold no code.
    return {r["name"]: r["sql"] for r in rows if not r["name"].startswith("sqlite_stat")}


def _pragma(db: Database, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])
