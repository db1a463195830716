"""Sheets to a project: texts go into the archive as they come, the rest is put together behind.

In memory there is only one article at a time, and 16 bytes for each mention of an actor.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from annotator.formats.files import replacing
from annotator.formats.fitting import Fitted, Losses, fitted
from annotator.formats.format import Terms
from annotator.formats.holds import Holds
from annotator.formats.jsonl.writing import dumped
from annotator.formats.refi.codes import WrittenCodes
from annotator.formats.refi.names import (
    CONTINUES,
    ENTRY,
    FACTS,
    INTERNAL,
    NAMESPACE,
    PROJECT,
    SOURCES,
    guid,
)
from annotator.formats.sheet import Sheet
from annotator.formats.xml.fitting import fitted_for_xml
from annotator.formats.xml.writing import HEAD, element, opening
from annotator.formats.zips import adding, packed
from annotator.model import Actor, Article, AttributeValue, Scheme, Span


def fit(sheet: Sheet, holds: Holds, terms: Terms) -> Fitted:
    """Return the sheet without what the format can't hold, and without an empty layer."""
    result = fitted(sheet, holds, terms.scheme)
    losses = Losses(sheet)
    sheet = result.sheet
    if sheet.role is not None:
        losses.of_layer("roles", f"role {sheet.role}", "It is left out.")
    if sheet.annotator is not None and not sheet.spans:
        losses.of_layer("layers", "a layer without spans", "It is left out.")
        sheet = replace(sheet, annotator=None)
    text = sheet.article.text
    fit = fitted_for_xml(replace(sheet, role=None))
    # The text is a file of its own, which can hold anything.
    article = replace(fit.sheet.article, text=text)
    spans = tuple(_as_in(text, span) for span in fit.sheet.spans)
    unfit = (loss for loss in fit.losses if loss.kind != "text")
    sheet = replace(fit.sheet, article=article, spans=spans)
    return Fitted(sheet, (*result.losses, *losses.rows, *unfit))


def _as_in(text: str, span: Span) -> Span:
    fragments = (replace(f, quote=text[f.start : f.end]) for f in span.fragments)
    return replace(span, fragments=tuple(fragments))


def write(sheets: Iterable[Sheet], to: Path, scheme: Scheme) -> None:
    """Write a project with a text for each article."""
    with replacing(to) as handle, packed(handle) as archive, ExitStack() as stack:
        spools = {
            name: stack.enter_context(TemporaryFile()) for name in ("Sources", "Notes", "Links")
        }
        parts = _Parts(WrittenCodes(scheme), spools)
        for _, layers in groupby(sheets, key=lambda sheet: sheet.article.id):
            article = parts.add(list(layers))
            with adding(archive, f"{SOURCES}/{guid(article.id)}.txt") as file:
                file.write(article.text.encode())
        with adding(archive, PROJECT) as file:
            parts.finish(file, scheme.title or scheme.name)


class _Parts:
    """The parts of the project file that grow side by side, each in a spool of its own."""

    def __init__(self, codes: WrittenCodes, spools: Mapping[str, IO[bytes]]) -> None:
        self._codes = codes
        self._spools = spools
        self._users: dict[str, str] = {}
        self._actors: dict[str, Actor] = {}
        self._mentions: dict[str, bytearray] = {}

    def add(self, layers: list[Sheet]) -> Article:
        """Take the layers of one article."""
        article = layers[0].article
        inside: list[str] = []
        for sheet in layers:
            user = None if sheet.annotator is None else guid("user", sheet.annotator)
            self._users |= {user: sheet.annotator} if user and sheet.annotator else {}
            self._actors |= {actor.id: actor for actor in sheet.actors}
            for span in sheet.spans:
                inside += self._selections(span, user)
            for link in sheet.relations:
                notes = list(self._notes(link.id, link.type, link.attributes))
                self._link(guid(link.id), link.type, guid(link.source), guid(link.target), notes)
        known = {name: getattr(article, name) for name in FACTS if name != "metadata"}
        known |= {"metadata": dumped(dict(article.metadata), article)} if article.metadata else {}
        name = guid(article.id)
        path = f"{INTERNAL}{name}.txt"
        source = {"guid": name, "name": article.title, "plainTextPath": path}
        self._put("Sources", element("TextSource", source, [*inside, *_values(known)]))
        return article

    def finish(self, file: IO[bytes], name: str) -> None:
        """Write the whole project file."""
        users = [
            element("User", {"guid": key, "name": self._users[key]}) for key in sorted(self._users)
        ]
        variables = [
            element("Variable", {"guid": guid("variable", n), "name": n, "typeOfVariable": "Text"})
            for n in (*FACTS, *ENTRY)
        ]
        head = {"xmlns": NAMESPACE, "name": name, "origin": "annotator"}
        file.write((HEAD + opening("Project", head)).encode())
        _say(file, "Users", users)
        file.write(self._codes.written().encode())
        _say(file, "Variables", variables)
        _say(file, "Cases", (self._case(self._actors[key]) for key in sorted(self._actors)))
        for part, spool in self._spools.items():
            if spool.tell():
                spool.seek(0)
                file.write(f"\n<{part}>\n".encode())
                shutil.copyfileobj(spool, file)
                file.write(f"</{part}>".encode())
        file.write(b"\n</Project>\n")

    def _put(self, part: str, text: str) -> None:
        self._spools[part].write(f"{text}\n".encode())

    def _selections(self, span: Span, user: str | None) -> Iterator[str]:
        """Yield a selection for each fragment; the first has the span's note and free answers."""
        first = guid(span.id)
        codes = self._codes.of(span)
        inside = [element("Description", None, span.note)] if span.note else []
        notes = list(self._notes(span.id, span.label, self._codes.in_words(span)))
        for number, fragment in enumerate(span.fragments):
            here = first if number == 0 else guid(span.id, str(number))
            if number:
                self._link(guid(here, CONTINUES), CONTINUES, first, here)
            inside += [_coding(here, code, user) for code in codes]
            place = {
                "guid": here,
                "name": fragment.quote,
                "startPosition": str(fragment.start),
                "endPosition": str(fragment.end),
                "creatingUser": user,
            }
            yield "\n" + element("PlainTextSelection", place, inside + notes)
            inside, notes = [], []
        if span.actor is not None:
            self._mentions.setdefault(span.actor, bytearray()).extend(UUID(first).bytes)

    def _link(
        self, key: str, name: str, origin: str, target: str, inside: Iterable[str] = ()
    ) -> None:
        link = {"guid": key, "name": name, "direction": "OneWay"}
        self._put(
            "Links", element("Link", link | {"originGUID": origin, "targetGUID": target}, inside)
        )

    def _notes(self, owner: str, kind: str, answers: Mapping[str, AttributeValue]) -> Iterator[str]:
        """Write answers as notes, and yield the references to them."""
        for name, value in answers.items():
            key = guid(owner, "note", name)
            said = str(value).lower() if isinstance(value, bool) else str(value)
            text = element("PlainTextContent", None, said)
            self._put("Notes", element("Note", {"guid": key, "name": f"{kind}.{name}"}, [text]))
            yield element("NoteRef", {"targetGUID": key})

    def _case(self, actor: Actor) -> str:
        known = {"kind": actor.kind, "kb_id": actor.kb_id}
        if actor.aliases:
            known["aliases"] = json.dumps(actor.aliases, ensure_ascii=False)
        inside = [element("Description", None, actor.note)] if actor.note else []
        inside += _values(known)
        mentions = self._mentions.get(actor.id, b"")
        for at in range(0, len(mentions), 16):
            key = str(UUID(bytes=bytes(mentions[at : at + 16])))
            inside.append(element("SelectionRef", {"targetGUID": key}))
        return element("Case", {"guid": guid(actor.id), "name": actor.name}, inside)


def _coding(here: str, code: str, user: str | None) -> str:
    coding = {"guid": guid(here, code), "creatingUser": user}
    return element("Coding", coding, [element("CodeRef", {"targetGUID": code})])


def _values(known: Mapping[str, str | None]) -> list[str]:
    return [
        element(
            "VariableValue",
            None,
            [
                element("VariableRef", {"targetGUID": guid("variable", name)}),
                element("TextValue", None, value),
            ],
        )
        for name, value in known.items()
        if value
    ]


def _say(file: IO[bytes], name: str, inside: Iterable[str]) -> None:
    """Write a list, unless it is empty: then it must not be there."""
    begun = False
    for one in inside:
        file.write(("" if begun else f"\n<{name}>\n").encode() + one.encode() + b"\n")
        begun = True
    if begun:
        file.write(f"</{name}>".encode())
