"""Reads XML element by element, in memory that doesn't grow with the file.

A document type may be named, as BioC's is, but it is never fetched, and one that declares entities
is refused: that is how small files grow large or read others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from annotator.errors import FormatError

#: How deep elements may be nested: deeper than any of the formats goes, far less than the stack.
DEEPEST = 100

#: The longest element that is read as one, in bytes.
LONGEST_ELEMENT = 64 * 1024 * 1024

_CHUNK = 64 * 1024


@dataclass(slots=True)
class Element:
    """An element with all that is in it; names are without their namespace.

    ``text`` is what stands directly in it, and ``line`` the line of the file where it begins.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """Yield the children of this name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """Return the first child of this name, or ``None``."""
        return next(self.all(name), None)

    def said(self, name: str) -> str | None:
        """Return the text of the first child of this name, or ``None``."""
        child = self.first(name)
        return None if child is None else child.text


def elements(handle: IO[bytes], where: str, names: Collection[str]) -> Iterator[Element]:
    """Yield each element of one of these names that stands in none of them, as it is read.

    Raises ``FormatError``, naming ``where`` and the line, for what is no XML, declares entities,
    or is nested too deeply or too long.
    """
    reader = _Reader(where, frozenset(names))
    while chunk := handle.read(_CHUNK):
        reader.feed(chunk)
        yield from reader.taken()
    reader.feed(b"", last=True)
    yield from reader.taken()


class _Reader:
    """One pass over one file: expat's events become elements."""

    def __init__(self, where: str, names: frozenset[str]) -> None:
        self._where = where
        self._names = names
        self._depth = 0
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._begun = 0
        self._done: list[Element] = []
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.EntityDeclHandler = self._refuse_entity
        parser.SkippedEntityHandler = self._refuse_unknown
        self._parser = parser

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise FormatError(f"{self._where}:{error.lineno}: this is no XML: {why}.") from error
        except (LookupError, ValueError) as error:
            raise FormatError(f"{self._where}: its encoding can't be read: {error}.") from error
        if self._open and self._parser.CurrentByteIndex - self._begun > LONGEST_ELEMENT:
            raise self._error(f"a {self._open[0].name} is longer than {LONGEST_ELEMENT:,} bytes")

    def taken(self) -> list[Element]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"its elements are nested more than {DEEPEST} deep")
        name = name.rpartition(" ")[2]
        if not self._open:
            if name not in self._names:
                return
            self._begun = self._parser.CurrentByteIndex
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self._open.append(Element(name, plain, self._parser.CurrentLineNumber))
        self._texts.append([])

    def _end(self, name: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._done.append(element)

    def _say(self, text: str) -> None:
        if self._open:
            self._texts[-1].append(text)

    def _refuse_entity(self, name: str, *_: object) -> None:
        raise self._error(f'it declares the entity "{name}", which no such file needs')

    def _refuse_unknown(self, name: str, *_: object) -> None:
        raise self._error(f'the entity "&{name};" is not defined')

    def _error(self, why: str) -> FormatError:
        return FormatError(f"{self._where}:{self._parser.CurrentLineNumber}: {why}.")
