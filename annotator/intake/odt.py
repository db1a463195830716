"""OpenDocument texts to articles: their paragraphs, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.errors import IntakeError
from annotator.intake.blocks import Block
from annotator.intake.composing import compose
from annotator.intake.libraries import library
from annotator.intake.source import Raw
from annotator.intake.zipped import unzipped
from annotator.model import Article

if TYPE_CHECKING:
    from lxml.etree import _Element

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_UNSEEN = frozenset(("note", "annotation", "tracked-changes", "sequence-decls", "bookmark"))


def read_odt(raw: Raw) -> Article:
    """Give the article in a text document; ``IntakeError`` if it is none."""
    library("lxml.etree", "ODT files")
    with unzipped(raw.data, raw.name, "ODT file") as members:
        if b"encryption-data" in members.read("META-INF/manifest.xml"):
            raise IntakeError(f"{raw.name} needs a password. Save it without one.")
        content = members.xml("content.xml")
        about = {}
        if "meta.xml" in members:
            for element in members.xml("meta.xml").iter("*"):
                about[_name(element)] = " ".join("".join(element.itertext()).split())
    body = next(content.iter("{*}text"), None)
    if body is None:
        raise IntakeError(f"{raw.name} is no text document. Save it as text (ODT).")
    return compose(
        list(_paragraphs(body)),
        raw,
        media_type=_MEDIA_TYPE,
        title=about.get("title"),
        byline=about.get("initial-creator") or about.get("creator"),
        published=(about.get("creation-date") or "")[:10] or None,
        language=about.get("language"),
    )


def _paragraphs(body: _Element) -> Iterator[Block]:
    for element in body.iter("{*}h", "{*}p"):
        if any(_name(above) in _UNSEEN for above in element.iterancestors()):
            continue
        text = "".join(_pieces(element)).strip()
        if text:
            heading = _name(element) == "h"
            yield Block("h2" if heading else "p", text)


def _pieces(element: _Element) -> Iterator[str]:
    """Yield the text of a paragraph, with what it writes as elements: blanks, tabs, breaks."""
    yield element.text or ""
    for child in element:
        name = _name(child)
        if name == "s":
            count = next((v for k, v in child.attrib.items() if k.endswith("}c")), "1")
            yield " " * (min(int(count), 100) if count.isdigit() else 1)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name and name not in _UNSEEN:
            yield from _pieces(child)
        yield child.tail or ""


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
