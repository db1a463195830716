"""What the tables are: their columns follow from the scheme, their rows from the sheets.

Offsets are code points, half-open, in the article's text. Tables are joined by the ids in
``article``, ``span`` and ``actor``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.formats.sheet import Sheet
from annotator.formats.tables.attributions import PARTS, part_labels, parts_of
from annotator.model import Actor, Article, AttributeType, AttributeValue, Relation, Scheme, Span

#: What a column holds: a text, several, a whole number, any number, or true or false.
Kind = Literal["text", "texts", "whole", "number", "flag"]
Cell = str | tuple[str, ...] | int | float | bool | None
Row = tuple[Cell, ...]

_KINDS: dict[str, Kind] = {
    "choice": "text",
    "multi-choice": "texts",
    "flag": "flag",
    "text": "text",
    "number": "number",
}


#: What stands between several texts where a cell can only be one.
JOINT = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, which no other of its table has, and what it holds."""

    name: str
    kind: Kind


class Tables:
    """The tables of one export. ``columns`` are those of each table by its name, in order."""

    def __init__(self, scheme: Scheme) -> None:
        self._roles = scheme.attribution
        self._answers = _answers(label.attributes for label in scheme.labels)
        self._links = _answers(relation.attributes for relation in scheme.relations)
        self._parts = {part: part_labels(scheme, part) for part in PARTS}
        self._part_answers = {
            part: _answers(label.attributes for label in labels)
            for part, labels in self._parts.items()
        }
        self._registered = {
            part: any(label.register for label in labels) for part, labels in self._parts.items()
        }
        self._seen_article: str | None = None
        self._seen_actors: set[str] = set()
        self.columns: dict[str, tuple[Column, ...]] = {
            "articles": _distinct(_ARTICLE),
            "layers": _distinct(_LAYER),
            "spans": _distinct([*_SPAN, *self._answers, *_ABOUT_SPAN]),
            "relations": _distinct([*_RELATION, *self._links]),
            "actors": _distinct(_ACTOR),
        }
        if self._roles is not None:
            self.columns["attributions"] = _distinct(self._attribution_columns())

    def rows(self, sheet: Sheet) -> Iterator[tuple[str, Row]]:
        """Yield the rows that a sheet adds, each with its table's name.

        Articles and actors are told once; a sheet's own come right behind each other.
        """
        article = sheet.article
        if article.id != self._seen_article:
            self._seen_article = article.id
            yield "articles", article_cells(article)
        if sheet.annotator is not None:
            yield "layers", _layer(sheet)
        actors = {actor.id: actor for actor in sheet.actors}
        for actor in sheet.actors:
            if actor.id not in self._seen_actors:
                self._seen_actors.add(actor.id)
                yield "actors", _actor(actor)
        spans = {span.id: span for span in sheet.spans}
        where = (article.id, article.title, article.published, sheet.annotator)
        for span in sheet.spans:
            yield "spans", self._span(where, span, actors)
        for link in sheet.relations:
            yield "relations", self._relation(where, link, spans)
        if self._roles is not None:
            for claim, parts in parts_of(sheet, self._roles):
                yield "attributions", self._attribution(sheet, claim, parts, actors)

    def _span(self, where: Row, span: Span, actors: dict[str, Actor]) -> Row:
        places = [f"{fragment.start}-{fragment.end}" for fragment in span.fragments]
        return (
            *where,
            *(span.id, span.label, span.quote, span.start, span.end, " ".join(places)),
            *_given(span, self._answers),
            *_meant(span, actors),
            span.note,
            span.doubt,
            span.origin,
            span.score,
        )

    def _relation(self, where: Row, link: Relation, spans: dict[str, Span]) -> Row:
        source, target = spans[link.source], spans[link.target]
        return (
            *where,
            link.id,
            link.type,
            *(link.source, source.label, source.quote),
            *(link.target, target.label, target.quote),
            *_given(link, self._links),
        )

    def _attribution_columns(self) -> Iterator[Column]:
        yield from _columns("article title published outlet annotator claim_id claim")
        yield from (Column("claim_start", "whole"), Column("claim_end", "whole"))
        yield from _prefixed("claim", self._part_answers["claim"])
        if self._registered["claim"]:
            yield from _columns("claim_actor claim_actor_kind")
        for part in PARTS[1:]:
            if not self._parts[part]:
                continue
            yield Column(part, "texts")
            many = [Column(one.name, "texts") for one in self._part_answers[part]]
            yield from _prefixed(part, many)
            if self._registered[part]:
                yield from (Column(f"{part}_actor{end}", "texts") for end in ("", "_kind"))

    def _attribution(
        self,
        sheet: Sheet,
        claim: Span,
        parts: dict[str, list[Span]],
        actors: dict[str, Actor],
    ) -> Row:
        article = sheet.article
        row: list[Cell] = [article.id, article.title, article.published, article.source]
        row += [sheet.annotator, claim.id, claim.quote, claim.start, claim.end]
        row += _given(claim, self._part_answers["claim"])
        if self._registered["claim"]:
            row += _meant(claim, actors)[1:]
        for part in PARTS[1:]:
            if not self._parts[part]:
                continue
            found = parts[part]
            if not found:
                row += [()] * (1 + len(self._part_answers[part]) + 2 * self._registered[part])
                continue
            row.append(tuple([span.quote for span in found]))
            for answer in self._part_answers[part]:
                row.append(tuple([_in_words(span.attributes.get(answer.name)) for span in found]))
            if self._registered[part]:
                meant = [_meant(span, actors) for span in found]
                row.append(tuple([_in_words(name) for _, name, _ in meant]))
                row.append(tuple([_in_words(kind) for _, _, kind in meant]))
        return tuple(row)


def article_cells(article: Article) -> Row:
    """Return the row of an article."""
    metadata = json.dumps(dict(article.metadata), ensure_ascii=False) if article.metadata else None
    return (
        *(article.id, article.title, article.published, article.source, article.url),
        *(article.byline, article.language, article.revision_of, metadata, len(article.text)),
    )


def said(cell: Cell) -> str | None:
    """Return the text that a cell is where it can only be one; ``None`` for what is no text."""
    if isinstance(cell, tuple):
        return JOINT.join(cell)
    return cell if isinstance(cell, str) else None


def _columns(names: str, kind: Kind = "text") -> list[Column]:
    return [Column(name, kind) for name in names.split()]


_ARTICLE = [
    *_columns("article title published source url byline language revision_of metadata"),
    Column("code_points", "whole"),
]
_LAYER = [
    *_columns("article title annotator role status"),
    Column("seconds", "number"),
    Column("note", "text"),
    *_columns("spans relations", "whole"),
]
_PLACE = _columns("article title published annotator")
_SPAN = [
    *_PLACE,
    *_columns("span label text"),
    *_columns("start end", "whole"),
    Column("fragments", "text"),
]
_ABOUT_SPAN = [
    *_columns("actor actor_name actor_kind note"),
    Column("doubt", "flag"),
    Column("origin", "text"),
    Column("score", "number"),
]
_RELATION = [*_PLACE, *_columns("relation type from from_label from_text to to_label to_text")]
_ACTOR = [*_columns("actor name kind"), Column("aliases", "texts"), *_columns("kb_id note")]


def _distinct(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return the columns, with an underscore behind a name that another had before."""
    taken: set[str] = set()
    found = []
    for column in columns:
        name = column.name
        while name in taken:
            name += "_"
        taken.add(name)
        found.append(Column(name, column.kind))
    return tuple(found)


def _prefixed(part: str, columns: Iterable[Column]) -> Iterator[Column]:
    return (Column(f"{part}_{column.name}", column.kind) for column in columns)


def _answers(asked: Iterable[tuple[AttributeType, ...]]) -> list[Column]:
    """Return a column for each question; one that is asked in two ways is answered in words."""
    found: dict[str, Kind] = {}
    for attributes in asked:
        for attribute in attributes:
            kind = _KINDS[attribute.kind]
            found[attribute.name] = kind if found.get(attribute.name, kind) == kind else "text"
    return [Column(name, kind) for name, kind in found.items()]


def _layer(sheet: Sheet) -> Row:
    return (
        *(sheet.article.id, sheet.article.title, sheet.annotator, sheet.role, sheet.status),
        *(sheet.seconds, sheet.note, len(sheet.spans), len(sheet.relations)),
    )


def _actor(actor: Actor) -> Row:
    return actor.id, actor.name, actor.kind, actor.aliases, actor.kb_id, actor.note


def _meant(span: Span, actors: dict[str, Actor]) -> tuple[str | None, str | None, str | None]:
    if span.actor is None:
        return None, None, None
    actor = actors[span.actor]
    return actor.id, actor.name, actor.kind


def _given(owner: Span | Relation, answers: Sequence[Column]) -> list[Cell]:
    given = owner.attributes
    if not given:
        return [None] * len(answers)
    return [_cell(given.get(one.name), one.kind) for one in answers]


def _cell(value: AttributeValue | None, kind: Kind) -> Cell:
    return value if value is None or kind != "text" else _in_words(value)


def _in_words(value: AttributeValue | None) -> str:
    """Write an answer in words; an empty text stands for none."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case tuple():
            return "; ".join(value)
    return str(value)
