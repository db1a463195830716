"""Saves what can still be read of a damaged project into a new file.

Rows are read one by one around the damage. What the tables have lost the journal may still tell.
All that is saved is held against the text and the scheme as if it were new, so that the new file
is sound; what is not saved is listed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from annotator.errors import AnnotatorError, ProjectError
from annotator.model import (
    Annotator,
    Article,
    Fragment,
    Relation,
    Scheme,
    SchemeVersion,
    Span,
    new_id,
)
from annotator.model.codebook import parse_scheme
from annotator.model.validation import validate_article, validate_relation, validate_span
from annotator.store import checking, schema, tables
from annotator.store.checking import NOT_UNDERSTOOD, Finding
from annotator.store.connection import (
    Error,
    beside,
    connect,
    create,
    may_write,
    refuse_strange_log,
    told,
)
from annotator.store.readable import readable
from annotator.store.rows import KINDS, Key, Kind, Names, Row, kind_named
from annotator.text.anchoring import nearby

# A reference that a row can do without.
_OPTIONAL = {"article": "revision_of", "span": "actor"}
# A damaged header must not have the disk filled.
_MOST_PADDED = 1 << 34


@dataclass(slots=True)
class Salvage:
    """What was saved into ``path``, counted by table, and what was not."""

    path: Path
    saved: Counter[str] = field(default_factory=Counter)
    missing: list[Finding] = field(default_factory=list)


def salvage(path: Path, to: Path) -> Salvage:
    """Write what can be read of a damaged project to a new file; the damaged one stays as it is.

    Raises ``ProjectError`` if ``to`` exists or can't be written, or if the file is so damaged that
    not even its scheme can be read.
    """
    refuse_strange_log(path)
    if to.exists() or beside(to):
        raise ProjectError(f"{to} exists already. Choose a new name for what is saved.")
    partial = to.with_name(f".{to.name}.{new_id()}.partial")
    padded = to.with_name(f".{to.name}.{new_id()}.padded")
    try:
        create(partial, like=path)
        source = padded if _pad(path, padded) else path
        with closing(_opened(source, path)) as old:
            with told(path):
                schema.file_version(old, path)
            # A text with a damaged letter is worth more than none.
            old.conn.text_factory = lambda raw: raw.decode(errors="replace")
            with closing(connect(partial)) as new, told(to):
                result = _Salvaging(old, new, path, to).run()
        _keep_sound_history(partial, result)
        partial.rename(to)
    except OSError as error:
        place = error.filename or to
        raise ProjectError(f"{place} cannot be read or written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
        padded.unlink(missing_ok=True)
    return result


class _Salvaging:
    def __init__(self, old: Database, new: Database, path: Path, to: Path) -> None:
        self._old, self._new = old, new
        self._path = path
        self._result = Salvage(to)
        self._names = Names()
        self._schemes: list[Scheme] = []
        self._taken: set[tuple[str, Key]] = set()
        self._title: dict[str, str] = {}
        self._at_hand = ("", "")

    def run(self) -> Salvage:
        schema.prepare(self._new)
        told_of = self._replayed()
        self._new.execute("BEGIN IMMEDIATE")
        for kind in KINDS:
            for row in self._rows(kind):
                self._take(kind, row, told_of.get((kind.table, kind.key(row))))
            for (table, key), left in told_of.items():
                if table == kind.table and left is not None and (table, key) not in self._taken:
                    self._take(kind, left, None)
            if kind.table == "scheme" and not self._schemes:
                raise ProjectError(
                    f"{self._path} is so damaged that its label scheme can't be read. Restore a "
                    "backup instead."
                )
        self._name_project()
        self._copy_history()
        self._new.commit()
        return self._result

    # What there is

    def _rows(self, kind: Kind) -> Iterator[Row]:
        """Yield the rows of a table that can be read, with what belongs to them."""
        columns = tables.columns(kind)
        for values in readable(self._old, kind.table, columns, kind.keys):
            row = dict(zip(columns, values, strict=True))
            try:
                tables.add_parts(self._old, kind, row)
            except (Error, *NOT_UNDERSTOOD):
                if kind.table == "article":
                    lost = "original file" if "zones" in row else "zones and original file"
                    said = Finding(self._where(kind, row), f"Its {lost} can't be read.")
                    self._result.missing.append(said)
                    row["original"] = None
                row.setdefault("fragments", [])
                row.setdefault("zones", [])
            yield row

    def _replayed(self) -> dict[tuple[str, Key], Row | None]:
        """Return how the journal left each row that it knows from the beginning."""
        rows: dict[tuple[str, Key], Any] = {}
        for _, text in readable(self._old, "change", ("seq", "rows"), ("seq",)):
            try:
                for item in json.loads(text):
                    if isinstance(item, list):
                        table, key, before, after = item
                        at = (table, tuple(key))
                        if before is None or after is None:
                            rows[at] = after
                        elif known := rows.get(at):
                            rows[at] = {**known, **after}
            except NOT_UNDERSTOOD:
                continue
        return rows

    # What is taken

    def _take(self, kind: Kind, row: Row, other: Row | None) -> None:
        """Save a row, or failing that, what the journal says of it."""
        at = (kind.table, kind.key(row))
        if at in self._taken:
            return
        why = ""
        versions = [row] if other is None else [row, other]
        for version in versions:
            try:
                self._write(kind, self._sound(kind, version))
            except (AnnotatorError, Error, *NOT_UNDERSTOOD) as error:
                why = why or str(error)
            else:
                self._taken.add(at)
                self._result.saved[kind.table] += 1
                return
        self._result.missing.append(Finding(self._where(kind, row), f"It is not saved: {why}"))

    def _sound(self, kind: Kind, row: Row) -> Row:
        """Return a row that holds against text and scheme; raise what says that it doesn't."""
        for column in ("annotator", "layer", "reviewer"):
            if column in row:
                self._introduce(row[column])
        record = kind.to_record(row, self._names)
        match record:
            case SchemeVersion():
                self._schemes.append(parse_scheme(record.toml, version=record.version))
            case Annotator():
                self._names.add(record)
            case Article():
                validate_article(record)
                self._title[record.id] = record.title
                if record.sha256 != row["sha256"]:
                    self._result.missing.append(
                        Finding(f'"{record.title}"', "Its text is damaged; it is saved as found.")
                    )
            case Span():
                record = self._placed(record)
            case Relation():
                ends = [self._saved("span", (end,)) for end in (record.source, record.target)]
                source, target = ends
                if not (isinstance(source, Span) and isinstance(target, Span)):
                    raise ProjectError("a span that it leads to is gone.")
                self._fit(lambda scheme: validate_relation(record, source, target, scheme))
        return kind.to_row(record, self._names)

    def _placed(self, span: Span) -> Span:
        """Return a span with its fragments where their quotes are."""
        text = self._text(span.article)
        placed = replace(span, fragments=tuple(_placed(f, text) for f in span.fragments))
        self._fit(lambda scheme: validate_span(placed, text, scheme))
        return placed

    def _text(self, article_id: str) -> str:
        if self._at_hand[0] != article_id:
            article = self._saved("article", (article_id,))
            if not isinstance(article, Article):
                raise ProjectError("its article is gone.")
            self._at_hand = article_id, article.text
        return self._at_hand[1]

    def _fit(self, validate: Callable[[Scheme], None]) -> None:
        """Raise why a record fits no version of the scheme."""
        why: AnnotatorError | None = None
        for scheme in reversed(self._schemes):
            try:
                validate(scheme)
            except AnnotatorError as error:
                why = why or error
            else:
                return
        if why is not None:
            raise why

    def _write(self, kind: Kind, row: Row) -> None:
        try:
            self._insert(kind, row)
        except Error:
            optional = _OPTIONAL.get(kind.table)
            if optional is None or row[optional] is None:
                raise
            self._insert(kind, {**row, optional: None})
            self._result.missing.append(
                Finding(self._where(kind, row), f"What it says as its {optional} is gone.")
            )

    def _insert(self, kind: Kind, row: Row) -> None:
        self._new.execute("SAVEPOINT one")
        try:
            tables.insert(self._new, kind, [row])
        except BaseException:
            self._new.execute("ROLLBACK TO one")
            raise
        finally:
            self._new.execute("RELEASE one")

    def _introduce(self, annotator_id: str) -> None:
        """Give an annotator whose name is lost a new one."""
        if self._names.has_id(annotator_id):
            return
        lost = Annotator(annotator_id, f"unknown {annotator_id[:8]}")
        kind = kind_named("annotator")
        self._insert(kind, kind.to_row(lost, self._names))
        self._names.add(lost)
        self._result.missing.append(Finding(lost.name, "The name of this annotator is lost."))

    def _name_project(self) -> None:
        for key, value in (("id", new_id()), ("name", self._path.stem)):
            if ("meta", (key,)) not in self._taken:
                tables.insert(self._new, kind_named("meta"), [{"key": key, "value": value}])

    def _copy_history(self) -> None:
        """Copy the journal if all of it can be read; what undo would need is whole or nothing."""
        columns = ("seq", "id", "annotator", "at", "name", "kind", "undoes", "rows")
        shelved = ("n", "change", "kind", "row")
        entries = list(readable(self._old, "change", columns, ("seq",)))
        shelf = list(readable(self._old, "shelf", shelved, ("n",)))
        if not entries or [entry[0] for entry in entries] != list(range(1, len(entries) + 1)):
            self._result.missing.append(_HISTORY)
            return
        for table, names, rows in (("change", columns, entries), ("shelf", shelved, shelf)):
            marks = ", ".join("?" * len(names))
            into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
            self._new.conn.executemany(into, rows)

    def _saved(self, table: str, key: Key) -> object:
        kind = kind_named(table)
        row = tables.read(self._new, kind, key)
        return None if row is None else kind.to_record(row, self._names)

    def _where(self, kind: Kind, row: Row) -> str:
        names = (row.get(column) for column in ("label", "title", "name", "type", "key"))
        name = next((name for name in names if name), str(kind.key(row)[0]))
        title = self._title.get(row.get("article", ""))
        return f'{kind.table} "{name}"' + (f' in "{title}"' if title else "")


def _placed(fragment: Fragment, text: str) -> Fragment:
    """Return a fragment where its quote is, if that is near its place."""
    if text[fragment.start : fragment.end] == fragment.quote:
        return fragment
    found = nearby(text, fragment.start, fragment.quote)
    return fragment if found is None else replace(fragment, start=found[0], end=found[1])


def _pad(path: Path, padded: Path) -> bool:
    """Copy a file that was cut off, filled up to its length; SQLite reads no other. Say if it was.

    The length is what the header says: the size of a page at byte 16 and their number at byte 28.
    """
    with path.open("rb") as file:
        header = file.read(100)
    size = int.from_bytes(header[16:18]) or 1
    whole = (65_536 if size == 1 else size) * int.from_bytes(header[28:32])
    if path.stat().st_size >= whole or whole > _MOST_PADDED or beside(path):
        return False
    shutil.copyfile(path, padded)
    os.truncate(padded, whole)
    return True


def _opened(source: Path, path: Path) -> Database:
    try:
        return connect(source, read_only=not may_write(source))
    except ProjectError as error:
        raise ProjectError(
            f"{path} is so damaged that nothing in it can be read. Restore a backup instead."
        ) from error


def _keep_sound_history(partial: Path, result: Salvage) -> None:
    """Leave the journal out if it tells otherwise of what was saved: undo would go astray."""
    if not checking.check(partial).findings:
        return
    with closing(connect(partial)) as db, told(partial):
        for table in ("shelf", "change"):
            db.execute(f"DELETE FROM {table}")
        db.commit()
    if _HISTORY not in result.missing:
        result.missing.append(_HISTORY)


_HISTORY = Finding("journal", "It is damaged. What was done before can't be undone any more.")
