"""A table of figures as plain values: what each cell says, how it is drawn, where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.agreement.cases import About, Case


@dataclass(frozen=True, slots=True)
class Door:
    """Where a cell leads: to cases known already, or to those that are still to be found."""

    words: str
    about: About | None = None
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Between:
    """A value with its interval, to be drawn on a scale from 0 to 1 in a label's colour."""

    value: float
    low: float | None
    high: float | None
    colour: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    ``text`` is what it shows and ``more`` stands behind that, quieter; ``spoken`` is what a screen
    reader says instead, ``tip`` explains. ``heat`` (0 to 1) shades it, ``bar`` (0 to 1) is drawn as
    a bar, ``course`` as a line through values from 0 to 1. What ``wraps`` takes several lines, what
    stands in the ``middle`` is one of a matrix.
    """

    text: str = ""
    more: str = ""
    spoken: str = ""
    tip: str = ""
    door: Door | None = None
    strong: bool = False
    quiet: bool = False
    wraps: bool = False
    middle: bool = False
    heat: float | None = None
    between: Between | None = None
    bar: float | None = None
    worst: bool = False
    course: tuple[float | None, ...] = ()

    @property
    def said(self) -> str:
        """What a screen reader says."""
        return self.spoken or " ".join(part for part in (self.text, self.more) if part)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its name, the heads of its columns, its rows, and how columns share the width.

    ``even`` columns behind the first are equally wide; ``bars`` are columns of bars. ``note``
    stands above it, or instead of rows if there are none; ``tips`` explain the heads.
    """

    name: str
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    even: bool = False
    bars: bool = False
    note: str = ""
    tips: Sequence[str] = field(default=())

    def as_text(self) -> str:
        """Return the table with tabs between its cells, for spreadsheets and mails."""
        lines = [self.heads, *([_copied(cell) for cell in row] for row in self.rows)]
        return "\n".join("\t".join(line) for line in lines)


def _copied(cell: Cell) -> str:
    text = " ".join(part for part in (cell.text, cell.more) if part)
    return text or cell.spoken
