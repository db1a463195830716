"""A scheme grows by what data from elsewhere uses; what it says already stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import AttributeValue, Fragment, Relation, Scheme, Span
from annotator.model.codebook import parse_scheme
from annotator.model.extension import extend_scheme
from tests.examples import few

Attributes = dict[str, AttributeValue]

SCHEME = """# Kept as people wrote it.
name = "small"

[[label]]
name = "Claim"
key = "1"
colour = "#0072B2"

[[label.attribute]]
name = "mood"
kind = "choice"
values = ["calm"]

[[label]]
name = "Source"  # who says it

[[relation]]
name = "by"
from = ["Claim"]
to = ["Source"]
"""


def small() -> Scheme:
    return parse_scheme(SCHEME, version=3)


def span(label: str, /, actor: str | None = None, **attributes: AttributeValue) -> Span:
    return Span("s", "", "", label, (Fragment(0, 1, "a"),), attributes, actor)


def link(kind: str, attributes: Mapping[str, AttributeValue] | None = None) -> Relation:
    return Relation("r", "", "", kind, "a", "b", attributes or {})


def extended(*spans: Span, links: tuple[tuple[Relation, str, str], ...] = ()) -> Scheme:
    scheme = extend_scheme(small(), spans, links)
    assert scheme is not None
    return scheme


def test_nothing_lacks() -> None:
    known = [span("Claim", mood="calm"), span("Source")]

    assert extend_scheme(small(), known, [(link("by"), "Claim", "Source")]) is None


def test_a_new_label_gets_a_colour_and_a_key_of_its_own() -> None:
    scheme = extended(span("Event", actor="a"), span("Place"))

    event, place = scheme.label("Event"), scheme.label("Place")
    assert event is not None and place is not None
    assert (event.key, place.key) == ("2", "3")
    assert event.register and not place.register
    assert len({label.colour for label in scheme.labels}) == 4
    assert scheme.version == 4


def test_the_text_of_the_scheme_keeps_its_comments_and_order() -> None:
    toml = extended(span("Event"), span("Claim", mood="calm", loud=True)).toml

    lines = iter(toml.splitlines())
    assert all(line in lines for line in SCHEME.splitlines() if line)


def test_new_attributes_are_of_the_kind_that_their_answers_have() -> None:
    scheme = extended(
        span("Event", sure=True, weight=1, tags=("a", "b"), tone="dry", said="x" * 60),
        span("Event", sure=False, weight=2.5, tags=("c",), tone="wry"),
    )

    event = scheme.label("Event")
    assert event is not None
    assert {a.name: (a.kind, a.values) for a in event.attributes} == {
        "sure": ("flag", ()),
        "weight": ("number", ()),
        "tags": ("multi-choice", ("a", "b", "c")),
        "tone": ("choice", ("dry", "wry")),
        "said": ("text", ()),
    }


def test_many_different_answers_make_a_text() -> None:
    scheme = extended(*(span("Event", tone=f"tone {n}") for n in range(13)))

    event = scheme.label("Event")
    assert event is not None and event.attributes[0].kind == "text"


def test_a_choice_gets_the_answers_that_it_lacks() -> None:
    claim = extended(span("Claim", mood="wild"), span("Claim", mood="calm")).label("Claim")

    assert claim is not None and claim.attributes[0].values == ("calm", "wild")


def test_an_attribute_is_added_to_a_label_that_has_none() -> None:
    source = extended(span("Source", kind="person")).label("Source")

    assert source is not None and [a.name for a in source.attributes] == ["kind"]


def test_a_relation_may_lead_to_more_labels_and_new_ones_are_added() -> None:
    scheme = extended(
        span("Claim"),
        span("Event"),
        links=((link("by"), "Event", "Source"), (link("stirs", {"how": "much"}), "Claim", "Event")),
    )

    by, stirs = scheme.relation("by"), scheme.relation("stirs")
    assert by is not None and stirs is not None
    assert (by.sources, by.targets) == (("Claim", "Event"), ("Source",))
    assert (stirs.sources, stirs.targets) == (("Claim",), ("Event",))
    assert [a.name for a in stirs.attributes] == ["how"]


def test_an_answer_of_another_kind_is_left_to_be_refused() -> None:
    assert extend_scheme(small(), [span("Claim", mood=True)], []) is None


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
ANSWERS = NAMES | st.booleans() | st.integers() | st.lists(NAMES).map(tuple)


@few(20)
@given(st.lists(st.tuples(NAMES, st.dictionaries(NAMES, ANSWERS), NAMES), min_size=1))
def test_names_and_answers_may_be_anything(found: list[tuple[str, Attributes, str]]) -> None:
    spans = [replace(span(label), attributes=attributes) for label, attributes, _ in found]
    links = [(link(kind, attributes), label, label) for label, attributes, kind in found]

    scheme = extend_scheme(small(), spans, links) or small()

    for label, attributes, kind in found:
        if label.strip():
            known = scheme.label(label)
            assert known is not None
            assert {a.name for a in known.attributes} >= {n for n in attributes if n.strip()}
            assert not kind.strip() or scheme.relation(kind) is not None
    assert extend_scheme(scheme, spans, links) is None
