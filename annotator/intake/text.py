"""Plain text, from a file or pasted, to an article. Nothing in the text is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.errors import IntakeError, TextError
from annotator.intake import cues
from annotator.intake.dates import iso_date
from annotator.intake.encoding import decode
from annotator.intake.language import language_of
from annotator.intake.source import Raw
from annotator.intake.zones import guess_zones
from annotator.model import Article, Zone, new_id
from annotator.text.paragraphs import is_blank, paragraphs
from annotator.text.verbatim import check_text

_TITLE_LENGTH = 200  # code points
_MEDIA_TYPE = "text/plain"


def read_plain(raw: Raw) -> Article:
    """Give the article that the bytes of a text file hold; ``IntakeError`` if they hold none."""
    decoded = decode(raw.data, name=raw.name, declared=raw.declared, encoding=raw.reading.encoding)
    return _article(
        decoded.text,
        name=raw.name,
        title=None,
        fallback=raw.fallback,
        source=raw.source,
        metadata={"encoding": decoded.encoding, "encoding_reason": decoded.reason},
        original=raw.data,
    )


def read_text(text: str, title: str | None = None, source: str | None = None) -> Article:
    """Give the article that a pasted text is.

    Without ``title`` the first line is the title if it is short, else its beginning. Raises
    ``IntakeError`` for a text without anything to read or with a lone surrogate.
    """
    name = f'"{source}"' if source else "The pasted text"
    return _article(
        text, name=name, title=title, fallback=None, source=source, metadata={}, original=None
    )


def check_readable(text: str, name: str) -> None:
    """Raise ``IntakeError`` unless there is something to read, and to store, in ``text``."""
    if not text:
        raise IntakeError(f"{name} is empty: there is nothing to read in it.")
    if is_blank(text, 0, len(text)) or not text.strip():
        raise IntakeError(f"{name} holds nothing but white space.")
    try:
        check_text(text, name=name)
    except TextError as error:
        raise IntakeError(str(error)) from error


def byline_in(text: str, zones: tuple[Zone, ...]) -> str | None:
    """Give the names in the first byline, without "By"."""
    for zone in zones:
        if zone.kind == "byline":
            line = text[zone.start : zone.end]
            return cues.byline(line) or line
    return None


def _article(
    text: str,
    *,
    name: str,
    title: str | None,
    fallback: str | None,
    source: str | None,
    metadata: Mapping[str, Any],
    original: bytes | None,
) -> Article:
    check_readable(text, name)
    zones = guess_zones(text, title)
    return Article(
        id=new_id(),
        title=title or _title(text, fallback),
        text=text,
        source=source,
        byline=byline_in(text, zones),
        published=_published(text, zones),
        language=language_of(text),
        metadata=metadata,
        zones=zones,
        original=original,
        media_type=_MEDIA_TYPE,
    )


def _title(text: str, fallback: str | None) -> str:
    """Give the first line with something on it, or what stands for it if it is long."""
    lines = (text[start:end].strip() for start, end in paragraphs(text))
    first = next(line for line in lines if line and not is_blank(line, 0, len(line)))
    if len(first) <= _TITLE_LENGTH:
        return first
    return fallback or first[:80].rsplit(maxsplit=1)[0] + "…"


def _published(text: str, zones: tuple[Zone, ...]) -> str | None:
    for zone in zones:
        if zone.kind == "dateline" and (found := iso_date(text[zone.start : zone.end])):
            return found
    return None
