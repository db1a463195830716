"""XML and HTML from strangers, parsed within bounds: nothing is fetched, no entity resolved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.errors import IntakeError

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

#: What no tree of elements can hold.
NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_OWN_ENTITIES = re.compile(r"\s*(?:<[?!](?!DOCTYPE)[^>]*>\s*)*<!DOCTYPE[^>\[]*\[", re.IGNORECASE)


def without_declaration(text: str) -> str:
    """Return XML that was decoded without the line that says in which encoding it was."""
    return _DECLARATION.sub("", text, count=1)


def parse_xml(data: bytes, name: str) -> _Element:
    """Parse XML. Raises ``IntakeError`` if it isn't well-formed, or too deep."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise IntakeError(f"{name} is damaged: {error.msg or 'it is no XML'}.") from error


def parse_html(text: str, name: str) -> HtmlElement:
    """Parse a web page. Raises ``IntakeError`` if it has nothing in it, or can't be read whole."""
    from lxml import etree, html

    if "\0" in text:
        raise IntakeError(f"{name} is no web page: it has a NUL at character {text.index(chr(0))}.")
    if _OWN_ENTITIES.match(text):
        raise IntakeError(f"{name} declares entities of its own, which no web page needs.")
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        tree = html.document_fromstring(NO_XML.sub("", text).encode(), parser=parser)
    except etree.ParserError as error:
        raise IntakeError(f"{name} has no text: the page is empty.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise IntakeError(
            f"{name} is nested too deeply to be read whole. Copy the article's text from a "
            "browser and paste it."
        )
    return tree
