"""Web pages, saved or pasted, to articles: the main text in paragraphs, and what the page says.

The text is what trafilatura extracts, with the bylines, standfirsts and captions that it leaves
out put back at their places. The page itself is kept beside it, byte for byte.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.errors import IntakeError
from annotator.intake import cues
from annotator.intake.blocks import Block, blocks_of
from annotator.intake.composing import one_line
from annotator.intake.encoding import Decoded, decode
from annotator.intake.language import language_of
from annotator.intake.libraries import library
from annotator.intake.markup import parse_html
from annotator.intake.source import Raw
from annotator.intake.text import byline_in, check_readable
from annotator.intake.zones import Unit, zones_of
from annotator.model import Article, new_id

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MEDIA_TYPE = "text/html"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TITLE_WITHIN = 3  # paragraphs
_HEADING_LENGTH = 8  # characters without spaces; a shorter heading may be the site's name
_PROSE, _SAYS_SOMETHING = 80, 6  # widths: the body has begun; more than "By"
_KEY_START, _CANDIDATES = 6, 200  # keep the search short on pages that repeat themselves


def read_page(raw: Raw) -> Article:
    """Give the article on a page; ``IntakeError`` if none is, ``MissingExtra`` without a library.

    Text is found at any place that a browser would show it at, should there be no main text.
    """
    decoded = decode(
        raw.data,
        name=raw.name,
        markup=True,
        declared=raw.declared,
        encoding=raw.reading.encoding,
    )
    return _article(decoded, raw, title=None, url=raw.url)


def read_html(
    html: bytes | str,
    *,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    declared: str | None = None,
) -> Article:
    """Give the article in pasted or dropped HTML, a whole page or a part of one.

    ``title``, ``source`` and ``url`` overrule what the page says, and so does the encoding that was
    ``declared`` where it was fetched. Raises as ``read_page`` does.
    """
    name = f'"{source}"' if source else "The pasted page"
    if isinstance(html, str):
        check_readable(html, name)
        raw = Raw(html.encode(), name, source)
        decoded = Decoded(html, "utf-8", "pasted as text")
    else:
        raw = Raw(html, name, source)
        decoded = decode(html, name=name, markup=True, declared=declared)
    return _article(decoded, raw, title=title, url=url)


def _article(decoded: Decoded, raw: Raw, *, title: str | None, url: str | None) -> Article:
    trafilatura = library("trafilatura", "Web pages")
    # They log what isn't wrong, and a logger without a handler writes to the terminal.
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)

    check_readable(decoded.text, raw.name)
    tree = parse_html(decoded.text, raw.name)
    try:
        about = trafilatura.extract_metadata(
            tree, default_url=url, date_config={"original_date": True, "extensive_search": False}
        )
        main = trafilatura.bare_extraction(tree, include_comments=False)
    except ValueError as error:
        raise IntakeError(f"{raw.name} is no web page, or it is damaged: {error}.") from error
    body = getattr(main, "body", None)
    page = list(blocks_of(tree))
    blocks = list(blocks_of(body)) if body is not None else []
    extractor = f"trafilatura {trafilatura.__version__}" if blocks else "the whole page"
    heading = one_line(title or "") or _title(about.title, page)
    blocks = _parted(blocks, page) or page
    blocks = _with_marked(_with_title(blocks, heading, page), page)
    if not blocks:
        raise IntakeError(f"{raw.name} has no text: nothing on the page can be read.")
    units = _units(blocks)
    text = "\n\n".join(unit.text for unit in units)
    zones = zones_of(units)
    metadata = {
        "encoding": decoded.encoding,
        "encoding_reason": decoded.reason,
        "extractor": extractor,
        "site": about.sitename or about.hostname,
    }
    return Article(
        id=new_id(),
        title=heading or _first_line(units) or raw.fallback,
        text=text,
        source=raw.source,
        url=url or about.url,
        byline=about.author or byline_in(text, zones),
        published=about.date,
        language=_declared_language(tree) or language_of(text),
        metadata={name: value for name, value in metadata.items() if value},
        zones=zones,
        original=raw.data,
        media_type=_MEDIA_TYPE,
    )


def _parted(blocks: Sequence[Block], page: Sequence[Block]) -> list[Block]:
    """Part what was extracted where the page does: of a short page all of it is one paragraph."""
    places = _Places(page)
    result: list[Block] = []
    position = 0
    for block in blocks:
        place = places.find(block.key, position)
        if place is None or len(place) == 1:
            result.append(block)
        else:
            result += [replace(part, kind=None) for part in page[place.start : place.stop]]
        position = position if place is None else place.stop
    return result


def _with_title(blocks: Sequence[Block], title: str, page: Sequence[Block]) -> list[Block]:
    """Mark the title among the first paragraphs, or put it before them."""
    headings = {block.key for block in page if block.tag == "h1"}
    wanted = Block("h1", title, "title")
    for index, block in enumerate(blocks[:_TITLE_WITHIN]):
        if block.kind is None and (block.key == wanted.key or block.key in headings):
            return [*blocks[:index], replace(block, kind="title"), *blocks[index + 1 :]]
    return [wanted, *blocks] if title and blocks else list(blocks)


def _title(declared: str | None, page: Sequence[Block]) -> str:
    """Give the title that the page declares, without the name of the site if a heading has none."""
    title = one_line(declared or "")
    key = Block("", title).key
    headings = (block for block in page if block.tag == "h1" and len(block.key) >= _HEADING_LENGTH)
    return next((one_line(block.text) for block in headings if key.startswith(block.key)), title)


def _with_marked(blocks: Sequence[Block], page: Sequence[Block]) -> list[Block]:
    """Give the page's own paragraphs for those extracted, and the marked ones left out as well.

    A marked paragraph goes before the first paragraph that follows it on the page; what stands
    before the title or behind the end of the main text is no part of the article.
    """
    places = _Places(page)
    extracted = {block.key for block in blocks}
    result: list[Block] = []
    position = 0
    in_body = False
    for block in blocks:
        place = places.find(block.key, position)
        if place is None:
            result.append(block)
        else:
            if result:
                between = (b for b in page[position : place.start] if b.key not in extracted)
                result += [b for b in between if _belongs(b, in_body=in_body)]
            for found in page[place.start : place.stop]:
                marked = found.kind if _belongs(found, in_body=in_body) else None
                result.append(replace(found, kind=block.kind or marked))
            position = place.stop
        in_body = in_body or (block.kind is None and cues.is_prose(block.text, _PROSE))
    return result


def _belongs(block: Block, *, in_body: bool) -> bool:
    """Say whether a paragraph is what the page marks it to be for this article.

    Between the paragraphs of the body only captions are: a name there is another author's, and
    what is called a subtitle a heading.
    """
    if block.kind == "caption":
        return True
    return block.kind is not None and not in_body and cues.width(block.text) >= _SAYS_SOMETHING


class _Places:
    """Where on a page a text stands, found by how it begins."""

    def __init__(self, page: Sequence[Block]) -> None:
        self._keys = [block.key for block in page]
        self._starts: dict[str, list[int]] = {}
        for index, key in enumerate(self._keys):
            self._starts.setdefault(key[:_KEY_START], []).append(index)

    def find(self, key: str, position: int) -> range | None:
        """Give the paragraphs from ``position`` on that make up the text with that key."""
        candidates = self._starts.get(key[:_KEY_START], [])
        first = bisect_left(candidates, position)
        for start in candidates[first : first + _CANDIDATES]:
            length, end = 0, start
            while end < len(self._keys) and key.startswith(self._keys[end], length):
                length += len(self._keys[end])
                end += 1
                if length == len(key):
                    return range(start, end)
        return None


def _units(blocks: Sequence[Block]) -> list[Unit]:
    """Lay the paragraphs out in one text, a blank line between each two."""
    units: list[Unit] = []
    start = 0
    for block in blocks:
        text = block.text.strip()
        units.append(Unit(start, start + len(text), text, _kind(block)))
        start += len(text) + 2
    return units


def _kind(block: Block) -> str | None:
    """Correct what the page marks: photographers have bylines too, authors a biography."""
    if block.kind in {"byline", "standfirst"} and cues.is_date_line(block.text):
        return "dateline"
    if block.kind == "byline" and cues.is_caption(block.text):
        return "caption"
    if block.kind == "byline" and cues.ends_sentence(block.text):
        return None
    return block.kind


def _first_line(units: Sequence[Unit]) -> str | None:
    first = one_line(units[0].text)
    return first if len(first) <= 200 else None


def _declared_language(tree: HtmlElement) -> str | None:
    declared = (
        tree.get("lang")
        or tree.get("xml:lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    )
    language = (declared or "").strip().replace("_", "-")
    return language if _LANGUAGE.fullmatch(language) else None
