"""EPUB books to articles: each document of the spine that has something to read is one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from annotator.errors import IntakeError
from annotator.intake.blocks import Block, blocks_of
from annotator.intake.composing import compose, one_line
from annotator.intake.libraries import library
from annotator.intake.source import Raw
from annotator.intake.zipped import Members, parse_xml, unzipped
from annotator.model import Article

if TYPE_CHECKING:
    from lxml.etree import _Element

_MEDIA_TYPE = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html")
_WORTH_READING = 200  # code points; covers and tables of contents have less


def read_epub(raw: Raw) -> Iterator[Article]:
    """Give the chapters of a book; ``IntakeError`` if it is no book or has nothing to read."""
    library("lxml.etree", "EPUB files")
    with unzipped(raw.data, raw.name, "EPUB file") as members:
        package = _package(members, raw.name)
        root = members.xml(package)
        if any(name.endswith("encryption.xml") for name in members.names):
            raise IntakeError(f"{raw.name} is protected against copying, so it can't be read.")
        about = {
            name: one_line(" ".join(found.itertext()))
            for name in ("title", "creator", "date", "language")
            if (found := next(root.iter(f"{{*}}{name}"), None)) is not None
        }
        yielded = False
        for number, page in enumerate(_spine(root, posixpath.dirname(package)), 1):
            if page not in members:
                continue
            blocks = list(blocks_of(_body(members.read(page), raw.name)))
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
        if not yielded:
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


def _body(data: bytes, name: str) -> _Element:
    from lxml import etree, html

    try:
        root = parse_xml(data, name)
    except IntakeError:
        # Many books hold pages that are HTML and no XML.
        try:
            root = html.document_fromstring(data)
        except etree.ParserError:
            return etree.Element("body")  # an empty page
    for element in root.iter("{http://www.w3.org/1999/xhtml}*"):
        element.tag = element.tag.rpartition("}")[2]
    return next(root.iter("body"), root)


def _with_heading(blocks: list[Block]) -> list[Block]:
    first, *rest = blocks
    if first.tag in ("h1", "h2", "h3"):
        return [Block(first.tag, first.text, "title"), *rest]
    return blocks
