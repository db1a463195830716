"""What the text itself answers: quotation marks, pronouns."""

from __future__ import annotations

import pytest

from annotator.errors import SchemeError
from annotator.model import Article, Assignment, Layer, Scheme
from annotator.model.codebook import parse_scheme
from annotator.model.edits import add_span

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
