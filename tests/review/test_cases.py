"""Each case says in words how annotators differ."""

from __future__ import annotations

from tests.review.conftest import Desk

CLAIM = ("Claim", "“The port is shut,”")


def words(desk: Desk) -> list[list[str]]:
    review = desk.review()
    return [[d.words for d in review.differences(case)] for case in review.spans]


def test_what_all_have_in_the_same_way_is_agreed(desk: Desk) -> None:
    for who in ("ann-01", "ann-02", "ann-03"):
        desk.labels(who, CLAIM, ("Cue", "said"))
    assert all(case.agreed for case in desk.review().spans)


def test_who_has_it_and_who_has_not(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM, ("Cue", "said"))
    desk.labels("ann-02", CLAIM)
    desk.labels("ann-03", CLAIM, ("Source", "Raske"), ("Cue", "said"))
    assert words(desk) == [[], ["not ann-02"], ["only ann-03"]]


def test_how_far_boundaries_are_apart_and_at_which_side(desk: Desk) -> None:
    desk.labels("ann-01", ("Source", "Harbour master Raske"))
    desk.labels("ann-02", ("Source", "Raske"))
    assert words(desk) == [["boundary differs: start by 15 characters (2 words)"]]


def test_label_answers_and_fragments(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM, quotation="direct")
    desk.labels("ann-01", ("Source", "Crews"))
    desk.labels("ann-02", ("Claim", "“The port", "shut,”"), ("Actor", "Crews"))
    assert words(desk) == [
        ["in fragments: 1 · 2", "quotation differs: direct · –"],
        ["label differs: Source · Actor"],
    ]


def test_unfinished_work_and_gold_are_not_compared(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    desk.labels("gold", CLAIM)
    assert desk.review().annotators == ("ann-01",)


def test_links_are_asked_after_the_spans_they_hang_on(desk: Desk) -> None:
    for who, source in (("ann-01", "Raske"), ("ann-02", "Crews")):
        claim, raske, crews = desk.labels(who, CLAIM, ("Source", "Raske"), ("Source", "Crews"))
        desk.links(who, "attributed_to", claim, raske if source == "Raske" else crews)
    review = desk.review()
    [links] = review.links
    assert [getattr(case, "type", None) for case in review.cases] == [None, None, None, links.type]
    assert links.targets == {"ann-01": frozenset({1}), "ann-02": frozenset({2})}
    assert review.waiting(links)
    assert not links.agreed
