"""Checks all that a project file holds: pages, texts, quotes, links, and the journal against them.

SQLite's own check finds damaged pages, but not a text of which a letter changed. So every text is
hashed again, every quote compared with its place, every record held against the scheme, and what
the journal says last of each row against the row.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from annotator.errors import AnnotatorError, ProjectError
from annotator.model import Annotator, Article, Relation, Scheme, Span
from annotator.model.codebook import parse_scheme
from annotator.model.validation import validate_article, validate_relation, validate_span
from annotator.pace import Progress
from annotator.store import schema, tables
from annotator.store.connection import Error, connect, explain, may_write, told
from annotator.store.rows import KINDS, Key, Names, kind_named

_PAGE_FINDINGS = 100
#: What a record that was damaged raises when it is read.
NOT_UNDERSTOOD = (ValueError, KeyError, TypeError, AttributeError, zlib.error)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, and what, in words for people."""

    where: str
    what: str


@dataclass(slots=True)
class Report:
    """What was looked at, and all that is wrong with it."""

    path: Path
    articles: int = 0
    spans: int = 0
    relations: int = 0
    changes: int = 0
    findings: list[Finding] = field(default_factory=list)


def check(path: Path, progress: Progress | None = None) -> Report:
    """Look through a whole project file. Raises ``ProjectError`` if it is none.

    Nothing is changed, apart from what SQLite finishes after a crash. A file of an older version
    is looked at as it is. Others may write meanwhile.
    """
    if not path.is_file():
        raise ProjectError(f"{path} does not exist.")
    progress = progress or (lambda _done, _count: None)
    try:
        db = connect(path, read_only=not may_write(path))
    except ProjectError as error:
        if not _is_database(path):
            raise
        return Report(path, findings=[Finding(path.name, str(error))])
    with closing(db), told(path):
        version = schema.file_version(db, path)
        before = _data_version(db)
        report = _look_through(db, path, version, progress)
        if report.findings and _data_version(db) != before:
            # Others wrote: what one part saw was gone for the next. Now they have to wait.
            db.execute("BEGIN")
            report = _look_through(db, path, version, progress)
            db.rollback()
    return report


def _look_through(db: Database, path: Path, version: int, progress: Progress) -> Report:
    report = Report(path)
    look = _Look(db, report, progress)
    parts = [look.pages, look.names, look.articles, look.register, look.journal]
    if version == schema.VERSION:
        parts.insert(0, look.objects)
    for part in parts:
        try:
            report.findings += part()
        except Error as error:
            report.findings.append(Finding(path.name, explain(str(error))))
    return report


def _data_version(db: Database) -> int:
    """Return a number that changes when another connection has written."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


class _Look:
    """One look through one file; each part yields what it finds."""

    def __init__(self, db: Database, report: Report, progress: Progress) -> None:
        self._db = db
        self._report = report
        self._progress = progress
        self._names = Names()
        self._schemes: list[Scheme] = []
        self._done, self._count = 0, 0
        self._tables = set(db.table_names())

    def objects(self) -> Iterator[Finding]:
        """Find tables, indexes and triggers that no project has."""
        try:
            schema.check_objects(self._db, self._report.path)
        except ProjectError as error:
            yield Finding(self._report.path.name, str(error))

    def pages(self) -> Iterator[Finding]:
        """Find damaged pages, and rows that refer to ones that are gone."""
        for (line,) in self._db.execute(f"PRAGMA integrity_check({_PAGE_FINDINGS})"):
            if line != "ok":
                yield Finding(self._report.path.name, f"SQLite finds: {line}.")
        for table, _, parent, _ in self._db.execute("PRAGMA foreign_key_check"):
            yield Finding(f"table {table}", f"A row refers to one of {parent} that is gone.")

    def names(self) -> Iterator[Finding]:
        """Read the annotators and schemes, which all else needs to be understood."""
        for row in tables.select(self._db, kind_named("annotator")):
            self._names.add(Annotator(**row))
        versions = self._db.table("scheme").rows_where(order_by="version DESC")
        for row in versions:
            where = f"scheme version {row['version']}"
            try:
                self._schemes.append(parse_scheme(row["toml"], version=row["version"]))
            except AnnotatorError as error:
                yield Finding(where, str(error))
        if not self._schemes:
            yield Finding(self._report.path.name, "It holds no label scheme that can be read.")

    def articles(self) -> Iterator[Finding]:
        """Find texts that changed, and spans and links that don't fit them or the scheme."""
        found = self._db.table("article").rows_where(select="id, title", order_by="n")
        ids = [(row["id"], row["title"]) for row in found]
        changes = self._db.table("change").count
        self._done, self._count = 0, len(ids) + changes
        for article_id, title in ids:
            self._report.articles += 1
            yield from self._article(article_id, title)
            self._step()
        bare = "SELECT label FROM span WHERE id NOT IN (SELECT span FROM fragment)"
        for (label,) in self._db.execute(bare):
            yield Finding(f"a {label}", "The place that it marks is gone.")

    def register(self) -> Iterator[Finding]:
        """Find entries of the register, and other records, that can't be understood."""
        for kind in KINDS:
            if kind.table not in self._tables - {"article", "span", "relation", "scheme"}:
                continue
            for row in tables.select(self._db, kind):
                key = ", ".join(map(str, kind.key(row)))
                try:
                    kind.to_record(row, self._names)
                except NOT_UNDERSTOOD as error:
                    yield Finding(f"{kind.table} {key}", f"It can't be understood ({error}).")

    def journal(self) -> Iterator[Finding]:
        """Find rows that are otherwise than the journal left them.

        It is read from its end: what it says last of a row is what the row should be.
        """
        settled: dict[tuple[str, Key], set[str] | None] = {}
        taken_back: set[int] = set()
        # The entries' numbers first, so that one that can't be read doesn't hide those before it.
        for (seq,) in self._db.execute("SELECT seq FROM change ORDER BY seq DESC").fetchall():
            self._report.changes += 1
            found = self._db.execute(
                "SELECT name, undoes, rows FROM change WHERE seq = ?", (seq,)
            ).fetchone()
            if found is None:
                yield Finding(f"change {seq}", "It can't be read.")
                continue
            name, undoes, rows = found
            if undoes is not None and seq not in taken_back:
                taken_back.add(undoes)
            try:
                items = json.loads(rows)
                for item in items:
                    if isinstance(item, dict):
                        whole = [(t, tuple(k)) for t, ks in item["keys"].items() for k in ks]
                        if seq not in taken_back:
                            yield from self._brought(whole, settled, name)
                    else:
                        yield from self._left(item, settled, name)
            except NOT_UNDERSTOOD as error:
                yield Finding(f'change {seq}, "{name}"', f"It can't be understood ({error}).")
            self._step()

    def _article(self, article_id: str, title: str) -> Iterator[Finding]:
        where = f'"{title}"'
        kind = kind_named("article")
        try:
            row = tables.read(self._db, kind, (article_id,))
            if row is None:
                return
            article = kind.to_record(row, self._names)
            assert isinstance(article, Article)
            validate_article(article)
        except (*NOT_UNDERSTOOD, AnnotatorError) as error:
            yield Finding(where, f"It can't be understood ({error}).")
            return
        if article.sha256 != row["sha256"]:
            yield Finding(where, "Its text is no longer the one that was stored: the hash differs.")
        spans: dict[str, Span] = {}
        for record in self._records("span", article_id):
            if isinstance(record, Finding):
                yield Finding(where, record.what)
            elif isinstance(record, Span):
                self._report.spans += 1
                spans[record.id] = record
                if why := self._misplaced(record, article.text):
                    yield Finding(f"{where}, {record.label} at {record.start}", why)
        for record in self._records("relation", article_id):
            if isinstance(record, Finding):
                yield Finding(where, record.what)
            elif isinstance(record, Relation):
                self._report.relations += 1
                if why := self._misjoined(record, spans):
                    yield Finding(f'{where}, a "{record.type}" link', why)

    def _records(self, table: str, article_id: str) -> Iterator[object]:
        kind = kind_named(table)
        for row in tables.select(self._db, kind, "article = ?", [article_id]):
            try:
                yield kind.to_record(row, self._names)
            except NOT_UNDERSTOOD as error:
                yield Finding("", f"A {table} can't be understood ({error}).")

    def _misplaced(self, span: Span, text: str) -> str | None:
        return self._fits(lambda scheme: validate_span(span, text, scheme))

    def _misjoined(self, relation: Relation, spans: Mapping[str, Span]) -> str | None:
        source, target = spans.get(relation.source), spans.get(relation.target)
        if source is None or target is None:
            return "It leads to a span that is gone."
        return self._fits(lambda scheme: validate_relation(relation, source, target, scheme))

    def _fits(self, validate: Callable[[Scheme], None]) -> str | None:
        """Say why a record fits no version of the scheme; ``None`` if it fits one."""
        why = None
        for scheme in self._schemes:
            try:
                validate(scheme)
            except AnnotatorError as error:
                why = why or str(error)
            else:
                return None
        return why

    def _brought(
        self,
        keys: list[tuple[str, Key]],
        settled: dict[tuple[str, Key], set[str] | None],
        change: str,
    ) -> Iterator[Finding]:
        for table, key in keys:
            if (table, key) in settled:
                continue
            settled[table, key] = None
            if not tables.exists(self._db, kind_named(table), key):
                yield Finding(f"{table} {key[0]}", f'It is gone, though "{change}" brought it.')

    def _left(
        self,
        item: list[Any],
        settled: dict[tuple[str, Key], set[str] | None],
        change: str,
    ) -> Iterator[Finding]:
        table, listed, before, after = item
        kind, key = kind_named(table), tuple(listed)
        known = settled.setdefault((table, key), set())
        if known is None:
            return
        wanted = {name: value for name, value in (after or {}).items() if name not in known}
        if before is None or after is None:
            settled[table, key] = None
        else:
            known.update(after)
        article = (after or before).get("article")
        if article is not None and not self._has_article(article):
            # Undone as a whole, with all that had been looked at.
            return
        row = tables.read(self._db, kind, key)
        if after is None:
            said = "It is there, though" if row is not None else None
        elif row is None:
            said = "It is gone, though"
        else:
            differs = any(row.get(name) != value for name, value in wanted.items())
            said = "It is otherwise than" if differs else None
        if said is not None:
            yield Finding(f"{table} {key[0]}", f'{said} "{change}" left it.')

    def _has_article(self, article_id: str) -> bool:
        return tables.exists(self._db, kind_named("article"), (article_id,))

    def _step(self) -> None:
        self._done += 1
        self._progress(self._done, max(self._count, self._done))
