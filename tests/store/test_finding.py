"""Articles are found by words, and by what is known of them and of the work on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator import Project
from annotator.errors import QueryError
from annotator.model import Actor, Article, Assignment, Change, new_id
from tests.store.conftest import cue, put


@pytest.fixture
def port(project: Project) -> Project:
    """Three articles: one labelled with an actor, one flagged with a note, one untouched."""
    actor = Actor(new_id(), "Port authority", aliases=("harbour office", "École"))
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
        ("ost", {"Frost"}),
        ("he said", {"Ferry"}),
        ('"master said"', {"Grounding"}),
        ('"said master"', set()),
        ("said -oil", {"Grounding"}),
        ("status:flagged", {"Ferry"}),
        ("status:new", {"Grounding", "Frost"}),
        ("status:new,flagged", {"Grounding", "Ferry", "Frost"}),
        ("-status:new", {"Ferry"}),
        ("label:actor", {"Grounding"}),
        ("-label:actor,cue", {"Frost"}),
        ("annotator:ann-02", {"Ferry"}),
        ("annotator:ann-02 label:actor", set()),
        ("annotator:ann-01,ann-02", {"Grounding", "Ferry"}),
        ('actor:"harbour office"', {"Grounding"}),
        ("actor:port said", {"Grounding"}),
        ("actor:ÉCOLE", {"Grounding"}),
        ("source:ferry", {"Ferry"}),
        ("date:2024-03", {"Frost"}),
        ("date:2024-01..2024-02-02", {"Grounding", "Ferry"}),
        ("date:2024-02..", {"Ferry", "Frost"}),
        ("is:doubt", {"Grounding"}),
        ("is:note", {"Ferry"}),
        ("is:empty", {"Ferry", "Frost"}),
        ("is:empty annotator:ann-02", set()),
        ("status:flagged frost", set()),
        ("", {"Grounding", "Ferry", "Frost"}),
        ("%", set()),
    ],
)
def test_a_query_finds(port: Project, query: str, titles: set[str]) -> None:
    found = port.find(query, "ann-01")
    assert {port.article(article).title for article in found.articles} == titles


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("status:dnoe", 'No status is called "dnoe"; there are new, in progress, done'),
        ("label:Clam", 'No label is called "Clam"; there is Actor, Claim, Cue, Source'),
        ("annotator:nobody", 'No annotator is called "nobody"; there is ann-01, ann-02'),
        ("is:nonsense", 'No state is called "nonsense"'),
        ("date:soon", '"soon" is no date'),
        ("odd:key", '"odd:" asks for nothing known'),
    ],
)
def test_what_cannot_be_asked_is_told(port: Project, query: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        port.find(query, "ann-01")
    assert said in str(caught.value)


def test_what_was_found_is_shown_in_its_words(port: Project) -> None:
    found = port.find("growers", "ann-01")
    [article] = found.articles
    assert port.snippet(found, article).startswith("\x02Growers\x03 lost half")
    assert port.snippet(port.find("status:new", "ann-01"), article) == ""


def test_more_articles_are_found_than_a_search_lists(project: Project) -> None:
    many = [Article(new_id(), f"Article {n}", "The harbour, again.") for n in range(250)]
    project.apply(Change("Import", "ann-01", put=many, bulk=True))
    assert len(project.find("harbour", "ann-01").articles) == 250
    assert len(project.search("harbour")) == 200


def test_values_of_conditions_are_those_of_the_project(port: Project) -> None:
    again = Article(new_id(), "Again", "The port.", source="Ferry.txt", published="2024-02-03")
    port.apply(Change("Import", "ann-01", put=[again, Actor(new_id(), "northmark")], bulk=True))
    assert port.condition_values("status")[:2] == ["new", "in progress"]
    assert port.condition_values("label") == ["Claim", "Source", "Cue", "Actor"]
    assert port.condition_values("annotator") == ["ann-01", "ann-02"]
    assert port.condition_values("actor") == ["northmark", "Port authority"]
    assert port.condition_values("source") == ["Ferry.txt", "Frost.txt", "Grounding.txt"]
    assert port.condition_values("date") == ["2024-03", "2024-02", "2024-01"]
    assert port.condition_values("is") == ["doubt", "note", "empty"]
