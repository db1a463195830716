"""One annotator's layer of one article, as it is and as an import would have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from annotator.errors import ChangeError
from annotator.formats.answers import suited
from annotator.formats.sheet import Refused, Sheet, usual_status
from annotator.model import (
    Article,
    Assignment,
    Fragment,
    Layer,
    Record,
    Relation,
    Scheme,
    Span,
    new_id,
)
from annotator.model.identity import is_uuid
from annotator.model.validation import validate_relation, validate_span

_Place = tuple[str, tuple[Fragment, ...]]


class JointLayer:
    """Takes sheets for one layer; what is there already stays as it is.

    A span or relation with a UUID is the one with that UUID. One with another id, or none, is
    taken for one that is there at the same place with the same label, so that importing a file
    again doubles nothing. ``taken`` says whether an id belongs to something in another layer.
    """

    def __init__(
        self, article: Article, annotator: str, old: Layer | None, taken: Callable[[str], bool]
    ) -> None:
        self._article, self._title = article.id, article.title
        self._annotator = annotator
        self._existed = old is not None
        self._taken = taken
        self._before = Assignment(article.id, annotator) if old is None else old.assignment
        self._assignment = self._before
        self._spans = {span.id: span for span in old.spans} if old else {}
        self._relations = {link.id: link for link in old.relations} if old else {}
        self._new: list[Span | Relation] = []

    @property
    def updates(self) -> bool:
        """Whether this changes something that the project has, and doesn't only add."""
        return self._existed and self._assignment != self._before

    def records(self) -> list[Record]:
        """Return what is to be put into the project."""
        changed = self.updates or not self._existed
        return [*([self._assignment] if changed else []), *self._new]

    def join(
        self, sheet: Sheet, text: str, actors: Mapping[str, str], scheme: Scheme
    ) -> list[Refused]:
        """Take over what the sheet has and the layer lacks; return what is refused, and why.

        ``text`` is the article's, and ``actors`` are the ids in the register by those in the sheet.
        """
        refused: list[Refused] = []
        places: dict[_Place, list[Span]] = defaultdict(list)
        for span in self._spans.values():
            places[span.label, span.fragments].append(span)
        links = {(r.type, r.source, r.target): r for r in self._relations.values()}
        ids: dict[str, str] = {}
        for number, span in enumerate(sheet.spans, 1):
            try:
                taken = self._take_span(self._placed(span, actors, scheme), text, places, scheme)
                if span.id:
                    ids[span.id] = taken.id
            except ChangeError as error:
                refused.append(Refused(sheet.where, f"{_named('span', span.id, number)}: {error}"))
        for number, link in enumerate(sheet.relations, 1):
            try:
                self._take_relation(self._attached(link, ids, scheme), links, scheme)
            except ChangeError as error:
                name = _named("relation", link.id, number)
                refused.append(Refused(sheet.where, f"{name}: {error}"))
        return refused

    def take_progress(self, sheet: Sheet) -> list[str]:
        """Let the work be as far on as the sheet says; return what it says otherwise.

        Work that is done, flagged or skipped here stays so.
        """
        mine = self._assignment
        theirs = sheet.status or usual_status(sheet)
        reasons = []
        status = mine.status
        if mine.status == "new" or (mine.status == "started" and theirs != "new"):
            status = theirs
        elif theirs not in ("new", "started", mine.status):
            reasons.append(
                f'{self._annotator} has "{self._title}" as {mine.status}, not as {theirs}; '
                "that stays."
            )
        if mine.note and sheet.note and mine.note != sheet.note:
            reasons.append(f'{self._annotator} has another note on "{self._title}"; it stays.')
        self._assignment = replace(
            mine,
            status=status,
            note=mine.note or sheet.note,
            seconds=max(mine.seconds, sheet.seconds),
        )
        return reasons

    def _placed(self, span: Span, actors: Mapping[str, str], scheme: Scheme) -> Span:
        if span.actor is not None and span.actor not in actors:
            raise ChangeError(f'The actor "{span.actor}" is neither in the line nor the register.')
        actor = None if span.actor is None else actors[span.actor]
        attributes = span.attributes
        if attributes and (label := scheme.label(span.label)):
            attributes = suited(attributes, label.attributes)
        # Made anew field by field: `replace` takes six times as long, and files have many spans.
        return Span(
            span.id,
            self._article,
            self._annotator,
            span.label,
            span.fragments,
            attributes,
            actor,
            span.note,
            span.doubt,
            span.origin,
            span.score,
            scheme.version,
        )

    def _attached(self, link: Relation, ids: Mapping[str, str], scheme: Scheme) -> Relation:
        source, target = ids.get(link.source, link.source), ids.get(link.target, link.target)
        for end, said in ((source, link.source), (target, link.target)):
            if end not in self._spans:
                raise ChangeError(f'The span "{said}" is not there, or was refused.')
        attributes = link.attributes
        if attributes and (kind := scheme.relation(link.type)):
            attributes = suited(attributes, kind.attributes)
        owner = self._article, self._annotator
        return Relation(link.id, *owner, link.type, source, target, attributes)

    def _take_span(
        self, span: Span, text: str, places: dict[_Place, list[Span]], scheme: Scheme
    ) -> Span:
        validate_span(span, text, scheme)
        if is_uuid(span.id):
            old = self._spans.get(span.id)
            if old is None:
                self._refuse_taken(span.id)
        else:
            # Of several alike each is taken once, so that all of them come in, and come in once.
            alike = places[span.label, span.fragments]
            old = alike.pop(0) if alike else None
            span = replace(span, id=new_id() if old is None else old.id)
        if old is None:
            self._new.append(span)
            self._spans[span.id] = span
        elif replace(span, scheme_version=old.scheme_version) != old:
            raise ChangeError(
                f"{self._annotator} has it already, but not the same in everything; what is there "
                "stays."
            )
        return span

    def _take_relation(
        self, link: Relation, links: Mapping[tuple[str, str, str], Relation], scheme: Scheme
    ) -> None:
        validate_relation(link, self._spans[link.source], self._spans[link.target], scheme)
        if is_uuid(link.id):
            old = self._relations.get(link.id)
            if old is None:
                self._refuse_taken(link.id)
        else:
            old = links.get((link.type, link.source, link.target))
            link = replace(link, id=new_id() if old is None else old.id)
        if old is None:
            self._new.append(link)
            self._relations[link.id] = link
        elif link != old:
            raise ChangeError(
                f"{self._annotator} has it already, but not the same in everything; what is there "
                "stays."
            )

    def _refuse_taken(self, record_id: str) -> None:
        if self._taken(record_id):
            raise ChangeError(
                "Something in another layer has this id. Leave the ids out to have it here too."
            )


def _named(kind: str, name: str, number: int) -> str:
    return f'{kind} "{name}"' if name else f"{kind} number {number}"
