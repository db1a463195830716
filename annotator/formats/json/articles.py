"""An article's metadata as the entries of a JSON object, as formats with room for some have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.formats.json.writing import as_given
from annotator.model import Article
from annotator.text.title import title_of

_TEXTS = ("id", "title", "source", "url", "byline", "published", "language", "revision_of")


def facts_of(article: Article) -> dict[str, Any]:
    """Return everything that is known about the article but its text and zones, to be written."""
    facts = {name: value for name in _TEXTS if (value := getattr(article, name)) is not None}
    return facts | ({"metadata": as_given(dict(article.metadata))} if article.metadata else {})


def article_with(
    text: str, facts: Mapping[str, Any], *, also: Mapping[str, Any] | None = None
) -> tuple[Article, frozenset[str]]:
    """Return the article, and which of its fields the facts give.

    What isn't known by its name, and ``also`` whatever a file has besides, goes to the article's
    further metadata.
    """
    known = {name: facts[name] for name in _TEXTS if isinstance(facts.get(name), str)}
    nested = facts.get("metadata")
    inner = nested if isinstance(nested, dict) else {}
    names = {*known, "metadata"} if isinstance(nested, dict) else set(known)
    others = {name: value for name, value in facts.items() if name not in names}
    metadata = {**(also or {}), **others, **inner}
    given = {*known, "text"} | ({"metadata"} if metadata else set())
    known.setdefault("id", "")
    known.setdefault("title", title_of(text))
    return Article(text=text, metadata=metadata, **known), frozenset(given)
