"""Reads a label scheme from TOML, and says plainly what is wrong with one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, cast, get_args

from annotator.errors import SchemeError
from annotator.model.annotation import AttributeValue
from annotator.model.article import ZONE_KINDS
from annotator.model.guesses import SIGNS
from annotator.model.scheme import (
    AttributeKind,
    AttributeType,
    AttributionRoles,
    Boundaries,
    Check,
    LabelType,
    LineStyle,
    RelationType,
    Scheme,
)

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def parse_scheme(toml: str, *, where: str = "The scheme", version: int = 0) -> Scheme:
    """Read a scheme from TOML; ``where`` names it in messages.

    Raises ``SchemeError`` with the place and the mend if it isn't one.
    """
    try:
        document = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{where} is not valid TOML: {error}.") from error
    table = _Table(document, where)
    scheme = Scheme(
        name=table.text("name"),
        title=table.text("title", ""),
        labels=tuple(_label(t) for t in table.tables("label")),
        relations=tuple(_relation(t) for t in table.tables("relation")),
        checks=tuple(_check(t) for t in table.tables("check")),
        boundaries=_boundaries(table.table("boundaries")),
        attribution=_roles(table.table("attribution")),
        actor_kinds=_kinds(table.table("register")),
        toml=toml,
        version=version,
    )
    table.finish()
    _check_names(scheme, where)
    return scheme


class _Table:
    """One TOML table, whose every entry must be asked for: what is left over is a mistake."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self._values = dict(values)
        self.where = where

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        value = self._values.pop(key, default)
        if value is ...:
            raise SchemeError(f'{self.where} has no "{key}".')
        if value is not default and not _is(value, kind):
            raise SchemeError(f'{self.where}: "{key}" is {value!r}, not {_said(kind)}.')
        return value

    def text(self, key: str, default: Any = ...) -> str:
        text = self.take(key, str, default)
        if default is ... and not text.strip():
            raise SchemeError(f'{self.where}: "{key}" is empty.')
        return cast(str, text)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.take(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise SchemeError(f'{self.where}: "{key}" holds something that is not a text.')
        return tuple(values)

    def truth(self, key: str, default: bool) -> bool:
        return cast(bool, self.take(key, bool, default))

    def one_of(self, key: str, choices: tuple[str, ...], default: Any = ...) -> str:
        value = self.text(key, default)
        if value not in choices:
            wanted = ", ".join(choices)
            raise SchemeError(f'{self.where}: "{key}" is {value!r}; it can be {wanted}.')
        return value

    def table(self, key: str) -> _Table | None:
        values = self.take(key, dict, None)
        return None if values is None else _Table(values, f"{self.where}, [{key}]")

    def tables(self, key: str) -> list[_Table]:
        values = self.take(key, list, [])
        if not all(isinstance(value, dict) for value in values):
            raise SchemeError(f'{self.where}: write each "{key}" as its own [[{key}]].')
        return [_Table(v, f"{self.where}, {_called(key, n, v)}") for n, v in enumerate(values, 1)]

    def finish(self) -> None:
        for key in self._values:
            raise SchemeError(f'{self.where} has an entry "{key}" that no scheme has.')


def _is(value: object, kind: type | tuple[type, ...]) -> bool:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return isinstance(value, kind) and (bool in kinds or not isinstance(value, bool))


def _said(kind: type | tuple[type, ...]) -> str:
    names = {str: "a text", list: "a list", bool: "true or false", dict: "a table"}
    if isinstance(kind, tuple):
        return " or ".join(names.get(k, "a number") for k in kind)
    return names.get(kind, "a number")


def _called(key: str, number: int, values: Mapping[str, Any]) -> str:
    name = values.get("name")
    return f'{key} "{name}"' if isinstance(name, str) else f"{key} {number}"


def _label(table: _Table) -> LabelType:
    label = LabelType(
        name=table.text("name"),
        key=table.take("key", str, None),
        colour=table.text("colour", "#555555"),
        style=cast(LineStyle, table.one_of("style", get_args(LineStyle), "solid")),
        definition=table.text("definition", "").strip(),
        examples=table.texts("examples"),
        overlap=table.truth("overlap", True),
        fragments=table.truth("fragments", True),
        register=table.truth("register", False),
        attributes=_attributes(table),
    )
    if not _COLOUR.fullmatch(label.colour):
        raise SchemeError(f'{table.where}: the colour {label.colour!r} is not like "#0072B2".')
    if label.key is not None and (len(label.key) != 1 or not label.key.isalnum()):
        raise SchemeError(f"{table.where}: the key {label.key!r} is not one letter or digit.")
    table.finish()
    return label


def _attributes(table: _Table) -> tuple[AttributeType, ...]:
    attributes = tuple(_attribute(t) for t in table.tables("attribute"))
    _refuse_doubles((a.name for a in attributes), f"{table.where}: two attributes are called")
    return attributes


def _attribute(table: _Table) -> AttributeType:
    default = table.take("default", (str, bool, int, float, list), None)
    attribute = AttributeType(
        name=table.text("name"),
        kind=cast(AttributeKind, table.one_of("kind", get_args(AttributeKind), "text")),
        values=table.texts("values"),
        default=tuple(default) if isinstance(default, list) else default,
        required=table.truth("required", False),
        definition=table.text("definition", "").strip(),
        guess=table.take("guess", dict, {}),
    )
    choice = attribute.kind in ("choice", "multi-choice")
    if choice and not attribute.values:
        raise SchemeError(f'{table.where} is a {attribute.kind} and needs "values".')
    if not choice and attribute.values:
        raise SchemeError(f'{table.where} is a {attribute.kind} and takes no "values".')
    _refuse_doubles(attribute.values, f"{table.where}: two values are called")
    if attribute.default is not None and (why := refuse_value(attribute, attribute.default)):
        raise SchemeError(f"{table.where}: the default {why}.")
    _refuse_guesses(attribute, table.where)
    table.finish()
    return attribute


def _refuse_guesses(attribute: AttributeType, where: str) -> None:
    for value, sign in attribute.guess.items():
        if attribute.kind != "choice" or value not in attribute.values:
            raise SchemeError(f'{where}: "guess" is for the values of a choice; "{value}" is none.')
        if sign not in SIGNS:
            raise SchemeError(f"{where}: {sign!r} is no sign; there are {', '.join(SIGNS)}.")


def refuse_value(attribute: AttributeType, value: AttributeValue) -> str | None:
    """Say why the attribute can't have this value ("is not one of …"), or ``None`` if it can."""
    match attribute.kind:
        case "choice":
            good = isinstance(value, str) and value in attribute.values
            return None if good else f"{value!r} is not one of {', '.join(attribute.values)}"
        case "multi-choice":
            many = isinstance(value, tuple) and len(set(value)) == len(value)
            good = many and set(cast(tuple[str, ...], value)) <= set(attribute.values)
            return None if good else f"{value!r} is not a choice of {', '.join(attribute.values)}"
        case "flag":
            return None if isinstance(value, bool) else f"{value!r} is not true or false"
        case "number":
            good = isinstance(value, int | float) and not isinstance(value, bool)
            finite = good and abs(cast(float, value)) < float("inf")
            return None if finite else f"{value!r} is not a number"
        case "text":
            return None if isinstance(value, str) else f"{value!r} is not a text"


def _relation(table: _Table) -> RelationType:
    relation = RelationType(
        name=table.text("name"),
        sources=table.texts("from"),
        targets=table.texts("to"),
        maximum=table.take("max", int, None),
        definition=table.text("definition", "").strip(),
        attributes=_attributes(table),
    )
    if not relation.sources or not relation.targets:
        raise SchemeError(f'{table.where} needs the labels that it leads "from" and "to".')
    if relation.maximum is not None and relation.maximum < 1:
        raise SchemeError(f'{table.where}: "max" is {relation.maximum}; it starts at 1.')
    table.finish()
    return relation


def _check(table: _Table) -> Check:
    check = Check(
        message=table.text("message"),
        label=table.take("label", str, None),
        when=_conditions(table, "when"),
        unless=_conditions(table, "unless"),
        needs=table.texts("needs"),
        needs_any=table.texts("needs_any"),
        forbids=table.texts("forbids"),
        zones=table.texts("zones"),
    )
    for zone in check.zones:
        if zone not in ZONE_KINDS:
            raise SchemeError(f"{table.where}: no zone is called {zone!r}.")
    table.finish()
    return check


def _conditions(table: _Table, key: str) -> dict[str, tuple[AttributeValue, ...]]:
    conditions = table.take(key, dict, {})
    return {name: tuple(v) if isinstance(v, list) else (v,) for name, v in conditions.items()}


def _boundaries(table: _Table | None) -> Boundaries:
    if table is None:
        return Boundaries()
    usual = Boundaries()
    boundaries = Boundaries(
        trim_punctuation=table.truth("trim_punctuation", usual.trim_punctuation),
        one_line=table.truth("one_line", usual.one_line),
        whole_words=table.truth("whole_words", usual.whole_words),
    )
    table.finish()
    return boundaries


def _roles(table: _Table | None) -> AttributionRoles | None:
    if table is None:
        return None
    roles = AttributionRoles(
        claim=table.text("claim"),
        source=table.text("source"),
        cue=table.text("cue"),
        about=table.take("about", str, None),
        chain=table.take("chain", str, None),
        same=table.take("same", str, None),
    )
    table.finish()
    return roles


def _kinds(table: _Table | None) -> tuple[str, ...]:
    if table is None:
        return ()
    kinds = table.texts("kinds")
    _refuse_doubles(kinds, f"{table.where}: two kinds are called")
    table.finish()
    return kinds


def _check_names(scheme: Scheme, where: str) -> None:
    """Refuse doubled names, and names of labels, relations and attributes that don't exist."""
    if not scheme.labels:
        raise SchemeError(f"{where} has no [[label]]: there would be nothing to mark.")
    _refuse_doubles((x.name for x in scheme.labels), f"{where}: two labels are called")
    _refuse_doubles((x.name for x in scheme.relations), f"{where}: two relations are called")
    _refuse_doubles((x.key for x in scheme.labels if x.key), f"{where}: two labels have the key")
    for relation in scheme.relations:
        for name in (*relation.sources, *relation.targets):
            _need_label(scheme, name, f'{where}, relation "{relation.name}"')
    for number, check in enumerate(scheme.checks, 1):
        place = f"{where}, check {number}"
        if check.label is not None:
            label = _need_label(scheme, check.label, place)
            for attribute in (*check.when, *check.unless):
                if label.attribute(attribute) is None:
                    raise SchemeError(f'{place}: "{label.name}" has no attribute "{attribute}".')
        for name in (*check.needs, *check.needs_any, *check.forbids):
            _need_relation(scheme, name, place)
    if (roles := scheme.attribution) is not None:
        place = f"{where}, [attribution]"
        _need_label(scheme, roles.claim, place)
        for role in (roles.source, roles.cue, roles.about, roles.chain, roles.same):
            if role is not None:
                _need_relation(scheme, role, place)


def _need_label(scheme: Scheme, name: str, where: str) -> LabelType:
    label = scheme.label(name)
    if label is None:
        raise SchemeError(f'{where}: no label is called "{name}".')
    return label


def _need_relation(scheme: Scheme, name: str, where: str) -> None:
    if scheme.relation(name) is None:
        raise SchemeError(f'{where}: no relation is called "{name}".')


def _refuse_doubles(names: Any, message: str) -> None:
    seen = set()
    for name in names:
        if name in seen:
            raise SchemeError(f'{message} "{name}".')
        seen.add(name)
