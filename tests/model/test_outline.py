"""Attributions, what is missing from them, and what a span may be linked with."""

from __future__ import annotations

from annotator.model import Layer, Scheme
from annotator.model.edits import link, set_attribute
from annotator.model.outline import attributions, candidates, mentions, numbers, problems
from tests.model.test_edits import follow, mark


def test_an_attribution_gathers_what_is_linked(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    source = mark(layer, scheme, "Source", "Linnet Harrow")
    other = mark(layer, scheme, "Source", "She")
    cue = mark(layer, scheme, "Cue", "said")
    for end in (source, cue):
        follow(layer, link(layer, scheme, claim, end))
    follow(layer, link(layer, scheme, source, other, "quotes"))
    follow(layer, link(layer, scheme, other, source, "quotes"))

    [found] = attributions(layer, scheme)

    assert found.claim.id == claim.id
    assert [s.id for s in found.sources] == [source.id]
    assert [s.id for s in found.chain] == [other.id]
    assert [s.id for s in found.cues] == [cue.id]
    assert found.depth == 0


def test_what_is_missing_is_told_and_mended(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
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


def test_claims_inside_claims_have_a_depth(layer: Layer, scheme: Scheme) -> None:
    mark(layer, scheme, "Claim", "She warned that it would smell")
    mark(layer, scheme, "Claim", "it would smell")
    assert [a.depth for a in attributions(layer, scheme)] == [0, 1]


def test_candidates_that_mend_come_first_then_the_nearest(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    near = mark(layer, scheme, "Actor", "said")
    source = mark(layer, scheme, "Source", "Linnet Harrow")
    far = mark(layer, scheme, "Source", "She")

    found = [c.span.id for c in candidates(layer, scheme, claim)]

    assert found == [source.id, far.id, near.id]
    follow(layer, link(layer, scheme, claim, source))
    assert [c.span.id for c in candidates(layer, scheme, claim)] == [near.id, far.id]


def test_numbers_follow_the_text(layer: Layer, scheme: Scheme) -> None:
    second = mark(layer, scheme, "Claim", "it would smell")
    first = mark(layer, scheme, "Claim", '"The oil is there,"')
    cue = mark(layer, scheme, "Cue", "said")
    assert numbers(layer) == {first.id: 1, second.id: 2, cue.id: 1}
    assert mentions(layer) == {}
