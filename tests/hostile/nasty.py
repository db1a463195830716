"""A project full of texts that look like markup, formulas and commands."""

from __future__ import annotations

from pathlib import Path

from annotator import Project
from annotator.model import (
    Actor,
    Article,
    Assignment,
    Change,
    Fragment,
    Record,
    Relation,
    Scheme,
    Span,
    Zone,
    new_id,
)
from annotator.model.codebook import parse_scheme

MARK = "<img src='{trap}'><h1>&lt;b&gt;&amp;</h1><a href='{trap}'>x</a>"
BIDI = "\u202e\u2066\u200f\u061c\u2069\ufeff\u200b\u00ad"
TERMINAL = "\x1b[31m\x07\x9b2J"


LONG = "W" * 10_000


def named(trap: Path, what: str) -> str:
    return f"{what} {MARK.format(trap=trap.as_uri())} {BIDI}"


def scheme(text: str) -> Scheme:
    said = text.replace("\\", "").replace('"', "'")
    return parse_scheme(
        f"""
name = "nasty"
title = "{said}"

[[label]]
name = "Claim {said}"
key = "1"
colour = "#0072B2"
definition = "{said}"
examples = ["{said}"]

[[label.attribute]]
name = "Stance {said}"
kind = "choice"
values = ["{said}", "denies"]
required = true
definition = "{said}"

[[label.attribute]]
name = "Words"
kind = "text"
definition = "{said}"

[[label]]
name = "Source {said}"
register = true
definition = "{said}"

[[relation]]
name = "by {said}"
from = ["Claim {said}"]
to = ["Source {said}"]

[[check]]
zones = ["boilerplate"]
message = "{said}"
""",
        where="nasty",
    )


def nasty_project(tmp_path: Path, trap: Path, *, tail: str = "") -> Path:
    """Make the project in a folder, and with a name, that are no better.

    Every name, label, note and title in it ends in ``tail``.
    """

    def nasty(trap: Path, what: str) -> str:
        return named(trap, what) + tail

    folder = tmp_path / "a<b>&c"
    folder.mkdir()
    path = folder / "p<img src=x>&amp;.annotator"
    book = scheme(nasty(trap, ""))
    claim, source = (label.name for label in book.labels)
    stance = book.labels[0].attributes[0].name
    text = f"Head {MARK.format(trap=trap.as_uri())}\n\nHe said it. {nasty(trap, 'x')}\n" * 3
    people = [nasty(trap, who) for who in ("Ann", "Bob")]
    huawei = Actor(
        new_id(),
        nasty(trap, "Huawei"),
        nasty(trap, "kind"),
        (nasty(trap, "alias"),),
        nasty(trap, "Q"),
        nasty(trap, "note"),
    )
    articles = [
        Article(
            new_id(),
            nasty(trap, "Title") + "T" * long,
            text,
            source=nasty(trap, "source"),
            url=nasty(trap, "url"),
            byline=nasty(trap, "byline"),
            published=nasty(trap, "2026"),
            language="en",
            metadata={nasty(trap, "key"): nasty(trap, "value")},
            zones=(Zone("body", 10, len(text)),),
        )
        for long in (0, 10_000)
    ]
    with Project.create(path, book, name=nasty(trap, "Project")) as project:
        project.apply(Change("Import", people[0], put=[*articles, huawei], bulk=True))
        for number, who in enumerate((*people, "gold")):
            records: list[Record] = []
            for article in articles:
                at = text.index("He said")
                cut = at + 7 + 3 * (number % 2)
                first, second = new_id(), new_id()
                records += [
                    Span(
                        *(first, article.id, who, claim),
                        (Fragment(at, cut, text[at:cut]),),
                        attributes={
                            stance: "denies" if number else book.labels[0].attributes[0].values[0]
                        },
                        note=nasty(trap, "note"),
                        doubt=True,
                    ),
                    Span(
                        *(second, article.id, who, source),
                        (Fragment(0, 4, "Head"),),
                        actor=huawei.id,
                    ),
                    Relation(new_id(), article.id, who, book.relations[0].name, first, second),
                    Assignment(article.id, who, "done", 1.0, nasty(trap, "note")),
                ]
            project.apply(Change(nasty(trap, "Mark"), who, put=records))
    return path
