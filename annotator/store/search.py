"""Full-text search over titles and texts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from annotator.text.characters import is_spaceless

#: Put around what was found in a snippet, since no text of the world uses them for itself.
HIT_START, HIT_END = "\x02", "\x03"

_AROUND = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found; in ``snippet`` HIT_START and HIT_END enclose the words found."""

    article: str
    title: str
    snippet: str


def search(db: Database, query: str, limit: int = 200) -> list[Hit]:
    """Find articles that hold all words of ``query``, the best first.

    The words may be given in any order; the last may be the beginning of one. Scripts written
    without spaces have no words to the index, so there the query is looked for as it stands.
    """
    query = query.strip()
    if not query:
        return []
    if any(is_spaceless(character) for character in query):
        return _scan(db, query, limit)
    # Quoted, each word is only a word, whatever it would mean in the query language.
    words = ['"' + word.replace('"', '""') + '"' for word in query.replace("\0", " ").split()]
    rows = db.query(
        "SELECT article.id, article.title, "
        "snippet(article_fts, 1, :start, :end, '…', 12) AS snippet "
        "FROM article_fts JOIN article ON article.n = article_fts.rowid "
        "WHERE article_fts MATCH :words ORDER BY rank LIMIT :limit",
        {"words": " ".join(words) + "*", "start": HIT_START, "end": HIT_END, "limit": limit},
    )
    return [Hit(row["id"], row["title"], row["snippet"]) for row in rows]


def _scan(db: Database, query: str, limit: int) -> list[Hit]:
    rows = db.query(
        "SELECT id, title, text FROM article "
        "WHERE instr(text, :query) OR instr(title, :query) ORDER BY n LIMIT :limit",
        {"query": query, "limit": limit},
    )
    return [Hit(row["id"], row["title"], _snippet(row["text"], query)) for row in rows]


def _snippet(text: str, query: str) -> str:
    at = text.find(query)
    if at < 0:
        return text[: 2 * _AROUND]
    before, after = text[max(0, at - _AROUND) : at], text[at + len(query) :][:_AROUND]
    return f"…{before}{HIT_START}{query}{HIT_END}{after}…"
