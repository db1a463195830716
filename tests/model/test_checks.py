"""What the scheme's checks still miss is told, span by span, until it is mended."""

from __future__ import annotations

from annotator.model import Layer, Scheme
from annotator.model.checks import missing_links, problems, unwanted_types
from annotator.model.edits import link, set_attribute
from tests.model.test_edits import follow, mark


def test_what_is_missing_is_told_and_mended(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    follow(layer, set_attribute(layer, scheme, claim, "quotation", None))
    [claim] = layer.spans
    assert {p.message for p in problems(layer, scheme)} == {
        "no quotation yet",
        "no source yet",
        "no cue yet",
    }
    follow(layer, set_attribute(layer, scheme, claim, "quotation", "direct"))
    assert {p.message for p in problems(layer, scheme)} == {"no source yet"}
    source = mark(layer, scheme, "Source", "Linnet Harrow")
    assert "belongs to no claim yet" in {p.message for p in problems(layer, scheme)}
    follow(layer, link(layer, scheme, claim, source))
    follow(layer, set_attribute(layer, scheme, layer.spans[1], "kind", "person"))
    assert problems(layer, scheme) == []


def test_marks_in_boilerplate_are_told(layer: Layer, scheme: Scheme) -> None:
    mark(layer, scheme, "Actor", "seal pup")
    assert [p.message for p in problems(layer, scheme)] == ["lies in boilerplate"]


def test_an_authors_claim_has_no_source(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", "Ferry to sail on oil")
    follow(layer, set_attribute(layer, scheme, claim, "attribution", "author"))
    follow(layer, set_attribute(layer, scheme, layer.spans[0], "quotation", "none"))
    assert problems(layer, scheme) == []


def test_only_the_spans_asked_for_are_looked_at(layer: Layer, scheme: Scheme) -> None:
    mark(layer, scheme, "Claim", '"The oil is there,"')
    cue = mark(layer, scheme, "Cue", "said")
    assert [p.message for p in problems(layer, scheme, [cue])] == ["belongs to no claim yet"]


def test_answers_say_which_links_are_wanted(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", "Ferry to sail on oil")
    assert missing_links(layer, scheme, claim) == {
        "attributed_to": "no source yet",
        "cued_by": "no cue yet",
    }
    assert unwanted_types(scheme, claim) == set()
    follow(layer, set_attribute(layer, scheme, claim, "attribution", "author"))
    assert missing_links(layer, scheme, layer.spans[0]) == {}
    assert unwanted_types(scheme, layer.spans[0]) == {"attributed_to"}
