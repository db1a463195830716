"""What a layer adds up to: numbered spans, attributions, what is missing, what may be linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Relation, Span
from annotator.model.layer import Layer
from annotator.model.scheme import Check, RelationType, Scheme
from annotator.text.occurrences import occurrences


@dataclass(frozen=True, slots=True)
class Problem:
    """A check of the scheme that a span doesn't fulfil yet."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """A claim and all that belongs to it; ``chain`` are the sources that its sources quote.

    ``depth`` is how many other claims contain it.
    """

    claim: Span
    sources: tuple[Span, ...]
    chain: tuple[Span, ...]
    cues: tuple[Span, ...]
    about: tuple[Span, ...]
    depth: int
    problems: tuple[str, ...]


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
    depths = _depths(claims)
    result = []
    for claim in claims:
        sources = _linked(layer, claim, roles.source)
        result.append(
            Attribution(
                claim=claim,
                sources=sources,
                chain=_chain(layer, sources, roles.chain),
                cues=_linked(layer, claim, roles.cue),
                about=_linked(layer, claim, roles.about),
                depth=depths[claim.id],
                problems=tuple(_messages(layer, scheme, claim)),
            )
        )
    return result


def problems(layer: Layer, scheme: Scheme) -> list[Problem]:
    """Find what the scheme's checks still miss, and required attributes without an answer."""
    return [
        Problem(span, message) for span in layer.spans for message in _messages(layer, scheme, span)
    ]


def candidates(layer: Layer, scheme: Scheme, span: Span, choice: int = 0) -> list[Candidate]:
    """Find the spans that ``span`` may be linked with and isn't yet, the nearest first.

    Where a check still misses a link of some type, those that would mend it come before others.
    ``choice`` takes the next of the types that may join two spans, where there are several.
    """
    linked = {end for r in layer.links(span.id) for end in (r.source, r.target)}
    found = []
    for other in layer.spans:
        if other.id == span.id or other.id in linked:
            continue
        types = _joining(scheme, span, other)
        if len(types) > choice:
            type, forward = types[choice]
            found.append(Candidate(other, type, forward))
    missing = _missing_types(layer, scheme, span)

    def rank(candidate: Candidate) -> tuple[bool, int, tuple[int, int, str]]:
        mends = candidate.type.name in missing
        return not mends, distance(span, candidate.span), candidate.span.order

    return sorted(found, key=rank)


def _joining(scheme: Scheme, span: Span, other: Span) -> list[tuple[RelationType, bool]]:
    """Return the types that may join two spans, and whether they lead from the first on."""
    forward = [(r, True) for r in scheme.relations_between(span.label, other.label)]
    back = [(r, False) for r in scheme.relations_between(other.label, span.label)]
    return [*forward, *(pair for pair in back if (pair[0], True) not in forward)]


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


def _messages(layer: Layer, scheme: Scheme, span: Span) -> Iterator[str]:
    label = scheme.label(span.label)
    for attribute in label.attributes if label else ():
        if attribute.required and attribute.name not in span.attributes:
            yield f"no {attribute.name} yet"
    for check in scheme.checks:
        if not _fulfils(layer, span, check):
            yield check.message


def _depths(claims: list[Span]) -> dict[str, int]:
    # Whatever contains a claim starts before it and ends behind it, so only those still open count.
    depths = {}
    open_claims: list[Span] = []
    for claim in claims:
        open_claims = [other for other in open_claims if other.end > claim.start]
        depths[claim.id] = sum(contains(other, claim) for other in open_claims)
        open_claims.append(claim)
    return depths


def _linked(layer: Layer, span: Span, type: str | None) -> tuple[Span, ...]:
    ends = [
        layer.span(r.target) for r in layer.links(span.id) if r.source == span.id and r.type == type
    ]
    return tuple(sorted((end for end in ends if end is not None), key=lambda s: s.order))


def _chain(layer: Layer, sources: tuple[Span, ...], type: str | None) -> tuple[Span, ...]:
    """Follow the chain of hearsay from the sources on; a ring is walked once."""
    seen = {source.id for source in sources}
    chain: list[Span] = []
    waiting = list(sources)
    while waiting:
        for quoted in _linked(layer, waiting.pop(0), type):
            if quoted.id not in seen:
                seen.add(quoted.id)
                chain.append(quoted)
                waiting.append(quoted)
    return tuple(chain)


def _fulfils(layer: Layer, span: Span, check: Check) -> bool:
    if check.label not in (None, span.label):
        return True
    if any(span.attributes.get(name) not in values for name, values in check.when.items()):
        return True
    if any(span.attributes.get(name) in values for name, values in check.unless.items()):
        return True
    links = layer.links(span.id)
    return (
        all(_starts(links, span, type) for type in check.needs)
        and not any(_starts(links, span, type) for type in check.forbids)
        and (not check.needs_any or any(r.type in check.needs_any for r in links))
        and not (check.zones and _touches(layer, span, check.zones))
    )


def _missing_types(layer: Layer, scheme: Scheme, span: Span) -> set[str]:
    """Return the relation types that the span's failing checks ask for."""
    failing = [check for check in scheme.checks if not _fulfils(layer, span, check)]
    wanted = {type for check in failing for type in (*check.needs, *check.needs_any)}
    present = {relation.type for relation in layer.links(span.id)}
    return wanted - present


def _starts(links: tuple[Relation, ...], span: Span, type: str) -> bool:
    return any(r.type == type and r.source == span.id for r in links)


def _touches(layer: Layer, span: Span, kinds: tuple[str, ...]) -> bool:
    zones = [zone for zone in layer.article.zones if zone.kind in kinds]
    return any(z.start < f.end and f.start < z.end for z in zones for f in span.fragments)
