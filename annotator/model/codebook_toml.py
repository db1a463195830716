"""Writes a scheme, or a part of one, as the TOML that `annotator.model.codebook` reads.

What is usual is left out, as people do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

from annotator.model.scheme import AttributeType, LabelType, RelationType, Scheme

if TYPE_CHECKING:
    from tomlkit.items import AoT, Table


def to_toml(scheme: Scheme) -> str:
    """Return a TOML document with the scheme's name, labels, attributes and relations.

    Checks, boundaries and the roles in an attribution are no part of what other programs' schemes
    say, and are not written.
    """
    import tomlkit

    document = tomlkit.document()
    document["name"] = scheme.name
    if scheme.title:
        document["title"] = scheme.title
    document.add(tomlkit.nl())
    tables = [("label", label_table(label)) for label in scheme.labels]
    tables += [("relation", relation_table(relation)) for relation in scheme.relations]
    for kind, table in tables:
        if kind not in document:
            document.append(kind, tomlkit.aot())
        cast("AoT", document[kind]).append(table)
    return tomlkit.dumps(document)


def label_table(label: LabelType) -> Table:
    """Return the label, with its attributes, as a table."""
    entries = _unusual(label, LabelType(label.name))
    return _table(entries, label.attributes)


def relation_table(relation: RelationType) -> Table:
    """Return the relation type, with its attributes, as a table."""
    entries = _unusual(relation, RelationType(relation.name, (), ()))
    called = {"sources": "from", "targets": "to", "maximum": "max"}
    return _table({called.get(n, n): v for n, v in entries.items()}, relation.attributes)


def attribute_table(attribute: AttributeType) -> Table:
    """Return the attribute as a table."""
    return _table(_unusual(attribute, AttributeType(attribute.name, "text")), ())


def _unusual(thing: Any, usual: Any) -> dict[str, Any]:
    """Return the thing's name, and what else it has otherwise than usual."""
    names = [field.name for field in fields(thing) if field.name != "attributes"]
    return {
        n: getattr(thing, n) for n in names if n == "name" or getattr(thing, n) != getattr(usual, n)
    }


def _table(entries: Mapping[str, Any], attributes: Iterable[AttributeType]) -> Table:
    import tomlkit

    table = tomlkit.table()
    for name, value in entries.items():
        table[name] = list(value) if isinstance(value, tuple) else value
    table.add(tomlkit.nl())
    for attribute in attributes:
        if "attribute" not in table:
            table.append("attribute", tomlkit.aot())
        cast("AoT", table["attribute"]).append(attribute_table(attribute))
    return table
