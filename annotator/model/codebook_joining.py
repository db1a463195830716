"""Takes over into a scheme what another one has and it lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from annotator.model.codebook import parse_scheme
from annotator.model.codebook_toml import attribute_table, label_table, relation_table
from annotator.model.scheme import AttributeType, LabelType, RelationType, Scheme

if TYPE_CHECKING:
    from tomlkit.items import AoT, Table


def joined_schemes(scheme: Scheme, other: Scheme) -> Scheme | None:
    """Return the scheme's next version, with the other's labels, relations and attributes.

    Nothing that the scheme says is taken back: what it has under the same name stays as it is, and
    only gets further attributes, answers, and labels that a relation leads from or to. A new label
    keeps its key and colour if they are free. ``None`` if nothing lacks.
    """
    import tomlkit

    document = tomlkit.parse(scheme.toml)
    before = document.as_string()
    keys = {label.key for label in scheme.labels}
    for label in other.labels:
        if scheme.label(label.name) is None:
            free = label.key if label.key not in keys else None
            keys.add(free)
            _array(document, "label").append(label_table(replace(label, key=free)))
        else:
            _add_attributes(_named(document, "label", label.name), label)
    for relation in other.relations:
        if scheme.relation(relation.name) is None:
            _array(document, "relation").append(relation_table(relation))
        else:
            table = _named(document, "relation", relation.name)
            _add_missing(table, "from", relation.sources)
            _add_missing(table, "to", relation.targets)
            _add_attributes(table, relation)
    toml = document.as_string()
    if toml == before:
        return None
    return parse_scheme(toml, where="The joined scheme", version=scheme.version + 1)


def _add_attributes(table: Table, wanted: LabelType | RelationType) -> None:
    for attribute in wanted.attributes:
        there = next(
            (one for one in table.get("attribute", ()) if one["name"] == attribute.name), None
        )
        if there is None:
            _array(table, "attribute").append(attribute_table(attribute))
        elif _asks_alike(there, attribute):
            _add_missing(there, "values", attribute.values)


def _asks_alike(table: Table, attribute: AttributeType) -> bool:
    return "values" in table and table.get("kind") == attribute.kind


def _add_missing(table: Table, entry: str, names: tuple[str, ...]) -> None:
    there = list(table[entry])
    if new := [name for name in names if name not in there]:
        table[entry] = [*there, *new]


def _named(parent: Any, kind: str, name: str) -> Table:
    return next(cast("Table", table) for table in parent[kind] if table["name"] == name)


def _array(parent: Any, kind: str) -> AoT:
    import tomlkit

    if kind not in parent:
        parent.append(kind, tomlkit.aot())
    return cast("AoT", parent[kind])
