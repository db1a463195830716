"""Articles and their zones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What a stretch of an article can be, in the order in which they usually stand.
ZONE_KINDS = ("title", "standfirst", "byline", "dateline", "caption", "body", "boilerplate")


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of an article's text and what it is there for; code points, half-open."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text, verbatim and never changed, and what is known about it.

    ``published`` is an ISO 8601 date or date-time, ``language`` a BCP 47 tag; ``original`` are
    the bytes that the text was read from, ``media_type`` their kind; ``revision_of`` is the id
    of the article that this one is a later version of.
    """

    id: str
    title: str
    text: str
    source: str | None = None
    url: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    original: bytes | None = None
    media_type: str | None = None
    revision_of: str | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def zone_at(self, position: int) -> Zone | None:
        """Return the zone that holds the code point at ``position``, if one does."""
        return next((z for z in self.zones if z.start <= position < z.end), None)
