"""The append-only journal: what each change did to which rows, and what undo would do.

Undo and redo are entries like any other, so both last as long as the file. Which entry comes
next follows from the journal alone: an undone change hides itself and the undo that hid it.
"""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlite_utils import Database

from annotator.errors import ChangeError
from annotator.model import new_id
from annotator.model.change import ChangeKind
from annotator.store import tables
from annotator.store.connection import Damaged
from annotator.store.rows import Key, Kind, Row, kind_named, says_nothing, to_json

_APPEND = """
INSERT INTO change (id, annotator, at, name, kind, undoes, rows) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
# Of a bulk change the rows are long, and only undoing it asks for them.
_ENTRIES = "SELECT seq, annotator, name, kind, undoes, at FROM change"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after a change; ``None`` where it did not exist."""

    kind: Kind
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row in whichever state exists, the later one first."""
        return cast(Row, self.after or self.before)

    @property
    def key(self) -> Key:
        """The row's primary key."""
        return self.kind.key(self.row)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal, without its rows. ``annotator`` is an id, ``at`` a UTC time."""

    seq: int
    annotator: str
    name: str
    kind: ChangeKind
    undoes: int | None
    at: str


def append(
    db: Database,
    annotator: str,
    name: str,
    kind: ChangeKind,
    rows: Sequence[RowChange],
    *,
    undoes: int | None = None,
) -> int:
    """Write an entry and return its number; ``annotator`` is an id."""
    items = [_item(row) for row in rows]
    return append_items(db, annotator, name, kind, items, undoes=undoes)


def append_items(
    db: Database,
    annotator: str,
    name: str,
    kind: ChangeKind,
    items: list[Any],
    *,
    undoes: int | None = None,
) -> int:
    """Write an entry whose rows are in their form for the journal, and return its number."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    entry = (new_id(), annotator, at, name, kind, undoes, to_json(items))
    return cast(int, db.execute(_APPEND, entry).lastrowid)


def last_seq(db: Database) -> int:
    """Return the number of the newest entry; 0 for an empty journal."""
    return int(db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])


def since(db: Database, seq: int) -> list[Entry]:
    """Return the entries behind number ``seq``."""
    return [Entry(*row) for row in db.execute(f"{_ENTRIES} WHERE seq > ? ORDER BY seq", (seq,))]


def history(db: Database, record_id: str) -> list[Entry]:
    """Return the entries in which a record, by its id, was made, changed or taken away."""
    where = "WHERE instr(rows, ?) > 0 ORDER BY seq"
    found = [Entry(*row) for row in db.execute(f"{_ENTRIES} {where}", (f'"{record_id}"',))]
    return [entry for entry in found if _touches(items(db, entry.seq), record_id)]


def articles(db: Database, seq: int) -> frozenset[str]:
    """Return the ids of the articles that an entry's rows belong to."""
    found = set()
    for item in items(db, seq):
        if isinstance(item, dict):
            found.update(item["articles"])
        else:
            table, key, before, after = item
            state = {**(before or {}), **(after or {})}
            article = key[0] if table == "article" else state.get("article")
            found |= {article} if article else set()
    return frozenset(found)


def next_undo(db: Database, annotator: str) -> Entry | None:
    """Return the entry that undo would take back, or ``None``."""
    entry = _before(db, annotator, None)
    while entry is not None and entry.kind == "undo":
        entry = _before(db, annotator, _undone(entry))
    return entry


def next_redo(db: Database, annotator: str) -> Entry | None:
    """Return the undo that redo would take back, or ``None``."""
    entry = _before(db, annotator, None)
    while entry is not None and entry.kind == "redo":
        entry = _before(db, annotator, _undone(entry))
    return entry if entry is not None and entry.kind == "undo" else None


def inverse(db: Database, entry: Entry) -> list[RowChange]:
    """Work out the rows that would take ``entry`` back.

    Only the columns that the entry changed are taken back. Raises ``ChangeError`` if someone
    changed them since.
    """
    return [_inverse(db, entry, item) for item in reversed(items(db, entry.seq))]


def items(db: Database, seq: int) -> list[Any]:
    """Return what an entry did to each row; of a bulk change to all together."""
    [rows] = db.execute("SELECT rows FROM change WHERE seq = ?", (seq,)).fetchone()
    return _parsed(rows, seq)


def refuse_if_others_changed(db: Database, entry: Entry, keys: Container[tuple[str, Key]]) -> None:
    """Raise ``ChangeError`` if another annotator changed one of these rows after ``entry``."""
    later = "SELECT seq, rows FROM change WHERE seq > ? AND annotator != ?"
    for seq, rows in db.execute(later, (entry.seq, entry.annotator)):
        for other in _parsed(rows, seq):
            if isinstance(other, list) and (other[0], tuple(other[1])) in keys:
                raise changed_since(entry)


def changed_since(entry: Entry) -> ChangeError:
    """Return the refusal to take back what someone else has changed."""
    return ChangeError(
        f'"{entry.name}" cannot be undone or redone: what it did was changed since by someone '
        "else. Nothing was changed now."
    )


def _touches(done: list[Any], record_id: str) -> bool:
    """Say whether a record was among the rows, and not only named in one."""
    for item in done:
        keys = item["keys"].values() if isinstance(item, dict) else [[item[1]]]
        if any(record_id in key for lot in keys for key in lot):
            return True
    return False


def _item(change: RowChange) -> list[Any]:
    before, after = change.before, change.after
    if before is not None and after is not None:
        # The article stays, so that the entry tells which one it belongs to.
        told = [name for name in after if name == "article" or after[name] != before[name]]
        before = {name: before[name] for name in told}
        after = {name: after[name] for name in told}
    return [change.kind.table, list(change.key), before, after]


def _inverse(db: Database, entry: Entry, item: list[Any]) -> RowChange:
    table, key, before, after = item
    kind = kind_named(table)
    current = tables.read(db, kind, tuple(key))
    if after is None:
        if current is not None and not says_nothing(kind, current):
            raise changed_since(entry)
        return RowChange(kind, current, before)
    if current is None or any(current[name] != after[name] for name in after):
        raise changed_since(entry)
    return RowChange(kind, current, None if before is None else {**current, **before})


def _parsed(rows: str, seq: int) -> list[Any]:
    """Return an entry's rows from JSON; ``Damaged`` if they aren't such as are written here."""
    try:
        found = json.loads(rows)
        if isinstance(found, list) and all(map(_is_item, found)):
            return found
    except (ValueError, RecursionError):
        pass
    raise Damaged(f"what change {seq} did cannot be read")


def _is_item(item: Any) -> bool:
    if isinstance(item, dict):
        keys, articles = item.get("keys"), item.get("articles")
        return (
            isinstance(keys, dict)
            and all(isinstance(of, list) and all(map(_is_key, of)) for of in keys.values())
            and _is_key(articles)
        )
    return (
        isinstance(item, list)
        and len(item) == 4
        and isinstance(item[0], str)
        and _is_key(item[1])
        and all(state is None or isinstance(state, dict) for state in item[2:])
        and item[2:] != [None, None]
    )


def _is_key(key: Any) -> bool:
    return isinstance(key, list) and all(isinstance(part, str | int) for part in key)


def _undone(entry: Entry) -> int:
    """Return what an entry took back, which always stands before it."""
    if entry.undoes is None or entry.undoes >= entry.seq:
        raise Damaged(f"change {entry.seq} undoes what comes after it")
    return entry.undoes


def _before(db: Database, annotator: str, seq: int | None) -> Entry | None:
    """Return an annotator's latest entry before ``seq``, or of all; asides don't count."""
    before = "" if seq is None else f"AND seq < {seq:d} "
    where = f"WHERE annotator = ? AND kind != 'aside' {before}ORDER BY seq DESC LIMIT 1"
    return next((Entry(*row) for row in db.execute(f"{_ENTRIES} {where}", (annotator,))), None)
