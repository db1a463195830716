"""Reads what annotators marked, without building records: for measuring whole projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

# How many articles are asked for at once; SQLite limits how many values a query may have.
_LOT = 400

_LAYERS = "SELECT article, annotator, status FROM assignment WHERE article IN ({})"
_SPANS = """
SELECT span.id, span.article, span.annotator, label, attributes, actor, start, end
FROM span JOIN fragment ON fragment.span = span.id
WHERE span.article IN ({}) ORDER BY span.article, span.id, fragment.n
"""
_RELATIONS = "SELECT article, annotator, type, source, target FROM relation WHERE article IN ({})"
_ARTICLES = """
SELECT id, title, published, language, metadata, text FROM article WHERE id IN ({})
"""


@dataclass(slots=True)
class Work:
    """What one annotator made of one article; ``annotator`` is an id until it is named.

    ``spans`` are (id, label, attributes as JSON, actor id or ``None``); ``fragments`` say to which
    of them, counted from 0, a stretch of code points belongs: (span, start, end). ``relations``
    are (type, source span id, target span id).
    """

    article: str
    annotator: str
    status: str = "new"
    spans: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    fragments: list[tuple[int, int, int]] = field(default_factory=list)
    relations: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class ArticleWork:
    """An article's text and what each annotator made of it; ``metadata`` is JSON."""

    id: str
    title: str
    published: str | None
    language: str | None
    metadata: str
    text: str
    work: list[Work]


def read_work(db: Database, articles: Sequence[str]) -> list[ArticleWork]:
    """Read some articles and all work on them, in the order asked for; skip unknown ids."""
    found: list[ArticleWork] = []
    for first in range(0, len(articles), _LOT):
        found += _lot(db, list(articles[first : first + _LOT]))
    return found


def _lot(db: Database, ids: list[str]) -> list[ArticleWork]:
    marks = ", ".join("?" * len(ids))
    layers: dict[tuple[str, str], Work] = {}

    def layer(article: str, annotator: str) -> Work:
        key = article, annotator
        if key not in layers:
            layers[key] = Work(*key)
        return layers[key]

    for article, annotator, status in db.execute(
        _LAYERS.format(marks),
        ids,
    ):
        layer(article, annotator).status = status
    last = None
    for span, article, annotator, label, attributes, actor, start, end in db.execute(
        _SPANS.format(marks),
        ids,
    ):
        own = layer(article, annotator)
        if span != last:
            own.spans.append((span, label, attributes, actor))
            last = span
        own.fragments.append((len(own.spans) - 1, start, end))
    for article, annotator, kind, source, target in db.execute(
        _RELATIONS.format(marks),
        ids,
    ):
        layer(article, annotator).relations.append((kind, source, target))
    by_article: dict[str, list[Work]] = {}
    for (article, _), own in sorted(layers.items()):
        by_article.setdefault(article, []).append(own)
    found = {
        article: ArticleWork(
            article, title, published, language, metadata, text, by_article.get(article, [])
        )
        for article, title, published, language, metadata, text in db.execute(
            _ARTICLES.format(marks), ids
        )
    }
    return [found[article] for article in ids if article in found]
