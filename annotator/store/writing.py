"""How changes are written: validated, put into rows, entered in the journal, and taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from annotator.errors import ChangeError, NotSaved
from annotator.model import (
    Actor,
    Annotator,
    Article,
    Assignment,
    Change,
    Changed,
    Decision,
    Delta,
    Record,
    Relation,
    Scheme,
    SchemeVersion,
    Setting,
    Span,
    new_id,
)
from annotator.model.annotation import is_gold
from annotator.model.change import ChangeKind
from annotator.model.codebook import parse_scheme
from annotator.model.validation import (
    validate_actor,
    validate_article,
    validate_relation,
    validate_span,
)
from annotator.store import bulk, journal, tables
from annotator.store.connection import file_identity, write_transaction
from annotator.store.journal import Entry, RowChange
from annotator.store.known import Known
from annotator.store.passing import made_in_passing
from annotator.store.rows import KINDS, UNMARKED, Names, Row, kind_named, kind_of

_NEXT = {"undo": journal.next_undo, "redo": journal.next_redo}


class Writer:
    """Writes the changes of one open project; each is one transaction. It tells nobody.

    What it learns of names and schemes it leaves in ``known``.
    """

    def __init__(self, db: Database, path: Path, known: Known) -> None:
        self._db = db
        self._path = path
        self._known = known
        self._identity = file_identity(path)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write in one transaction, unless the file is no longer where it was.

        SQLite would go on writing into one that was removed or replaced, and all would be lost.
        """
        if file_identity(self._path) != self._identity:
            raise NotSaved(
                f"{self._path} was moved, removed or replaced while it was open, so nothing can be "
                "saved in it. Put it back, or save a copy of what is here elsewhere."
            )
        with write_transaction(self._db, self._path):
            yield

    def apply(self, change: Change) -> Changed | None:
        """Write a change; return what it did, or ``None`` if all was so already.

        Raises ``ChangeError`` or ``NotSaved``; then nothing was changed.
        """
        return self._apply_bulk(change) if change.bulk else self._apply_rows(change)

    def take_back(self, annotator: str, kind: Literal["undo", "redo"]) -> Changed | None:
        """Take an annotator's latest change back, or do it again; ``None`` if there is none."""
        known = self._known
        author = known.id(annotator)
        if author is None:
            return None
        rows: list[RowChange] = []
        with self._transaction():
            entry = _NEXT[kind](self._db, author)
            if entry is None:
                return None
            if is_bulk := bulk.is_bulk(self._db, entry):
                act = bulk.take_back if kind == "undo" else bulk.bring_again
                seq, articles = act(self._db, entry)
            else:
                rows = self._inverse(entry)
                self._write_rows(rows)
                seq = journal.append(self._db, author, entry.name, kind, rows, undoes=entry.seq)
        if is_bulk or any(row.kind.table in ("annotator", "scheme") for row in rows):
            known.refresh()
        if is_bulk:
            return Changed(seq, entry.name, annotator, kind, articles)
        return self._done(seq, entry.name, annotator, kind, rows)

    def next(self, annotator: str, kind: Literal["undo", "redo"]) -> Entry | None:
        """Return the entry of the journal that `take_back` would take back, or ``None``."""
        author = self._known.id(annotator)
        return _NEXT[kind](self._db, author) if author is not None else None

    def _apply_rows(self, change: Change) -> Changed | None:
        known = self._known
        scheme = self._scheme_after(change.put, known.scheme)
        put = [self._completed(record, scheme) for record in change.put]
        self._validate(put, scheme)
        names, strangers = self._names_with(known.names, change.annotator, put)
        with self._transaction():
            author = names.id(change.annotator)
            rows = self._row_changes(put, change, names)
            if not rows:
                return None
            self._introduce(strangers, author, names)
            self._write_rows(rows)
            seq = journal.append(self._db, author, change.name, _kind(change), rows)
        known.names, known.scheme = names, scheme
        return self._done(seq, change.name, change.annotator, _kind(change), rows)

    def _apply_bulk(self, change: Change) -> Changed:
        """Write new records lot by lot, so that no more of them than a lot is in memory."""
        known = self._known
        before, scheme, brought = known.names, known.scheme, bulk.Brought()
        try:
            with self._transaction():
                for lot in bulk.lots(change.put):
                    scheme = self._scheme_after(lot, scheme)
                    put = [self._completed(record, scheme) for record in lot]
                    self._validate(put, scheme)
                    names, strangers = self._names_with(known.names, change.annotator, put)
                    self._introduce(strangers, names.id(change.annotator), names)
                    of_kind: dict[str, list[Row]] = defaultdict(list)
                    for record in put:
                        kind = kind_of(record)
                        of_kind[kind.table].append(kind.to_row(record, names))
                    for kind in KINDS:
                        brought.insert(self._db, kind, of_kind[kind.table])
                    # Later lots refer to records of this one.
                    known.names = names
                author = known.names.id(change.annotator)
                seq = journal.append_items(
                    self._db, author, change.name, _kind(change), brought.items()
                )
        except BaseException:
            known.names = before
            raise
        finally:
            # Texts of earlier lots; if the change failed they are no part of the project.
            known.forget_texts()
        known.scheme = scheme
        articles = frozenset(brought.articles)
        return Changed(seq, change.name, change.annotator, _kind(change), articles)

    def _names_with(
        self, known: Names, author: str, put: list[Record]
    ) -> tuple[Names, list[Annotator]]:
        """Return the names once ``put`` is applied, and the annotators nobody introduced."""
        new_names = {author, *_annotators_named(put)} - set(known.by_name)
        introduced = [record for record in put if isinstance(record, Annotator)]
        unknown = new_names - {record.name for record in introduced}
        strangers = [_stranger(name) for name in sorted(unknown)]
        names = Names([*known.by_name.values(), *strangers])
        for record in introduced:
            names.add(record)
        return names, strangers

    def _inverse(self, entry: Entry) -> list[RowChange]:
        """Return the rows that take an entry back, and before them what hangs on its articles."""
        rows = journal.inverse(self._db, entry)
        gone = {str(row.key[0]) for row in rows if row.kind.table == "article" and not row.after}
        if not gone:
            return rows
        steps = {(row.kind.table, row.key) for row in rows}
        along = made_in_passing(self._db, entry, gone, steps)
        return [*(RowChange(kind, row, None) for kind, row in along), *rows]

    def _write_rows(self, rows: list[RowChange]) -> None:
        for row in rows:
            if row.after is None:
                tables.delete(self._db, row.kind, row.key)
        for row in sorted(rows, key=lambda row: KINDS.index(row.kind)):
            if row.after is not None and row.before is None:
                tables.insert(self._db, row.kind, [row.after])
            elif row.after is not None:
                tables.update(self._db, row.kind, row.after)

    def _row_changes(self, put: list[Record], change: Change, names: Names) -> list[RowChange]:
        changes = []
        for record in put:
            kind = kind_of(record)
            after = kind.to_row(record, names)
            before = self._row_before(kind.table, kind.key(after))
            if before is not None and kind.table == "article":
                _refuse_other_text(before, after)
            if before != after:
                changes.append(RowChange(kind, before, after))
        for record in change.remove:
            kind = kind_of(record)
            row = tables.read(self._db, kind, kind.key(kind.to_row(record, names)))
            if row is None:
                raise ChangeError(
                    f'"{change.name}" would remove something that is gone already. '
                    "Nothing was changed."
                )
            changes.append(RowChange(kind, row, None))
        return changes

    def _row_before(self, table: str, key: tuple[str | int, ...]) -> Row | None:
        row = tables.read(self._db, kind_named(table), key)
        if row is None and table == "assignment":
            article, annotator = key
            return {"article": article, "annotator": annotator, **UNMARKED}
        return row

    def _introduce(self, strangers: list[Annotator], author: str, names: Names) -> None:
        """Add annotators whom the project didn't know, apart from what undo takes back."""
        kind = kind_named("annotator")
        for stranger in strangers:
            row = kind.to_row(stranger, names)
            tables.insert(self._db, kind, [row])
            added = [RowChange(kind, None, row)]
            journal.append(self._db, author, f"Add annotator {stranger.name}", "aside", added)

    def _done(
        self, seq: int, name: str, annotator: str, kind: ChangeKind, rows: list[RowChange]
    ) -> Changed:
        deltas = tuple(self._delta(row) for row in rows)
        articles = frozenset(
            row.row["id"] if row.kind.table == "article" else row.row["article"]
            for row in rows
            if row.kind.table == "article" or "article" in row.row
        )
        return Changed(seq, name, annotator, kind, articles, deltas)

    def _delta(self, change: RowChange) -> Delta:
        before, after = (
            None if row is None else change.kind.to_record(row, self._known.names)
            for row in (change.before, change.after)
        )
        return Delta(before, after)

    def _validate(self, put: list[Record], scheme: Scheme) -> None:
        texts = {record.id: record.text for record in put if isinstance(record, Article)}
        spans = {record.id: record for record in put if isinstance(record, Span)}
        for record in put:
            match record:
                case Article():
                    validate_article(record)
                case Span():
                    validate_span(
                        record,
                        texts.get(record.article) or self._known.text(record.article),
                        scheme,
                    )
                case Relation():
                    source, target = (
                        self._end(record.source, spans),
                        self._end(record.target, spans),
                    )
                    validate_relation(record, source, target, scheme)
                case Setting(key="id"):
                    raise ChangeError("A project keeps the id that it was made with.")
                case Actor():
                    validate_actor(record)
                case Annotator():
                    if not record.name.strip():
                        raise ChangeError("An annotator needs a name.")
                    known = self._known.names.by_name.get(record.name)
                    if known is not None and known.id != record.id:
                        raise ChangeError(f'Someone is called "{record.name}" already.')

    def _end(self, span_id: str, put: Mapping[str, Span]) -> Span:
        span = put.get(span_id) or self._known.read("span", span_id)
        if not isinstance(span, Span):
            raise ChangeError("A link needs two spans; one of them is gone. Nothing was changed.")
        return span

    def _completed(self, record: Record, scheme: Scheme) -> Record:
        if type(record) is Span and record.scheme_version == 0:
            return replace(record, scheme_version=scheme.version)
        return record

    def _scheme_after(self, put: Sequence[Record], scheme: Scheme) -> Scheme:
        versions = [record for record in put if isinstance(record, SchemeVersion)]
        if not versions:
            return scheme
        newest = max(versions, key=lambda record: record.version)
        if newest.version != scheme.version + 1:
            raise ChangeError(
                f"The scheme is at version {scheme.version}; version {newest.version} "
                "cannot follow it."
            )
        return parse_scheme(newest.toml, version=newest.version)


def _kind(change: Change) -> ChangeKind:
    return "do" if change.undoable else "aside"


def _annotators_named(put: list[Record]) -> set[str]:
    named = set()
    for record in put:
        match record:
            case Span() | Relation() | Assignment():
                named.add(record.annotator)
            case Decision():
                named |= {record.layer, record.reviewer, *record.origin}
    return named


def _stranger(name: str) -> Annotator:
    if not name.strip():
        raise ChangeError("An annotator needs a name.")
    return Annotator(new_id(), name, "reviewer" if is_gold(name) else "annotator")


def _refuse_other_text(before: Row, after: Row) -> None:
    if before["text"] != after["text"]:
        raise ChangeError(
            f'The text of "{before["title"]}" is never changed. Add the other text as a new '
            "article, and say that it is a revision of this one."
        )
