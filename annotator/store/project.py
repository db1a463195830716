"""A project: one file with articles, layers, the scheme and everything that was ever done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar, cast

from sqlite_utils import Database

from annotator.errors import NotSaved, ProjectError
from annotator.model import (
    Actor,
    Annotator,
    Article,
    Assignment,
    Change,
    Changed,
    Decision,
    Layer,
    Record,
    Relation,
    Scheme,
    Span,
    new_id,
)
from annotator.model.annotation import GOLD
from annotator.model.codebook import parse_scheme
from annotator.store import backup, finding, journal, reading, schema, search, summary, tables
from annotator.store.backup import Backup
from annotator.store.connection import PATIENCE, connect, create, is_file, may_write, told
from annotator.store.finding import Found
from annotator.store.journal import Entry
from annotator.store.known import Known
from annotator.store.layers import read_layer
from annotator.store.query import parse_query
from annotator.store.reading import Worked
from annotator.store.rows import kind_named
from annotator.store.search import Hit
from annotator.store.summary import Mentioned, QueueRow, ReviewRow
from annotator.store.work import ArticleWork, read_work
from annotator.store.writing import Writer

Listener = Callable[[Changed], None]
P = ParamSpec("P")
T = TypeVar("T")

_BY_ID = "SELECT id FROM article WHERE id = ?"
_BY_HASH = "SELECT id FROM article WHERE sha256 = ? ORDER BY n LIMIT 1"
_READING_ORDER = (
    "(SELECT n FROM article WHERE article.id = span.article), "
    "(SELECT min(start) FROM fragment WHERE fragment.span = span.id), id"
)


def _telling(method: Callable[Concatenate[Project, P], T]) -> Callable[Concatenate[Project, P], T]:
    """Have a method tell what SQLite complains of in words for people."""

    @wraps(method)
    def telling(self: Project, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with told(self.path):
            return method(self, *args, **kwargs)

    return telling


class Project:
    """An open project file; made by ``create`` or ``open``, and used by one thread.

    Everything that changes goes through ``apply``, ``undo`` and ``redo``. Each is one committed
    transaction; listeners are told afterwards. Other threads open the file themselves.
    """

    def __init__(self, db: Database, path: Path, read_only_reason: str | None) -> None:
        self._db = db
        self.path = path
        self.read_only_reason = read_only_reason
        self._listeners: list[Listener] = []
        self._register: list[Actor] | None = None
        self._known = Known(db, path)
        self._writer = Writer(db, path, self._known)
        self._seen = journal.last_seq(db)

    @classmethod
    def create(
        cls, path: str | Path, scheme: str | Scheme = "attribution", *, name: str | None = None
    ) -> Project:
        """Make a new project file and open it.

        ``scheme`` is a parsed scheme, or the name of one that comes with the program. Raises
        ``ProjectError`` if the file exists or can't be made, ``SchemeError`` for the scheme.
        """
        path = Path(path)
        codebook = scheme if isinstance(scheme, Scheme) else built_in_scheme(scheme)
        try:
            create(path)
        except FileExistsError as error:
            raise ProjectError(f"{path} exists already. Open it, or choose a new name.") from error
        except OSError as error:
            raise ProjectError(f"{path} cannot be made: {error.strerror}.") from error
        try:
            _fill(path, codebook, name or path.stem)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return cls.open(path)

    @classmethod
    def open(
        cls, path: str | Path, *, read_only: bool = False, patience: float = PATIENCE
    ) -> Project:
        """Open a project file. Raises ``ProjectError`` if it is missing, damaged or none.

        A file that can't be written to, or that a newer program made, is opened for reading;
        ``read_only_reason`` says why. An older one is backed up beside itself and brought up to
        date. ``patience`` is how many seconds to wait for another program that is writing.
        """
        path = Path(path)
        if not is_file(path):
            raise ProjectError(f"{path} does not exist. Make it with: annotator new {path}")
        reason = "It was opened for reading only." if read_only else None
        if not may_write(path):
            reason = f"{path.name} or its folder may not be written to."
        db = connect(path, read_only=reason is not None, patience=patience)
        try:
            with told(path):
                version = schema.file_version(db, path)
                schema.check_objects(db, path, version)
                if version > schema.VERSION:
                    reason = (
                        f"{path.name} was made by a newer version of this program; update the "
                        "program to change it."
                    )
                elif version < schema.VERSION and reason is not None:
                    raise ProjectError(
                        f"{path} was made by an older version of this program and has to be "
                        f"brought up to date. {reason} Copy it to where it may be written to."
                    )
                elif reason is None:
                    # Another program may have given it a write-ahead log.
                    db.execute("PRAGMA journal_mode = DELETE")
                if version < schema.VERSION:
                    backup.write(db, path, backup.name_beside(path, f"v{version}"))
                    schema.prepare(db)
                return cls(db, path, reason)
        except BaseException:
            db.close()
            raise

    def close(self) -> None:
        """Close the file. Nothing is left to save."""
        self._listeners.clear()
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Reading

    @property
    def name(self) -> str:
        """What the project is called."""
        return str(self.meta("name"))

    @property
    def scheme(self) -> Scheme:
        """The label scheme as it is now."""
        return self._known.scheme

    @property
    def read_only(self) -> bool:
        """Whether changes are refused; ``read_only_reason`` says why."""
        return self.read_only_reason is not None

    @_telling
    def meta(self, key: str) -> str | None:
        """Return what the project remembers under a key (``id``, ``name`` …), or ``None``.

        A `Setting` in a change writes it.
        """
        rows = self._db.table("meta").rows_where("key = ?", [key])
        return next((row["value"] for row in rows), None)

    @_telling
    def settings(self, prefix: str) -> dict[str, str]:
        """Return what the project remembers under the keys that begin with ``prefix``."""
        rows = self._db.table("meta").rows_where(order_by="key")
        return {row["key"]: row["value"] for row in rows if row["key"].startswith(prefix)}

    def articles(self) -> Iterator[Article]:
        """Yield all articles in the order in which they came."""
        for article_id in self.article_ids():
            article = self._read("article", article_id)
            if isinstance(article, Article):
                yield article

    @_telling
    def article_ids(self) -> list[str]:
        """Return the ids of all articles in the order in which they came."""
        rows = self._db.table("article").rows_where(select="id", order_by="n")
        return [row["id"] for row in rows]

    @_telling
    def article(self, article_id: str) -> Article:
        """Return one article; ``ProjectError`` if the project has none with this id."""
        return self._known.article(article_id)

    @_telling
    def find_article(self, article_id: str | None, sha256: str | None) -> str | None:
        """Return the id of the article with this id or, failing that, with a text of this hash."""
        for query, value in ((_BY_ID, article_id), (_BY_HASH, sha256)):
            if value is not None:
                for (found,) in self._db.execute(query, (value,)):
                    return str(found)
        return None

    @_telling
    def articles_saying(self, key: str, value: str) -> list[str]:
        """Return the ids of the articles whose metadata say this, in the order of arrival."""
        found = self._db.execute(
            "SELECT id FROM article WHERE json_extract(metadata, ?) = ? ORDER BY n",
            (f'$."{key}"', value),
        )
        return [row[0] for row in found]

    @_telling
    def count_articles(self) -> int:
        """Return how many articles there are."""
        return self._db.table("article").count

    @_telling
    def counts(self) -> dict[str, Any]:
        """Return how many records of each kind there are, and spans by label."""
        return summary.counts(self._db)

    def annotators(self) -> list[Annotator]:
        """Return all annotators by name."""
        return sorted(self._known.names.by_name.values(), key=lambda annotator: annotator.name)

    @_telling
    def actors(self) -> list[Actor]:
        """Return the actor register by name."""
        if self._register is None:
            kind = kind_named("actor")
            rows = tables.select(self._db, kind, order="name COLLATE NOCASE, id")
            self._register = [cast(Actor, kind.to_record(row, self._known.names)) for row in rows]
        return list(self._register)

    def actor(self, actor_id: str) -> Actor | None:
        """Return the entry of the register with this id, or ``None``."""
        return cast(Actor | None, self._read("actor", actor_id))

    def span(self, span_id: str) -> Span | None:
        """Return the span with this id, or ``None``."""
        return cast(Span | None, self._read("span", span_id))

    def relation(self, relation_id: str) -> Relation | None:
        """Return the relation with this id, or ``None``."""
        return cast(Relation | None, self._read("relation", relation_id))

    @_telling
    def mentions(self, actor_id: str, annotator: str | None = None) -> list[Span]:
        """Return the spans that name this entry of the register, all layers' or one annotator's.

        They come in the order of the articles and as they stand in them.
        """
        where, values = "actor = ?", [actor_id]
        if annotator is not None:
            where, values = (
                f"{where} AND annotator = ?",
                [actor_id, self._known.id(annotator) or ""],
            )
        rows = tables.select(self._db, kind_named("span"), where, values, order=_READING_ORDER)
        return [cast(Span, kind_named("span").to_record(row, self._known.names)) for row in rows]

    @_telling
    def mentioned(self, annotator: str) -> dict[str, Mentioned]:
        """Return how often entries of the register are named, in all and by this annotator."""
        return summary.mentioned(self._db, self._known.id(annotator))

    @_telling
    def layer(self, article_id: str, annotator: str) -> Layer:
        """Return an annotator's layer of an article; an empty one if there is nothing yet."""
        article = self.article(article_id)
        self._known.keep_text(article)
        if annotator not in self._known.names:
            return Layer(article, Assignment(article_id, annotator))
        return read_layer(self._db, article, self._known.names.by_name[annotator])

    @_telling
    def decisions(self, article_id: str, layer: str = GOLD) -> list[Decision]:
        """Return what was decided for a gold layer of an article, oldest first."""
        kind = kind_named("decision")
        where, values = "article = ? AND layer = ?", [article_id, self._known.id(layer)]
        rows = tables.select(self._db, kind, where, values, order="at, id")
        return [cast(Decision, kind.to_record(row, self._known.names)) for row in rows]

    def layers(self, article_id: str | None = None) -> Iterator[Layer]:
        """Yield all layers, or those of one article, by article and annotator's name."""
        for worked in self.worked([article_id] if article_id is not None else self.article_ids()):
            yield from worked.open()

    def worked(
        self, article_ids: Sequence[str], annotator: str | None = None, *, originals: bool = True
    ) -> Iterator[Worked]:
        """Yield articles with all layers, or one annotator's; those that are gone are passed over.

        A lot of them is read at once. Without ``originals`` they come without the bytes that they
        were read from.
        """
        whose = None if annotator is None else self._known.id(annotator) or ""
        for first in range(0, len(article_ids), reading.LOT):
            lot = article_ids[first : first + reading.LOT]
            with told(self.path):
                names = self._known.names
                found = reading.read(self._db, names, lot, annotator=whose, originals=originals)
            yield from found

    @_telling
    def work(self, article_ids: Sequence[str]) -> list[ArticleWork]:
        """Return these articles with all that was marked in them, as plain data for counting."""
        found = read_work(self._db, article_ids)
        for article in found:
            for work in article.work:
                work.annotator = self._known.names.name(work.annotator)
        return found

    @_telling
    def queue(self, annotator: str) -> list[QueueRow]:
        """Return all articles as this annotator's queue shows them."""
        return summary.queue(self._db, self._known.id(annotator))

    @_telling
    def queue_row(self, article_id: str, annotator: str) -> QueueRow | None:
        """Return one article as this annotator's queue shows it, or ``None`` if it is gone."""
        return summary.queue_row(self._db, self._known.id(annotator), article_id)

    @_telling
    def review_queue(self, annotators: Iterable[str], layer: str = GOLD) -> list[ReviewRow]:
        """Return the articles that several of these annotators finished, and how far gold is.

        ``layer`` is whose layer the decisions are made for.
        """
        known = self._known
        ids = [found for name in annotators if (found := known.id(name)) is not None]
        return summary.review_queue(self._db, ids, known.id(layer))

    @_telling
    def history(self, record_id: str) -> list[Entry]:
        """Return what was ever done to a record, by its id, oldest first; who is given by name."""
        found = journal.history(self._db, record_id)
        names = self._known.names
        return [replace(entry, annotator=names.name(entry.annotator)) for entry in found]

    @_telling
    def find(self, query: str, annotator: str) -> Found:
        """Find articles by words and conditions such as ``status:done`` or ``-actor:Huawei``.

        `annotator.store.query` says what may be asked; status, doubts and notes are this
        annotator's, unless the query names another. Raises ``QueryError`` for what there isn't.
        """
        ids = {name: annotator.id for name, annotator in self._known.names.by_name.items()}
        labels = [label.name for label in self.scheme.labels]
        asked = parse_query(query)
        return finding.find(self._db, asked, self._known.id(annotator), ids, labels)

    @_telling
    def snippet(self, found: Found, article_id: str) -> str:
        """Return where an article says the words that it was found by; empty without words.

        ``HIT_START`` and ``HIT_END`` of `annotator.store.search` enclose them.
        """
        return search.snippet(self._db, found.words, article_id) if found.words else ""

    @_telling
    def condition_values(self, key: str) -> list[str]:
        """Return the values that a condition of a query, such as ``label``, may have here."""
        labels = [label.name for label in self.scheme.labels]
        return finding.condition_values(self._db, key, labels, sorted(self._known.names.by_name))

    @_telling
    def search(self, query: str) -> list[Hit]:
        """Find articles by the words in their titles and texts, the best first."""
        return search.search(self._db, query)

    # Writing

    @_telling
    def apply(self, change: Change) -> Changed | None:
        """Apply a change wholly and durably, then tell the listeners; the one write door.

        Returns what it did, or ``None`` for a change without records. Raises ``ChangeError`` if
        it contradicts the text, the scheme or other records, ``NotSaved`` if the file can't be
        written just now, ``ProjectError`` if it may not be; then nothing was changed.
        """
        if not change:
            return None
        self._be_ready_to_write()
        return self._heard_of(self._writer.apply(change))

    @_telling
    def undo(self, *, annotator: str) -> Changed | None:
        """Take back this annotator's latest change that stands; ``None`` if there is none.

        Raises ``ChangeError`` if someone else changed the same since.
        """
        self._be_ready_to_write()
        return self._heard_of(self._writer.take_back(annotator, "undo"))

    @_telling
    def redo(self, *, annotator: str) -> Changed | None:
        """Do again what this annotator undid last; ``None`` if a change came in between."""
        self._be_ready_to_write()
        return self._heard_of(self._writer.take_back(annotator, "redo"))

    @_telling
    def undo_name(self, annotator: str) -> str | None:
        """Return the name of the change that undo would take back, or ``None``."""
        entry = self._writer.next(annotator, "undo")
        return entry.name if entry is not None else None

    @_telling
    def redo_name(self, annotator: str) -> str | None:
        """Return the name of the change that redo would do again, or ``None``."""
        entry = self._writer.next(annotator, "redo")
        return entry.name if entry is not None else None

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have ``listener`` told of each change; call what is returned to end that."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    @_telling
    def catch_up(self) -> None:
        """Tell the listeners what other connections to this file did since they last heard."""
        self._catch_up()

    def _catch_up(self) -> None:
        entries = journal.since(self._db, self._seen)
        if not entries:
            return
        self._seen = entries[-1].seq
        self._known.refresh()
        for entry in entries:
            who = self._known.names.name(entry.annotator)
            articles = journal.articles(self._db, entry.seq)
            self._tell(Changed(entry.seq, entry.name, who, entry.kind, articles))

    def backup(self, target: str | Path) -> None:
        """Write a verified copy of the whole project to a new file."""
        backup.write(self._db, self.path, Path(target))

    def keep_backup(self) -> Backup | None:
        """Add a backup to the row beside the project; ``None`` if nothing changed since the last.

        Raises ``ProjectError`` if it can't be written, or if the project is damaged.
        """
        return backup.keep(self._db, self.path)

    def refuse_damaged(self) -> None:
        """Raise ``ProjectError`` if pages of the file are damaged; others may write meanwhile."""
        backup.refuse_damaged(self._db, self.path)

    # How it is done

    def _heard_of(self, changed: Changed | None) -> Changed | None:
        """Tell the listeners of what this connection did itself."""
        if changed is not None:
            self._seen = changed.seq
            self._tell(changed)
        return changed

    def _tell(self, changed: Changed) -> None:
        if not changed.deltas or any(isinstance(d.record, Actor) for d in changed.deltas):
            self._register = None
        for listener in tuple(self._listeners):
            listener(changed)

    def _be_ready_to_write(self) -> None:
        """Refuse if it is read-only; hear first what others did, such as bring annotators in."""
        if self.read_only_reason is not None:
            raise ProjectError(f"{self.path.name} cannot be changed. {self.read_only_reason}")
        with told(self.path, NotSaved):
            self._catch_up()

    @_telling
    def _read(self, table: str, key: str) -> Record | None:
        return self._known.read(table, key)


def built_in_scheme(name: str) -> Scheme:
    """Return a scheme that comes with the program; ``ProjectError`` if none is called that."""
    from annotator.assets import resource

    folder = resource("schemes")
    names = sorted(file.stem for file in folder.glob("*.toml"))
    if name not in names:
        raise ProjectError(f'No scheme is called "{name}"; there are: {", ".join(names)}.')
    toml = (folder / f"{name}.toml").read_text(encoding="utf-8")
    return parse_scheme(toml, where=f'The scheme "{name}"')


def _fill(path: Path, scheme: Scheme, name: str) -> None:
    db = connect(path)
    try:
        with told(path):
            schema.prepare(db)
            db.table("scheme").insert({"version": 1, "toml": scheme.toml})
            meta = {"id": new_id(), "name": name}
            db.table("meta").insert_all({"key": k, "value": v} for k, v in meta.items())
    finally:
        db.close()
