"""Changes that bring many new records: written, taken back and brought again a lot at a time.

The journal holds their keys only. What undo takes away is put on a shelf, a row for each record,
so that redo brings it back as it was; neither ever has more than a lot in memory.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from annotator.model import Article, Record
from annotator.store import journal, tables
from annotator.store.journal import Entry
from annotator.store.passing import made_in_passing
from annotator.store.rows import KINDS, Key, Kind, Row, kind_named, to_json

# A lot has so many records, or fewer if their texts and originals are as long as this together.
_LOT, _LOT_SIZE = 500, 4_000_000


class Brought:
    """The keys of the rows that a bulk change brings, gathered while they are written."""

    def __init__(self) -> None:
        self.articles: set[str] = set()
        self._keys: dict[str, list[Key]] = {}

    def insert(self, db: Database, kind: Kind, rows: list[Row]) -> None:
        """Write new rows of one kind."""
        if not rows:
            return
        tables.insert(db, kind, rows)
        self._keys.setdefault(kind.table, []).extend(map(kind.key, rows))
        article = "id" if kind.table == "article" else "article"
        self.articles.update(row[article] for row in rows if row.get(article) is not None)

    def items(self) -> list[Any]:
        """Return what stands for all of them in the journal."""
        return [{"keys": self._keys, "articles": sorted(self.articles)}]


def lots(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Cut a long row of records into lots."""
    lot: list[Record] = []
    size = 0
    for record in records:
        lot.append(record)
        if isinstance(record, Article):
            size += len(record.text) + len(record.original or b"")
        if len(lot) >= _LOT or size >= _LOT_SIZE:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def is_bulk(db: Database, entry: Entry) -> bool:
    """Say whether an entry is that of a bulk change, or takes one back, or does it again."""
    start = db.execute("SELECT substr(rows, 1, 2) FROM change WHERE seq = ?", (entry.seq,))
    return bool(start.fetchone()[0] == "[{")


def take_back(db: Database, entry: Entry) -> tuple[int, frozenset[str]]:
    """Undo a bulk change or its redo; return the new entry's number and the articles touched.

    Raises ``ChangeError`` if someone else changed since what it brought.
    """
    (item,) = journal.items(db, entry.seq)
    keys = _keys(item)
    journal.refuse_if_others_changed(db, entry, keys)
    stand_in = [{"keys": {}, "articles": item["articles"]}]
    seq = journal.append_items(db, entry.annotator, entry.name, "undo", stand_in, undoes=entry.seq)
    brought = {key[0] for key in item["keys"].get("article", [])}
    for kind, left in made_in_passing(db, entry, brought, keys):
        _put_on_shelf(db, seq, kind, left)
    for kind in reversed(KINDS):
        for key in reversed(item["keys"].get(kind.table, [])):
            row = tables.read(db, kind, tuple(key))
            if row is None:
                raise journal.changed_since(entry)
            _put_on_shelf(db, seq, kind, row)
    return seq, frozenset(item["articles"])


def bring_again(db: Database, entry: Entry) -> tuple[int, frozenset[str]]:
    """Redo a bulk change: bring what its undo, ``entry``, took; return as ``take_back`` does."""
    brought = Brought()
    for kind, shelved in groupby(_shelf(db, entry.seq), key=lambda found: found[0]):
        lot: list[Row] = []
        for _, row in shelved:
            if tables.exists(db, kind, kind.key(row)):
                raise journal.changed_since(entry)
            lot.append(row)
            if len(lot) >= _LOT or kind.table == "article":
                brought.insert(db, kind, lot)
                lot = []
        brought.insert(db, kind, lot)
    db.execute("DELETE FROM shelf WHERE change = ?", (entry.seq,))
    seq = journal.append_items(
        db, entry.annotator, entry.name, "redo", brought.items(), undoes=entry.seq
    )
    return seq, frozenset(brought.articles)


def _keys(item: dict[str, Any]) -> set[tuple[str, Key]]:
    return {(table, tuple(key)) for table, keys in item["keys"].items() for key in keys}


def _put_on_shelf(db: Database, seq: int, kind: Kind, row: Row) -> None:
    packed = zlib.compress(to_json(row).encode())
    db.execute("INSERT INTO shelf (change, kind, row) VALUES (?, ?, ?)", (seq, kind.table, packed))
    tables.delete(db, kind, kind.key(row))


def _shelf(db: Database, seq: int) -> Iterator[tuple[Kind, Row]]:
    """Yield what one undo put on the shelf, last first: as it had come."""
    of_undo = "SELECT n FROM shelf WHERE change = ? ORDER BY n DESC"
    for (n,) in db.execute(of_undo, (seq,)).fetchall():
        table, packed = db.execute("SELECT kind, row FROM shelf WHERE n = ?", (n,)).fetchone()
        yield kind_named(table), json.loads(zlib.decompress(packed))
