"""Extends a scheme by what annotated data from elsewhere needs and the scheme lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from annotator.model.annotation import AttributeValue, Relation, Span
from annotator.model.codebook import parse_scheme
from annotator.model.scheme import AttributeType, Scheme

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Table

#: A relation with the labels that it leads from and to.
Link = tuple[Relation, str, str]

# Okabe and Ito's colours first, as far as they can be told from the page, then darker shades.
_COLOURS = (
    *("#0072B2", "#B36B00", "#8E4585", "#00805C", "#D55E00", "#A8487E", "#56789A", "#8A7A00"),
    *("#4B5BBF", "#A33B3B", "#2F7F7F", "#6B6B2F", "#7A5230", "#B0487A", "#3F6F3F", "#5F5F8F"),
)
_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"

# An attribute with at most this many short answers is a choice between them.
_MOST_CHOICES = 12
_LONGEST_CHOICE = 40


def extend_scheme(scheme: Scheme, spans: Iterable[Span], links: Iterable[Link]) -> Scheme | None:
    """Return the scheme's next version with the labels, relations and attributes of this data.

    Nothing that the scheme says is taken back: labels, relation types, attributes and answers are
    added, and relations may lead from and to more labels. Names without a letter are passed over.
    ``None`` if nothing lacks.
    """
    wanted = _Wanted()
    for span in spans:
        wanted.see_span(span)
    for link in links:
        wanted.see_link(*link)
    if not wanted.lacks(scheme):
        return None
    import tomlkit

    document = tomlkit.parse(scheme.toml)
    _extend(document, scheme, wanted)
    toml = tomlkit.dumps(document)
    return parse_scheme(toml, where="The extended scheme", version=scheme.version + 1)


@dataclass(slots=True)
class _Wanted:
    """What the data uses: by label or relation type, and there by attribute, all answers."""

    labels: dict[str, dict[str, list[AttributeValue]]] = field(default_factory=dict)
    registered: set[str] = field(default_factory=set)
    relations: dict[str, dict[str, list[AttributeValue]]] = field(default_factory=dict)
    ends: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)

    def see_span(self, span: Span) -> None:
        if not span.label.strip():
            return
        _see(self.labels.setdefault(span.label, {}), span.attributes)
        if span.actor is not None:
            self.registered.add(span.label)

    def see_link(self, relation: Relation, source: str, target: str) -> None:
        if not (relation.type.strip() and source.strip() and target.strip()):
            return
        _see(self.relations.setdefault(relation.type, {}), relation.attributes)
        ends = self.ends.setdefault(relation.type, ([], []))
        for names, name in zip(ends, (source, target), strict=True):
            if name not in names:
                names.append(name)

    def lacks(self, scheme: Scheme) -> bool:
        for name, answers in self.labels.items():
            label = scheme.label(name)
            if label is None or _missing(label.attributes, answers):
                return True
            if name in self.registered and not label.register:
                return True
        for name, answers in self.relations.items():
            relation = scheme.relation(name)
            if relation is None or _missing(relation.attributes, answers):
                return True
            sources, targets = self.ends[name]
            if not (
                set(sources) <= set(relation.sources) and set(targets) <= set(relation.targets)
            ):
                return True
        return False


def _see(
    answers: dict[str, list[AttributeValue]], attributes: Mapping[str, AttributeValue]
) -> None:
    for name, value in attributes.items():
        if not name.strip():
            continue
        seen = answers.setdefault(name, [])
        # 1 and True are equal, but not the same answer.
        if not any(type(old) is type(value) and old == value for old in seen):
            seen.append(value)


def _missing(
    known: tuple[AttributeType, ...], answers: Mapping[str, list[AttributeValue]]
) -> dict[str, list[str]]:
    """Return the attributes that are new, and the answers that known choices lack."""
    types = {attribute.name: attribute for attribute in known}
    missing: dict[str, list[str]] = {}
    for name, values in answers.items():
        if name not in types:
            missing[name] = []
        elif new := new_answers(types[name], values):
            missing[name] = new
    return missing


def new_answers(attribute: AttributeType, values: Iterable[AttributeValue]) -> list[str]:
    """Return the answers that a choice lacks."""
    texts: list[str] = []
    for value in values:
        if attribute.kind == "choice" and isinstance(value, str):
            texts.append(value)
        elif attribute.kind == "multi-choice" and isinstance(value, tuple):
            texts.extend(value)
    return [text for text in dict.fromkeys(texts) if text not in attribute.values]


def _extend(document: TOMLDocument, scheme: Scheme, wanted: _Wanted) -> None:
    keys = [key for key in _KEYS if key not in {label.key for label in scheme.labels}]
    used = {label.colour.upper() for label in scheme.labels}
    colours = [colour for colour in _COLOURS if colour not in used] or list(_COLOURS)
    added = 0
    for name, answers in wanted.labels.items():
        label = scheme.label(name)
        table = _table_named(document, "label", name)
        if label is None:
            if keys:
                table["key"] = keys.pop(0)
            table["colour"] = colours[added % len(colours)]
            _end(table)
            added += 1
        if name in wanted.registered and not (label and label.register):
            table["register"] = True
        _add_attributes(table, label.attributes if label else (), answers)
    for name, answers in wanted.relations.items():
        relation = scheme.relation(name)
        table = _table_named(document, "relation", name)
        for entry, labels in zip(("from", "to"), wanted.ends[name], strict=True):
            table[entry] = list(dict.fromkeys([*table.get(entry, []), *labels]))
        if relation is None:
            _end(table)
        _add_attributes(table, relation.attributes if relation else (), answers)


def _add_attributes(
    table: Table,
    known: tuple[AttributeType, ...],
    answers: Mapping[str, list[AttributeValue]],
) -> None:
    for name, new in _missing(known, answers).items():
        attribute = _table_named(table, "attribute", name)
        if new:
            attribute["values"] = [*attribute["values"], *new]
        else:
            attribute.update(_kind(answers[name]))
            _end(attribute)


def _end(table: Table) -> None:
    """Leave a blank line behind a new table, as people do."""
    import tomlkit

    table.add(tomlkit.nl())


def _kind(values: list[AttributeValue]) -> dict[str, Any]:
    """Guess what kind of question these answers belong to."""
    if all(isinstance(value, bool) for value in values):
        return {"kind": "flag"}
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return {"kind": "number"}
    if all(isinstance(value, tuple) for value in values):
        answers = dict.fromkeys(text for value in values for text in cast(tuple[str, ...], value))
        return {"kind": "multi-choice", "values": list(answers)} if answers else {"kind": "text"}
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) <= _MOST_CHOICES and all(0 < len(text) <= _LONGEST_CHOICE for text in texts):
        return {"kind": "choice", "values": texts}
    return {"kind": "text"}


def _table_named(parent: TOMLDocument | Table, kind: str, name: str) -> Table:
    """Return the table of this name in an array of tables, at whose end it is added if new."""
    import tomlkit

    if kind not in parent:
        parent.append(kind, tomlkit.aot())
    tables = cast("AoT", parent[kind])
    for table in tables:
        if table.get("name") == name:
            return cast("Table", table)
    table = tomlkit.table()
    table["name"] = name
    tables.append(table)
    return tables[-1]
