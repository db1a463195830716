"""Reads, writes and deletes rows, with the fragments and zones that belong to them."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlite_utils import Database

from annotator.store.connection import pack, unpack
from annotator.store.rows import KINDS, Key, Kind, Row, original_text

# Rows are read in lots of this size where SQLite limits how many values one query may have.
_LOT = 500

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
    "relation": ("id", "article", "annotator", "type", "source", "target", "attributes"),
}


def read(db: Database, kind: Kind, key: Key) -> Row | None:
    """Return the row with this key, or ``None``."""
    where = " AND ".join(f"{name} = ?" for name in kind.keys)
    return next(select(db, kind, where, list(key)), None)


def select(
    db: Database, kind: Kind, where: str | None = None, values: Any = None, order: str | None = None
) -> Iterator[Row]:
    """Yield the rows for which the condition holds; it is SQL, its values are bound."""
    rows = db.table(kind.table).rows_where(
        where, values, select=", ".join(_COLUMNS[kind.table]), order_by=order
    )
    if kind.table == "span":
        return _with_fragments(db, list(rows))
    if kind.table == "article":
        return (_with_zones(db, row) for row in rows)
    return iter(rows)


def write(db: Database, kind: Kind, row: Row) -> None:
    """Insert the row, or bring the one with its key to this state."""
    stored = _stored(kind, row)
    if kind.table == "article":
        _forget_words(db, row["id"])
    db.table(kind.table).upsert(stored, pk=kind.keys if len(kind.keys) > 1 else kind.keys[0])
    if kind.table == "span":
        db.table("fragment").delete_where("span = ?", [row["id"]])
        db.table("fragment").insert_all(_fragments(row))
    elif kind.table == "article":
        db.table("zone").delete_where("article = ?", [row["id"]])
        db.table("zone").insert_all(_zones(row))
        _index_words(db, row["id"])


def insert(db: Database, kind: Kind, rows: Iterable[Row]) -> None:
    """Insert many new rows at once."""
    rows = list(rows)
    db.table(kind.table).insert_all(_stored(kind, row) for row in rows)
    if kind.table == "span":
        db.table("fragment").insert_all(f for row in rows for f in _fragments(row))
    elif kind.table == "article":
        db.table("zone").insert_all(z for row in rows for z in _zones(row))
        for row in rows:
            _index_words(db, row["id"])


def delete(db: Database, kind: Kind, key: Key) -> None:
    """Delete the row with this key; its fragments or zones go with it."""
    if kind.table == "article":
        _forget_words(db, key[0])
    where = " AND ".join(f"{name} = ?" for name in kind.keys)
    db.table(kind.table).delete_where(where, list(key))


def ordered(kinds: Iterable[Kind]) -> list[Kind]:
    """Sort kinds so that what is referred to comes first."""
    return sorted(kinds, key=KINDS.index)


def _index_words(db: Database, article: str | int) -> None:
    db.execute(
        "INSERT INTO article_fts (rowid, title, text) "
        "SELECT n, title, text FROM article WHERE id = ?",
        [article],
    )


def _forget_words(db: Database, article: str | int) -> None:
    # The index keeps no copy of what it indexed, so it has to be told once more what to forget.
    db.execute(
        "INSERT INTO article_fts (article_fts, rowid, title, text) "
        "SELECT 'delete', n, title, text FROM article WHERE id = ?",
        [article],
    )


def _stored(kind: Kind, row: Row) -> Row:
    stored = {name: row[name] for name in _COLUMNS[kind.table]}
    if kind.table == "article" and stored["original"] is not None:
        stored["original"] = pack(base64.b64decode(stored["original"]))
    return stored


def _fragments(row: Row) -> Iterator[Row]:
    for n, (start, end, quote) in enumerate(row["fragments"]):
        yield {"span": row["id"], "n": n, "start": start, "end": end, "quote": quote}


def _zones(row: Row) -> Iterator[Row]:
    for start, end, kind in row["zones"]:
        yield {"article": row["id"], "start": start, "end": end, "kind": kind}


def _with_fragments(db: Database, rows: list[Row]) -> Iterator[Row]:
    for first in range(0, len(rows), _LOT):
        lot = rows[first : first + _LOT]
        marks = ", ".join("?" * len(lot))
        fragments = db.table("fragment").rows_where(
            f"span IN ({marks})", [row["id"] for row in lot], order_by="span, n"
        )
        pieces = defaultdict(list)
        for fragment in fragments:
            place = [fragment["start"], fragment["end"], fragment["quote"]]
            pieces[fragment["span"]].append(place)
        for row in lot:
            yield {**row, "fragments": pieces[row["id"]]}


def _with_zones(db: Database, row: Row) -> Row:
    zones = db.table("zone").rows_where(
        "article = ?", [row["id"]], select="start, end, kind", order_by="start, end, kind"
    )
    row["original"] = original_text(unpack(row["original"]))
    return {**row, "zones": [[z["start"], z["end"], z["kind"]] for z in zones]}
