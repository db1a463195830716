"""Finding articles by what is known of them and of the work on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from annotator.store.query import (
    STATES,
    STATUS_WORDS,
    Condition,
    Query,
    Word,
    dates_meant,
    one_of,
    state_meant,
    status_meant,
)
from annotator.store.search import matching

# Where the values of some conditions stand; months from the latest on.
_VALUES = {
    "actor": "SELECT name FROM actor ORDER BY name COLLATE NOCASE",
    "source": "SELECT DISTINCT source FROM article WHERE source IS NOT NULL ORDER BY source",
    "date": "SELECT DISTINCT substr(published, 1, 7) AS month FROM article "
    "WHERE published IS NOT NULL ORDER BY month DESC",
}
# Each tells which articles fulfil one condition. Lists are bound as JSON: ``:mine`` are those whose
# own state is asked for, ``:layers`` those whose spans count, or NULL for everybody's.
_STATUS = """
SELECT article.id FROM article
LEFT JOIN assignment ON assignment.article = article.id
    AND assignment.annotator IN (SELECT value FROM json_each(:mine))
WHERE coalesce(assignment.status, 'new') IN (SELECT value FROM json_each(:values))
"""
_LABEL = """
SELECT DISTINCT article FROM span WHERE label IN (SELECT value FROM json_each(:values))
AND (:layers IS NULL OR annotator IN (SELECT value FROM json_each(:layers)))
"""
_ACTOR = """
SELECT DISTINCT article FROM span WHERE actor IN (SELECT value FROM json_each(:values))
AND (:layers IS NULL OR annotator IN (SELECT value FROM json_each(:layers)))
"""
_ANNOTATOR = """
SELECT article FROM span WHERE annotator IN (SELECT value FROM json_each(:values)) UNION
SELECT article FROM assignment WHERE annotator IN (SELECT value FROM json_each(:values))
AND status != 'new'
"""
_STATES = {
    "doubt": """
SELECT DISTINCT article FROM span
WHERE doubt = 1 AND annotator IN (SELECT value FROM json_each(:mine))
""",
    "note": """
SELECT article FROM assignment
WHERE note IS NOT NULL AND annotator IN (SELECT value FROM json_each(:mine)) UNION
SELECT article FROM span
WHERE note IS NOT NULL AND annotator IN (SELECT value FROM json_each(:mine))
""",
    "empty": """
SELECT id FROM article WHERE id NOT IN
(SELECT article FROM span WHERE annotator IN (SELECT value FROM json_each(:mine)))
""",
}
_ACTORS = "SELECT id FROM actor WHERE instr(folded(name || char(10) || aliases), folded(:value))"
_SOURCE = """
SELECT id FROM article WHERE instr(folded(coalesce(source, '') || char(10) ||
coalesce(url, '') || char(10) || coalesce(byline, '')), folded(:value))
"""
_DATE = "SELECT id FROM article WHERE published >= :low AND published <= :high"
_TITLE = "SELECT id FROM article WHERE instr(folded(title), folded(:value))"
_ALL = "SELECT id FROM article"
# Behind every date that begins like the one before it.
_AFTER = "\uffff"


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that fulfil a query; ``words`` are those to show where they stand."""

    articles: frozenset[str]
    words: tuple[Word, ...] = ()


def find(
    db: Database,
    query: Query,
    annotator: str | None,
    names: dict[str, str],
    labels: Iterable[str],
) -> Found:
    """Find the articles that fulfil all of a query.

    Status, doubts, notes and emptiness are those of ``annotator``, an id, unless the query names
    another; then labels and actors are looked for in that one's layers too. ``names`` are the
    ids of all annotators by name. Raises ``QueryError`` for values that there aren't.
    """
    return _Finder(db, query, annotator, names, labels).found()


def condition_values(
    db: Database, key: str, labels: Sequence[str], names: Sequence[str]
) -> list[str]:
    """Return the values that a condition may have; ``labels`` and ``names`` are the project's."""
    match key:
        case "status":
            return list(STATUS_WORDS.values())
        case "label":
            return list(labels)
        case "annotator":
            return list(names)
        case "is":
            return list(STATES)
    rows = db.query(_VALUES[key])
    return [next(iter(row.values())) for row in rows]


class _Finder:
    """Answers one query."""

    def __init__(
        self,
        db: Database,
        query: Query,
        annotator: str | None,
        names: dict[str, str],
        labels: Iterable[str],
    ) -> None:
        self._db, self._query, self._names, self._labels = db, query, names, labels
        asked = [c for c in query.conditions if c.key == "annotator" and c.wanted]
        named = {id for condition in asked for id in self._annotators(condition)}
        # Whose labels and actors count: everybody's unless some are named.
        self._layers = _list(named) if asked else None
        self._mine = _list(named if asked else {annotator or ""})

    def found(self) -> Found:
        kept: list[set[str]] = []
        left_out: set[str] = set()
        for condition in self._query.conditions:
            articles = self._fulfilling(condition)
            if condition.wanted:
                kept.append(articles)
            else:
                left_out |= articles
        words = tuple(word for word in self._query.words if word.wanted)
        if words:
            # The title is also found by what was typed of it within a word.
            typed = " ".join(word.text for word in words)
            kept.append(matching(self._db, words) | self._ids(_TITLE, value=typed))
        for word in self._query.words:
            if not word.wanted:
                left_out |= matching(self._db, [Word(word.text, phrase=True)])
        if not kept:
            kept.append(self._ids(_ALL))
        return Found(frozenset(set.intersection(*kept) - left_out), words)

    def _fulfilling(self, condition: Condition) -> set[str]:
        values = condition.values
        match condition.key:
            case "status":
                statuses = {status_meant(value) for value in values}
                return self._ids(_STATUS, values=_list(statuses))
            case "label":
                labels = self._meant(condition, self._labels, "label")
                return self._ids(_LABEL, values=_list(labels))
            case "annotator":
                return self._ids(_ANNOTATOR, values=_list(self._annotators(condition)))
            case "actor":
                actors = {id for value in values for id in self._ids(_ACTORS, value=value)}
                return self._ids(_ACTOR, values=_list(actors))
            case "source":
                return {id for value in values for id in self._ids(_SOURCE, value=value)}
            case "date":
                return {id for value in values for id in self._dated(value)}
            case _:
                return {id for value in values for id in self._ids(_STATES[state_meant(value)])}

    def _dated(self, value: str) -> set[str]:
        low, high = dates_meant(value)
        return self._ids(_DATE, low=low or "", high=(high or "") + _AFTER)

    def _annotators(self, condition: Condition) -> set[str]:
        return {self._names[name] for name in self._meant(condition, self._names, "annotator")}

    @staticmethod
    def _meant(condition: Condition, names: Iterable[str], what: str) -> set[str]:
        known = sorted(names)
        return {name for value in condition.values for name in one_of(value, known, what)}

    def _ids(self, sql: str, **values: Any) -> set[str]:
        bound = {"mine": self._mine, "layers": self._layers, **values}
        return {next(iter(row.values())) for row in self._db.query(sql, bound)}


def _list(values: Iterable[str]) -> str:
    """Write values as SQLite's json_each reads them, since a query's parameters are limited."""
    return json.dumps(sorted(values))
