"""What a finished layer should fulfil and doesn't yet, by the scheme's checks and questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Relation, Span
from annotator.model.article import Article
from annotator.model.change import Delta
from annotator.model.layer import Layer
from annotator.model.scheme import AttributeType, Check, Scheme


@dataclass(frozen=True, slots=True)
class Problem:
    """A check of the scheme that a span doesn't fulfil yet."""

    span: Span
    message: str


class Checked:
    """What the spans of a layer miss, as it is now; only what changes is looked at again."""

    def __init__(self, layer: Layer, scheme: Scheme) -> None:
        self.scheme = scheme
        self._layer = layer
        self._found: dict[str, tuple[str, ...]] = {}
        self._look_at_all()

    def follow(self, deltas: Iterable[Delta]) -> None:
        """Look again at what these deltas, which the layer followed already, touched."""
        for delta in deltas:
            match delta.record:
                case Span(id=id):
                    self._look_at(id)
                case Relation(source=source, target=target):
                    self._look_at(source)
                    self._look_at(target)
                case Article():
                    self._look_at_all()

    def problems(self) -> list[Problem]:
        """List all that is missing, as the spans stand in the text."""
        lacking = (self._layer.span(id) for id, told in self._found.items() if told)
        spans = sorted((span for span in lacking if span is not None), key=lambda s: s.order)
        return [Problem(span, message) for span in spans for message in self._found[span.id]]

    def _look_at_all(self) -> None:
        for span in self._layer.spans:
            self._look_at(span.id)

    def _look_at(self, span_id: str) -> None:
        span = self._layer.span(span_id)
        if span is None:
            self._found.pop(span_id, None)
        else:
            self._found[span_id] = tuple(messages(self._layer, self.scheme, span))


def problems(layer: Layer, scheme: Scheme, among: Sequence[Span] | None = None) -> list[Problem]:
    """Find what the scheme's checks still miss, and required attributes without an answer.

    All spans are looked at, or those ``among``; what is found comes in their order.
    """
    spans = layer.spans if among is None else among
    return [Problem(span, message) for span in spans for message in messages(layer, scheme, span)]


def messages(layer: Layer, scheme: Scheme, span: Span) -> Iterator[str]:
    """Yield what one span still misses, in words for people."""
    for attribute in unanswered(scheme, span):
        yield f"no {attribute.name} yet"
    for check in failing(layer, scheme, span):
        yield check.message


def unanswered(scheme: Scheme, span: Span) -> list[AttributeType]:
    """Return the required questions of the span's label that have no answer yet."""
    label = scheme.label(span.label)
    asked = label.attributes if label else ()
    return [a for a in asked if a.required and a.name not in span.attributes]


def failing(layer: Layer, scheme: Scheme, span: Span) -> list[Check]:
    """Return the scheme's checks that the span doesn't fulfil."""
    return [check for check in scheme.checks if not _fulfils(layer, span, check)]


def missing_links(layer: Layer, scheme: Scheme, span: Span) -> dict[str, str]:
    """Return the relation types that the span's failing checks ask for, and what these say."""
    present = {relation.type for relation in layer.links(span.id)}
    found: dict[str, str] = {}
    for check in failing(layer, scheme, span):
        wanted = {*check.needs, *check.needs_any} - present
        found |= {type: check.message for type in wanted if type not in found}
    return found


def unwanted_types(scheme: Scheme, span: Span) -> set[str]:
    """Return the relation types that no link from the span, as it is answered, should have."""
    return {type for check in scheme.checks if _concerns(check, span) for type in check.forbids}


def _concerns(check: Check, span: Span) -> bool:
    if check.label not in (None, span.label):
        return False
    if any(span.attributes.get(name) not in values for name, values in check.when.items()):
        return False
    return not any(span.attributes.get(name) in values for name, values in check.unless.items())


def _fulfils(layer: Layer, span: Span, check: Check) -> bool:
    if not _concerns(check, span):
        return True
    links = layer.links(span.id)
    return (
        all(_starts(links, span, type) for type in check.needs)
        and not any(_starts(links, span, type) for type in check.forbids)
        and (not check.needs_any or any(r.type in check.needs_any for r in links))
        and not (check.zones and _touches(layer, span, check.zones))
    )


def _starts(links: tuple[Relation, ...], span: Span, type: str) -> bool:
    return any(r.type == type and r.source == span.id for r in links)


def _touches(layer: Layer, span: Span, kinds: tuple[str, ...]) -> bool:
    zones = [zone for zone in layer.article.zones if zone.kind in kinds]
    return any(z.start < f.end and f.start < z.end for z in zones for f in span.fragments)
