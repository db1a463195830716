"""The paragraphs of a web page, each with what the page's markup says it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

#: HTML's elements that begin and end a paragraph, and those of trafilatura's result.
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
        *("head", "item", "list", "quote", "row"),
    }
)
_UNSEEN = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select"),
        *("button", "textarea", "audio", "video", "title"),
    }
)
_BESIDE = frozenset(("nav", "aside", "footer", "form"))
_LINE_BREAKS = frozenset(("br", "lb"))
_CELLS = frozenset(("td", "th", "cell"))

_SPACES = re.compile("[ \t\r\n\f]+")  # HTML's white space; a no-break space is none
_RUN = re.compile(" {2,}")
_AROUND_BREAK = re.compile(" *([\t\n]) *")
_CLASSES = (
    ("caption", re.compile(r"(?:[\w-]+[-_])?caption(?:[-_]+text)?", re.I)),
    ("byline", re.compile(r"(?:[\w-]+[-_])?(?:byline|author|author[-_]+name)s?", re.I)),
    (
        "standfirst",
        re.compile(
            r"(?:[\w-]+[-_])?(?:standfirst|strapline|dek|deck|sub-?title|sub-?headline)"
            r"|article[-_]+(?:summary|intro|description)",
            re.I,
        ),
    ),
)
_LONGEST_MARKED = {"caption": 1000, "byline": 160, "standfirst": 500}  # code points


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: the element it stands in, its text, and its zone if the markup tells."""

    tag: str
    text: str
    kind: str | None = None

    @property
    def key(self) -> str:
        """The text without white space and case, to find the same paragraph elsewhere."""
        return "".join(self.text.split()).casefold()


def blocks_of(root: _Element) -> Iterator[Block]:
    """Give the paragraphs below ``root`` in order, with white space as a browser shows it.

    Works without recursion, on HTML and on what trafilatura makes of it.
    """
    from lxml import etree

    opened: list[_Opened] = []
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            here = _opened(element, tag, opened[-1] if opened else _Opened("", None, beside=False))
            if here.divides and (block := _block(pieces, opened)):
                yield block
            opened.append(here)
            if tag in _UNSEEN or not tag:
                walk.skip_subtree()
            else:
                pieces.append(_SPACES.sub(" ", element.text or ""))
            continue
        if opened[-1].divides and (block := _block(pieces, opened)):
            yield block
        opened.pop()
        if tag in _LINE_BREAKS:
            pieces.append("\n")
        elif tag in _CELLS:
            pieces.append("\t")
        if element is not root:
            pieces.append(_SPACES.sub(" ", element.tail or ""))
    if block := _block(pieces, opened):
        yield block


@dataclass(frozen=True, slots=True)
class _Opened:
    """An element around the place where the walk is."""

    tag: str
    kind: str | None
    beside: bool
    divides: bool = False


def _opened(element: _Element, tag: str, outer: _Opened) -> _Opened:
    beside = outer.beside or tag in _BESIDE
    marked = None if beside or outer.kind else _marked(element, tag)
    divides = tag in _BLOCKS or marked is not None
    name = tag if divides else outer.tag
    return _Opened(name, marked or outer.kind, beside, divides)


def _marked(element: _Element, tag: str) -> str | None:
    """Tell the zone that an element's name or attributes claim, if it holds no more than one."""
    if tag in {"html", "body", "article", "main", "head"}:
        return None
    kind = "caption" if tag == "figcaption" else None
    if "author" in {element.get("rel"), element.get("itemprop")}:
        kind = "byline"
    if element.get("itemprop") == "alternativeHeadline":
        kind = "standfirst"
    for name in (element.get("class") or "").split():
        kind = kind or next((k for k, pattern in _CLASSES if pattern.fullmatch(name)), None)
    if kind is None or sum(map(len, element.itertext())) > _LONGEST_MARKED[kind]:
        return None
    return kind


def _block(pieces: list[str], opened: list[_Opened]) -> Block | None:
    """Take what was gathered since the last division, if that is anything."""
    text = _AROUND_BREAK.sub(r"\1", _RUN.sub(" ", "".join(pieces))).strip(" \t\n")
    pieces.clear()
    if not text.strip():
        return None
    return Block(opened[-1].tag, text, opened[-1].kind) if opened else Block("", text)
