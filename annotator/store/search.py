"""Full-text search over titles and texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from annotator.store.query import Word
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
    words = [Word(word) for word in query.split()]
    if not words:
        return []
    if _is_spaceless(words):
        ids = _scanned(db, [Word(query.strip(), phrase=True)])[:limit]
    else:
        rows = db.query(
            "SELECT article.id FROM article_fts JOIN article ON article.n = article_fts.rowid "
            "WHERE article_fts MATCH :words ORDER BY rank LIMIT :limit",
            {"words": _expression(words), "limit": limit},
        )
        ids = [row["id"] for row in rows]
    found = []
    for article in ids:
        title = next(db.query("SELECT title FROM article WHERE id = ?", [article]))["title"]
        found.append(Hit(article, title, snippet(db, words, article)))
    return found


def matching(db: Database, words: Sequence[Word]) -> set[str]:
    """Return the ids of all articles that hold all these words and phrases."""
    if _is_spaceless(words):
        return set(_scanned(db, words))
    rows = db.query(
        "SELECT article.id FROM article_fts JOIN article ON article.n = article_fts.rowid "
        "WHERE article_fts MATCH :words",
        {"words": _expression(words)},
    )
    return {row["id"] for row in rows}


def snippet(db: Database, words: Sequence[Word], article: str) -> str:
    """Return where an article's text says the words, or its beginning if only its title does."""
    if _is_spaceless(words):
        text = next(db.query("SELECT text FROM article WHERE id = ?", [article]))["text"]
        return _around(text, words[0].text)
    rows = db.query(
        "SELECT snippet(article_fts, 1, :start, :end, '…', 12) AS snippet FROM article_fts "
        "WHERE article_fts MATCH :words "
        "AND rowid = (SELECT n FROM article WHERE id = :article)",
        {"words": _expression(words), "start": HIT_START, "end": HIT_END, "article": article},
    )
    return next((row["snippet"] for row in rows), "")


def _expression(words: Sequence[Word]) -> str:
    """Write words as the index reads them: quoted, each means only itself."""
    quoted = ['"' + word.text.replace("\0", " ").replace('"', '""') + '"' for word in words]
    return " ".join(quoted) + ("" if words[-1].phrase else "*")


def _is_spaceless(words: Sequence[Word]) -> bool:
    return any(is_spaceless(character) for word in words for character in word.text)


def _scanned(db: Database, words: Sequence[Word]) -> list[str]:
    """Look for each of the words, as it stands, in every title and text."""
    found: list[str] | None = None
    for word in words:
        rows = db.query(
            "SELECT id FROM article WHERE instr(text, :word) OR instr(title, :word) ORDER BY n",
            {"word": word.text},
        )
        held = {row["id"]: None for row in rows}
        found = list(held) if found is None else [id for id in found if id in held]
    return found or []


def _around(text: str, query: str) -> str:
    at = text.find(query)
    if at < 0:
        return text[: 2 * _AROUND]
    before, after = text[max(0, at - _AROUND) : at], text[at + len(query) :][:_AROUND]
    return f"…{before}{HIT_START}{query}{HIT_END}{after}…"
