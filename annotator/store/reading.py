"""Reads articles with all work on them, some at a time.

Spans and relations stay rows until they are asked for, but whatever isn't as this program writes
it is found out here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

from sqlite_utils import Database

from annotator.model import (
    Article,
    Assignment,
    Fragment,
    Layer,
    Relation,
    Span,
    Zone,
)
from annotator.store.connection import Damaged, unpack
from annotator.store.plain import Place, RelationRow, Rows, SpanRow
from annotator.store.rows import NOT_OURS, ORIGINS, Names, attributes_of, object_of

#: How many articles to read at once: asking costs little then beside what is answered.
LOT = 25

_Key = tuple[str, str]

_ARTICLES = """
SELECT id, title, text, source, url, byline, published, language, metadata, original, media_type,
    revision_of
FROM article WHERE id IN ({marks})
"""
_ZONES = """
SELECT article, kind, start, end FROM zone
WHERE article IN ({marks}) ORDER BY article, start, end, kind
"""
_ASSIGNMENTS = """
SELECT article, annotator, status, seconds, note FROM assignment WHERE article IN ({marks}){whose}
"""
_SPANS = """
SELECT article, annotator, span.id, label, attributes, actor, note, doubt, origin, score,
    scheme_version, start, end, quote
FROM span JOIN fragment ON fragment.span = span.id
WHERE article IN ({marks}){whose} ORDER BY article, span.rowid, n
"""
_RELATIONS = """
SELECT article, annotator, id, type, source, target, attributes
FROM relation WHERE article IN ({marks}){whose}
"""


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """One annotator's work on one article as it is stored; spans and links in their usual order."""

    assignment: Assignment
    spans: Rows[Span]
    relations: Rows[Relation]

    @property
    def actors(self) -> set[str]:
        """The ids of the entries of the register that spans name."""
        return {row[5] for row in self.spans.rows if row[5] is not None}


@dataclass(frozen=True, slots=True)
class Worked:
    """An article and what there is of each annotator's, by name; nothing if nobody worked on it."""

    article: Article
    layers: list[StoredLayer]

    def open(self) -> Iterator[Layer]:
        """Yield the layers as such that can be asked things."""
        for one in self.layers:
            yield Layer(self.article, one.assignment, one.spans, one.relations)


def read(
    db: Database,
    names: Names,
    articles: Sequence[str],
    *,
    annotator: str | None = None,
    originals: bool = True,
) -> list[Worked]:
    """Return articles with the work on them in the order asked for, but for those that are gone.

    With ``annotator``, an id, there is no other's work. Without ``originals`` articles come without
    the bytes that they were read from. Raises ``Damaged`` for what isn't as this program writes it.
    """
    # As it is at one moment, whatever others write meanwhile.
    db.execute("SAVEPOINT reading")
    try:
        return _read(db, names, articles, annotator, originals=originals)
    finally:
        db.execute("RELEASE reading")


def _read(
    db: Database,
    names: Names,
    articles: Sequence[str],
    annotator: str | None,
    *,
    originals: bool,
) -> list[Worked]:
    marks = ", ".join("?" * len(articles))
    whose, values = "", articles
    if annotator is not None:
        whose, values = " AND annotator = ?", [*articles, annotator]

    def rows(query: str, values: Sequence[str] = values) -> Iterable[Any]:
        return db.execute(query.format(marks=marks, whose=whose), values)

    wanted = _ARTICLES if originals else _ARTICLES.replace(" original,", " NULL,")
    found = _articles(rows(wanted, articles), rows(_ZONES, articles))
    lengths = {name: len(article.text) for name, article in found.items()}
    spans, relations = _spans(rows(_SPANS), lengths), _relations(rows(_RELATIONS))
    assigned = {
        (article, annotator): Assignment(article, names.name(annotator), *progress)
        for article, annotator, *progress in rows(_ASSIGNMENTS)
    }
    worked = {name: Worked(found[name], []) for name in articles if name in found}
    keys = assigned.keys() | spans.keys()
    for name, key in sorted((names.name(key[1]), key) for key in keys if key[0] in worked):
        one, assignment = worked[key[0]], assigned.get(key) or Assignment(key[0], name)
        one.layers.append(_layer(one.article, assignment, spans[key], relations[key]))
    return list(worked.values())


def _articles(rows: Iterable[Sequence[Any]], zones: Iterable[Sequence[Any]]) -> dict[str, Article]:
    placed: dict[str, list[Zone]] = defaultdict(list)
    for article, *zone in zones:
        placed[article].append(Zone(*zone))
    found = {}
    for article, title, text, *fields, metadata, original, media_type, revision_of in rows:
        try:
            about = object_of(metadata) if metadata != "{}" else {}
            len(text)
        except NOT_OURS as error:
            raise Damaged(f"the article {article!s:.40} cannot be read") from error
        known = (about, tuple(placed[article]), unpack(original), media_type, revision_of)
        found[article] = Article(*(article, title, text, *fields, *known))
    return found


def _spans(rows: Iterable[Sequence[Any]], lengths: Mapping[str, int]) -> dict[_Key, list[SpanRow]]:
    """Gather spans by layer; a row is one fragment. ``lengths`` are those of articles' texts."""
    found: dict[_Key, list[SpanRow]] = defaultdict(list)
    last, places, quotes = "", list[Place](), list[str]()
    # Taken apart in one go, and put together in one: in several it takes twice as long.
    columns: Any = rows
    try:
        for (
            article, annotator, span, label, said, actor, note, doubt, origin, score, version,
            start, end, quote,
        ) in columns:  # fmt: skip
            if not 0 <= start < end <= lengths[article]:
                raise Damaged(f"the {label} {span} lies beyond the end of its text")
            if span == last:
                places.append((start, end))
                quotes.append(quote)
                continue
            last, places, quotes = span, [(start, end)], [quote]
            # What is the same in many is one value, or a large layer would fill the memory.
            found[article, annotator].append((
                span, intern(label), places, quotes, attributes_of(said), actor, note,
                doubt == 1, ORIGINS[origin], score, version,
            ))  # fmt: skip
    except Damaged:
        raise
    except NOT_OURS as error:
        raise Damaged(f"the span {span!s:.40} cannot be read") from error
    return found


def _relations(rows: Iterable[Sequence[Any]]) -> dict[_Key, list[RelationRow]]:
    found: dict[_Key, list[RelationRow]] = defaultdict(list)
    for article, annotator, relation, type, source, target, said in rows:
        try:
            row = (relation, intern(type), source, target, attributes_of(said))
        except NOT_OURS as error:
            raise Damaged(f"the relation {relation!s:.40} cannot be read") from error
        found[article, annotator].append(row)
    return found


def _layer(
    article: Article,
    assignment: Assignment,
    spans: list[SpanRow],
    relations: list[RelationRow],
) -> StoredLayer:
    """Put a layer's rows in order; ``Damaged`` if a relation leads to where nothing is."""
    spans.sort(key=lambda row: (row[2][0][0], -row[2][-1][1], row[0]))
    if relations:
        at = {row[0]: n for n, row in enumerate(spans)}
        for link, _, source, target, _ in relations:
            if source not in at or target not in at:
                raise Damaged(f"the link {link} leads to a span that isn't there")
        relations.sort(key=lambda row: (at[row[2]], row[1], at[row[3]], row[0]))
    name, annotator = assignment.article, assignment.annotator

    def made_span(row: SpanRow) -> Span:
        id, label, places, quotes, said, actor, note, doubt, origin, score, version = row
        pieces = tuple(
            [Fragment(*place, quote) for place, quote in zip(places, quotes, strict=True)]
        )
        rest = actor, note, doubt, origin, score, version
        return Span(id, name, annotator, label, pieces, said, *rest)

    def made_relation(row: RelationRow) -> Relation:
        id, type, source, target, said = row
        return Relation(id, name, annotator, type, source, target, said)

    return StoredLayer(assignment, Rows(spans, made_span), Rows(relations, made_relation))
