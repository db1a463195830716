"""Spans and relations as plain rows, of which records are made once they are asked for.

Most of what is exported is only counted and written down; to make records of it would take most of
the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

from annotator.model import AttributeValue, Relation, Span
from annotator.model.annotation import Origin

R = TypeVar("R", bound=Span | Relation)

#: Where a fragment starts and ends.
Place = tuple[int, int]
Attributes = Mapping[str, AttributeValue]
#: A span: id, label, its fragments' places and quotes, attributes, actor, note, doubt, origin,
#: score, scheme version.
SpanRow = tuple[
    str,
    str,
    list[Place],
    list[str],
    Attributes,
    str | None,
    str | None,
    bool,
    Origin,
    float | None,
    int,
]
#: A relation: id, type, source, target, attributes.
RelationRow = tuple[str, str, str, str, Attributes]


class Rows(Sequence[R], Generic[R]):
    """A layer's spans or relations in their order, as rows; the records are made once asked for."""

    __slots__ = ("_made", "_make", "rows")

    def __init__(self, rows: Sequence[Any], make: Callable[[Any], R]) -> None:
        self.rows = rows
        self._make = make
        self._made: tuple[R, ...] | None = None

    def _records(self) -> tuple[R, ...]:
        if self._made is None:
            self._made = tuple(map(self._make, self.rows))
        return self._made

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[R, ...]: ...
    def __getitem__(self, index: int | slice) -> R | tuple[R, ...]:
        return self._records()[index]

    def __iter__(self) -> Iterator[R]:
        return iter(self._records())

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def kinds(self) -> list[str]:
        """The label or type of each."""
        return [row[1] for row in self.rows]

    def __eq__(self, other: object) -> bool:
        return self._records() == (other._records() if isinstance(other, Rows) else other)

    def __hash__(self) -> int:
        return hash(self._records())


def span_rows(spans: Sequence[Span]) -> Sequence[SpanRow]:
    """Return spans as rows; those that are kept so are no records even then."""
    if isinstance(spans, Rows):
        return spans.rows
    return [
        (
            span.id,
            span.label,
            [(piece.start, piece.end) for piece in span.fragments],
            [piece.quote for piece in span.fragments],
            span.attributes,
            *(span.actor, span.note, span.doubt, span.origin, span.score, span.scheme_version),
        )
        for span in spans
    ]


def relation_rows(links: Sequence[Relation]) -> Sequence[RelationRow]:
    """Return relations as rows; those that are kept so are no records even then."""
    if isinstance(links, Rows):
        return links.rows
    return [(one.id, one.type, one.source, one.target, one.attributes) for one in links]
