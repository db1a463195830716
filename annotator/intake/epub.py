"""EPUB books to articles: each document of the spine that has something to read is one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING
from urllib.parse import unquote

from annotator.errors import IntakeError
from annotator.intake.blocks import Block, blocks_of
from annotator.intake.composing import compose, one_line
from annotator.intake.encoding import decode
from annotator.intake.libraries import library
from annotator.intake.markup import parse_html, parse_xml, without_declaration
from annotator.intake.source import Raw, Refusal
from annotator.intake.zipped import Members, unzipped
from annotator.model import Article

if TYPE_CHECKING:
    from lxml.etree import _Element

_MEDIA_TYPE = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html")
_ENCRYPTION = "META-INF/encryption.xml"
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w+;)")
_WORTH_READING = 200  # code points; covers and tables of contents have less


def read_epub(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the chapters of a book, and say which can't be read.

    Raises ``IntakeError`` if it is no book, is protected, or has nothing to read.
    """
    library("lxml.etree", "EPUB files")
    with unzipped(raw.data, raw.name, "EPUB file") as members:
        package = _package(members, raw.name)
        root = members.xml(package)
        about = {
            name: one_line(" ".join(found.itertext()))
            for name in ("title", "creator", "date", "language")
            if (found := next(root.iter(f"{{*}}{name}"), None)) is not None
        }
        pages = list(_spine(root, posixpath.dirname(package)))
        if not _encrypted(members).isdisjoint(pages):
            raise IntakeError(f"{raw.name} is protected against copying, so it can't be read.")
        yielded = refused = False
        for number, page in enumerate(pages, 1):
            if page not in members:
                continue
            name = f'{raw.name} › "{page}"'
            try:
                blocks = list(blocks_of(_body(members.read(page), name)))
            except IntakeError as error:
                refused = True
                yield Refusal(name, str(error))
                continue
            if sum(len(block.text) for block in blocks) < _WORTH_READING:
                continue
            # The book itself is kept once, with its first chapter.
            data = b"" if yielded else raw.data
            yielded = True
            title = f"{about.get('title') or raw.fallback} {number}"
            yield compose(
                _with_heading(blocks),
                Raw(data, raw.name, raw.source, title),
                media_type=_MEDIA_TYPE,
                byline=about.get("creator"),
                published=(about.get("date") or "")[:10] or None,
                language=about.get("language"),
                metadata={"book": about.get("title"), "chapter": page},
            )
        if not yielded and not refused:
            raise IntakeError(f"{raw.name} has no text: there is nothing to read in it.")


def _package(members: Members, name: str) -> str:
    roots = members.xml(_CONTAINER).iter("{*}rootfile")
    path = next((root.get("full-path") for root in roots), None)
    if not path:
        raise IntakeError(f"{name} is damaged: it doesn't say where its contents are.")
    return str(path)


def _spine(root: _Element, folder: str) -> Iterator[str]:
    """Yield the pages in reading order."""
    items = {
        item.get("id"): item.get("href")
        for item in root.iter("{*}item")
        if item.get("media-type") in _PAGES
    }
    for reference in root.iter("{*}itemref"):
        href = items.get(reference.get("idref"))
        if href:
            yield posixpath.normpath(posixpath.join(folder, unquote(href)))


def _encrypted(members: Members) -> set[str]:
    """Return what of a book is encrypted: all of it, or only its fonts, which keep nobody out."""
    if _ENCRYPTION not in members:
        return set()
    found = members.xml(_ENCRYPTION).iter("{*}CipherReference")
    return {posixpath.normpath(unquote(reference.get("URI") or "")) for reference in found}


def _body(data: bytes, name: str) -> _Element:
    text = without_declaration(decode(data, name=name, markup=True).text)
    try:
        # XML knows five entities, and a book's pages may have those of HTML.
        root = parse_xml(_ENTITY.sub(_character, text).encode(), name)
    except IntakeError:
        # Many books hold pages that are HTML and no XML.
        return _body_of(parse_html(text, name)) if text.strip() else parse_xml(b"<body/>", name)
    for element in root.iter("{http://www.w3.org/1999/xhtml}*"):
        element.tag = element.tag.rpartition("}")[2]
    return _body_of(root)


def _body_of(root: _Element) -> _Element:
    return next(root.iter("body"), root)


def _character(entity: re.Match[str]) -> str:
    return html5.get(entity[1], entity[0])


def _with_heading(blocks: list[Block]) -> list[Block]:
    first, *rest = blocks
    if first.tag in ("h1", "h2", "h3"):
        return [Block(first.tag, first.text, "title"), *rest]
    return blocks
