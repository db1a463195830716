"""Articles are found by words, and by what is known of them and of the work on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator import Project
from annotator.model import Actor, Article, Assignment, Change, new_id
from annotator.store.finding import parse_query
from tests.store.conftest import cue, put


@pytest.fixture
def port(project: Project) -> Project:
    """Three articles: one labelled with an actor, one flagged with a note, one untouched."""
    actor = Actor(new_id(), "Port authority", aliases=("harbour office",))
    texts = {
        "Grounding": "The harbour master said so.",
        "Ferry": "It sails on oil, he said there.",
        "Frost": "Growers lost half of it.",
    }
    made = [
        Article(f"{n}" * 36, title, text, source=f"{title}.txt", published=f"2024-0{n + 1}-02")
        for n, (title, text) in enumerate(texts.items())
    ]
    project.apply(Change("Import", "ann-01", put=made, bulk=True))
    named = replace(cue(made[0], 4, 11), label="Actor", actor=actor.id, doubt=True)
    project.apply(Change("Mark", "ann-01", put=[actor, named]))
    project.apply(
        Change("Flag", "ann-01", put=[Assignment(made[1].id, "ann-01", "flagged", 0, "?")])
    )
    project.apply(put(cue(made[1], 0, 2, annotator="ann-02"), annotator="ann-02"))
    return project


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("said", {"Grounding", "Ferry"}),
        ("fro", {"Frost"}),
        ("status:flagged", {"Ferry"}),
        ("status:new", {"Grounding", "Frost"}),
        ("label:actor", {"Grounding"}),
        ("annotator:ann-02", {"Ferry"}),
        ('actor:"harbour office"', {"Grounding"}),
        ("actor:port said", {"Grounding"}),
        ("source:ferry", {"Ferry"}),
        ("date:2024-03", {"Frost"}),
        ("is:doubt", {"Grounding"}),
        ("is:note", {"Ferry"}),
        ("is:nonsense", set()),
        ("status:flagged frost", set()),
        ("odd:key", set()),
        ("%", set()),
    ],
)
def test_a_query_finds(port: Project, query: str, titles: set[str]) -> None:
    found = port.find(query, "ann-01")
    assert {port.article(article).title for article in found.articles} == titles


def test_what_was_found_is_shown_in_its_words(port: Project) -> None:
    [snippet] = port.find("growers", "ann-01").snippets.values()
    assert snippet.startswith("\x02Growers\x03 lost half")


def test_a_query_is_read_in_words_and_conditions() -> None:
    query = parse_query('port status:done actor:"the \'x" 10:30 "two words"')
    assert query.words == 'port 10:30 "two words"'
    assert query.conditions == (("status", "done"), ("actor", "the 'x"))
    assert parse_query("").conditions == ()
