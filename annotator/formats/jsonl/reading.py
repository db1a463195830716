"""Lines to sheets: everything but an article's text and a span's label and place may be missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from annotator.errors import FormatError
from annotator.formats.json.fields import JsonObject, shown
from annotator.formats.json.lines import objects
from annotator.formats.sheet import Refused, Sheet
from annotator.model import (
    ZONE_KINDS,
    Actor,
    Article,
    Fragment,
    Relation,
    Span,
    Zone,
)
from annotator.model.annotation import Origin, Role, Status
from annotator.text.title import title_of

_ROLES, _STATUSES, _ORIGINS = get_args(Role), get_args(Status), get_args(Origin)


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield a sheet for each line of the file, and why a line, or an entry of one, is none."""
    strange: set[str] = set()
    for found in objects(path):
        if isinstance(found, Refused):
            yield found
            continue
        where, values = found
        leftover: list[str] = []
        try:
            sheet = sheet_of(values, where, leftover)
        except FormatError as error:
            yield Refused(where, str(error))
            continue
        for name in leftover:
            if name not in strange:
                strange.add(name)
                yield Refused(
                    where,
                    f'The format has no entry "{name}"; it is left out, here and on later lines.',
                )
        yield sheet


def sheet_of(values: object, where: str, leftover: list[str]) -> Sheet:
    """Return the sheet that a line's object holds; ``leftover`` gets the entries it shouldn't have.

    Raises ``FormatError`` for what is no such object.
    """
    line = JsonObject(values, "", leftover)
    about = line.inner("article")
    article = _article(about)
    sheet = Sheet(
        where=where,
        article=article,
        annotator=line.text("annotator"),
        role=cast(Role | None, line.one_of("role", _ROLES)),
        status=cast(Status | None, line.one_of("status", _STATUSES)),
        seconds=line.number("seconds") or 0.0,
        note=line.text("note"),
        spans=line.each("spans", lambda entry: _span(entry, article.text)),
        relations=line.each("relations", _relation),
        actors=line.each("actors", _actor),
        given=about.given,
    )
    if sheet.seconds < 0:
        raise FormatError('"seconds" is negative.')
    if sheet.annotator is not None and not sheet.annotator.strip():
        raise FormatError('"annotator" is empty; leave it out or write null.')
    for kind, things in (("spans", sheet.spans), ("relations", sheet.relations)):
        _refuse_doubles(kind, [thing.id for thing in things])
    line.finish()
    return sheet


def _refuse_doubles(kind: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name and name in seen:
            raise FormatError(f'Two {kind} have the id "{name}".')
        seen.add(name)


def _article(values: JsonObject) -> Article:
    text = values.text("text")
    if text is None:
        raise FormatError('The line has no article with a "text".')
    title = values.text("title")
    article = Article(
        id=values.text("id") or "",
        title=title_of(text) if title is None else title,
        text=text,
        source=values.text("source"),
        url=values.text("url"),
        byline=values.text("byline"),
        published=values.text("published"),
        language=values.text("language"),
        metadata=values.table("metadata"),
        zones=tuple(sorted(set(values.each("zones", _zone)), key=_zone_order)),
        revision_of=values.text("revision_of"),
    )
    claimed = values.text("sha256")
    if claimed is not None and claimed.lower() != article.sha256:
        raise FormatError(
            f"The article's text is not the one that its sha256 was made from: {claimed[:12]}… is "
            f"claimed, the text gives {article.sha256[:12]}…. It was changed on the way."
        )
    values.finish()
    return article


def _zone(values: JsonObject) -> Zone:
    kind = values.one_of("kind", ZONE_KINDS)
    start, end = values.raw("start"), values.raw("end")
    if kind is None:
        raise FormatError(f'{values.place} has no "kind".')
    zone = Zone(kind, *_offsets([start, end], values))
    values.finish()
    return zone


def _zone_order(zone: Zone) -> tuple[int, int, str]:
    return zone.start, zone.end, zone.kind


def _span(values: JsonObject, text: str) -> Span:
    label = values.text("label")
    if not label:
        raise FormatError(f'{values.place} has no "label".')
    span = Span(
        id=values.text("id") or "",
        article="",
        annotator="",
        label=label,
        fragments=_fragments(values, text),
        attributes=values.answers(),
        actor=values.text("actor"),
        note=values.text("note"),
        doubt=values.flag("doubt"),
        origin=cast(Origin, values.one_of("origin", _ORIGINS) or "import"),
        score=values.number("score"),
    )
    values.finish()
    return span


def _fragments(values: JsonObject, text: str) -> tuple[Fragment, ...]:
    places = [_offsets(pair, values, "fragments") for pair in values.many("fragments")]
    quotes = values.raw("text")
    if isinstance(quotes, str):
        quotes = [quotes]
    if quotes is None:
        quotes = [text[start:end] for start, end in places]
    if not isinstance(quotes, list) or not {*map(type, quotes)} <= {str}:
        raise FormatError(f"{values.said('text')} is not a list of texts.")
    if len(quotes) != len(places):
        raise FormatError(
            f"{values.said('text')} has {len(quotes)} pieces for {len(places)} fragments."
        )
    pieces = [Fragment(*place, quote) for place, quote in zip(places, quotes, strict=True)]
    return tuple(pieces if len(pieces) == 1 else sorted(pieces))


def _offsets(pair: object, values: JsonObject, name: str = "") -> tuple[int, int]:
    match pair:
        case [start, end] if type(start) is int and type(end) is int:
            return start, end
    place = values.said(name) if name else values.place
    raise FormatError(f"{place} holds {shown(pair)}, not a start and an end.")


def _relation(values: JsonObject) -> Relation:
    kind, source, target = values.text("type"), values.text("from"), values.text("to")
    if not kind or not source or not target:
        raise FormatError(f'{values.place} needs a "type", a "from" and a "to".')
    relation = Relation(
        id=values.text("id") or "",
        article="",
        annotator="",
        type=kind,
        source=source,
        target=target,
        attributes=values.answers(),
    )
    values.finish()
    return relation


def _actor(values: JsonObject) -> Actor:
    name = values.text("name")
    if not name or not name.strip():
        raise FormatError(f'{values.place} has no "name".')
    actor = Actor(
        id=values.text("id") or "",
        name=name,
        kind=values.text("kind"),
        aliases=tuple(values.texts("aliases")),
        kb_id=values.text("kb_id"),
        note=values.text("note"),
    )
    values.finish()
    return actor
