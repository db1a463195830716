"""``annotation.conf`` and ``visual.conf``: a label scheme in brat's terms.

Labels are its entities and events, and an event's roles are relations that lead from it. See
https://brat.nlplab.org/configuration.html.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast, get_args

from annotator.errors import FormatError
from annotator.formats.brat.escapes import name as escaped
from annotator.formats.brat.escapes import unescape
from annotator.model import AttributeType, LabelType, RelationType, Scheme
from annotator.model.codebook_toml import to_toml
from annotator.model.scheme import AttributeKind

_SECTION = re.compile(r"\[(\w+)\]")
_FOLDER = re.compile(r'# annotator: (\S+) = (".*")')
# What brat has no words for, and passes over.
_ASIDE = "# attribute: "
_COLOUR = re.compile(r"bgColor:\s*(#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3})\b")
_REPEATS = re.compile(r"(\{[\d,-]+\}|[?*+])$")
_ROLE = re.compile(r"([^\s:,]+)\s*:\s*([^,]+)")

#: By section, each entry: its name and its roles, each with the types that it may have.
_Sections = dict[str, dict[str, dict[str, str]]]


def read_codebook(folder: Path) -> Scheme:
    """Read the settings in the folder as a scheme. Raises ``FormatError`` if they can't be."""
    sections, macros = _read(folder / "annotation.conf")
    colours = _colours(folder / "visual.conf")
    entities, events = sections.get("entities", {}), sections.get("events", {})
    labels = list(dict.fromkeys([*entities, *events]))
    macros |= {"<ENTITY>": list(entities), "<EVENT>": list(events), "<ANY>": labels}

    def types(said: str) -> tuple[str, ...]:
        names = [n for part in said.split("|") for n in macros.get(part.strip(), [part.strip()])]
        return tuple(dict.fromkeys(n for n in names if n in labels))

    ends: dict[str, tuple[list[str], list[str]]] = {}
    for label, roles in events.items():
        for role, said in roles.items():
            _add(ends, _REPEATS.sub("", role), (label,), types(said))
    for kind, roles in sections.get("relations", {}).items():
        arguments = [types(said) for role, said in roles.items() if not role.startswith("<")]
        if len(arguments) == 2 and not kind.startswith("<"):
            _add(ends, kind, *arguments)
    relations = [kind for kind, (sources, targets) in ends.items() if sources and targets]
    questions = sections.get("attributes", {})

    def asked_of(owner: str, anything: str) -> tuple[AttributeType, ...]:
        return tuple(
            _attribute(unescape(name), roles)
            for name, roles in questions.items()
            if owner in types(said := roles.get("Arg", ""))
            or owner in said.split("|")
            or anything in said.split("|")
        )

    def called(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unescape(name) for name in names))

    scheme = Scheme(
        name="brat",
        labels=tuple(
            LabelType(
                called([label])[0],
                colour=colours.get(label, LabelType("").colour),
                attributes=asked_of(label, label),
            )
            for label in labels
        ),
        relations=tuple(
            RelationType(
                called([kind])[0],
                called(ends[kind][0]),
                called(ends[kind][1]),
                attributes=asked_of(kind, "<RELATION>"),
            )
            for kind in relations
        ),
    )
    return Scheme(scheme.name, scheme.labels, scheme.relations, toml=to_toml(scheme))


def annotator_folders(folder: Path) -> Mapping[str, str]:
    """Return which folders beside the settings are which annotator's, as an export has it."""
    found = {}
    for _, line in _lines(folder / "annotation.conf"):
        if match := _FOLDER.fullmatch(line):
            try:
                found[match[1]] = str(json.loads(match[2]))
            except ValueError:
                continue
    return found


def write_settings(folder: Path, scheme: Scheme, annotators: Mapping[str, str]) -> None:
    """Write the scheme, and which folder is which annotator's."""
    lines = [f"# annotator: {name} = {json.dumps(who)}" for name, who in annotators.items()]
    lines += ["[entities]", *(escaped(label.name) for label in scheme.labels), "", "[relations]"]
    for kind in scheme.relations:
        ends = [_either(kind.sources), _either(kind.targets)]
        lines.append(f"{escaped(kind.name)} Arg1:{ends[0]}, Arg2:{ends[1]}")
    lines += ["", "[events]", "", "[attributes]"]
    owners: dict[str, list[str]] = {}
    answers: dict[str, list[str]] = {}
    kinds: dict[str, AttributeKind] = {}
    things: list[LabelType | RelationType] = [*scheme.labels, *scheme.relations]
    for owner in things:
        for attribute in owner.attributes:
            owners.setdefault(attribute.name, []).append(owner.name)
            answers.setdefault(attribute.name, []).extend(attribute.values)
            kinds[attribute.name] = attribute.kind
    for name, whose in owners.items():
        values = _either(dict.fromkeys(answers[name]))
        asked = f"{escaped(name)} Arg:{_either(whose)}" + (f", Value:{values}" if values else "")
        # brat knows flags and choices of one answer.
        foreign = kinds[name] in ("number", "text")
        lines += [f"{_ASIDE}{asked}, Kind:{kinds[name]}"] if foreign else [asked]
        if kinds[name] == "multi-choice":
            lines.append(f"{_ASIDE}{escaped(name)} Kind:{kinds[name]}")
    _write(folder / "annotation.conf", lines)
    shown = [thing.name for thing in things] + list(owners)
    _write(
        folder / "visual.conf",
        [
            "[labels]",
            *(f"{escaped(name)} | {name}" for name in shown if escaped(name) != name),
            "",
            "[drawing]",
            *(f"{escaped(label.name)} bgColor:{label.colour}" for label in scheme.labels),
        ],
    )


def _either(names: Iterable[str]) -> str:
    return "|".join(map(escaped, names))


def _write(path: Path, lines: list[str]) -> None:
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())


def _lines(path: Path) -> list[tuple[str, str]]:
    """Return the lines of a file of settings, each with the section that it stands in."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"{path} is not UTF-8: byte {error.start} fits no character.") from error
    section, found = "", []
    for line in text.split("\n"):
        if match := _SECTION.fullmatch(line.strip()):
            section = match[1].lower()
        elif line.strip():
            found.append((section, line.strip()))
    return found


def _read(path: Path) -> tuple[_Sections, dict[str, list[str]]]:
    sections: _Sections = {}
    macros: dict[str, list[str]] = {}
    for section, raw in _lines(path):
        line = raw.removeprefix(_ASIDE)
        if line.startswith("#") or not line.strip("-"):
            continue
        if line.startswith("<") and "=" in line and ":" not in line.partition("=")[0]:
            macro, _, said = line.partition("=")
            macros[macro.strip()] = [name.strip() for name in said.split("|")]
            continue
        # A type with an exclamation mark only groups those below it.
        name, _, rest = line.removeprefix("!").partition("\t" if "\t" in line else " ")
        if line.startswith("!"):
            continue
        roles = {role: said.strip() for role, said in _ROLE.findall(rest)}
        sections.setdefault(section, {}).setdefault(name, {}).update(roles)
    return sections, macros


def _colours(path: Path) -> dict[str, str]:
    found = {}
    for section, line in _lines(path):
        if section == "drawing" and (match := _COLOUR.search(line)):
            digits = match[1].removeprefix("#")
            whole = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
            found[line.split()[0]] = f"#{whole.upper()}"
    return found


def _attribute(name: str, roles: Mapping[str, str]) -> AttributeType:
    said = roles.get("Value", "").split("|")
    values = tuple(dict.fromkeys(unescape(value.strip()) for value in said if value.strip()))
    kind = roles.get("Kind", "choice" if values else "flag")
    if kind not in get_args(AttributeKind) or (kind.endswith("choice") and not values):
        kind = "choice" if values else "flag"
    return AttributeType(name, cast(AttributeKind, kind), values)


def _add(
    ends: dict[str, tuple[list[str], list[str]]],
    kind: str,
    sources: Iterable[str],
    targets: Iterable[str],
) -> None:
    known = ends.setdefault(kind, ([], []))
    for names, new in zip(known, (sources, targets), strict=True):
        names += [name for name in new if name not in names]
