"""The code book, both ways: a code for each label, and below it one for each answer.

A label's code has a code that can't be used itself for each question with given answers, and
below that a code for each answer. Answers in free words are notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.formats.refi.names import guid, id_of
from annotator.formats.xml.reading import Element
from annotator.formats.xml.writing import element
from annotator.model import AttributeValue, LabelType, Scheme, Span
from annotator.model.scheme import AttributeType

_COLOUR = re.compile("#[0-9A-F]{6}")
_GIVEN = ("choice", "multi-choice", "flag")


class WrittenCodes:
    """The codes of a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme

    def of(self, span: Span) -> list[str]:
        """Return the GUIDs of a span's codes: its label's first, then those of its answers."""
        answers = [
            guid("code", span.label, name, answer)
            for name, value in span.attributes.items()
            if self._is_given(span.label, name)
            for answer in _answers(value)
        ]
        return [guid("code", span.label), *answers]

    def in_words(self, span: Span) -> dict[str, AttributeValue]:
        """Return the answers of a span that no code stands for."""
        return {
            name: value
            for name, value in span.attributes.items()
            if not self._is_given(span.label, name)
        }

    def written(self) -> str:
        """Return the whole code book; an empty text if the scheme has no label."""
        codes = [_label(label) for label in self._scheme.labels]
        return element("CodeBook", None, [element("Codes", None, codes)]) if codes else ""

    def _is_given(self, label: str, name: str) -> bool:
        known = self._scheme.label(label)
        attribute = known.attribute(name) if known else None
        return attribute is not None and attribute.kind in _GIVEN


def _answers(value: AttributeValue) -> tuple[str, ...]:
    match value:
        case tuple():
            return value
        case bool():
            return (str(value).lower(),)
    return (str(value),)


def _label(label: LabelType) -> str:
    inside = [element("Description", None, label.definition)] if label.definition else []
    inside += [_question(label, one) for one in label.attributes if one.kind in _GIVEN]
    code = {"guid": guid("code", label.name), "name": label.name, "isCodable": "true"}
    return "\n" + element("Code", code | {"color": label.colour}, inside)


def _question(label: LabelType, attribute: AttributeType) -> str:
    answers = ("true", "false") if attribute.kind == "flag" else attribute.values
    said = attribute.definition
    inside = [element("Description", None, said)] if said else []
    inside += [
        element("Code", _code(guid("code", label.name, attribute.name, answer), answer, True))
        for answer in answers
    ]
    code = _code(guid("code", label.name, attribute.name), attribute.name, False)
    return "\n" + element("Code", code, inside)


def _code(key: str, name: str, usable: bool) -> dict[str, str | None]:
    return {"guid": key, "name": name, "isCodable": str(usable).lower()}


@dataclass(frozen=True, slots=True)
class Code:
    """What a code in a file stands for: a label, or an answer to one of its questions."""

    label: str
    question: str | None = None
    answer: str = ""


def read_codes(codes: Iterable[Element]) -> dict[str, Code]:
    """Return what each code stands for, by its id.

    A code below one that can't be used, below one that can, is an answer; every other one is a
    label. Of several labels with one name, those further down are told by the name above theirs.
    """
    found: dict[str, Code] = {}
    names: set[str] = set()
    for path in _paths(codes, ()):
        key = _key(path[-1])
        name = _name(path[-1])
        if _is_answer(path):
            label = found[_key(path[-3])].label
            found[key] = Code(label, _name(path[-2]), name)
            continue
        if name in names and len(path) > 1:
            name = f"{_name(path[-2])}/{name}"
        names.add(name)
        found[key] = Code(name)
    return found


def labels_of(codes: list[Element]) -> tuple[LabelType, ...]:
    """Return a label for each code that is one and can be used, with its colour and definition."""
    known = read_codes(codes)
    labels = {}
    for *_, code in _paths(codes, ()):
        meant = known[_key(code)]
        if meant.question is None and code.attributes.get("isCodable") != "false":
            definition = (code.said("Description") or "").strip()
            label = LabelType(meant.label, definition=definition)
            colour = code.attributes.get("color", "").upper()
            fits = _COLOUR.fullmatch(colour) is not None
            labels[label.name] = replace(label, colour=colour) if fits else label
    return tuple(labels.values())


def _key(code: Element) -> str:
    return id_of(code.attributes.get("guid", ""))


def _is_answer(path: tuple[Element, ...]) -> bool:
    usable = [code.attributes.get("isCodable") != "false" for code in path[-3:]]
    return usable == [True, False, True]


def _paths(codes: Iterable[Element], above: tuple[Element, ...]) -> Iterator[tuple[Element, ...]]:
    """Yield each code behind those above it."""
    for code in codes:
        yield (*above, code)
        yield from _paths(code.all("Code"), (*above, code))


def _name(code: Element) -> str:
    return code.attributes.get("name", "").strip() or "code without a name"


def attributes_of(label: str, codes: Iterable[Code]) -> Mapping[str, AttributeValue]:
    """Return the answers that some codes give to the questions of a label."""
    found: dict[str, list[str]] = {}
    for code in codes:
        if code.label == label and code.question is not None:
            found.setdefault(code.question, []).append(code.answer)
    return {name: said[0] if len(said) == 1 else tuple(said) for name, said in found.items()}
