"""What a format is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from annotator.formats.sheet import Refused, Sheet


@dataclass(frozen=True, slots=True)
class Holds:
    """What a format can hold. What it says it can't is what an export to it loses.

    ``text`` means the whole text, verbatim; ``overlap`` spans that overlap or nest; ``fragments``
    discontinuous spans; ``layers`` several annotators' work on one article; ``progress`` status,
    time and notes of the work on an article.
    """

    text: bool = False
    metadata: bool = False
    zones: bool = False
    overlap: bool = False
    fragments: bool = False
    relations: bool = False
    attributes: bool = False
    actors: bool = False
    notes: bool = False
    layers: bool = False
    progress: bool = False


class Format(Protocol):
    """A way to write annotated articles down, and to read them again."""

    @property
    def name(self) -> str:
        """What the command line calls it."""

    @property
    def title(self) -> str:
        """What the window calls it."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of its files, in lower case and with the dot."""

    @property
    def holds(self) -> Holds:
        """What it can hold."""

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield what the file holds, and in its place whatever can't be read.

        Raises ``FormatError`` if the file as a whole can't be read.
        """

    def write(self, sheets: Iterable[Sheet], to: Path) -> None:
        """Write the sheets to ``to``, which appears, or is replaced, only once all is written.

        Raises ``FormatError`` if it can't be written.
        """
