"""What lists and overviews show, counted by the database without reading a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from annotator.model.annotation import Status


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One article as an annotator's queue shows it."""

    article: str
    title: str
    status: Status
    note: str | None
    spans: int
    relations: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Mentioned:
    """How many spans name an entry of the register: in all layers, in one annotator's.

    ``articles`` is in how many articles the annotator's are.
    """

    all: int = 0
    mine: int = 0
    articles: int = 0


_QUEUE = """
SELECT article.id AS article, article.title, coalesce(assignment.status, 'new') AS status,
    assignment.note, coalesce(marked.spans, 0) AS spans, coalesce(marked.doubts, 0) AS doubts,
    coalesce(linked.relations, 0) AS relations
FROM article
LEFT JOIN assignment
    ON assignment.article = article.id AND assignment.annotator = :annotator
LEFT JOIN (
    SELECT article, count(*) AS spans, sum(doubt) AS doubts FROM span
    WHERE annotator = :annotator AND (:article IS NULL OR article = :article) GROUP BY article
) AS marked ON marked.article = article.id
LEFT JOIN (
    SELECT article, count(*) AS relations FROM relation
    WHERE annotator = :annotator AND (:article IS NULL OR article = :article) GROUP BY article
) AS linked ON linked.article = article.id
WHERE :article IS NULL OR article.id = :article
ORDER BY article.n
"""


def queue(db: Database, annotator_id: str | None, article: str | None = None) -> list[QueueRow]:
    """Return the articles as this annotator's queue shows them, or just one of them."""
    rows = db.query(_QUEUE, {"annotator": annotator_id, "article": article})
    return [QueueRow(**row) for row in rows]


def layers(db: Database, article: str | None = None) -> list[tuple[str, str]]:
    """Return (article id, annotator id) of each layer, by article and annotator's name."""
    rows = db.query(
        "SELECT pair.article, pair.annotator FROM ("
        "SELECT article, annotator FROM assignment WHERE :article IS NULL OR article = :article "
        "UNION "
        "SELECT article, annotator FROM span WHERE :article IS NULL OR article = :article"
        ") AS pair JOIN article ON article.id = pair.article "
        "JOIN annotator ON annotator.id = pair.annotator "
        "ORDER BY article.n, annotator.name",
        {"article": article},
    )
    return [(row["article"], row["annotator"]) for row in rows]


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
