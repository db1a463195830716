"""A small project with everything that formats tend to lose, and how to compare two projects.

What it holds is told in plain values, so that formats are judged without their own code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator import Project
from annotator.formats import Sheet
from annotator.model import (
    Actor,
    Annotator,
    Article,
    Assignment,
    AttributeValue,
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

SCHEME = """
name = "hard"

[[label]]
name = "Claim"
colour = "#0072B2"

[[label.attribute]]
name = "stance"
kind = "choice"
values = ["asserts", "denies outright", "zweifelt ❓"]

[[label.attribute]]
name = "themes"
kind = "multi-choice"
values = ["sea", "land and air", "=cmd()"]

[[label.attribute]]
name = "checkworthy"
kind = "flag"

[[label.attribute]]
name = "weight"
kind = "number"

[[label.attribute]]
name = "gist: in words"
kind = "text"

[[label]]
name = "Wer spricht"
register = true

[[label]]
name = "Cue"

[[relation]]
name = "attributed_to"
from = ["Claim"]
to = ["Wer spricht"]

[[relation.attribute]]
name = "sure"
kind = "flag"

[[relation.attribute]]
name = "how"
kind = "choice"
values = ["openly", "in a roundabout way"]

[[relation]]
name = "cued by"
from = ["Claim"]
to = ["Cue"]

[[relation]]
name = "answers"
from = ["Claim"]
to = ["Claim"]
"""

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
ZOE = "Zoë O’Brien-Cafe\u0301"
HARD = (
    "«Kafé 😀 zu»\r\n\r\n"
    f"“The {FAMILY} ferry\u00a0sank,” said {ZOE}. “It was 🇯🇵 late.”\r\n"
    "وقال المدير: «لن نغادر». 社長は「船は沈まない」と述べた。\n"
    "\u2028<b>Bold</b> & \"quoted\"\t'said' \\n; T1\tClaim 0 4\n"
    "one two three four five six seven"
)
TWIN = "Ferry late\n\nNobody said why.\n"
OTHER = "Ferry late\n\nSomebody knew why: fog.\n"
BARE = "Nobody has read this one."

Facts = dict[str, Any]


def scheme() -> Scheme:
    return parse_scheme(SCHEME, where="The hard scheme")


def hard_project(path: Path) -> Project:
    project = Project.create(path, scheme())
    project.apply(Change("Fill", "ann-01", put=list(_records())))
    return project


def _records() -> Iterator[Record]:
    zoe = Actor(new_id(), ZOE, "person", ("Z. O.", "Zoë"), "Q42", "the mate")
    boss = Actor(new_id(), "المدير", kb_id="Wikidata:Q7")
    plain = Actor(new_id(), "the reporter")
    yield from (zoe, boss, plain, Actor(new_id(), "mentioned nowhere", "ghost"))
    yield Annotator(new_id(), "tagger", "model")
    hard = Article(
        new_id(),
        'Kafé: "zu" / <Fähre>',
        HARD,
        source="The Daily\tNews",
        url="https://example.org/a?b=1&c=2",
        byline="A. Reporter",
        published="2026-03-02",
        language="en",
        metadata={"wire": True, "section": "Häfen", "pages": [1, 2], "none": None},
        zones=(Zone("title", 0, 11), Zone("body", 15, len(HARD))),
    )
    first = Article(new_id(), "Ferry late", TWIN)
    second = Article(new_id(), "ferry late", OTHER, revision_of=first.id)
    nobody = Article(new_id(), "../../etc/passwd", BARE)
    yield from (hard, first, second, nobody)
    for name, status in (("ann-01", "done"), ("Zoë B.", "flagged"), ("gold", "done")):
        yield from _layer(hard, name, zoe, boss, plain)
        yield Assignment(hard.id, name, status, 12.5 if name == "gold" else 0.0, "a note\non it")
    said = Span(
        new_id(),
        first.id,
        "tagger",
        "Cue",
        _at(TWIN, "said"),
        origin="suggestion",
        score=0.25,
    )
    yield from (said, Assignment(first.id, "tagger", "started"))
    yield from (Assignment(article.id, "ann-01", "done") for article in (first, second))


def _layer(
    article: Article, annotator: str, zoe: Actor, boss: Actor, plain: Actor
) -> Iterator[Record]:
    def span(label: str, *quotes: str, **more: Any) -> Span:
        return Span(new_id(), article.id, annotator, label, _at(HARD, *quotes), **more)

    attributes: dict[str, AttributeValue] = {
        "stance": "denies outright",
        "themes": ("sea", "=cmd()"),
        "checkworthy": True,
        "weight": 0.5,
        "gist: in words": 'It "sank";\n a, b = c\t— 😀',
    }
    split = span(
        "Claim", f"“The {FAMILY} ferry\u00a0sank,”", "“It was 🇯🇵 late.”", attributes=attributes
    )
    nested = span("Claim", "ferry\u00a0sank", note="inside\nthe other: T1\t#1", doubt=True)
    source = span("Wer spricht", ZOE, actor=zoe.id)
    cue = span("Cue", "said", note="a cue")
    others: dict[str, AttributeValue] = {"stance": "zweifelt ❓", "weight": 7, "checkworthy": False}
    arabic = span("Claim", "«لن نغادر»", attributes=others)
    manager = span("Wer spricht", "المدير", actor=boss.id)
    themes: dict[str, AttributeValue] = {"themes": ("land and air",)}
    japanese = span("Claim", "「船は沈まない」", attributes=themes, origin="import")
    crossing = span("Claim", "one two three four", score=0.75, origin="suggestion")
    crossed = span("Cue", "three four five", "seven")
    longest = span("Wer spricht", "two three four five six", actor=plain.id)
    over_lines = span("Cue", "zu»\r\n\r\n“The")
    whole = span("Cue", "<b>Bold</b> & \"quoted\"\t'said' \\n; T1\tClaim 0 4")
    spans = (split, nested, source, cue, arabic, manager, japanese, crossing, crossed, longest)
    yield from (*spans, over_lines, whole)
    links = (
        (split, "attributed_to", source, {"sure": True, "how": "in a roundabout way"}),
        (nested, "attributed_to", source, {"sure": False}),
        (arabic, "attributed_to", manager, {}),
        (split, "cued by", cue, {}),
        (arabic, "answers", split, {}),
        (split, "answers", arabic, {}),
        (crossing, "cued by", crossed, {}),
    )
    for start, kind, end, answers in links:
        yield Relation(new_id(), article.id, annotator, kind, start.id, end.id, answers)


def _at(text: str, *quotes: str) -> tuple[Fragment, ...]:
    return tuple(Fragment(text.index(q), text.index(q) + len(q), q) for q in quotes)


def facts(sheets: Iterable[Sheet], *, titles: bool = True, ids: bool = True) -> dict[Any, Any]:
    """Tell everything in some sheets in plain values, the same for sheets that say the same.

    With ``titles`` the articles' titles count as well; ids never do, but for what they join.
    """
    told: dict[Any, Any] = {}
    sheets = list(sheets)
    texts = {sheet.article.id: sheet.article.text for sheet in sheets}
    for sheet in sheets:
        article = sheet.article
        told[article.text] = {
            "title": article.title if titles else None,
            "source": article.source,
            "url": article.url,
            "byline": article.byline,
            "published": article.published,
            "language": article.language,
            "metadata": dict(article.metadata),
            "zones": article.zones,
            "revision of": article.revision_of and texts[article.revision_of],
        }
        told.setdefault("actors", set()).update(_actor(actor) for actor in sheet.actors)
        annotator = sheet.annotator or ("import" if sheet.spans else None)
        if annotator is None:
            continue
        layer = told.setdefault((article.text, annotator), _empty_layer())
        layer["status"] = sheet.status or ("done" if sheet.spans else "new")
        layer["role"] = sheet.role if annotator != "import" else None
        layer["seconds"], layer["note"] = sheet.seconds, sheet.note
        layer["spans"] += Counter(map(repr, (_span(sheet, span) for span in sheet.spans)))
        layer["relations"] += Counter(repr(_relation(sheet, link)) for link in sheet.relations)
    return told


def _empty_layer() -> Facts:
    return {"spans": Counter(), "relations": Counter()}


def _span(sheet: Sheet, span: Span) -> tuple[Any, ...]:
    actor = next((_actor(one) for one in sheet.actors if one.id == span.actor), None)
    attributes = sorted(span.attributes.items())
    return (*_place(span), attributes, actor, span.note, span.doubt, span.origin, span.score)


def _relation(sheet: Sheet, link: Relation) -> tuple[Any, ...]:
    ends = {span.id: _place(span) for span in sheet.spans}
    return link.type, ends[link.source], ends[link.target], sorted(link.attributes.items())


def _place(span: Span) -> tuple[str, list[tuple[int, int]]]:
    return span.label, [(fragment.start, fragment.end) for fragment in span.fragments]


def _actor(actor: Actor) -> tuple[Any, ...]:
    return actor.name, actor.kind, actor.aliases, actor.kb_id, actor.note
