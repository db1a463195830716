"""The labelling configuration: labels, and a question asked per region for each attribute.

A question's name is the label's and the attribute's with a full stop between. Which spans a
relation may join is not said in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from annotator.errors import FormatError
from annotator.model import AttributeType, LabelType, Scheme
from annotator.model.codebook_toml import to_toml

#: The names of the text and of the labels' control.
TEXT, LABELS = "text", "label"

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_QUESTIONS = {"Choices", "Number", "TextArea", "Rating"}


def question(label: str, attribute: str) -> str:
    """Return the name of the control that asks for an attribute."""
    return f"{label}.{attribute}"


def read_configuration(path: Path) -> Scheme:
    """Read a configuration as a scheme. Raises ``FormatError`` if it is none."""
    root = _root(path)
    names: dict[str, str] = {}
    for element in root.iter("Label"):
        if name := element.get("value"):
            names.setdefault(name, element.get("background", ""))
    asked = [element for element in root.iter() if element.tag in _QUESTIONS]
    labels = []
    for name, colour in names.items():
        attributes = {
            attribute.name: attribute
            for element in asked
            if element.get("perRegion") == "true" and name in _asked_of(element, names)
            if (attribute := _attribute(element, name)) is not None
        }
        usual = LabelType(name)
        known = colour if _COLOUR.fullmatch(colour) else usual.colour
        labels.append(LabelType(name, colour=known, attributes=tuple(attributes.values())))
    scheme = Scheme(path.stem, tuple(labels))
    return Scheme(scheme.name, scheme.labels, toml=to_toml(scheme))


def text_field(path: Path) -> str | None:
    """Return which of a task's data is the text, by its configuration."""
    if not path.is_file():
        return None
    found = [element.get("value", "") for element in _root(path).iter("Text")]
    return found[0].removeprefix("$") if found else None


def write_configuration(scheme: Scheme) -> bytes:
    """Return a configuration that asks for what the scheme has."""
    view = ElementTree.Element("View")
    labels = ElementTree.SubElement(view, "Labels", name=LABELS, toName=TEXT)
    for label in scheme.labels:
        ElementTree.SubElement(labels, "Label", value=label.name, background=label.colour)
    if scheme.relations:
        relations = ElementTree.SubElement(view, "Relations")
        for relation in scheme.relations:
            ElementTree.SubElement(relations, "Relation", value=relation.name)
    ElementTree.SubElement(view, "Text", name=TEXT, value="$text")
    for label in scheme.labels:
        for attribute in label.attributes:
            _ask(view, label, attribute)
    ElementTree.indent(view)
    return f"{ElementTree.tostring(view, encoding='unicode')}\n".encode()


def _ask(view: ElementTree.Element, label: LabelType, attribute: AttributeType) -> None:
    kinds = {"number": "Number", "text": "TextArea"}
    element = ElementTree.SubElement(
        view,
        kinds.get(attribute.kind, "Choices"),
        name=question(label.name, attribute.name),
        toName=TEXT,
        perRegion="true",
        whenTagName=LABELS,
        whenLabelValue=label.name,
    )
    values = ("true", "false") if attribute.kind == "flag" else attribute.values
    if values:
        element.set("choice", "multiple" if attribute.kind == "multi-choice" else "single")
    for value in values:
        ElementTree.SubElement(element, "Choice", value=value)


def _root(path: Path) -> ElementTree.Element:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    # What makes the standard library's parser unsafe is entities alone.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise FormatError(f"{path.name} declares entities, which no configuration needs.")
    try:
        return ElementTree.fromstring(data)  # noqa: S314
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise FormatError(f"{path.name} is not XML: {error}.") from error


def _asked_of(element: ElementTree.Element, names: dict[str, str]) -> Iterator[str]:
    said = element.get("whenLabelValue")
    if said is None:
        yield from names
    elif said in names:
        yield said
    else:
        yield from said.split(",")


def _attribute(element: ElementTree.Element, label: str) -> AttributeType | None:
    name = element.get("name", "").removeprefix(f"{label}.")
    if not name:
        return None
    if element.tag == "TextArea":
        return AttributeType(name, "text")
    if element.tag in ("Number", "Rating"):
        return AttributeType(name, "number")
    values = tuple(dict.fromkeys(v for one in element.iter("Choice") if (v := one.get("value"))))
    if values == ("true", "false") and element.get("choice") != "multiple":
        return AttributeType(name, "flag")
    if not values:
        return None
    return AttributeType(
        name, "multi-choice" if element.get("choice") == "multiple" else "choice", values
    )
