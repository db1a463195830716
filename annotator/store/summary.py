"""What lists and overviews show, counted by the database without reading a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from annotator.model.annotation import Status


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One article as an annotator's queue shows it; ``seconds`` is active time spent on it."""

    article: str
    title: str
    published: str | None
    status: Status
    note: str | None
    seconds: float
    spans: int
    relations: int
    doubts: int


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One article that several people finished: by how many, and how far its gold is.

    ``decided`` is how many decisions there are that weren't left for later.
    """

    article: str
    title: str
    published: str | None
    finished: int
    status: Status
    decided: int


@dataclass(frozen=True, slots=True)
class Mentioned:
    """How many spans name an entry of the register: in all layers, in one annotator's.

    ``articles`` is in how many articles the annotator's are.
    """

    all: int = 0
    mine: int = 0
    articles: int = 0


# All articles' spans are counted at once; one article's by looking at it alone.
_QUEUE = """
SELECT article.id AS article, article.title, article.published,
    coalesce(assignment.status, 'new') AS status, assignment.note,
    coalesce(assignment.seconds, 0.0) AS seconds, coalesce(marked.spans, 0) AS spans,
    coalesce(linked.relations, 0) AS relations, coalesce(marked.doubts, 0) AS doubts
FROM article
LEFT JOIN assignment
    ON assignment.article = article.id AND assignment.annotator = :annotator
LEFT JOIN (
    SELECT article, count(*) AS spans, sum(doubt) AS doubts FROM span
    WHERE annotator = :annotator GROUP BY article
) AS marked ON marked.article = article.id
LEFT JOIN (
    SELECT article, count(*) AS relations FROM relation
    WHERE annotator = :annotator GROUP BY article
) AS linked ON linked.article = article.id
ORDER BY article.n
"""
_QUEUE_ROW = """
SELECT article.id AS article, article.title, article.published,
    coalesce(assignment.status, 'new') AS status, assignment.note,
    coalesce(assignment.seconds, 0.0) AS seconds,
    (SELECT count(*) FROM span WHERE annotator = :annotator AND article = :article) AS spans,
    (SELECT count(*) FROM relation WHERE annotator = :annotator AND article = :article)
        AS relations,
    (SELECT count(*) FROM span WHERE annotator = :annotator AND article = :article
        AND doubt = 1) AS doubts
FROM article
LEFT JOIN assignment
    ON assignment.article = article.id AND assignment.annotator = :annotator
WHERE article.id = :article
"""


def queue(db: Database, annotator_id: str | None) -> list[QueueRow]:
    """Return the articles as this annotator's queue shows them."""
    return [QueueRow(**row) for row in db.query(_QUEUE, {"annotator": annotator_id})]


def queue_row(db: Database, annotator_id: str | None, article: str) -> QueueRow | None:
    """Return one article as this annotator's queue shows it, or ``None``."""
    rows = db.query(_QUEUE_ROW, {"annotator": annotator_id, "article": article})
    return next((QueueRow(**row) for row in rows), None)


_REVIEW = """
SELECT article.id AS article, article.title, article.published, layer.finished,
    coalesce(assignment.status, 'new') AS status, coalesce(made.decided, 0) AS decided
FROM article
JOIN (
    SELECT article, count(*) AS finished FROM assignment
    WHERE status = 'done' AND annotator IN ({}) GROUP BY article HAVING count(*) > 1
) AS layer ON layer.article = article.id
LEFT JOIN assignment ON assignment.article = article.id AND assignment.annotator = ?
LEFT JOIN (
    SELECT article, count(*) AS decided FROM decision
    WHERE layer = ? AND outcome != 'later' GROUP BY article
) AS made ON made.article = article.id
ORDER BY article.n
"""


def review_queue(
    db: Database, annotator_ids: Sequence[str], layer_id: str | None
) -> list[ReviewRow]:
    """Return the articles that several of these annotators finished, and how far gold is."""
    query = _REVIEW.format(", ".join("?" * len(annotator_ids)))
    return [ReviewRow(**row) for row in db.query(query, [*annotator_ids, layer_id, layer_id])]


def counts(db: Database) -> dict[str, Any]:
    """Return how many records of each kind the project holds, and spans by label."""
    tables = ("article", "annotator", "actor", "span", "relation", "change")
    labels = db.query("SELECT label, count(*) AS n FROM span GROUP BY label ORDER BY label")
    return {
        **{f"{table}s": db.table(table).count for table in tables},
        "labels": {row["label"]: row["n"] for row in labels},
    }


def mentioned(db: Database, annotator_id: str | None) -> dict[str, Mentioned]:
    """Return how often entries of the register are named, by their ids; others are left out."""
    rows = db.query(
        "SELECT actor, count(*) AS n, sum(annotator = :annotator) AS mine, "
        "count(DISTINCT iif(annotator = :annotator, article, NULL)) AS articles "
        "FROM span WHERE actor IS NOT NULL GROUP BY actor",
        {"annotator": annotator_id},
    )
    return {r["actor"]: Mentioned(r["n"], r["mine"] or 0, r["articles"]) for r in rows}
