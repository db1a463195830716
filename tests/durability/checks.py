"""What must hold of a project file after anything whatever happened to it."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

from annotator.store import tables
from annotator.store.connection import connect
from annotator.store.rows import KINDS, Key, Row, kind_named

_ROLES = {"status": "new", "seconds": 0.0, "note": None}

Rows = dict[tuple[str, Key], Row]


def assert_whole(path: Path) -> None:
    """The file is sound, its texts and quotes are true, and its journal explains every row."""
    db = connect(path, read_only=True)
    try:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = {
            (kind.table, kind.key(row)): row for kind in KINDS for row in tables.select(db, kind)
        }
        entries = [
            (seq, kind, undoes, json.loads(items))
            for seq, kind, undoes, items in db.execute(
                "SELECT seq, kind, undoes, rows FROM change ORDER BY seq DESC"
            )
        ]
        shelf: dict[int, Rows] = {}
        for change, table, packed in db.execute("SELECT change, kind, row FROM shelf"):
            row = json.loads(zlib.decompress(packed))
            shelf.setdefault(change, {})[table, kind_named(table).key(row)] = row
        words = db.execute("SELECT count(*) FROM article_fts_docsize").fetchone()[0]
    finally:
        db.close()
    articles = {row["id"]: row for (table, _), row in rows.items() if table == "article"}
    assert words == len(articles)
    for article in articles.values():
        assert hashlib.sha256(article["text"].encode()).hexdigest() == article["sha256"]
    for (table, _), row in rows.items():
        if table == "span":
            text = articles[row["article"]]["text"]
            assert row["fragments"]
            assert all(text[start:end] == quote for start, end, quote in row["fragments"])
    _go_back_to_the_beginning(rows, entries, shelf)


def _go_back_to_the_beginning(
    rows: Rows, entries: list[tuple[int, str, int | None, list[Any]]], shelf: dict[int, Rows]
) -> None:
    """Undo every entry of the journal, the last first: what is left is what ``create`` made."""
    for seq, kind, undoes, items in entries:
        if items and isinstance(items[0], dict):
            _take_bulk_back(rows, seq, kind, undoes, items[0]["keys"], shelf)
            continue
        for table, key, before, after in reversed(items):
            where = table, tuple(key)
            if after is None:
                now = rows.get(where)
                there = now is not None and not _is_nothing(table, now)
                assert not there, f"{where} was removed by {seq} and is there"
                rows[where] = before
            else:
                now = rows.pop(where)
                assert {name: now[name] for name in after} == after, f"{where} after {seq}"
                if before is not None:
                    rows[where] = {**now, **before}
    left = {where for where, row in rows.items() if not _is_nothing(where[0], row)}
    assert left == {("meta", ("id",)), ("meta", ("name",)), ("scheme", (1,))}


def _take_bulk_back(
    rows: Rows,
    seq: int,
    kind: str,
    undoes: int | None,
    keys: dict[str, list[Any]],
    shelf: dict[int, Rows],
) -> None:
    if kind == "undo":
        rows |= shelf.pop(seq)
        return
    brought = {
        (table, tuple(key)): rows.pop((table, tuple(key)))
        for table, of_table in keys.items()
        for key in of_table
    }
    if kind == "redo":
        assert undoes is not None
        assert undoes not in shelf
        shelf[undoes] = brought


def _is_nothing(table: str, row: Row) -> bool:
    """Having no assignment is the same as a new one."""
    return table == "assignment" and {name: row[name] for name in _ROLES} == _ROLES
