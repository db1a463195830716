"""What the card of the selected span lists: its attribution part by part, and its other links."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from annotator.model import Actor, Layer, Relation, Scheme, Span
from annotator.model.checks import failing, missing_links, unwanted_types
from annotator.model.outline import Attribution, attribution, heads, hearsay, nested
from annotator.model.register import folded
from annotator.model.scheme import AttributionRoles


@dataclass(frozen=True, slots=True)
class Part:
    """One span in a row, by its label and number; ``depth`` is how many quote it in between.

    ``relation`` is the link by which it belongs there, ``actor`` the register's name for it where
    that says more than its own words.
    """

    span: Span
    name: str
    relation: Relation | None = None
    depth: int = 0
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the card: what it is, its spans, and without any what is missing or can be done.

    ``brief`` spans are named by label and number alone.
    """

    title: str
    parts: tuple[Part, ...] = ()
    hint: str = ""
    wrong: bool = False
    brief: bool = False


def head_of(layer: Layer, scheme: Scheme, span: Span, last: str | None) -> Span | None:
    """Choose the claim whose attribution is shown with a span: the ``last``, or the nearest."""
    found = heads(layer, scheme, span)
    same = next((claim for claim in found if claim.id == last), None)
    return same or min(found, key=lambda claim: abs(claim.start - span.start), default=None)


def card_rows(
    layer: Layer,
    scheme: Scheme,
    span: Span,
    head: Span | None,
    register: Callable[[str], Actor | None],
    hint: str,
) -> list[Row]:
    """List the rows for a span: the whole attribution that ``head`` heads, then its other links.

    ``register`` gives the register's entry with an id, ``hint`` says how a link is made.
    """
    return _Rows(layer, scheme, span, register, hint).all(head)


class _Rows:
    """Puts the rows of one span together."""

    def __init__(
        self,
        layer: Layer,
        scheme: Scheme,
        span: Span,
        register: Callable[[str], Actor | None],
        hint: str,
    ) -> None:
        self._layer, self._scheme, self._span = layer, scheme, span
        self._register, self._hint = register, hint
        self._missing = missing_links(layer, scheme, span)

    def all(self, head: Span | None) -> list[Row]:
        roles = self._scheme.attribution
        gathered = attribution(self._layer, self._scheme, head) if head is not None else None
        rows: list[Row] = []
        if roles is not None and gathered is not None:
            rows += self._attribution(roles, gathered)
        elif roles is not None:
            rows += self._lonely(roles)
        rows += self._other_links(rows)
        told = {row.hint for row in rows}
        failed = dict.fromkeys(c.message for c in failing(self._layer, self._scheme, self._span))
        return [*rows, *(Row("", hint=m, wrong=True) for m in failed if m not in told)]

    def _attribution(self, roles: AttributionRoles, found: Attribution) -> Iterator[Row]:
        claim = found.claim
        if claim.id != self._span.id:
            yield Row(self._name(claim), (self._part(claim),))
        if found.inside is not None:
            yield Row("inside", (self._part(found.inside),), brief=True)
        inner = tuple(map(self._part, nested(self._layer, claim)))
        if inner:
            yield Row("contains", inner, brief=True)
        unwanted = unwanted_types(self._scheme, claim)
        missing = missing_links(self._layer, self._scheme, claim)
        for type, parts in (
            (roles.source, self._hearsay(claim, roles, found.sources)),
            (roles.cue, [self._part(cue, roles.cue, {claim.id}) for cue in found.cues]),
            (roles.about, [self._part(actor, roles.about, {claim.id}) for actor in found.about]),
        ):
            if type is None or (not parts and type in unwanted):
                continue
            hint = missing.get(type)
            yield Row(
                self._role(type), tuple(parts), "" if parts else hint or self._hint, bool(hint)
            )
        others = [c for c in heads(self._layer, self._scheme, self._span) if c.id != claim.id]
        if others:
            yield Row("also in", tuple(map(self._part, others)), brief=True)

    def _lonely(self, roles: AttributionRoles) -> Iterator[Row]:
        """Say that a span which could be a part of an attribution is none yet."""
        types = [t for t in (roles.source, roles.cue, roles.about) if t is not None]
        kinds = [kind for type in types if (kind := self._scheme.relation(type))]
        mine = [kind.name for kind in kinds if self._span.label in kind.targets]
        if mine and self._span.label != roles.claim:
            hint = next((self._missing[type] for type in mine if type in self._missing), None)
            yield Row(roles.claim, hint=hint or self._hint, wrong=bool(hint))

    def _hearsay(self, claim: Span, roles: AttributionRoles, sources: Sequence[Span]) -> list[Part]:
        listed = hearsay(self._layer, self._scheme, sources)
        above = {span.id for span, _ in listed}
        return [
            self._part(span, roles.chain if depth else roles.source, above | {claim.id}, depth)
            for span, depth in listed
        ]

    def _other_links(self, rows: list[Row]) -> Iterator[Row]:
        """List the span's links that no row shows, and the types of links that it may have."""
        shown = {part.relation.id for row in rows for part in row.parts if part.relation}
        links = [r for r in self._layer.links(self._span.id) if r.id not in shown]
        for type in self._scheme.relations:
            out = [r for r in links if r.type == type.name and r.source == self._span.id]
            back = [r for r in links if r.type == type.name and r.target == self._span.id]
            name = _words(type.name)
            if out:
                yield Row(name, tuple(self._end(r, r.target) for r in out))
            if back:
                yield Row(f"{name} ←", tuple(self._end(r, r.source) for r in back))
            if rows or out or back:
                continue
            if type.name in self._missing:
                yield Row(name, hint=self._missing[type.name], wrong=True)
            elif self._span.label in type.sources:
                yield Row(name, hint=self._hint)

    def _part(
        self, span: Span, type: str | None = None, ends: Container[str] = (), depth: int = 0
    ) -> Part:
        links = (r for r in self._layer.links(span.id) if r.type == type and r.target == span.id)
        relation = next((r for r in links if r.source in ends), None)
        return Part(span, self._name(span), relation, depth, self._meant(span))

    def _end(self, relation: Relation, span_id: str) -> Part:
        span = self._layer.span(span_id)
        assert span is not None, "a link's ends are in its layer"
        return Part(span, self._name(span), relation, actor=self._meant(span))

    def _meant(self, span: Span) -> str | None:
        actor = self._register(span.actor) if span.actor else None
        return actor.name if actor and folded(actor.name) not in folded(span.quote) else None

    def _name(self, span: Span) -> str:
        return f"{span.label} {self._layer.number(span)}"

    def _role(self, type: str) -> str:
        """Name a role by the label that plays it, if just one does."""
        kind, roles = self._scheme.relation(type), self._scheme.attribution
        by_label = kind is not None and roles is not None and type != roles.about
        if kind is None or not by_label or len(kind.targets) > 1:
            return _words(type)
        return kind.targets[0]


def _words(name: str) -> str:
    return name.replace("_", " ")
