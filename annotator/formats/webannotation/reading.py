"""Annotations to sheets: one for each text and creator.

An annotation with several targets in one text is a span with as many fragments. One that links
two others is a link. Without a body that classifies or tags, its motivation is its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.json.articles import article_with
from annotator.formats.json.records import records
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.webannotation.sources import source_file, text_at
from annotator.model import Actor, AttributeValue, Fragment, Relation, Span

_LABELS = ("classifying", "tagging")
_CHARACTERS = re.compile(r"char=(\d+),(\d+)")

#: A text's source and a creator: what a sheet is made for.
_Key = tuple[str, str | None]


@dataclass(slots=True)
class _Work:
    """What one creator made of one text."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield why an annotation can't be taken, and a sheet for each text and creator."""
    reading = _Reading(path)
    for found in records(path):
        if isinstance(found, Refused):
            yield found
        else:
            reading.take(*found)
    reading.join_links()
    yield from reading.refused
    for (source, creator), work in reading.work.items():
        file = source_file(path, source)
        assert file is not None, "only sources that are here have work"
        article, given = article_with(reading.texts[source], {"title": file.stem, **work.facts})
        yield Sheet(
            path.name,
            article,
            creator,
            spans=tuple(work.spans),
            relations=tuple(work.relations),
            actors=tuple(work.actors.values()),
            given=given,
        )


class _Reading:
    """Gathers the annotations of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.work: dict[_Key, _Work] = {}
        self.texts: dict[str, str] = {}
        self.refused: list[Refused] = []
        self._owners: dict[str, _Key] = {}
        self._links: list[tuple[str, Relation]] = []

    def take(self, where: str, record: Mapping[str, Any], creator: str | None = None) -> None:
        """Take an annotation, or all that a page or collection holds."""
        try:
            creator = _name(record.get("creator")) or creator
            kinds = _many(record.get("type"))
            if "AnnotationCollection" in kinds or "AnnotationPage" in kinds:
                self._take_all(where, record, creator)
            else:
                self._take_one(where, record, creator)
        except FormatError as error:
            self.refused.append(Refused(where, str(error)))

    def join_links(self) -> None:
        """Give each link to the work that its first span belongs to."""
        for where, link in self._links:
            key = self._owners.get(link.source)
            if key is None or self._owners.get(link.target) != key:
                reason = f'The link "{link.type}" needs two annotations of one text, in this file.'
                self.refused.append(Refused(where, reason))
            else:
                self.work[key].relations.append(link)

    def _take_all(self, where: str, record: Mapping[str, Any], creator: str | None) -> None:
        source = record.get("text")
        if isinstance(source, str):
            work = self._work_on(source, creator)
            if isinstance(facts := record.get("article"), dict):
                work.facts = facts
            for actor in filter(None, map(_actor, _many(record.get("register")))):
                work.actors[actor.id] = actor
        first = record.get("first", {})
        if not isinstance(first, dict):
            raise FormatError("Its pages are elsewhere. Save them into the file.")
        for item in (*_many(record.get("items")), *_many(first.get("items"))):
            if isinstance(item, dict):
                self.take(where, item, creator)
            else:
                raise FormatError("It names annotations that are elsewhere.")
        if "next" in first or "next" in record:
            raise FormatError("Its further pages are elsewhere. Save them into the file.")

    def _take_one(self, where: str, record: Mapping[str, Any], creator: str | None) -> None:
        name = _id(record.get("id"))
        bodies = [body if isinstance(body, dict) else {} for body in _many(record.get("body"))]
        said = [
            (body.get("purpose"), body["value"])
            for body in bodies
            if isinstance(body.get("value"), str)
        ]
        labels = [value for purpose, value in said if purpose in _LABELS]
        motivation = next(iter(_many(record.get("motivation"))), None)
        attributes = _attributes(record.get("attributes"))
        ends = [_id(body.get("source")) for body in bodies if body.get("purpose") == "linking"]
        if motivation == "linking" and ends:
            kind = labels[0] if labels else "linking"
            source = _id(record.get("target"))
            self._links.append((where, Relation(name, "", "", kind, source, ends[0], attributes)))
            return
        targets = [
            one if isinstance(one, dict) else {"source": one} for one in _many(record.get("target"))
        ]
        sources = {str(target.get("source", "")) for target in targets}
        if len(sources) != 1:
            raise FormatError(f"The annotation {name or 'without id'} is not about one text.")
        source = sources.pop()
        work = self._work_on(source, creator)
        text = self.texts[source]
        notes = [value for purpose, value in said if purpose not in _LABELS]
        actors = [
            _id(body.get("source")) for body in bodies if body.get("purpose") == "identifying"
        ]
        span = Span(
            name,
            "",
            "",
            labels[0] if labels else str(motivation or "highlighting"),
            tuple(sorted(_fragment(target.get("selector"), text) for target in targets)),
            attributes,
            actors[0] if actors and actors[0] in work.actors else None,
            "\n".join(notes) or None,
            origin="import",
        )
        if len(labels) > 1:
            reason = f"{name} has further labels, which are left out: {', '.join(labels[1:])}."
            self.refused.append(Refused(where, reason))
        work.spans.append(span)
        if name:
            self._owners[name] = (source, creator)

    def _work_on(self, source: str, creator: str | None) -> _Work:
        if source not in self.texts:
            file = source_file(self.path, source)
            if file is None:
                raise FormatError(f'Its text is not here: "{source}" is no .txt file beside it.')
            self.texts[source] = text_at(file)
        return self.work.setdefault((source, creator), _Work())


def _many(value: Any) -> list[Any]:
    """Return a value, or several, as a list: the model allows both."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _id(value: Any) -> str:
    name = value.get("id") if isinstance(value, dict) else value
    return name.removeprefix("urn:uuid:") if isinstance(name, str) else ""


def _name(value: Any) -> str | None:
    for creator in _many(value):
        if isinstance(creator, str) and creator:
            return creator
        if isinstance(creator, dict):
            known = [creator.get(entry) for entry in ("name", "nickname", "email", "id")]
            return next((one for one in known if isinstance(one, str) and one), None)
    return None


def _fragment(selector: Any, text: str) -> Fragment:
    """Return the place that selectors give, with the quote to hold it against."""
    selectors = {one.get("type"): one for one in _many(selector) if isinstance(one, dict)}
    place = selectors.get("TextPositionSelector", {})
    start, end = place.get("start"), place.get("end")
    if match := _CHARACTERS.fullmatch(str(selectors.get("FragmentSelector", {}).get("value"))):
        start, end = int(match[1]), int(match[2])
    said = selectors.get("TextQuoteSelector", {})
    quote = said.get("exact")
    if type(start) is int and type(end) is int:
        usual = text[max(start, 0) : max(end, 0)]
        return Fragment(start, end, quote if isinstance(quote, str) else usual)
    if not isinstance(quote, str) or not quote:
        raise FormatError("An annotation has neither a position nor a quote in its text.")
    before, after = (s if isinstance(s := said.get(n), str) else "" for n in ("prefix", "suffix"))
    whole = f"{before}{quote}{after}"
    if text.count(whole) != 1:
        raise FormatError(f"{quote!r} is not there once, and only once, in the text.")
    start = text.index(whole) + len(before)
    return Fragment(start, start + len(quote), quote)


def _attributes(value: Any) -> dict[str, AttributeValue]:
    found: dict[str, AttributeValue] = {}
    for name, answer in value.items() if isinstance(value, dict) else ():
        if isinstance(answer, list) and all(isinstance(one, str) for one in answer):
            found[name] = tuple(answer)
        elif isinstance(answer, str | bool | int | float):
            found[name] = answer
    return found


def _actor(value: Any) -> Actor | None:
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        return None
    texts = {n: v for n in ("kind", "kb_id", "note") if isinstance(v := value.get(n), str)}
    aliases = tuple(one for one in _many(value.get("aliases")) if isinstance(one, str))
    return Actor(_id(value.get("id")), value["name"], aliases=aliases, **texts)
