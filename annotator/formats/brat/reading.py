"""A file of annotations and its text to a sheet.

Lines are those of https://brat.nlplab.org/standoff.html. An event is a span where its trigger is,
with a link to each of its parts that is called as the part's role; a second ``Theme2`` beside a
``Theme`` is a further ``Theme``. Spans said to be equal are linked one to the next.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from annotator.errors import FormatError
from annotator.formats.brat.escapes import unescape
from annotator.formats.brat.places import settings_folder, text_of
from annotator.formats.brat.settings import annotator_folders
from annotator.formats.sheet import Refused, Sheet
from annotator.model import Actor, Article, AttributeValue, Fragment, Relation, Span
from annotator.model.identity import is_uuid
from annotator.text.anchoring import says

_START = re.compile(r"([TREAMN#]\d+|\*)\t")
_OTHER_START = re.compile(r"[A-Z]\d+\t")
_OFFSETS = re.compile(r"\d+ +\d+(?: *; *\d+ +\d+)*")
_NUMBERED = re.compile(r"(.*\D)\d+")

#: What an annotator's note is called.
NOTE = "AnnotatorNotes"
#: What an actor is known by that has no id in a knowledge base, and by one of no other name.
REGISTER, KNOWLEDGE_BASE = "Register", "KB"


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield why each line that can't be taken can't, and a sheet with the others.

    Raises ``FormatError`` if the file or its text can't be read.
    """
    annotations = _decoded(path)
    found = text_of(path)
    if found is None:
        raise FormatError(
            f"{path.name} has no text: there is no {path.stem}.txt beside it, nor in a folder "
            "beside its own."
        )
    text_path, annotator = found
    text = _decoded(text_path)
    if annotator is None and (folder := settings_folder(path)) not in (None, path.parent):
        assert folder is not None
        above = path.absolute().relative_to(folder).parts[0]
        annotator = annotator_folders(folder).get(above)
    lines = _Lines(path.name, text)
    for number, line in _logical_lines(annotations):
        lines.take(number, line)
    lines.join()
    yield from lines.refused
    yield Sheet(
        where=path.name,
        article=Article("", text_path.stem, text),
        annotator=annotator,
        spans=tuple(lines.spans.values()),
        relations=tuple(lines.relations),
        actors=tuple(lines.actors.values()),
        given=frozenset({"text"}),
    )


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path.name} is not UTF-8: byte {error.start} fits no character. Save it as UTF-8."
        ) from error
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield numbered lines; a quote that was broken over several is one."""
    number, held = 0, ""
    for here, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r")
        goes_on = held.startswith("T") and not (_START.match(line) or _OTHER_START.match(line))
        if goes_on:
            held = f"{held}\n{line}"
            continue
        if held.strip():
            yield number, held.rstrip("\n")
        number, held = here, line
    if held.strip():
        yield number, held.rstrip("\n")


@dataclass(slots=True)
class _Lines:
    """Gathers the lines of one file, and joins what refers to each other at the end."""

    name: str
    text: str
    spans: dict[str, Span] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    _links: dict[str, tuple[int, Relation]] = field(default_factory=dict)
    _events: list[tuple[int, str, list[tuple[str, str]]]] = field(default_factory=list)
    _asides: list[tuple[int, str, list[str]]] = field(default_factory=list)
    _triggers: dict[str, str] = field(default_factory=dict)

    def take(self, number: int, line: str) -> None:
        """Take one line; a wrong one is refused."""
        try:
            self._take(number, line)
        except (FormatError, ValueError) as error:
            reason = str(error) if isinstance(error, FormatError) else "It holds no such number."
            self._refuse(number, reason)

    def join(self) -> None:
        """Join events, links, attributes, notes and actors to the spans that they refer to."""
        for number, event, roles in self._events:
            self._start_event(number, event, roles)
        for number, event, roles in self._events:
            self._join_event(number, event, roles)
        for number, link in self._links.values():
            ends = [self._triggers.get(end, end) for end in (link.source, link.target)]
            missing = next((end for end in ends if end not in self.spans), None)
            if missing is not None:
                self._refuse(number, f'The link "{link.type}" needs {missing}, which is not there.')
            else:
                self.relations.append(replace(link, source=ends[0], target=ends[1]))
        self._join_asides()

    def _take(self, number: int, line: str) -> None:
        name, _, rest = line.partition("\t")
        if not _START.match(line):
            raise FormatError("It is no line of brat's: it starts with no mark and tabulator.")
        if name in self.spans or name in self._links:
            raise FormatError(f"There is another {name} before it.")
        match name[0]:
            case "T":
                self.spans[name] = self._span(name, rest)
            case "R":
                self._links[name] = (number, self._link(name, rest))
            case "*":
                self._take_equals(number, rest)
            case "E":
                self._events.append((number, name, self._roles(rest)))
            case _:
                fields = rest.split("\t", 1)
                self._asides.append((number, name, [*fields[0].split(" "), *fields[1:]]))

    def _span(self, name: str, rest: str) -> Span:
        place, tab, quote = rest.partition("\t")
        label, _, offsets = place.partition(" ")
        if not label or not tab or not _OFFSETS.fullmatch(offsets.strip()):
            raise FormatError("A span needs a label with offsets, a tabulator and its text.")
        ranges = []
        for piece in offsets.split(";"):
            start, end = map(int, piece.split())
            ranges.append((start, end))
        pieces = _pieces(self.text, ranges, quote)
        fragments = tuple(Fragment(*r, q) for r, q in zip(ranges, pieces, strict=True))
        return Span(name, "", "", unescape(label), tuple(sorted(fragments)), origin="import")

    def _link(self, name: str, rest: str) -> Relation:
        kind, *arguments = rest.split()
        ends = [end for _, mark, end in (one.partition(":") for one in arguments) if mark]
        if len(ends) != 2 or len(arguments) != 2:
            raise FormatError("A link needs two spans, as in Arg1:T1 Arg2:T2.")
        return Relation(name, "", "", unescape(kind), ends[0], ends[1])

    def _take_equals(self, number: int, rest: str) -> None:
        kind, *names = rest.split() or [""]
        if len(names) < 2:
            raise FormatError("What is said to be equal needs two spans at least.")
        for source, target in pairwise(names):
            name = f"*{number} {source} {target}"
            self._links[name] = (number, Relation(name, "", "", unescape(kind), source, target))

    def _roles(self, rest: str) -> list[tuple[str, str]]:
        """Return an event's type and trigger, and its roles and what fills them."""
        parts = [part.partition(":") for part in rest.split()]
        if not parts or not all(mark and end for _, mark, end in parts):
            raise FormatError("An event needs a trigger, and parts such as Theme:T1.")
        roles = [(role, end) for role, _, end in parts]
        used = {role for role, _ in roles}
        for at, (role, end) in enumerate(roles):
            match = _NUMBERED.fullmatch(role)
            if match and match[1] in used:
                roles[at] = (match[1], end)
        return roles

    def _start_event(self, number: int, event: str, roles: list[tuple[str, str]]) -> None:
        """Have the trigger stand for the event; one that serves two is there twice."""
        trigger = self.spans.get(roles[0][1])
        if trigger is None:
            self._refuse(number, f"The event needs {roles[0][1]}, which is not there.")
            return
        if trigger.id in self._triggers.values():
            trigger = replace(trigger, id=event)
            self.spans[event] = trigger
        self._triggers[event] = trigger.id

    def _join_event(self, number: int, event: str, roles: list[tuple[str, str]]) -> None:
        source = self._triggers.get(event)
        if source is None:
            return
        for role, end in roles[1:]:
            target = self._triggers.get(end, end)
            if target not in self.spans:
                self._refuse(number, f"The event's {role} is {end}, which is not there.")
                continue
            kind = unescape(role)
            self.relations.append(Relation(f"{event} {role} {end}", "", "", kind, source, target))

    def _join_asides(self) -> None:
        """Attributes, notes and references to a knowledge base."""
        places = {link.id: at for at, link in enumerate(self.relations)}
        answers: dict[str, dict[str, list[AttributeValue]]] = defaultdict(lambda: defaultdict(list))
        notes: dict[str, list[str]] = defaultdict(list)
        for number, name, fields in self._asides:
            kind, reference, *_ = [*fields, ""]
            target = self._triggers.get(reference, reference)
            if target not in self.spans and target not in places:
                self._refuse(number, f"It concerns {reference or 'nothing'}, which is not there.")
            elif name[0] in "AM":
                said = [unescape(value) for value in fields[2:] if value]
                answers[target][unescape(kind)] += said or [True]
            elif target in places:
                self._refuse(number, "Only spans can have a note or an actor, and this is a link.")
            elif name[0] == "#":
                note = unescape("\t".join(fields[2:]))
                notes[target].append(note if kind == NOTE else f"{kind}: {note}")
            else:
                self._take_reference(number, target, fields)
        for name, found in answers.items():
            values = {n: _several(said) if len(said) > 1 else said[0] for n, said in found.items()}
            if name in self.spans:
                self.spans[name] = replace(self.spans[name], attributes=values)
            else:
                at = places[name]
                self.relations[at] = replace(self.relations[at], attributes=values)
        for name, many in notes.items():
            self.spans[name] = replace(self.spans[name], note="\n".join(many))

    def _take_reference(self, number: int, target: str, fields: list[str]) -> None:
        base, _, entry = (fields[2] if len(fields) > 2 else "").partition(":")
        name = unescape(fields[3]) if len(fields) > 3 else ""
        span = self.spans[target]
        if not base or not entry:
            self._refuse(number, "A reference needs a knowledge base and an entry, as in KB:Q42.")
        elif span.actor is not None:
            self._refuse(number, "Its span refers to something already; it can mean one actor.")
        else:
            entry = unescape(entry)
            kb_id = {REGISTER: None, KNOWLEDGE_BASE: entry}.get(base, f"{base}:{entry}")
            known = base == REGISTER and is_uuid(entry)
            name = name or kb_id or entry
            actor_id = entry if known else f"{base}:{entry} {name}"
            self.actors[actor_id] = Actor(actor_id, name, kb_id=kb_id)
            self.spans[target] = replace(span, actor=actor_id)

    def _refuse(self, number: int, reason: str) -> None:
        self.refused.append(Refused(f"{self.name}:{number}", reason))


def _several(values: list[AttributeValue]) -> AttributeValue:
    return tuple(str(value) for value in dict.fromkeys(values))


def _pieces(text: str, ranges: list[tuple[int, int]], quote: str) -> list[str]:
    """Cut a quote into the fragments', which stand in it with a space between.

    Their lengths are in the unit of the offsets, which may be another than code points.
    """
    if len(ranges) == 1:
        return [quote]
    found = [text[max(start, 0) : max(end, 0)] for start, end in ranges]
    if says(" ".join(found), quote):
        return found
    lengths = [end - start for start, end in ranges]
    for encoding, width in (("utf-32-le", 4), ("utf-16-le", 2), ("utf-8", 1)):
        data = quote.encode(encoding)
        if len(data) != (sum(lengths) + len(lengths) - 1) * width or min(lengths) < 0:
            continue
        starts = [sum(lengths[:at]) + at for at in range(len(lengths))]
        cuts = [slice(s * width, (s + n) * width) for s, n in zip(starts, lengths, strict=True)]
        return [data[cut].decode(encoding, "replace") for cut in cuts]
    return [quote] * len(ranges)
