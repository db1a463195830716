"""What comes of articles in passing: the time spent on them, and gold of what is agreed on.

None of it is a step that undo takes back, so it goes and comes with the articles.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import chain

from sqlite_utils import Database

from annotator.store import journal, tables
from annotator.store.journal import Entry
from annotator.store.rows import KINDS, UNMARKED, Key, Kind, Row, kind_named

_SAYS_NOTHING = " AND ".join(f"{name} IS ?" for name in UNMARKED)


def made_in_passing(
    db: Database, entry: Entry, articles: Container[str], steps: Container[tuple[str, Key]]
) -> list[tuple[Kind, Row]]:
    """Return what the annotator of ``entry`` made in passing of the articles that it brought.

    Later steps of theirs are taken back by then; ``steps`` are the rows that the entry itself
    takes along. Of others only marks that say nothing, as undo leaves them: they must not hold an
    article. What hangs on other rows comes first. Raises ``ChangeError`` if someone else changed
    any of it.
    """
    found = {("assignment", key): row for key, row in _marks(db, entry.annotator)}
    made = _asides(db, entry)
    for table, key in made:
        if (row := tables.read(db, kind_named(table), key)) is not None:
            found[table, key] = row
    along = {
        place: row
        for place, row in found.items()
        if place not in steps and row.get("article") in articles
    }
    journal.refuse_if_others_changed(db, entry, made & along.keys())
    return [
        (kind, row)
        for kind in reversed(KINDS)
        for (table, _), row in along.items()
        if table == kind.table
    ]


def _marks(db: Database, annotator: str) -> Iterator[tuple[Key, Row]]:
    kind = kind_named("assignment")
    where = f"annotator = ? OR ({_SAYS_NOTHING})"
    for row in tables.select(db, kind, where, [annotator, *UNMARKED.values()]):
        yield kind.key(row), row


def _asides(db: Database, entry: Entry) -> set[tuple[str, Key]]:
    """Return the places of rows that the annotator changed since, without taking a step."""
    later = "SELECT seq FROM change WHERE seq > ? AND annotator = ? AND kind = 'aside'"
    seqs = db.execute(later, (entry.seq, entry.annotator)).fetchall()
    items = chain.from_iterable(journal.items(db, seq) for (seq,) in seqs)
    return {(item[0], tuple(item[1])) for item in items if isinstance(item, list)}
