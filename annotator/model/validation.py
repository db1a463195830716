"""What must hold of records before they are stored: offsets, quotes, labels, attributes, links."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.errors import ChangeError
from annotator.model.annotation import Actor, AttributeValue, Relation, Span
from annotator.model.article import ZONE_KINDS, Article
from annotator.model.codebook import refuse_value
from annotator.model.scheme import AttributeType, Scheme
from annotator.text.verbatim import check_text


def validate_article(article: Article) -> None:
    """Raise ``TextError`` or ``ChangeError`` unless the article can be stored."""
    name = f'The article "{article.title}"'
    check_text(article.text, name=name)
    check_text(article.title, name=f"The title of {name.lower()}")
    for zone in article.zones:
        if zone.kind not in ZONE_KINDS:
            raise ChangeError(f'{name} has a zone "{zone.kind}"; none is called that.')
        if not 0 <= zone.start < zone.end <= len(article.text):
            raise ChangeError(
                f"{name} has a {zone.kind} zone from {zone.start} to {zone.end}, "
                f"but its text is {len(article.text)} characters long."
            )


def validate_span(span: Span, text: str, scheme: Scheme) -> None:
    """Raise ``ChangeError`` unless the span fits the scheme and says what the text says."""
    label = scheme.label(span.label)
    if label is None:
        names = ", ".join(known.name for known in scheme.labels)
        raise ChangeError(f'The scheme has no label "{span.label}"; it has {names}.')
    if not span.fragments:
        raise ChangeError(f"A {span.label} covers nothing: select some text first.")
    if len(span.fragments) > 1 and not label.fragments:
        raise ChangeError(f"A {span.label} is one continuous piece of text, not several.")
    last = 0
    for fragment in span.fragments:
        if not 0 <= fragment.start < fragment.end <= len(text):
            raise ChangeError(
                f"A {span.label} goes from {fragment.start} to {fragment.end}, which is no place "
                f"in a text of {len(text)} characters."
            )
        if fragment.start < last:
            raise ChangeError(f"The fragments of a {span.label} overlap or are out of order.")
        if text[fragment.start : fragment.end] != fragment.quote:
            found = text[fragment.start : fragment.end]
            raise ChangeError(
                f"A {span.label} quotes {fragment.quote!r}, but the text from {fragment.start} "
                f"to {fragment.end} says {found!r}."
            )
        last = fragment.end
    if span.actor is not None and not label.register:
        raise ChangeError(f"A {span.label} has no entry in the actor register.")
    validate_attributes(span.attributes, label.attributes, f"A {span.label}")


def validate_actor(actor: Actor) -> None:
    """Raise ``TextError`` or ``ChangeError`` unless the register can hold the entry."""
    if not actor.name.strip():
        raise ChangeError("An actor needs a name.")
    texts = (actor.name, actor.kind, *actor.aliases, actor.kb_id, actor.note)
    for text in texts:
        check_text(text or "", name=f"The actor {actor.name!r:.60}")


def validate_relation(relation: Relation, source: Span, target: Span, scheme: Scheme) -> None:
    """Raise ``ChangeError`` unless the scheme lets the relation lead from source to target."""
    kind = scheme.relation(relation.type)
    if kind is None:
        names = ", ".join(known.name for known in scheme.relations) or "none"
        raise ChangeError(f'The scheme has no relation "{relation.type}"; it has {names}.')
    if relation.source == relation.target:
        raise ChangeError(f'A "{relation.type}" link needs two different spans.')
    for end in (source, target):
        if (end.article, end.annotator) != (relation.article, relation.annotator):
            raise ChangeError(f'A "{relation.type}" link stays within one layer of one article.')
    if not kind.joins(source.label, target.label):
        raise ChangeError(
            f'"{kind.name}" leads from {" or ".join(kind.sources)} to '
            f"{' or '.join(kind.targets)}, not from {source.label} to {target.label}."
        )
    validate_attributes(relation.attributes, kind.attributes, f'A "{relation.type}" link')


def validate_attributes(
    values: Mapping[str, AttributeValue], known: tuple[AttributeType, ...], owner: str
) -> None:
    """Raise ``ChangeError`` unless each value belongs to a known attribute and suits it.

    That a required one is missing is no error here: it is asked for while the work goes on.
    """
    if not values:
        return
    types = {attribute.name: attribute for attribute in known}
    for name, value in values.items():
        if name not in types:
            names = ", ".join(types) or "none"
            raise ChangeError(f'{owner} has no attribute "{name}"; it has {names}.')
        if why := refuse_value(types[name], value):
            raise ChangeError(f'{owner}\'s attribute "{name}": {why}.')
