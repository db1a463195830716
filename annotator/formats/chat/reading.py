"""Conversations to sheets: what an answer quotes is brought back to its place in the article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.chat.writing import places_of
from annotator.formats.json.articles import article_with
from annotator.formats.json.fields import JsonObject
from annotator.formats.json.records import records
from annotator.formats.sheet import Refused, Sheet
from annotator.model import Actor, Fragment, Relation, Span


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield a sheet for the windows of each article, or why an answer is none.

    The windows of an article have to follow each other. A line without metadata is an article of
    its own.
    """
    begun: _Article | None = None
    for found in records(path):
        if isinstance(found, Refused):
            yield found
            continue
        where, values = found
        try:
            window = _window(values)
            if begun is not None and not begun.goes_on_with(window):
                yield begun.broken_off()
                begun = None
            begun = begun or _Article(where, window)
            yield from begun.add(where, window)
        except FormatError as error:
            yield Refused(where, str(error))
            begun = None
            continue
        if begun.whole:
            yield begun.sheet()
            begun = None
    if begun is not None:
        yield begun.broken_off()


@dataclass(slots=True)
class _Window:
    """One conversation: the text that was shown, from where on in the article, and the answer."""

    text: str
    answer: str
    start: int
    length: int
    annotator: str | None
    facts: dict[str, Any]

    @property
    def key(self) -> tuple[str | None, str | None, int]:
        return self.facts.get("id"), self.annotator, self.length


def _window(values: dict[str, Any]) -> _Window:
    line = JsonObject(values, "", [])
    said: dict[str, str] = {}
    for entry in line.each("messages", lambda message: message):
        role, content = entry.text("role"), entry.text("content")
        if role and content is not None:
            said[role] = content
    if "user" not in said or "assistant" not in said:
        raise FormatError('The conversation has no message of a "user" and an "assistant" in it.')
    about = line.inner("metadata")
    place = about.many("window")
    length = about.number("length")
    match place:
        case [int(start), int(_)] if length is not None:
            pass
        case []:
            start, length = 0, len(said["user"])
        case _:
            raise FormatError('"metadata" has no "window" of a start and an end, and a "length".')
    return _Window(
        said["user"],
        said["assistant"],
        start,
        int(length),
        about.text("annotator"),
        about.table("article"),
    )


class _Article:
    """An article that is put together from its windows."""

    def __init__(self, where: str, first: _Window) -> None:
        self._where, self._first = where, first
        self._text = ""
        self._spans: list[Span] = []
        self._links: list[Relation] = []
        self._actors: dict[str, Actor] = {}
        if first.start != 0:
            raise FormatError(
                f"The windows of the article before character {first.start} are missing; they "
                "have to follow each other."
            )

    @property
    def whole(self) -> bool:
        return len(self._text) >= self._first.length

    def goes_on_with(self, window: _Window) -> bool:
        return window.start == len(self._text) and window.key == self._first.key

    def broken_off(self) -> Refused:
        return Refused(
            self._where,
            f"The article breaks off: its windows hold {len(self._text)} of "
            f"{self._first.length} characters. They have to follow each other.",
        )

    def add(self, where: str, window: _Window) -> Iterator[Refused]:
        answer = _Answer(window.answer, window.text, len(self._text))
        self._text += window.text
        self._spans += answer.spans
        self._links += answer.links
        self._actors |= answer.actors
        for why in answer.refused:
            yield Refused(where, why)

    def sheet(self) -> Sheet:
        article, given = article_with(self._text, self._first.facts)
        return Sheet(
            self._where,
            article,
            self._first.annotator,
            spans=tuple(self._spans),
            relations=tuple(self._links),
            actors=tuple(self._actors.values()),
            given=given,
        )


class _Answer:
    """What an answer says of a window that begins at ``start`` in its article.

    Raises ``FormatError`` for what is no answer; a span or link that can't be found is refused.
    """

    def __init__(self, said: str, text: str, start: int) -> None:
        self._text, self._start = text, start
        self.spans: list[Span] = []
        self.links: list[Relation] = []
        self.actors: dict[str, Actor] = {}
        self.refused: list[str] = []
        try:
            values = json.loads(said)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"The answer is no JSON: {error}.") from error
        entries = JsonObject(values, "The answer", []).each("spans", lambda entry: entry)
        for entry in entries:
            try:
                self._span(entry)
            except FormatError as error:
                self.refused.append(str(error))
        there = {span.id for span in self.spans}
        for link in self.links:
            if not {link.source, link.target} <= there:
                self.refused.append(f"A {link.type} leads from or to a span that isn't there.")
        self.links = [link for link in self.links if {link.source, link.target} <= there]

    def _span(self, entry: JsonObject) -> None:
        label, number = entry.text("label"), entry.raw("number")
        if not label or type(number) is not int:
            raise FormatError(f'{entry.place} needs a "label" and a "number".')
        name = self._name(number)
        if any(span.id == name for span in self.spans):
            raise FormatError(f"{entry.place} has the number {number}, as one before it.")
        fragments = entry.each("fragments", self._fragment)
        if not fragments:
            raise FormatError(f'{entry.place} has no "fragments".')
        actor = entry.text("actor")
        if actor is not None:
            self.actors.setdefault(actor, Actor(actor, actor))
        attributes = entry.answers()
        fragments = tuple(sorted(fragments))
        span = Span(name, "", "", label, fragments, attributes, actor=actor, origin="import")
        self.links += entry.each("links", lambda link: self._link(name, link))
        self.spans.append(span)

    def _fragment(self, entry: JsonObject) -> Fragment:
        quote, which = entry.text("text"), entry.raw("occurrence")
        if not quote:
            raise FormatError(f'{entry.place} has no "text".')
        which = 1 if which is None else which
        if type(which) is not int or which < 1:
            raise FormatError(f'{entry.place} has an "occurrence" that is no number from 1 on.')
        at = next(islice(places_of(quote, self._text), which - 1, None), None)
        if at is None:
            raise FormatError(f"{entry.place} quotes {quote!r}, which is not there {which} times.")
        place = self._start + at
        return Fragment(place, place + len(quote), quote)

    def _link(self, source: str, entry: JsonObject) -> Relation:
        kind, to = entry.text("type"), entry.raw("to")
        if not kind or type(to) is not int:
            raise FormatError(f'{entry.place} needs a "type" and a number "to".')
        return Relation("", "", "", kind, source, self._name(to), entry.answers())

    def _name(self, number: int) -> str:
        return f"{self._start}/{number}"
