"""The instruction that a scheme makes: what to mark, and how to answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.model import AttributeType, LabelType, RelationType, Scheme

_TASK = """\
You mark spans of text in articles by the scheme "{title}". The user sends an article, or a part \
of one. Answer with one JSON object and nothing else: {{"spans": [ … ]}}, the spans in the order \
in which they start, outer ones before those inside them. Each has

- "number": 1, 2, 3 and so on;
- "label": one of those below;
- "fragments": the words it covers, copied to the letter, in several pieces if other words \
interrupt it. "occurrence" says which one is meant where the text has these words several times: \
1 is the first;"""
_ATTRIBUTES = '- "attributes": an answer to each question of its label, null where there is none;'
_ACTOR = '- "actor": the name of whom it means, null if that is not known;'
_LINKS = '- "links": what it is linked with, each by its "type" and, as "to", the number of a span;'
_NOTHING = 'If there is nothing to mark, answer {"spans": []}.'


def instruction(scheme: Scheme) -> str:
    """Return what a model is told, made of the scheme's definitions and examples alone."""
    head = [_TASK.format(title=scheme.title or scheme.name)]
    head += [_ATTRIBUTES] if any(label.attributes for label in scheme.labels) else []
    head += [_ACTOR] if any(label.register for label in scheme.labels) else []
    head += [_LINKS] if scheme.relations else []
    lines = ["\n".join(head)[:-1] + ".", _NOTHING, "Labels:"]
    lines += ["\n".join(_label(label)) for label in scheme.labels]
    if scheme.relations:
        lines += ["Links:", "\n".join(line for one in scheme.relations for line in _relation(one))]
    return "\n\n".join(lines)


def _label(label: LabelType) -> Iterator[str]:
    yield _said(f"- {label.name}", label.definition)
    for example in label.examples:
        yield f"  For example: {example}"
    if label.attributes:
        yield "  Questions:"
        yield from _questions(label.attributes)


def _relation(relation: RelationType) -> Iterator[str]:
    ends = f"from {_either(relation.sources)} to {_either(relation.targets)}"
    yield _said(f"- {relation.name}, {ends}", relation.definition)
    if relation.attributes:
        yield "  Questions:"
        yield from _questions(relation.attributes)


def _questions(attributes: Iterable[AttributeType]) -> Iterator[str]:
    for attribute in attributes:
        values = ", ".join(f'"{value}"' for value in attribute.values)
        kind = {
            "choice": f"one of {values}",
            "multi-choice": f"any of {values}",
            "flag": "true or false",
            "number": "a number",
            "text": "a text",
        }[attribute.kind]
        yield _said(f"  - {attribute.name} ({kind})", attribute.definition)


def _said(name: str, definition: str) -> str:
    words = " ".join(definition.split())
    return f"{name}: {words}" if words else name


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(names)
