"""Makes a sheet such as a format can hold, and tells everything that is lost by it.

What comes out is what the format writes, and what its reader gives back: nothing else is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.formats.holds import EVERYTHING, Holds
from annotator.formats.losses import Loss
from annotator.formats.selection import without_overlap
from annotator.formats.sheet import Sheet, usual_status
from annotator.model import Actor, Article, Relation, Scheme, Span

_QUOTE_LENGTH = 60

_FACTS = ("title", "source", "url", "byline", "published", "language", "revision_of")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A sheet as a format can hold it, and what was lost on the way."""

    sheet: Sheet
    losses: tuple[Loss, ...] = ()


def fitted(sheet: Sheet, holds: Holds, scheme: Scheme) -> Fitted:
    """Return the sheet without what ``holds`` excludes, and a row for each thing that goes.

    Of spans that overlap the longest stays, then the earliest. A discontinuous span becomes one
    span for each of its fragments; links stay with the first.
    """
    if holds == EVERYTHING:
        return Fitted(sheet)
    losses = Losses(sheet)
    sheet = _article(sheet, holds, losses)
    sheet = _layer(sheet, holds, losses)
    sheet = _spans(sheet, holds, scheme, losses)
    sheet = _relations(sheet, holds, losses)
    sheet = _actors(sheet, holds, losses)
    return Fitted(sheet, tuple(losses.rows))


class Losses:
    """Gathers the losses of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.rows: list[Loss] = []
        self._article = sheet.article
        self._annotator = sheet.annotator
        self._spans = {span.id: span for span in sheet.spans}

    def of_article(self, kind: str, what: str, reason: str) -> None:
        """Tell a loss that concerns the article, whoever works on it."""
        self._add(kind, None, "", what, reason)

    def of_layer(self, kind: str, what: str, reason: str) -> None:
        """Tell a loss that concerns the annotator's work as a whole."""
        self._add(kind, self._annotator, "", what, reason)

    def of(self, kind: str, thing: Span | Relation | Actor, what: str, reason: str) -> None:
        """Tell a loss that concerns one thing; ``what`` is added to what the thing is."""
        said = self._shown(thing)
        self._add(kind, self._annotator, thing.id, f"{said}: {what}" if what else said, reason)

    def _shown(self, thing: Span | Relation | Actor) -> str:
        match thing:
            case Span():
                return f"{_place(thing)} {_shortened(thing.quote)!r}"
            case Relation():
                ends = [_place(self._spans[end]) for end in (thing.source, thing.target)]
                return f"{thing.type} from {ends[0]} to {ends[1]}"
            case Actor():
                return f"actor {thing.name!r}"

    def _add(self, kind: str, annotator: str | None, thing: str, what: str, reason: str) -> None:
        article = self._article
        self.rows.append(Loss(kind, article.id, article.title, annotator, thing, what, reason))


def _place(span: Span) -> str:
    return f"{span.label} {span.start}–{span.end}"


def _shortened(quote: str) -> str:
    return quote if len(quote) <= _QUOTE_LENGTH else f"{quote[: _QUOTE_LENGTH - 1]}…"


def _article(sheet: Sheet, holds: Holds, losses: Losses) -> Sheet:
    article = sheet.article
    if not holds.text:
        losses.of_article("text", "the text between the words", "It is left out.")
    if not holds.metadata:
        known = [name for name in _FACTS if getattr(article, name) is not None]
        losses.of_article("metadata", ", ".join([*known, *article.metadata]), "It is left out.")
        # The title stays, for the name of a file.
        article = Article(article.id, article.title, article.text, zones=article.zones)
    if not holds.zones and article.zones:
        kinds = ", ".join(dict.fromkeys(zone.kind for zone in article.zones))
        losses.of_article("zones", kinds, "They are left out.")
        article = replace(article, zones=())
    return replace(sheet, article=article)


def _layer(sheet: Sheet, holds: Holds, losses: Losses) -> Sheet:
    if not holds.progress:
        usual = (None, usual_status(sheet))
        known = [f"status {sheet.status}"] if sheet.status not in usual else []
        known += [f"{sheet.seconds:g} seconds"] if sheet.seconds else []
        known += [f"note {sheet.note!r}"] if sheet.note else []
        known += [f"role {sheet.role}"] if sheet.role else []
        if known:
            losses.of_layer("progress", ", ".join(known), "It is left out.")
        sheet = replace(sheet, status=None, seconds=0.0, note=None, role=None)
    if not holds.layers and sheet.annotator is not None:
        losses.of_layer("layers", sheet.annotator, "It is not written whose work this is.")
        sheet = replace(sheet, annotator=None)
    return sheet


def _spans(sheet: Sheet, holds: Holds, scheme: Scheme, losses: Losses) -> Sheet:
    kept = {span.id for span in sheet.spans}
    if not holds.overlap:
        kept = without_overlap(sheet.spans, scheme)
    if not holds.certainty and (made := sum(span.origin != "import" for span in sheet.spans)):
        what = f"{made} of {len(sheet.spans)} spans made here, by people or by suggestion"
        losses.of_layer("certainty", what, "They count as imported when they are read again.")
    names = {actor.id: actor.name for actor in sheet.actors}
    spans: list[Span] = []
    for span in sheet.spans:
        if span.id not in kept:
            losses.of(
                "overlap", span, "", "It is left out: it overlaps one that is longer or first."
            )
            continue
        left = _span(span, holds, names, losses)
        if len(span.fragments) > 1 and not holds.fragments:
            what = f"{len(span.fragments)} fragments"
            losses.of("fragments", span, what, "Each is written as a span of its own.")
            spans += _pieces(left)
        else:
            spans.append(left)
    return replace(sheet, spans=tuple(spans))


def _span(span: Span, holds: Holds, names: Mapping[str, str], losses: Losses) -> Span:
    """Return what is left of a span; ``names`` are those of the actors by their ids."""
    gone: dict[str, Any] = {}
    if not holds.attributes and span.attributes:
        for name, value in span.attributes.items():
            losses.of("attributes", span, f"{name} = {value!r}", "It is left out.")
        gone["attributes"] = {}
    if not holds.actors and span.actor is not None:
        who = names.get(span.actor, span.actor)
        losses.of("actors", span, f"actor {who!r}", "It is left out.")
        gone["actor"] = None
    if not holds.notes and span.note:
        losses.of("notes", span, f"note {span.note!r}", "It is left out.")
        gone["note"] = None
    if not holds.certainty:
        if span.doubt:
            losses.of("certainty", span, "doubt", "It is left out.")
        if span.score is not None:
            losses.of("certainty", span, f"score {span.score:g}", "It is left out.")
        if span.doubt or span.score is not None or span.origin != "import":
            gone |= {"doubt": False, "score": None, "origin": "import"}
    return replace(span, **gone) if gone else span


def _pieces(span: Span) -> list[Span]:
    """Make a span of each fragment; the first keeps the id, and with it the links."""
    return [
        replace(span, id=span.id if number == 1 else f"{span.id}/{number}", fragments=(fragment,))
        for number, fragment in enumerate(span.fragments, 1)
    ]


def _relations(sheet: Sheet, holds: Holds, losses: Losses) -> Sheet:
    there = {span.id for span in sheet.spans}
    relations: list[Relation] = []
    for link in sheet.relations:
        if not holds.relations:
            losses.of("relations", link, "", "It is left out.")
        elif link.source not in there or link.target not in there:
            losses.of("relations", link, "", "It is left out, as one of its spans is.")
        else:
            bare = not holds.relation_attributes and link.attributes
            relations.append(_bare(link, losses) if bare else link)
    return replace(sheet, relations=tuple(relations))


def _bare(link: Relation, losses: Losses) -> Relation:
    for name, value in link.attributes.items():
        losses.of("relation_attributes", link, f"{name} = {value!r}", "It is left out.")
    return replace(link, attributes={})


def _actors(sheet: Sheet, holds: Holds, losses: Losses) -> Sheet:
    if not holds.actors:
        return replace(sheet, actors=())
    if holds.register:
        return sheet
    named = {span.actor for span in sheet.spans}
    actors: list[Actor] = []
    for actor in sheet.actors:
        if actor.id not in named:
            losses.of("register", actor, "", "It is left out, as no span here names it.")
            continue
        more = [name for name in ("kind", "aliases", "note") if getattr(actor, name)]
        if more:
            losses.of("register", actor, ", ".join(more), "It is left out.")
        actors.append(Actor(actor.id, actor.name, kb_id=actor.kb_id))
    return replace(sheet, actors=tuple(actors))
