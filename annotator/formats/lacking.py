"""What annotated data needs and a scheme hasn't got, counted, before anything is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.formats.answers import suited
from annotator.formats.labels import as_in
from annotator.formats.sheet import Sheet
from annotator.model import AttributeType, Scheme
from annotator.model.annotation import AttributeValue
from annotator.model.extension import new_answers


@dataclass(frozen=True, slots=True, order=True)
class Lack:
    """A label, relation, attribute, answer or link to actors that a scheme hasn't got.

    ``what`` is the word for it ("label"), ``name`` its name, with that of its label in front.
    """

    what: str
    name: str


def lacking(sheet: Sheet, scheme: Scheme) -> Counter[Lack]:
    """Count what a sheet needs and the scheme hasn't got."""
    return Counter(_lacks(as_in(scheme, sheet), scheme))


def _lacks(sheet: Sheet, scheme: Scheme) -> Iterator[Lack]:
    labels = {span.id: span.label for span in sheet.spans}
    for span in sheet.spans:
        label = scheme.label(span.label)
        if label is None:
            yield Lack("label", span.label)
            continue
        if span.actor is not None and not label.register:
            yield Lack("link to actors", span.label)
        yield from _answers(span.label, span.attributes, label.attributes)
    for link in sheet.relations:
        relation = scheme.relation(link.type)
        if relation is None:
            yield Lack("relation", link.type)
            continue
        source, target = labels.get(link.source), labels.get(link.target)
        if source and target:
            if source not in relation.sources or target not in relation.targets:
                yield Lack("relation", f"{link.type} from {source} to {target}")
            yield from _answers(link.type, link.attributes, relation.attributes)


def _answers(
    owner: str, given: Mapping[str, AttributeValue], known: tuple[AttributeType, ...]
) -> Iterator[Lack]:
    types = {attribute.name: attribute for attribute in known}
    for name, value in suited(given, known).items():
        if name not in types:
            yield Lack("attribute", f"{owner}: {name}")
        else:
            for answer in new_answers(types[name], [value]):
                yield Lack("answer", f"{owner}: {name} = {answer}")
