"""Reads one annotator's work on an article as records, with no rows in between: it may be much."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from sys import intern

from sqlite_utils import Database

from annotator.model import Annotator, Article, Assignment, Fragment, Layer, Relation, Span
from annotator.store.connection import Damaged
from annotator.store.rows import NOT_OURS, ORIGINS, attributes_of

# In the order of the index on layers; for another order, SQLite reads all spans of the article.
_SPANS = """
SELECT span.id, label, attributes, actor, note, doubt, origin, score, scheme_version,
       start, end, quote
FROM span JOIN fragment ON fragment.span = span.id
WHERE article = ? AND annotator = ? ORDER BY doubt, span.rowid, n
"""
_RELATIONS = """
SELECT id, type, source, target, attributes FROM relation WHERE article = ? AND annotator = ?
"""
_ASSIGNMENT = "SELECT status, seconds, note FROM assignment WHERE article = ? AND annotator = ?"


def read_layer(db: Database, article: Article, annotator: Annotator) -> Layer:
    """Return an annotator's layer of an article; an empty one if there is nothing yet.

    Raises ``Damaged`` for what isn't as this program writes it, or doesn't fit the article.
    """
    assigned = db.execute(_ASSIGNMENT, (article.id, annotator.id)).fetchone() or ()
    spans = _spans(db, article, annotator)
    relations = _relations(db, article, annotator)
    _refuse_damaged(article, spans, relations)
    return Layer(article, Assignment(article.id, annotator.name, *assigned), spans, relations)


def _spans(db: Database, article: Article, annotator: Annotator) -> list[Span]:
    found: list[Span] = []
    further: dict[str, list[Fragment]] = defaultdict(list)
    # The spans of a layer share what is the same in all, or a large one would fill the memory.
    last, of, who = "", intern(article.id), annotator.name
    for row in db.execute(_SPANS, (article.id, annotator.id)):
        id, label, answers, actor, note, doubt, origin, score, version, start, end, quote = row
        piece = Fragment(start, end, quote)
        if id == last:
            further[id].append(piece)
            continue
        last = id
        try:
            fields = intern(label), (piece,), attributes_of(answers), actor, note, doubt != 0
            found.append(Span(id, of, who, *fields, ORIGINS[origin], score, version))
        except NOT_OURS as error:
            raise Damaged(f"the span {id!s:.40} cannot be read") from error
    if not further:
        return found
    return [replace(s, fragments=(*s.fragments, *further.get(s.id, ()))) for s in found]


def _relations(db: Database, article: Article, annotator: Annotator) -> list[Relation]:
    found: list[Relation] = []
    of, who = intern(article.id), annotator.name
    for row in db.execute(_RELATIONS, (article.id, annotator.id)):
        id, type, source, target, answers = row
        try:
            ends = intern(type), source, target
            found.append(Relation(id, of, who, *ends, attributes_of(answers)))
        except NOT_OURS as error:
            raise Damaged(f"the relation {id!s:.40} cannot be read") from error
    return found


def _refuse_damaged(article: Article, spans: list[Span], relations: list[Relation]) -> None:
    end = len(article.text)
    ids = {span.id for span in spans}
    for span in spans:
        for fragment in span.fragments:
            if not 0 <= fragment.start < fragment.end <= end:
                raise Damaged(f"the {span.label} {span.id} lies beyond the end of its text")
    for relation in relations:
        if relation.source not in ids or relation.target not in ids:
            raise Damaged(f"the link {relation.id} leads to a span that isn't there")
