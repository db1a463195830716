"""Reads, writes and deletes rows, with the fragments and zones that belong to them."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from annotator.store.connection import pack, unpack
from annotator.store.rows import KINDS, Key, Kind, Row, original_text

#: The columns of each table that are read from and written to it as they are.
_COLUMNS = {
    "meta": ("key", "value"),
    "scheme": ("version", "toml"),
    "annotator": ("id", "name", "role"),
    "actor": ("id", "name", "kind", "aliases", "kb_id", "note"),
    "article": (
        *("id", "sha256", "title", "source", "url", "byline", "published", "language"),
        *("revision_of", "media_type", "metadata", "text", "original"),
    ),
    "assignment": ("article", "annotator", "status", "seconds", "note"),
    "span": (
        *("id", "article", "annotator", "label", "attributes", "actor", "note", "doubt"),
        *("origin", "score", "scheme_version"),
    ),
    "decision": (
        *("id", "article", "layer", "reviewer", "members", "outcome", "relation", "origin"),
        *("gold", "reason", "note", "at"),
    ),
    "relation": ("id", "article", "annotator", "type", "source", "target", "attributes"),
}
_PLACE = ("start", "end", "quote")


def _insert(table: str, columns: Sequence[str]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"


def _upsert(kind: Kind) -> str:
    columns = _COLUMNS[kind.table]
    news = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in kind.keys)
    keys = ", ".join(kind.keys)
    return f"{_insert(kind.table, columns)} ON CONFLICT ({keys}) DO UPDATE SET {news}"


# The same statements each time, so that SQLite has them prepared.
_INSERT = {kind.table: _insert(kind.table, _COLUMNS[kind.table]) for kind in KINDS}
_UPSERT = {kind.table: _upsert(kind) for kind in KINDS}
_HAS_KEY = {kind.table: " AND ".join(f"{name} = ?" for name in kind.keys) for kind in KINDS}
_IN_ORDER = {table: itemgetter(*names) for table, names in _COLUMNS.items()}
_INSERT_FRAGMENT = _insert("fragment", ("span", "n", *_PLACE))
_INDEX_WORDS = (
    "INSERT INTO article_fts (rowid, title, text) SELECT n, title, text FROM article WHERE id = ?"
)
_INSERT_ZONE = _insert("zone", ("article", "start", "end", "kind"))


def read(db: Database, kind: Kind, key: Key) -> Row | None:
    """Return the row with this key, or ``None``."""
    return next(select(db, kind, _HAS_KEY[kind.table], key), None)


def exists(db: Database, kind: Kind, key: Key) -> bool:
    """Say whether there is a row with this key."""
    found = db.execute(f"SELECT 1 FROM {kind.table} WHERE {_HAS_KEY[kind.table]}", key)
    return found.fetchone() is not None


def select(
    db: Database,
    kind: Kind,
    where: str = "TRUE",
    values: Sequence[Any] = (),
    order: str | None = None,
) -> Iterator[Row]:
    """Yield the rows for which the condition holds; it is SQL, its values are bound.

    An order of spans must tell any two of them apart.
    """
    columns = _COLUMNS[kind.table]
    if kind.table == "span":
        return _spans(db, where, values, order or "span.rowid")
    ordered = f" ORDER BY {order}" if order else ""
    found = db.execute(
        f"SELECT {', '.join(columns)} FROM {kind.table} WHERE {where}{ordered}", values
    )
    rows = (dict(zip(columns, row, strict=True)) for row in found)
    return (_with_zones(db, row) for row in rows) if kind.table == "article" else rows


def columns(kind: Kind) -> tuple[str, ...]:
    """Return the columns of a kind's own table that its rows have."""
    return _COLUMNS[kind.table]


def add_parts(db: Database, kind: Kind, row: Row) -> None:
    """Add to a row as it stands in its table what belongs to it: zones, or fragments."""
    if kind.table == "article":
        _with_zones(db, row)
    elif kind.table == "span":
        found = db.execute(
            "SELECT start, end, quote FROM fragment WHERE span = ? ORDER BY n", (row["id"],)
        )
        row["fragments"] = [list(place) for place in found]


def insert(db: Database, kind: Kind, rows: list[Row]) -> None:
    """Insert new rows."""
    db.conn.executemany(_INSERT[kind.table], (_stored(kind, row) for row in rows))
    _insert_parts(db, kind, rows)


def update(db: Database, kind: Kind, row: Row) -> None:
    """Bring the row with this one's key to this state, or insert it if there is none."""
    if kind.table == "article":
        _forget_words(db, row["id"])
        db.execute("DELETE FROM zone WHERE article = ?", (row["id"],))
    elif kind.table == "span":
        db.execute("DELETE FROM fragment WHERE span = ?", (row["id"],))
    db.execute(_UPSERT[kind.table], _stored(kind, row))
    _insert_parts(db, kind, [row])


def delete(db: Database, kind: Kind, key: Key) -> None:
    """Delete the row with this key; its fragments or zones go with it."""
    if kind.table == "article":
        _forget_words(db, key[0])
    db.execute(f"DELETE FROM {kind.table} WHERE {_HAS_KEY[kind.table]}", key)


def _insert_parts(db: Database, kind: Kind, rows: list[Row]) -> None:
    """Insert what belongs to rows that are new to their table."""
    if kind.table == "span":
        fragments = (
            (row["id"], n, *place) for row in rows for n, place in enumerate(row["fragments"])
        )
        db.conn.executemany(_INSERT_FRAGMENT, fragments)
    elif kind.table == "article":
        db.conn.executemany(_INSERT_ZONE, ((row["id"], *z) for row in rows for z in row["zones"]))
        db.conn.executemany(_INDEX_WORDS, ((row["id"],) for row in rows))


def _forget_words(db: Database, article: str | int) -> None:
    # The index keeps no copy of what it indexed, so it has to be told once more what to forget.
    db.execute(
        "INSERT INTO article_fts (article_fts, rowid, title, text) "
        "SELECT 'delete', n, title, text FROM article WHERE id = ?",
        (article,),
    )


def _stored(kind: Kind, row: Row) -> Any:
    if kind.table == "article" and row["original"] is not None:
        row = {**row, "original": pack(base64.b64decode(row["original"]))}
    return _IN_ORDER[kind.table](row)


def _spans(db: Database, where: str, values: Sequence[Any], order: str) -> Iterator[Row]:
    columns = _COLUMNS["span"]
    count = len(columns)
    # Read along with their fragments and handed on one by one: a layer may have many.
    found = db.execute(
        f"SELECT {', '.join((*columns, *_PLACE))} FROM span "
        f"JOIN fragment ON fragment.span = span.id WHERE {where} ORDER BY {order}, n",
        values,
    )
    for _, group in groupby(found, key=itemgetter(0)):
        first, *others = group
        row = dict(zip(columns, first, strict=False))
        row["fragments"] = [list(piece[count:]) for piece in (first, *others)]
        yield row


def _with_zones(db: Database, row: Row) -> Row:
    zones = db.execute(
        "SELECT start, end, kind FROM zone WHERE article = ? ORDER BY start, end, kind",
        (row["id"],),
    )
    row["zones"] = [list(zone) for zone in zones]
    row["original"] = original_text(unpack(row["original"]))
    return row
