"""Records as rows and back: how each kind of value is stored.

A row here is a JSON-ready mapping of all that one record is, fragments and zones included, so
that the journal can hold it. Annotators are names in the model and ids in the file.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from sys import intern
from typing import Any, TypeVar, get_args

from annotator.model import (
    Actor,
    Annotator,
    Article,
    Assignment,
    AttributeValue,
    Decision,
    Fragment,
    Record,
    Relation,
    SchemeVersion,
    Setting,
    Span,
    Zone,
)
from annotator.model.annotation import Origin
from annotator.store.connection import Damaged

#: What a row that isn't as this program writes it raises when it is read.
NOT_OURS = (KeyError, ValueError, TypeError, AttributeError, RecursionError)
#: The origins that there are.
ORIGINS: dict[str, Origin] = {origin: origin for origin in get_args(Origin)}

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

R = TypeVar("R")
Row = dict[str, Any]
Key = tuple[str | int, ...]


class Names:
    """Which annotator's name belongs to which id."""

    def __init__(self, annotators: Iterable[Annotator] = ()) -> None:
        self.by_name = {annotator.name: annotator for annotator in annotators}
        self._by_id = {annotator.id: annotator for annotator in self.by_name.values()}

    def add(self, annotator: Annotator) -> None:
        """Get to know an annotator, or a new name or role of one."""
        old = self._by_id.get(annotator.id)
        if old is not None:
            self.by_name.pop(old.name, None)
        self.by_name[annotator.name] = annotator
        self._by_id[annotator.id] = annotator

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def has_id(self, annotator_id: str) -> bool:
        """Say whether an annotator has this id."""
        return annotator_id in self._by_id

    def id(self, name: str) -> str:
        """Return the id of the annotator called ``name``."""
        return self.by_name[name].id

    def name(self, annotator_id: str) -> str:
        """Return the name of the annotator with this id; ``Damaged`` if there is none."""
        if annotator_id not in self._by_id:
            raise Damaged(f"it has no annotator with the id {annotator_id!r:.40}")
        return self._by_id[annotator_id].name


@dataclass(frozen=True, slots=True)
class Kind:
    """How records of one type are kept: in which table, under which key, as which row."""

    table: str
    type: type
    keys: tuple[str, ...]
    to_row: Callable[[Any, Names], Row]
    to_record: Callable[[Row, Names], Record]

    def key(self, row: Row) -> Key:
        """Return the primary key of a row."""
        return tuple([row[name] for name in self.keys])


def _doubting(make: Callable[[Row, Names], R]) -> Callable[[Row, Names], R]:
    """Have a row that isn't as this program writes it found out; anyone may have made the file."""

    @wraps(make)
    def doubting(row: Row, names: Names) -> R:
        try:
            return make(row, names)
        except NOT_OURS as error:
            what = make.__name__.strip("_")
            raise Damaged(f"the {what} {row.get('id', '')!s:.40} cannot be read") from error

    return doubting


def _article_row(article: Article, names: Names) -> Row:
    return {
        "id": article.id,
        "sha256": article.sha256,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "byline": article.byline,
        "published": article.published,
        "language": article.language,
        "revision_of": article.revision_of,
        "media_type": article.media_type,
        "metadata": to_json(dict(article.metadata)),
        "text": article.text,
        "original": original_text(article.original),
        "zones": [[z.start, z.end, z.kind] for z in article.zones],
    }


@_doubting
def _article(row: Row, names: Names) -> Article:
    original = row["original"]
    return Article(
        id=row["id"],
        title=row["title"],
        text=row["text"],
        source=row["source"],
        url=row["url"],
        byline=row["byline"],
        published=row["published"],
        language=row["language"],
        metadata=object_of(row["metadata"]),
        zones=tuple(Zone(kind, start, end) for start, end, kind in row["zones"]),
        original=None if original is None else base64.b64decode(original),
        media_type=row["media_type"],
        revision_of=row["revision_of"],
    )


def _span_row(span: Span, names: Names) -> Row:
    return {
        "id": span.id,
        "article": span.article,
        "annotator": names.id(span.annotator),
        "label": span.label,
        "attributes": to_json(dict(span.attributes)),
        "actor": span.actor,
        "note": span.note,
        "doubt": int(span.doubt),
        "origin": span.origin,
        "score": span.score,
        "scheme_version": span.scheme_version,
        "fragments": [[f.start, f.end, f.quote] for f in span.fragments],
    }


@_doubting
def _span(row: Row, names: Names) -> Span:
    # The spans of a layer share what is the same in all, or a large one would fill the memory.
    return Span(
        row["id"],
        intern(row["article"]),
        names.name(row["annotator"]),
        intern(row["label"]),
        tuple(Fragment(*fragment) for fragment in row["fragments"]),
        attributes_of(row["attributes"]),
        row["actor"],
        row["note"],
        bool(row["doubt"]),
        ORIGINS[row["origin"]],
        row["score"],
        row["scheme_version"],
    )


def _relation_row(relation: Relation, names: Names) -> Row:
    return {
        "id": relation.id,
        "article": relation.article,
        "annotator": names.id(relation.annotator),
        "type": relation.type,
        "source": relation.source,
        "target": relation.target,
        "attributes": to_json(dict(relation.attributes)),
    }


@_doubting
def _relation(row: Row, names: Names) -> Relation:
    return Relation(
        id=row["id"],
        article=row["article"],
        annotator=names.name(row["annotator"]),
        type=row["type"],
        source=row["source"],
        target=row["target"],
        attributes=attributes_of(row["attributes"]),
    )


def _actor_row(actor: Actor, names: Names) -> Row:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": to_json(list(actor.aliases)),
        "kb_id": actor.kb_id,
        "note": actor.note,
    }


@_doubting
def _actor(row: Row, names: Names) -> Actor:
    return Actor(**{**row, "aliases": _texts(row["aliases"])})


def _assignment_row(assignment: Assignment, names: Names) -> Row:
    return {
        "article": assignment.article,
        "annotator": names.id(assignment.annotator),
        "status": assignment.status,
        "seconds": float(assignment.seconds),
        "note": assignment.note,
    }


@_doubting
def _assignment(row: Row, names: Names) -> Assignment:
    return Assignment(**{**row, "annotator": names.name(row["annotator"])})


def _annotator_row(annotator: Annotator, names: Names) -> Row:
    return {"id": annotator.id, "name": annotator.name, "role": annotator.role}


@_doubting
def _annotator(row: Row, names: Names) -> Annotator:
    return Annotator(**row)


def _scheme_row(scheme: SchemeVersion, names: Names) -> Row:
    return {"version": scheme.version, "toml": scheme.toml}


def _scheme(row: Row, names: Names) -> SchemeVersion:
    return SchemeVersion(**row)


def _setting_row(setting: Setting, names: Names) -> Row:
    return {"key": setting.key, "value": setting.value}


def _setting(row: Row, names: Names) -> Setting:
    return Setting(**row)


def _decision_row(decision: Decision, names: Names) -> Row:
    return {
        "id": decision.id,
        "article": decision.article,
        "layer": names.id(decision.layer),
        "reviewer": names.id(decision.reviewer),
        "members": to_json(list(decision.members)),
        "outcome": decision.outcome,
        "relation": decision.relation,
        "origin": to_json([names.id(name) for name in decision.origin]),
        "gold": to_json(list(decision.gold)),
        "reason": decision.reason,
        "note": decision.note,
        "at": decision.at,
    }


@_doubting
def _decision(row: Row, names: Names) -> Decision:
    return Decision(
        id=row["id"],
        article=row["article"],
        layer=names.name(row["layer"]),
        reviewer=names.name(row["reviewer"]),
        members=_texts(row["members"]),
        outcome=row["outcome"],
        relation=row["relation"],
        origin=tuple(names.name(one) for one in _texts(row["origin"])),
        gold=_texts(row["gold"]),
        reason=row["reason"],
        note=row["note"],
        at=row["at"],
    )


#: Every kind of record, in the order in which a change writes them: what is referred to first.
KINDS = (
    Kind("meta", Setting, ("key",), _setting_row, _setting),
    Kind("scheme", SchemeVersion, ("version",), _scheme_row, _scheme),
    Kind("annotator", Annotator, ("id",), _annotator_row, _annotator),
    Kind("actor", Actor, ("id",), _actor_row, _actor),
    Kind("article", Article, ("id",), _article_row, _article),
    Kind("assignment", Assignment, ("article", "annotator"), _assignment_row, _assignment),
    Kind("span", Span, ("id",), _span_row, _span),
    Kind("relation", Relation, ("id",), _relation_row, _relation),
    Kind("decision", Decision, ("id",), _decision_row, _decision),
)

#: What a mark of progress says where there is none, so that undo never has to remove one.
UNMARKED: Row = {"status": "new", "seconds": 0.0, "note": None}

_BY_TYPE = {kind.type: kind for kind in KINDS}
_BY_TABLE = {kind.table: kind for kind in KINDS}


def kind_of(record: Record) -> Kind:
    """Return how records of this one's type are kept."""
    return _BY_TYPE[type(record)]


def kind_named(table: str) -> Kind:
    """Return the kind that is kept in ``table``; ``Damaged`` for one that there isn't."""
    try:
        return _BY_TABLE[table]
    except (KeyError, TypeError) as error:
        raise Damaged(f"it speaks of a table {table!r}") from error


def says_nothing(kind: Kind, row: Row) -> bool:
    """Say whether a row is there, but says the same as none."""
    return kind.type is Assignment and all(row[name] == UNMARKED[name] for name in UNMARKED)


def to_json(value: object) -> str:
    """Return ``value`` as compact JSON, readable in any script."""
    return "{}" if value == {} else _ENCODER.encode(value)


def original_text(data: bytes | None) -> str | None:
    """Return an article's original bytes as JSON can hold them."""
    return None if data is None else base64.b64encode(data).decode("ascii")


def object_of(text: str) -> dict[str, Any]:
    """Return the JSON object that a column holds; raises one of ``NOT_OURS`` if it holds none."""
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError("it is no object")
    return found


def _texts(text: str) -> tuple[str, ...]:
    found = json.loads(text)
    if not (isinstance(found, list) and all(isinstance(one, str) for one in found)):
        raise TypeError("it is no list of texts")
    return tuple(found)


@lru_cache(maxsize=1024)
def attributes_of(text: str) -> Mapping[str, AttributeValue]:
    """Return the answers that a column holds; raises one of ``NOT_OURS`` if it holds none."""
    return {name: _value(value) for name, value in object_of(text).items()}


def _value(value: Any) -> AttributeValue:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if isinstance(value, str | bool | int | float):
        return value
    raise TypeError("it is no value of an attribute")
