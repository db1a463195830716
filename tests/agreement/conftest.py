"""A project that three people labelled, much alike but not quite."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import Project
from annotator.model import (
    Actor,
    Article,
    Assignment,
    Change,
    Fragment,
    Relation,
    Span,
    new_id,
)

PEOPLE = ("ann-01", "ann-02", "ann-03")
WORDS = ["harbour", "ferry", "said,", '"safe"', "the", "minister", "𝕏-ray", "آب", "船", "fog"]


def span(
    article: Article, who: str, label: str, *pieces: tuple[int, int], actor: str | None = None
) -> Span:
    """Make a span of someone's over some stretches of the text."""
    fragments = tuple(Fragment(s, e, article.text[s:e]) for s, e in pieces)
    return Span(new_id(), article.id, who, label, fragments, actor=actor)


def article(number: int, chance: random.Random) -> Article:
    words = [chance.choice(WORDS) for _ in range(80)]
    return Article(new_id(), f"Article {number}", " ".join(words) + ".")


def layer(
    one: Article, who: str, chance: random.Random, actors: list[Actor]
) -> list[Span | Relation | Assignment]:
    """Label an article: claims (some nested, some in two pieces), sources, actors and links."""
    places = [(0, 0)]
    for word in one.text.split(" "):
        start = places[-1][1] + (len(places) > 1)
        places.append((start, start + len(word)))
    places = places[1:]
    records: list[Span | Relation | Assignment] = [Assignment(one.id, who, "done")]
    for first in range(0, 70, 10):
        if chance.random() < 0.15:
            continue
        last = first + 5 + (chance.random() < 0.2)
        pieces = [(places[first][0], places[last][1])]
        if first % 20 == 0:
            pieces = [
                (places[first][0], places[first + 2][1]),
                (places[first + 4][0], places[last][1]),
            ]
        claim = span(one, who, "Claim", *pieces)
        source = span(one, who, "Source", places[first + 8])
        records += [claim, source]
        if chance.random() < 0.8:
            records.append(Relation(new_id(), one.id, who, "attributed_to", claim.id, source.id))
        if chance.random() < 0.7:
            records.append(span(one, who, "Claim", places[first + 1]))
        if chance.random() < 0.8:
            actor = actors[(first // 10 + (chance.random() < 0.2)) % len(actors)]
            records.append(span(one, who, "Actor", places[first + 2], actor=actor.id))
    return [
        Span(
            **{
                **{name: getattr(r, name) for name in Span.__slots__},
                "attributes": {"quotation": chance.choice(["direct", "direct", "indirect"])},
            }
        )
        if isinstance(r, Span) and r.label == "Claim"
        else r
        for r in records
    ]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Six articles: four done by all, one by one person, one that one person hasn't finished."""
    chance = random.Random(7)
    with Project.create(tmp_path / "talks.annotator") as project:
        actors = [Actor(new_id(), name) for name in ("Huawei", "Northmark", "The port")]
        articles = [article(n, chance) for n in range(6)]
        project.apply(Change("Set up", "lead", put=[*actors, *articles]))
        for number, one in enumerate(articles):
            for who in PEOPLE:
                if (number == 4 and who != "ann-01") or (number == 5 and who == "ann-03"):
                    continue
                records = layer(one, who, chance, actors)
                if number == 5 and who == "ann-02":
                    records[0] = Assignment(one.id, who, "started")
                project.apply(Change("Label", who, put=records))
        yield project
