"""What belongs to a claim, by the roles that the scheme gives labels and relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from annotator.formats.sheet import Sheet
from annotator.model import LabelType, Scheme, Span
from annotator.model.scheme import AttributionRoles

#: The parts of an attribution by their roles, the head first; ``chain`` are the sources that its
#: sources quote.
PARTS = ("claim", "source", "cue", "about", "chain")


def part_labels(scheme: Scheme, part: str) -> tuple[LabelType, ...]:
    """Return the labels that a part can have; none if the scheme has no such part."""
    roles = scheme.attribution
    role: str | None = getattr(roles, part) if roles is not None else None
    if role is None:
        return ()
    relation = scheme.relation(role)
    names = (role,) if part == PARTS[0] else relation.targets if relation is not None else ()
    return tuple(label for label in map(scheme.label, names) if label is not None)


def parts_of(sheet: Sheet, roles: AttributionRoles) -> Iterator[tuple[Span, dict[str, list[Span]]]]:
    """Yield each claim with the spans of its other parts, all as they stand in the text."""
    spans = {span.id: span for span in sheet.spans}
    ends: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for link in sheet.relations:
        ends[link.source, link.type].append(spans[link.target])
    for claim in sheet.spans:
        if claim.label != roles.claim:
            continue
        parts: dict[str, list[Span]] = {}
        for part in PARTS[1:-1]:
            found = ends.get((claim.id, getattr(roles, part) or ""))
            parts[part] = sorted(found, key=lambda span: span.order) if found else []
        parts[PARTS[-1]] = _quoted(parts["source"], roles.chain, ends)
        yield claim, parts


def _quoted(
    sources: list[Span], chain: str | None, ends: dict[tuple[str, str], list[Span]]
) -> list[Span]:
    """Return the sources that these quote, directly or by way of others."""
    if chain is None or not sources:
        return []
    found: dict[str, Span] = {}
    known = {source.id for source in sources}
    waiting = list(sources)
    while waiting:
        for span in ends.get((waiting.pop().id, chain), ()):
            if span.id not in known:
                known.add(span.id)
                found[span.id] = span
                waiting.append(span)
    return sorted(found.values(), key=lambda span: span.order)
