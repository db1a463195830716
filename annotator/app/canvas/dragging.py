"""What the mouse is doing while its button is down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QPointF


@dataclass(slots=True)
class DragText:
    """Text is being selected from ``anchor`` on; a press that never ``moved`` is a click.

    One that began with a double click keeps the ``word`` selected.
    """

    anchor: int
    moved: bool = False
    word: tuple[int, int] | None = None


@dataclass(slots=True)
class DragEdge:
    """An edge of a span's fragment is being dragged from ``at``, by now to the offset ``to``."""

    span: str
    fragment: int
    edge: Literal["start", "end"]
    at: int
    to: int | None = None


@dataclass(slots=True)
class DragLink:
    """A link is being drawn from a span's chip to ``point``; one that never ``moved`` is none."""

    span: str
    start: QPointF
    point: QPointF = field(init=False)
    moved: bool = False

    def __post_init__(self) -> None:
        self.point = self.start


Drag = DragText | DragEdge | DragLink
