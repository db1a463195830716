"""What a project file has beside its sources: users, codes, variables, cases, notes and links."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator.formats.refi.codes import Code, read_codes
from annotator.formats.refi.names import CONTINUES, id_of
from annotator.formats.xml.reading import Element
from annotator.model import Actor

#: The elements that make up a book.
ELEMENTS = ("User", "Code", "Variable", "Case", "Note", "Link")


@dataclass(slots=True)
class Book:
    """All of it, by id.

    ``continues`` leads from a further fragment to its span's first one, ``mentions`` from a
    selection to the case it belongs to; ``links`` are by their origin.
    """

    users: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    mentions: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Element] = field(default_factory=dict)
    continues: dict[str, str] = field(default_factory=dict)
    links: dict[str, list[Element]] = field(default_factory=dict)

    def values(self, owner: Element) -> dict[str, str]:
        """Return the values of a source's or a case's variables, by their names."""
        known = {}
        for value in owner.all("VariableValue"):
            reference = value.first("VariableRef")
            name = self.variables.get(target(reference)) if reference else None
            texts = [child.text for child in value.children if child is not reference]
            if name and texts:
                known[name] = texts[0]
        return known

    def unmentioned(self) -> Iterator[Actor]:
        """Yield the cases that no selection belongs to."""
        mentioned = set(self.mentions.values())
        return (actor for key, actor in self.actors.items() if key not in mentioned)


def read_book(found: Iterable[Element]) -> Book:
    """Make a book of the elements."""
    book = Book()
    codes, cases = [], []
    for one in found:
        key, name = own_id(one), one.attributes.get("name", "").strip()
        match one.name:
            case "User":
                book.users[key] = name or one.attributes.get("id") or key
            case "Code":
                codes.append(one)
            case "Variable":
                book.variables[key] = name
            case "Case":
                cases.append(one)
            case "Note":
                book.notes[key] = one
            case "Link" if name == CONTINUES:
                book.continues[id_of(one.attributes.get("targetGUID", ""))] = _origin(one)
            case "Link":
                book.links.setdefault(_origin(one), []).append(one)
    book.codes = read_codes(codes)
    for case in cases:
        _add_case(case, book)
    return book


def own_id(element: Element) -> str:
    """Return the id of an element; empty if it has none."""
    return id_of(element.attributes.get("guid", ""))


def target(reference: Element) -> str:
    """Return the id that a reference leads to; empty if it has none."""
    return id_of(reference.attributes.get("targetGUID", ""))


def _origin(link: Element) -> str:
    return id_of(link.attributes.get("originGUID", ""))


def _add_case(case: Element, book: Book) -> None:
    key, known = own_id(case), book.values(case)
    book.actors[key] = Actor(
        id=key,
        name=case.attributes.get("name", "").strip() or key,
        kind=known.get("kind"),
        aliases=_names(known.get("aliases")),
        kb_id=known.get("kb_id"),
        note=case.said("Description") or None,
    )
    for mention in case.all("SelectionRef"):
        book.mentions[target(mention)] = key


def _names(said: str | None) -> tuple[str, ...]:
    """Read a list of names, which is JSON where we wrote it, and may be one name elsewhere."""
    try:
        names = json.loads(said or "[]")
    except (ValueError, RecursionError):
        names = [said]
    is_list = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return tuple(names) if is_list else (str(said),)
