"""Finding articles by what is known of them and of the work on them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlite_utils import Database

from annotator.store.search import search

#: What a query may ask for besides words, as ``key:value``.
KEYS = ("status", "label", "annotator", "actor", "source", "date", "is")

_TERM = re.compile(r'(?:(?P<key>\w+):)?(?:"(?P<quoted>[^"]*)"|(?P<plain>\S+))')

# Each says which articles fulfil one condition; the value is bound.
_CONDITIONS = {
    "status": (
        "SELECT article.id FROM article LEFT JOIN assignment ON assignment.article = article.id "
        "AND assignment.annotator = :annotator "
        "WHERE coalesce(assignment.status, 'new') = lower(:value)"
    ),
    "label": "SELECT DISTINCT article FROM span WHERE lower(label) = lower(:value)",
    "annotator": (
        "SELECT DISTINCT span.article FROM span JOIN annotator ON annotator.id = span.annotator "
        "WHERE lower(annotator.name) = lower(:value)"
    ),
    "actor": (
        "SELECT DISTINCT span.article FROM span JOIN actor ON actor.id = span.actor "
        "WHERE instr(lower(actor.name || ' ' || actor.aliases), lower(:value))"
    ),
    "source": (
        "SELECT id FROM article WHERE instr(lower(source), lower(:value)) "
        "OR instr(lower(url), lower(:value)) OR instr(lower(byline), lower(:value))"
    ),
    "date": "SELECT id FROM article WHERE instr(published, :value) = 1",
    "doubt": "SELECT DISTINCT article FROM span WHERE doubt = 1 AND annotator = :annotator",
    "note": "SELECT article FROM assignment WHERE note IS NOT NULL AND annotator = :annotator",
    "title": "SELECT id FROM article WHERE instr(lower(title), lower(:value))",
}
_STATUS_WORDS = {"in progress": "started", "progress": "started"}


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: words in title or text, and conditions as (key, value)."""

    words: str
    conditions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that fulfil a query, and where its words stand in their texts."""

    articles: frozenset[str]
    snippets: dict[str, str] = field(default_factory=dict)


def parse_query(text: str) -> Query:
    """Read a query such as ``status:done actor:"the port" grounding``; unknown keys are words."""
    words, conditions = [], []
    for match in _TERM.finditer(text):
        value = match["quoted"] if match["quoted"] is not None else match["plain"]
        key = (match["key"] or "").casefold()
        if key in KEYS and value:
            conditions.append((key, value))
        else:
            words.append(match[0])
    return Query(" ".join(words), tuple(conditions))


def find(db: Database, query: Query, annotator_id: str | None) -> Found:
    """Find the articles that fulfil all of a query; status and doubts are this annotator's."""
    sets: list[set[str]] = []
    for key, value in query.conditions:
        name = value.casefold() if key == "is" and value.casefold() in _CONDITIONS else key
        if name not in _CONDITIONS:
            sets.append(set())
            continue
        meant = _STATUS_WORDS.get(value.casefold(), value) if key == "status" else value
        rows = db.query(_CONDITIONS[name], {"value": meant, "annotator": annotator_id})
        sets.append({next(iter(row.values())) for row in rows})
    snippets = {}
    if query.words:
        hits = search(db, query.words)
        snippets = {hit.article: hit.snippet for hit in hits}
        rows = db.query(_CONDITIONS["title"], {"value": query.words})
        sets.append({*snippets, *(row["id"] for row in rows)})
    found = frozenset.intersection(*map(frozenset, sets)) if sets else frozenset()
    return Found(found, {a: s for a, s in snippets.items() if a in found})
