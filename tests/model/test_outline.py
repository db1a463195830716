"""Attributions with all their parts, and what a span may be linked with."""

from __future__ import annotations

import pytest

from annotator.model import Article, Assignment, Fragment, Layer, Scheme, Span, Zone
from annotator.model.edits import link
from annotator.model.outline import (
    attribution,
    attributions,
    candidates,
    heads,
    hearsay,
    linked_spans,
    mentions,
    nested,
    numbers,
    other_occurrences,
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


def test_what_mends_comes_before_what_is_nearer(layer: Layer, scheme: Scheme) -> None:
    """Also where there are more spans near by than are looked at more closely."""
    text = layer.article.text
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    many = [
        Span(f"{n:03}", "a", "ann-01", "Actor", (Fragment(n, n + 1, text[n]),))
        for n in range(len(text) - 30)
    ]
    source = mark(layer, scheme, "Source", "She")
    crowd = Layer(layer.article, layer.assignment, [claim, source, *many])

    assert candidates(crowd, scheme, claim)[0].span == source


def test_other_places_that_say_the_same_are_found(scheme: Scheme) -> None:
    text = "Huawei grew. Huawei sold it to Huawei.\nRead on: Huawei"
    zones = (Zone("boilerplate", 39, len(text)),)
    layer = Layer(Article("a", "t", text, zones=zones), Assignment("a", "ann-01"))
    first = mark(layer, scheme, "Actor", "Huawei")
    assert other_occurrences(layer, scheme, first) == [(13, 19), (31, 37)]
    again = Span("x", "a", "ann-01", "Actor", (Fragment(13, 19, "Huawei"),))
    other = Span("y", "a", "ann-01", "Cue", (Fragment(31, 37, "Huawei"),))
    marked = Layer(layer.article, layer.assignment, [first, again, other])
    assert other_occurrences(marked, scheme, first) == [(31, 37)]
    parted = Span("z", "a", "ann-01", "Actor", (Fragment(0, 3, "Hua"), Fragment(4, 6, "ei")))
    assert other_occurrences(layer, scheme, parted) == []


@pytest.mark.parametrize("between", [0, 50_000])
def test_candidates_are_looked_for_as_far_as_there_are_enough(between: int, scheme: Scheme) -> None:
    text = f"claim {'near ' * 40}{' ' * between}far"
    places = [(0, 5), *((6 + 5 * n, 10 + 5 * n) for n in range(40)), (len(text) - 3, len(text))]
    claim, *sources = (
        Span(f"{n:02}", "a", "me", label, (Fragment(start, end, text[start:end]),))
        for n, ((start, end), label) in enumerate(
            zip(places, ["Claim", *["Source"] * 41], strict=True)
        )
    )
    layer = Layer(Article("a", "t", text), Assignment("a", "me"), [claim, *sources])
    found = [candidate.span for candidate in candidates(layer, scheme, claim)]
    assert found == sources if not between else sources[:-1]
    few = Layer(Article("a", "t", text), Assignment("a", "me"), [claim, *sources[-2:]])
    assert [c.span for c in candidates(few, scheme, claim)] == sources[-2:]


def test_links_are_listed_the_nearest_first(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    far, near = mark(layer, scheme, "Source", "She"), mark(layer, scheme, "Cue", "said")
    for part in (far, near):
        follow(layer, link(layer, scheme, claim, part))
    assert [(r.type, s.id) for r, s in linked_spans(layer, claim)] == [
        ("cued_by", near.id),
        ("attributed_to", far.id),
    ]
    assert [s.id for _, s in linked_spans(layer, near)] == [claim.id]


def test_numbers_follow_the_text(layer: Layer, scheme: Scheme) -> None:
    second = mark(layer, scheme, "Claim", "it would smell")
    first = mark(layer, scheme, "Claim", '"The oil is there,"')
    cue = mark(layer, scheme, "Cue", "said")
    assert numbers(layer) == {first.id: 1, second.id: 2, cue.id: 1}
    assert mentions(layer) == {}
