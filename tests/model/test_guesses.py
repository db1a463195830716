"""What the text itself answers: quotation marks, pronouns."""

from __future__ import annotations

import pytest

from annotator.errors import SchemeError
from annotator.model import Actor, Article, Assignment, Layer, Scheme
from annotator.model.codebook import parse_scheme
from annotator.model.edits import (
    add_fragment,
    add_span,
    move_edge,
    relabel,
    remove_fragment,
    set_attribute,
)
from annotator.model.guesses import foreseen
from tests.model.test_edits import follow, mark

TEXT = 'She said: "It is safe. We know." He had called it a "cold war" before.\n“And so it goes.'


@pytest.mark.parametrize(
    ("label", "quote", "name", "answer"),
    [
        ("Claim", '"It is safe. We know."', "quotation", "direct"),
        ("Claim", "We know", "quotation", "direct"),
        ("Claim", 'called it a "cold war" before', "quotation", "mixed"),
        ("Claim", "He had called it", "quotation", None),
        ("Claim", "And so it goes", "quotation", "direct"),
        ("Source", "She", "naming", "pronoun"),
        ("Source", "war", "naming", "named"),
    ],
)
def test_a_new_span_begins_with_what_its_text_shows(
    scheme: Scheme, label: str, quote: str, name: str, answer: str | None
) -> None:
    layer = Layer(Article("a", "t", TEXT, language="en"), Assignment("a", "me"))
    start = TEXT.index(quote)
    change = add_span(layer, scheme, label, start, start + len(quote))
    [span] = [record for record in change.put if hasattr(record, "attributes")]
    assert span.attributes.get(name) == answer


@pytest.fixture
def news(scheme: Scheme) -> Layer:
    return Layer(Article("a", "t", TEXT, language="en"), Assignment("a", "me"))


def test_what_the_text_gave_it_gives_anew_for_other_pieces(news: Layer, scheme: Scheme) -> None:
    mark(news, scheme, "Claim", '"It is safe. We know."')
    more = TEXT.index("He had called")
    follow(news, add_fragment(news, scheme, news.spans[0], more, more + 6))
    assert news.spans[0].attributes["quotation"] == "mixed"
    follow(news, remove_fragment(news, scheme, news.spans[0], 0))
    assert "quotation" not in news.spans[0].attributes
    follow(news, move_edge(news, scheme, news.spans[0], 0, "end", TEXT.index(" before")))
    assert list(news.spans[0].attributes)[:2] == ["quotation", "stance"]
    assert news.spans[0].attributes["quotation"] == "mixed"


def test_what_somebody_answered_stays_whatever_the_pieces(news: Layer, scheme: Scheme) -> None:
    mark(news, scheme, "Claim", '"It is safe. We know."')
    more = TEXT.index("He had called")
    for answer in ("indirect", None):
        follow(news, set_attribute(news, scheme, news.spans[0], "quotation", answer))
        follow(news, add_fragment(news, scheme, news.spans[0], more, more + 6))
        assert news.spans[0].attributes.get("quotation") == answer
        follow(news, remove_fragment(news, scheme, news.spans[0], 1))


def test_another_label_begins_with_what_the_text_shows_for_it(news: Layer, scheme: Scheme) -> None:
    span = mark(news, scheme, "Actor", "She")
    follow(news, relabel(news, scheme, span, "Source", actor="harrow"))
    assert news.spans[0].attributes == {"naming": "pronoun"}
    assert news.spans[0].actor == "harrow"


def test_what_a_label_brings_is_foreseen(news: Layer, scheme: Scheme) -> None:
    actor = Actor("x", "She")
    for label, brings in (("Source", ({"naming": "pronoun"}, actor)), ("Claim", ({}, None))):
        kind = scheme.label(label)
        assert kind is not None
        found = foreseen(news.article, scheme, kind, 0, 4, {"She": actor}.get)
        assert found == brings


@pytest.mark.parametrize(
    ("guess", "why"),
    [('{ no = "quoted" }', 'values of a choice; "no"'), ('{ yes = "loud" }', "no sign")],
)
def test_a_guess_that_means_nothing_is_refused(guess: str, why: str) -> None:
    toml = f"""
name = "x"
[[label]]
name = "A"
[[label.attribute]]
name = "b"
kind = "choice"
values = ["yes"]
guess = {guess}
"""
    with pytest.raises(SchemeError, match=why):
        parse_scheme(toml)
