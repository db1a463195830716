"""What contradicts the text or the scheme is refused, in words that name it and what there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.errors import ChangeError, TextError
from annotator.model import Article, AttributeValue, Fragment, Relation, Scheme, Span, Zone
from annotator.model.codebook import refuse_value
from annotator.model.scheme import AttributeKind, AttributeType
from annotator.model.validation import (
    validate_article,
    validate_attributes,
    validate_relation,
    validate_span,
)

TEXT = "The oil is there, said Linnet Harrow."


def span(label: str = "Claim", start: int = 0, end: int = 7, **other: object) -> Span:
    pieces = (Fragment(start, end, TEXT[start:end]),)
    return replace(Span("s", "a", "ann-01", label, pieces), **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (Zone("advert", 0, 3), 'The article "Oil" has a zone "advert"; none is called that.'),
        (Zone("body", -1, 3), "a body zone from -1 to 3, but its text is 37 characters long"),
        (Zone("body", 3, 3), "a body zone from 3 to 3"),
        (Zone("body", 4, 3), "a body zone from 4 to 3"),
        (Zone("body", 0, 38), "a body zone from 0 to 38"),
    ],
)
def test_a_zone_lies_in_its_text(zone: Zone, said: str) -> None:
    with pytest.raises(ChangeError) as refused:
        validate_article(Article("a", "Oil", TEXT, zones=(zone,)))
    assert said in str(refused.value)
    validate_article(Article("a", "Oil", TEXT, zones=(Zone("body", 0, 37), Zone("title", 36, 37))))


def test_half_a_character_is_told_where_it_is() -> None:
    with pytest.raises(TextError, match=r'^The article "Oil"'):
        validate_article(Article("a", "Oil", "x\ud800"))
    with pytest.raises(TextError, match=r"^The title of the article"):
        validate_article(Article("a", "Oil\ud800", "x"))


@pytest.mark.parametrize(
    ("fragments", "said"),
    [
        ((), "A Claim covers nothing"),
        (((0, 3, "the"),), "A Claim quotes 'the', but the text from 0 to 3 says 'The'"),
        (((-1, 3, "The"),), "goes from -1 to 3, which is no place in a text of 37"),
        (((3, 3, ""),), "goes from 3 to 3"),
        (((30, 38, "Harrow."),), "goes from 30 to 38"),
        (((4, 7, "oil"), (0, 3, "The")), "overlap or are out of order"),
        (((0, 7, "The oil"), (6, 9, "l i")), "overlap or are out of order"),
    ],
)
def test_a_span_says_what_the_text_says(
    scheme: Scheme, fragments: tuple[tuple[int, int, str], ...], said: str
) -> None:
    with pytest.raises(ChangeError) as refused:
        validate_span(
            replace(span(), fragments=tuple(Fragment(*f) for f in fragments)), TEXT, scheme
        )
    assert said in str(refused.value)
    touching = (Fragment(0, 3, "The"), Fragment(3, 7, " oil"), Fragment(36, 37, "."))
    validate_span(replace(span(), fragments=touching), TEXT, scheme)


def test_a_span_fits_the_scheme(scheme: Scheme) -> None:
    names = ", ".join(label.name for label in scheme.labels)
    with pytest.raises(ChangeError, match=f'no label "Rumour"; it has {names}'):
        validate_span(span("Rumour"), TEXT, scheme)
    with pytest.raises(ChangeError, match="A Claim has no entry in the actor register"):
        validate_span(span(actor="x"), TEXT, scheme)
    validate_span(span("Source", actor="x"), TEXT, scheme)
    two = (Fragment(0, 3, "The"), Fragment(4, 7, "oil"))
    whole = replace(scheme, labels=tuple(replace(x, fragments=False) for x in scheme.labels))
    with pytest.raises(ChangeError, match="A Claim is one continuous piece of text, not several"):
        validate_span(span(fragments=two), TEXT, whole)
    with pytest.raises(ChangeError, match='A Claim has no attribute "mood"; it has quotation, '):
        validate_span(span(attributes={"mood": "sour"}), TEXT, scheme)
    with pytest.raises(ChangeError, match='A Claim\'s attribute "quotation": '):
        validate_span(span(attributes={"quotation": "loud"}), TEXT, scheme)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("choice", ["a"], ["c", ("a",), True]),
        ("multi-choice", [(), ("b", "a")], ["a", ("a", "c"), ("a", "a")]),
        ("flag", [True, False], [1, "true"]),
        ("number", [1, -2.5], [True, "1", float("nan"), float("inf")]),
        ("text", ["", "x"], [1, ("a",)]),
    ],
)
def test_an_answer_is_of_its_questions_kind(
    kind: AttributeKind, good: list[AttributeValue], bad: list[AttributeValue]
) -> None:
    question = AttributeType("q", kind, values=("a", "b") if "choice" in kind else ())
    assert [refuse_value(question, value) for value in good] == [None] * len(good)
    assert all(refuse_value(question, value) for value in bad)


def test_without_attributes_none_are_known() -> None:
    with pytest.raises(ChangeError, match=r'A Cue has no attribute "mood"; it has none\.'):
        validate_attributes({"mood": "sour"}, (), "A Cue")


def test_a_link_fits_the_scheme_and_stays_in_its_layer(scheme: Scheme) -> None:
    kind = next(r for r in scheme.relations if r.name == "attributed_to")
    claim, source = span(id="c"), span("Source", 23, 36, id="s")
    relation = Relation("r", "a", "ann-01", kind.name, "c", "s")
    validate_relation(relation, claim, source, scheme)
    names = ", ".join(one.name for one in scheme.relations)
    for other, ends, said in (
        (replace(relation, type="x"), (claim, source), f'no relation "x"; it has {names}.'),
        (replace(relation, target="c"), (claim, claim), '"attributed_to" link needs two different'),
        (relation, (replace(claim, annotator="B"), source), "stays within one layer of one"),
        (relation, (claim, replace(source, article="b")), "stays within one layer of one"),
        (
            relation,
            (source, claim),
            (
                f'"attributed_to" leads from {" or ".join(kind.sources)} to '
                f"{' or '.join(kind.targets)}, not from Source to Claim."
            ),
        ),
        (
            replace(relation, attributes={"x": "y"}),
            (claim, source),
            'A "attributed_to" link has no attribute "x"',
        ),
    ):
        with pytest.raises(ChangeError) as refused:
            validate_relation(other, *ends, scheme)
        assert said in str(refused.value)
    with pytest.raises(ChangeError, match=r'no relation "attributed_to"; it has none\.'):
        validate_relation(relation, claim, source, replace(scheme, relations=()))
