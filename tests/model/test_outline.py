"""Attributions with all their parts, and what a span may be linked with."""

from __future__ import annotations

from annotator.model import Layer, Scheme
from annotator.model.edits import link
from annotator.model.outline import (
    attribution,
    attributions,
    candidates,
    heads,
    hearsay,
    mentions,
    nested,
    numbers,
)
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


def test_claims_inside_claims_have_a_depth(layer: Layer, scheme: Scheme) -> None:
    outer = mark(layer, scheme, "Claim", "She warned that it would smell")
    inner = mark(layer, scheme, "Claim", "it would smell")
    assert [a.depth for a in attributions(layer, scheme)] == [0, 1]
    one = attribution(layer, scheme, inner)
    assert one is not None and one == attributions(layer, scheme)[1]
    assert one.inside == outer
    assert nested(layer, outer) == [inner] and nested(layer, inner) == []


def test_hearsay_is_an_outline_and_a_ring_is_walked_once(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    report, harrow, she, ferry = (
        mark(layer, scheme, "Source", quote) for quote in ("it", "Linnet Harrow", "She", "Ferry")
    )
    follow(layer, link(layer, scheme, claim, report))
    for source, quoted in ((report, harrow), (harrow, ferry), (report, she), (ferry, report)):
        follow(layer, link(layer, scheme, source, quoted, "quotes"))

    one = attribution(layer, scheme, claim)

    assert one is not None
    assert hearsay(layer, scheme, one.sources) == [(report, 0), (harrow, 1), (ferry, 2), (she, 1)]
    assert one.parts == (claim, report, harrow, ferry, she)
    assert heads(layer, scheme, ferry) == [claim]


def test_every_part_leads_to_its_attributions(layer: Layer, scheme: Scheme) -> None:
    second = mark(layer, scheme, "Claim", "It is in every kitchen")
    first = mark(layer, scheme, "Claim", '"The oil is there,"')
    source = mark(layer, scheme, "Source", "Linnet Harrow")
    later = mark(layer, scheme, "Source", "She")
    cue = mark(layer, scheme, "Cue", "said")
    actor = mark(layer, scheme, "Actor", "Ferry")
    for claim, end in ((second, source), (first, source), (first, cue), (first, actor)):
        follow(layer, link(layer, scheme, claim, end))
    follow(layer, link(layer, scheme, later, source, "same_as"))

    assert heads(layer, scheme, source) == [first, second]
    assert heads(layer, scheme, cue) == heads(layer, scheme, actor) == [first]
    assert heads(layer, scheme, later) == [first, second]
    assert heads(layer, scheme, second) == [second]
    lonely = mark(layer, scheme, "Cue", "warned")
    assert heads(layer, scheme, lonely) == []
    assert attribution(layer, scheme, lonely) is None


def test_candidates_that_mend_come_first_then_the_nearest(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    near = mark(layer, scheme, "Actor", "said")
    source = mark(layer, scheme, "Source", "Linnet Harrow")
    far = mark(layer, scheme, "Source", "She")

    found = [c.span.id for c in candidates(layer, scheme, claim)]

    assert found == [source.id, far.id, near.id]
    follow(layer, link(layer, scheme, claim, source))
    assert [c.span.id for c in candidates(layer, scheme, claim)] == [far.id, near.id]


def test_numbers_follow_the_text(layer: Layer, scheme: Scheme) -> None:
    second = mark(layer, scheme, "Claim", "it would smell")
    first = mark(layer, scheme, "Claim", '"The oil is there,"')
    cue = mark(layer, scheme, "Cue", "said")
    assert numbers(layer) == {first.id: 1, second.id: 2, cue.id: 1}
    assert mentions(layer) == {}
