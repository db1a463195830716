"""RSS and Atom files to articles: one for each entry that has a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from annotator.errors import IntakeError
from annotator.intake.blocks import NO_XML, Block, blocks_of
from annotator.intake.composing import compose, one_line
from annotator.intake.libraries import library
from annotator.intake.source import Raw
from annotator.model import Article

_MEDIA_TYPE = "application/xml"
_MARKUP = re.compile("<[a-zA-Z/!]|&[#a-zA-Z]")


def read_feed(raw: Raw) -> Iterator[Article]:
    """Give the articles of a feed; ``IntakeError`` if it is none or has no entries with text."""
    feedparser = library("feedparser", "Feeds")
    if b"<!ENTITY" in raw.data:
        raise IntakeError(f"{raw.name} declares entities of its own, which no feed needs.")
    try:
        feed = feedparser.parse(raw.data)
    except ValueError as error:
        raise IntakeError(f"{raw.name} is damaged: {error}.") from error
    if not feed.get("version") and not feed.entries:
        raise IntakeError(f"{raw.name} is no RSS or Atom feed.")
    site = one_line(feed.feed.get("title") or "")
    found = 0
    for number, entry in enumerate(feed.entries, 1):
        blocks = _blocks(entry)
        if not blocks:
            continue
        found += 1
        yield compose(
            blocks,
            # The feed itself is kept once, with its first entry.
            Raw(raw.data if found == 1 else b"", raw.name, raw.source, f"{raw.fallback} {number}"),
            media_type=_MEDIA_TYPE,
            title=_words(entry.get("title") or ""),
            byline=entry.get("author"),
            published=_date(entry),
            url=entry.get("link"),
            language=(entry.get("content") or [{}])[0].get("language") or feed.feed.get("language"),
            metadata={"site": site, "entry": entry.get("id")},
        )
    if not found:
        raise IntakeError(f"{raw.name} has no entry with a text.")


def _blocks(entry: Any) -> list[Block]:
    """Return the paragraphs of the longest text that the entry has."""
    texts = [content.get("value") or "" for content in entry.get("content") or ()]
    longest = max([*texts, entry.get("summary") or ""], key=len)
    return list(blocks_of(_parsed(longest))) if longest.strip() else []


def _words(text: str) -> str:
    return one_line(" ".join(_parsed(text).itertext())) if _MARKUP.search(text) else one_line(text)


def _parsed(text: str) -> Any:
    html = library("lxml.html", "Feeds")
    return html.fragment_fromstring(NO_XML.sub("", text), create_parent="body")


def _date(entry: Any) -> str | None:
    names = [name for name in ("published_parsed", "updated_parsed") if name in entry]
    parsed = next((parsed for name in names if (parsed := entry[name])), None)
    return datetime(*parsed[:6]).isoformat() + "Z" if parsed else None
