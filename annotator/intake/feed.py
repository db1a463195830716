"""RSS and Atom files to articles: one for each entry that has a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from annotator.errors import IntakeError
from annotator.intake.blocks import Block, blocks_of
from annotator.intake.composing import compose, one_line
from annotator.intake.encoding import decode
from annotator.intake.libraries import library
from annotator.intake.markup import NO_XML, without_declaration
from annotator.intake.source import Raw
from annotator.model import Article

_MEDIA_TYPE = "application/xml"
_IN_UTF8 = '<?xml version="1.0" encoding="utf-8"?>'
_MARKUP = re.compile("<[a-zA-Z/!]|&[#a-zA-Z]")


def read_feed(raw: Raw) -> Iterator[Article]:
    """Give the articles of a feed; ``IntakeError`` if it is none or has no entries with text."""
    feedparser = library("feedparser", "Feeds")
    decoded = decode(raw.data, name=raw.name, markup=True, encoding=raw.reading.encoding)
    if "<!ENTITY" in decoded.text:
        raise IntakeError(f"{raw.name} declares entities of its own, which no feed needs.")
    try:
        # The library guesses encodings, and without asking; in this one there is nothing to guess.
        feed = feedparser.parse((_IN_UTF8 + without_declaration(decoded.text)).encode())
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        # Each of these is what the parser raises for elements that end before they begin.
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
            url=_address(entry.get("link") or ""),
            language=(entry.get("content") or [{}])[0].get("language") or feed.feed.get("language"),
            metadata={
                "site": site,
                "entry": entry.get("id"),
                "encoding": decoded.encoding,
                "encoding_reason": decoded.reason,
            },
        )
    if not found:
        raise IntakeError(f"{raw.name} has no entry with a text.")


def _blocks(entry: Any) -> list[Block]:
    """Return the paragraphs of the longest text that the entry has."""
    texts = [content.get("value") or "" for content in entry.get("content") or ()]
    longest = max([*texts, entry.get("summary") or ""], key=len)
    return list(blocks_of(_parsed(longest))) if longest.strip() else []


def _address(link: str) -> str | None:
    """Return a link if it is a web address; the library gives an entry's id where there is none."""
    return link if link.lower().startswith(("http://", "https://")) else None


def _words(text: str) -> str:
    return one_line(" ".join(_parsed(text).itertext())) if _MARKUP.search(text) else one_line(text)


def _parsed(text: str) -> Any:
    html = library("lxml.html", "Feeds")
    return html.fragment_fromstring(NO_XML.sub("", text), create_parent="body")


def _date(entry: Any) -> str | None:
    names = [name for name in ("published_parsed", "updated_parsed") if name in entry]
    parsed = next((parsed for name in names if (parsed := entry[name])), None)
    return datetime(*parsed[:6]).isoformat() + "Z" if parsed else None
