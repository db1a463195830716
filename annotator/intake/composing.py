"""Paragraphs to an article: one text with a blank line between each two, and its zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.errors import IntakeError
from annotator.intake.blocks import Block
from annotator.intake.language import language_of
from annotator.intake.source import Raw
from annotator.intake.text import byline_in, check_readable
from annotator.intake.zones import Unit, zones_of
from annotator.model import Article, new_id

_TITLE_LENGTH = 200  # code points


def compose(
    blocks: Sequence[Block],
    raw: Raw,
    *,
    media_type: str,
    title: str | None = None,
    byline: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Article:
    """Lay paragraphs out as an article.

    A title that isn't among the first paragraphs is put before them, so that it can be labelled.
    Raises ``IntakeError`` if there is nothing to read.
    """
    units = units_of_blocks(_titled(blocks, one_line(title or "")))
    if not units:
        raise IntakeError(f"{raw.name} has no text: there is nothing to read in it.")
    text = "\n\n".join(unit.text for unit in units)
    check_readable(text, raw.name)
    zones = zones_of(units)
    first = one_line(units[0].text)
    return Article(
        id=new_id(),
        title=one_line(title or "") or (first if len(first) <= _TITLE_LENGTH else raw.fallback),
        text=text,
        source=raw.source,
        url=url or None,
        byline=one_line(byline or "") or byline_in(text, zones),
        published=published,
        language=language or language_of(text),
        metadata={name: value for name, value in (metadata or {}).items() if value},
        zones=zones,
        original=raw.data or None,
        media_type=media_type,
    )


def units_of_blocks(blocks: Sequence[Block]) -> list[Unit]:
    """Place paragraphs in one text, a blank line between each two."""
    units: list[Unit] = []
    start = 0
    for block in blocks:
        text = block.text.strip()
        if not text:
            continue
        units.append(Unit(start, start + len(text), text, block.kind))
        start += len(text) + 2
    return units


def one_line(text: str) -> str:
    """Return the text in one line."""
    return " ".join(text.split())


def _titled(blocks: Sequence[Block], title: str) -> list[Block]:
    wanted = Block("h1", title, "title")
    for index, block in enumerate(blocks[:3]):
        if block.kind == "title" or (title and block.key == wanted.key):
            marked = Block(block.tag, block.text, "title")
            return [*blocks[:index], marked, *blocks[index + 1 :]]
    return [wanted, *blocks] if title else list(blocks)
