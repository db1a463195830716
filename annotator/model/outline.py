"""What a layer adds up to: numbered spans, attributions and their parts, what may be linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Relation, Span
from annotator.model.checks import messages, missing_links
from annotator.model.layer import Layer
from annotator.model.scheme import AttributionRoles, RelationType, Scheme
from annotator.text.occurrences import occurrences

# Candidates for a link are looked for so many code points around a span, and further on where
# there are fewer than this. Among so many of the nearest, those come first that miss a link too.
_REACH, _NEAR = 2000, 30


@dataclass(frozen=True, slots=True)
class Attribution:
    """A claim and all that belongs to it; ``chain`` are the sources that its sources quote.

    ``depth`` is how many other claims contain it, ``inside`` the innermost of them.
    """

    claim: Span
    sources: tuple[Span, ...]
    chain: tuple[Span, ...]
    cues: tuple[Span, ...]
    about: tuple[Span, ...]
    depth: int
    problems: tuple[str, ...]
    inside: Span | None = None

    @property
    def parts(self) -> tuple[Span, ...]:
        """The claim and what belongs to it, each once: sources, those they quote, cues, actors."""
        spans = (self.claim, *self.sources, *self.chain, *self.cues, *self.about)
        return tuple({span.id: span for span in spans}.values())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that another may be linked with; ``forward`` if the link would lead to it."""

    span: Span
    type: RelationType
    forward: bool


def numbers(layer: Layer) -> dict[str, int]:
    """Number the spans of each label as they stand in the text: Claim 1, Claim 2, …, by id."""
    return {span.id: layer.number(span) for span in layer.spans}


def attributions(
    layer: Layer, scheme: Scheme, among: Sequence[Span] | None = None
) -> list[Attribution]:
    """Gather the layer's attributions in the order of their claims.

    With ``among``, spans in their usual order, only those whose claims are among these.
    """
    roles = scheme.attribution
    if roles is None:
        return []
    spans = layer.spans if among is None else among
    claims = [span for span in spans if span.label == roles.claim]
    around = _containing(claims)
    return [_attribution(layer, scheme, roles, claim, around[claim.id]) for claim in claims]


def attribution(layer: Layer, scheme: Scheme, claim: Span) -> Attribution | None:
    """Gather one claim's attribution; ``None`` if the scheme has no attributions, or it is none."""
    roles = scheme.attribution
    if roles is None or claim.label != roles.claim:
        return None
    near = layer.touching(claim.start, claim.end)
    claims = [span for span in near if span.label == roles.claim]
    return _attribution(layer, scheme, roles, claim, _containing(claims)[claim.id])


def heads(layer: Layer, scheme: Scheme, span: Span) -> list[Span]:
    """Return the claims whose attributions a span is a part of, as they stand in the text.

    A claim is its own. A source counts as a part also through the sources that quote it; one
    that belongs to no claim itself, through the mentions that are the same.
    """
    roles = scheme.attribution
    if roles is None:
        return []
    if span.label == roles.claim:
        return [span]
    found = _claims_of(layer, roles, span, {roles.chain})
    if not found and roles.same is not None:
        found = _claims_of(layer, roles, span, {roles.chain, roles.same})
    return sorted(found.values(), key=lambda claim: claim.order)


def hearsay(layer: Layer, scheme: Scheme, sources: Iterable[Span]) -> list[tuple[Span, int]]:
    """List sources, each followed by those that it quotes, and how many quote between.

    So the chain of hearsay reads as an outline; a source is listed once, though it be a ring.
    """
    type = scheme.attribution.chain if scheme.attribution else None
    listed: list[tuple[Span, int]] = []
    first = tuple(sources)
    seen = {source.id for source in first}
    waiting = [(source, 0) for source in reversed(first)]
    while waiting:
        source, depth = waiting.pop()
        listed.append((source, depth))
        quoted = [span for span in _linked(layer, source, type) if span.id not in seen]
        seen |= {span.id for span in quoted}
        waiting += [(span, depth + 1) for span in reversed(quoted)]
    return listed


def nested(layer: Layer, claim: Span) -> list[Span]:
    """Return the claims that lie directly inside a claim, as they stand in the text."""
    near = layer.touching(claim.start, claim.end)
    claims = [span for span in near if span.label == claim.label]
    around = _containing(claims)
    return [span for span in claims if claim in around[span.id][-1:]]


def candidates(layer: Layer, scheme: Scheme, span: Span, choice: int = 0) -> list[Candidate]:
    """Find the spans that ``span`` may be linked with and isn't yet, the nearest first.

    Where a check still misses a link of some type, those that would mend it come before others,
    first those that miss it too. ``choice`` takes the next of the types that may join two spans,
    where there are several. Of many, those that are far off are left out.
    """
    reach, found = _REACH, list(_joinable(layer, scheme, span, choice, _REACH))
    while len(found) < _NEAR and reach < len(layer.article.text):
        reach *= 4
        found = list(_joinable(layer, scheme, span, choice, reach))
    missing = missing_links(layer, scheme, span)

    def near(candidate: Candidate) -> tuple[bool, int, tuple[int, int, str]]:
        mends = candidate.type.name in missing
        return not mends, distance(span, candidate.span), candidate.span.order

    def mends_neither(candidate: Candidate) -> tuple[bool, bool]:
        wanted = missing_links(layer, scheme, candidate.span)
        return candidate.type.name not in missing, candidate.type.name not in wanted

    nearest = sorted(found, key=near)
    return sorted(nearest[:_NEAR], key=mends_neither) + nearest[_NEAR:]


def linked_spans(layer: Layer, span: Span) -> list[tuple[Relation, Span]]:
    """Return a span's links, each with the span at its other end, the nearest first."""
    found = []
    for relation in layer.links(span.id):
        other = layer.span(relation.target if relation.source == span.id else relation.source)
        if other is not None:
            found.append((relation, other))
    return sorted(found, key=lambda pair: (distance(span, pair[1]), pair[1].order, pair[0].id))


def _joinable(
    layer: Layer, scheme: Scheme, span: Span, choice: int, reach: int
) -> Iterator[Candidate]:
    """Yield what a span may be linked with as far as so many code points away from it."""
    near = {
        other.id: other
        for place in span.fragments
        for other in layer.touching(max(place.start - reach, 0), place.end + reach)
    }
    linked = {end for r in layer.links(span.id) for end in (r.source, r.target)}
    for other in near.values():
        if other.id == span.id or other.id in linked:
            continue
        types = _joining(scheme, span, other)
        if len(types) > choice:
            type, forward = types[choice]
            if not _has_all(layer, type, span if forward else other):
                yield Candidate(other, type, forward)


def _has_all(layer: Layer, type: RelationType, source: Span) -> bool:
    """Say whether a span has as many links of a type as it may have."""
    links = [r for r in layer.links(source.id) if r.source == source.id and r.type == type.name]
    return type.maximum is not None and len(links) >= type.maximum


def _joining(scheme: Scheme, span: Span, other: Span) -> list[tuple[RelationType, bool]]:
    """Return the types that may join two spans, and whether they lead from the first on."""
    forward = [(r, True) for r in scheme.relations_between(span.label, other.label)]
    return [*forward, *((r, False) for r in scheme.relations_between(other.label, span.label))]


def other_occurrences(layer: Layer, scheme: Scheme, span: Span) -> list[tuple[int, int]]:
    """Find where else the article says the same and isn't labelled the same yet.

    Zones where the scheme wants no spans are left out; a discontinuous span has none.
    """
    if len(span.fragments) > 1:
        return []
    forbidden = {kind for check in scheme.checks for kind in check.zones}
    article = layer.article
    found = []
    for start, end in occurrences(article.text, span.quote):
        zone = article.zone_at(start)
        labelled = any(
            other.label == span.label and (other.start, other.end) == (start, end)
            for other in layer.touching(start, end)
        )
        if not labelled and (zone is None or zone.kind not in forbidden):
            found.append((start, end))
    return found


def mentions(layer: Layer, among: Sequence[Span] | None = None) -> dict[str, list[Span]]:
    """Gather the spans, all or ``among`` these, that name each entry of the register, by its id."""
    found: dict[str, list[Span]] = defaultdict(list)
    for span in layer.spans if among is None else among:
        if span.actor is not None:
            found[span.actor].append(span)
    return dict(found)


def distance(one: Span, other: Span) -> int:
    """Return how many code points lie between the nearest fragments of two spans."""
    return min(
        max(a.start - b.end, b.start - a.end, 0) for a in one.fragments for b in other.fragments
    )


def contains(outer: Span, inner: Span) -> bool:
    """Say whether each fragment of ``inner`` lies inside one of ``outer``, and they differ."""
    return outer.fragments != inner.fragments and all(
        any(o.start <= i.start and i.end <= o.end for o in outer.fragments) for i in inner.fragments
    )


def _attribution(
    layer: Layer, scheme: Scheme, roles: AttributionRoles, claim: Span, around: list[Span]
) -> Attribution:
    sources = _linked(layer, claim, roles.source)
    return Attribution(
        claim=claim,
        sources=sources,
        chain=tuple(span for span, depth in hearsay(layer, scheme, sources) if depth),
        cues=_linked(layer, claim, roles.cue),
        about=_linked(layer, claim, roles.about),
        depth=len(around),
        problems=tuple(messages(layer, scheme, claim)),
        inside=around[-1] if around else None,
    )


def _containing(claims: Iterable[Span]) -> dict[str, list[Span]]:
    """Return the claims that contain each claim, the outermost first."""
    # Whatever contains a claim starts before it and ends behind it, so only those still open count.
    around: dict[str, list[Span]] = {}
    open_claims: list[Span] = []
    for claim in claims:
        open_claims = [other for other in open_claims if other.end > claim.start]
        around[claim.id] = [other for other in open_claims if contains(other, claim)]
        open_claims.append(claim)
    return around


def _claims_of(
    layer: Layer, roles: AttributionRoles, span: Span, by: set[str | None]
) -> dict[str, Span]:
    """Return the claims that lead to a span, or to one that it hangs together with ``by`` links.

    Links of the chain are gone up only, to the source that quotes.
    """
    direct = {roles.source, roles.cue, roles.about}
    found: dict[str, Span] = {}
    seen, waiting = {span.id}, [span.id]
    while waiting:
        here = waiting.pop()
        for relation in layer.links(here):
            up = relation.target == here
            end = relation.source if up else relation.target
            other = layer.span(end)
            claimed = up and relation.type in direct
            if claimed and other is not None and other.label == roles.claim:
                found[end] = other
            elif relation.type in by and (up or relation.type == roles.same) and end not in seen:
                seen.add(end)
                waiting.append(end)
    return found


def _linked(layer: Layer, span: Span, type: str | None) -> tuple[Span, ...]:
    ends = [
        layer.span(r.target) for r in layer.links(span.id) if r.source == span.id and r.type == type
    ]
    return tuple(sorted((end for end in ends if end is not None), key=lambda s: s.order))
