"""Decisions make gold, keep who and why, and can be taken again; nothing leads to a dead end."""

from __future__ import annotations

import pytest

from annotator.errors import ChangeError
from annotator.review.adjudicating import accept_agreed
from annotator.review.cases import Link, SpanCase, Version
from annotator.review.choosing import take_from, take_majority
from annotator.review.deciding import Draft
from annotator.review.votes import vote
from tests.review.conftest import Desk

CLAIM = ("Claim", "“The port is shut,”")
SHORT = ("Claim", "The port is shut")


def take(desk: Desk, number: int, version: Version | None, **more: object) -> None:
    review = desk.review()
    draft = Draft(review, "rev-01")
    outcome = "none" if version is None else "taken"
    draft.take(review.spans[number], version, outcome, **more)  # type: ignore[arg-type]
    desk.project.apply(draft.change("Decide"))


def link(desk: Desk, number: int, targets: set[int]) -> None:
    review = desk.review()
    draft = Draft(review, "rev-01")
    draft.link(review.links[number], [Link(target) for target in targets], "taken")
    desk.project.apply(draft.change("Decide"))


def version(case: SpanCase, who: str) -> Version:
    return Version.of(case.members[who])


def test_taking_one_annotators_version_keeps_from_whom_and_why(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    desk.labels("ann-02", SHORT)
    case = desk.review().spans[0]
    take(desk, 0, version(case, "ann-01"), origin=("ann-01",), reason="With its marks.")
    assert desk.gold() == [CLAIM]
    [decision] = desk.project.decisions(desk.article.id)
    assert (decision.reviewer, decision.origin, decision.reason) == (
        "rev-01",
        ("ann-01",),
        "With its marks.",
    )
    assert decision.at
    assert set(decision.members) == {span.id for span in case.members.values()}
    desk.project.undo(annotator="rev-01")
    assert desk.gold() == []
    assert not desk.project.decisions(desk.article.id)


def test_rejecting_everything_is_a_decision(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    desk.labels("ann-02")
    take(desk, 0, None, reason="A title.")
    review = desk.review()
    assert not review.open_cases
    assert review.gold.status == "done"
    assert desk.gold() == []


def test_a_gold_span_stays_the_same_span_when_decided_anew(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    desk.labels("ann-02", SHORT)
    case = desk.review().spans[0]
    take(desk, 0, version(case, "ann-01"))
    before = desk.review().spans[0].gold
    take(desk, 0, version(case, "ann-02"))
    after = desk.review().spans[0].gold
    assert before is not None
    assert after is not None
    assert (before.id, after.quote) == (after.id, SHORT[1])
    assert len(desk.project.decisions(desk.article.id)) == 1


def two_with_links(desk: Desk) -> None:
    for who, wanted in (("ann-01", 1), ("ann-02", 2)):
        spans = desk.labels(who, CLAIM, ("Source", "Raske"), ("Source", "Crews"))
        desk.links(who, "attributed_to", spans[0], spans[wanted])
    desk.project.apply(accept_agreed(desk.review(), "rev-01"))


def relations(desk: Desk) -> list[tuple[str, str]]:
    gold = desk.project.layer(desk.article.id, "gold")
    ends = [(gold.span(r.source), gold.span(r.target)) for r in gold.relations]
    return [(a.quote, b.quote) for a, b in ends if a and b]


def test_agreed_spans_are_gold_at_once_and_links_that_differ_stay_open(desk: Desk) -> None:
    two_with_links(desk)
    review = desk.review()
    assert [case.decision.outcome for case in review.spans if case.decision] == ["agreed"] * 3
    assert review.open_cases == review.links
    link(desk, 0, {1})
    assert relations(desk) == [(CLAIM[1], "Raske")]
    link(desk, 0, {2})
    assert relations(desk) == [(CLAIM[1], "Crews")]
    assert desk.review().gold.status == "done"


def test_a_link_to_a_rejected_span_falls_away(desk: Desk) -> None:
    two_with_links(desk)
    link(desk, 0, {1, 2})
    take(desk, 1, None)
    assert relations(desk) == [(CLAIM[1], "Crews")]
    review = desk.review()
    assert review.open_cases == review.links, "what hung on it is asked again"
    link(desk, 0, {1, 2})
    assert relations(desk) == [(CLAIM[1], "Crews")]
    take(desk, 0, None)
    assert relations(desk) == []
    assert not desk.review().open_cases, "links from nothing are moot"


def test_another_label_loses_the_links_that_it_cannot_have(desk: Desk) -> None:
    two_with_links(desk)
    link(desk, 0, {1})
    case = desk.review().spans[1]
    take(desk, 1, Version("Actor", case.members["ann-01"].fragments))
    assert relations(desk) == []
    link(desk, 0, {1})
    assert relations(desk) == [], "the scheme has no such link"


def test_two_cases_never_become_the_same_gold_span(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM, ("Claim", "Crews doubt it"))
    desk.labels("ann-02")
    first = desk.review().spans[0]
    take(desk, 0, version(first, "ann-01"))
    with pytest.raises(ChangeError, match="Gold has this as Claim already"):
        take(desk, 1, version(first, "ann-01"))
    take(desk, 1, None)
    assert desk.gold() == [CLAIM]


def test_a_majority_counts_each_part_by_itself(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM, quotation="direct", stance="asserts")
    desk.labels("ann-02", CLAIM, quotation="mixed", stance="doubts")
    desk.labels("ann-03", SHORT, quotation="direct", stance="doubts")
    found = vote(desk.review().spans[0])
    assert found.exists
    assert found.version.fragments[0].quote == CLAIM[1]
    assert dict(found.version.attributes) == {"quotation": "direct", "stance": "doubts"}
    assert found.origin == ("ann-01", "ann-02")


def test_half_is_no_majority(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    desk.labels("ann-02")
    assert vote(desk.review().spans[0]).exists is None


def test_half_is_for_a_person_to_decide_and_who_lacks_a_span_has_no_links(desk: Desk) -> None:
    claim, source = desk.labels("ann-01", CLAIM, ("Source", "Raske"))
    desk.links("ann-01", "attributed_to", claim, source)
    desk.labels("ann-02", ("Source", "Raske"))
    review = desk.review()
    draft = Draft(review, "rev-01")
    with pytest.raises(ChangeError, match="As many have it as have it not"):
        take_majority(draft, review.spans[0])
    with pytest.raises(ChangeError, match="ann-02 doesn't have the span"):
        take_from(draft, review.links[0], "ann-02")
    take_from(draft, review.spans[0], "ann-02")
    assert draft.gold(review.spans[0]) is None, "who has nothing has none of them"
    take_from(draft, review.spans[0], "ann-01")
    take_majority(draft, review.spans[1])
    take_majority(draft, review.links[0])
    desk.project.apply(draft.change("Decide"))
    assert relations(desk) == [(CLAIM[1], "Raske")]
    assert desk.review().gold.status == "done"


def test_a_case_left_for_later_stays_open_and_keeps_its_note(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    desk.labels("ann-02")
    review = desk.review()
    draft = Draft(review, "rev-01")
    draft.later(review.spans[0], note="ask the desk")
    desk.project.apply(draft.change("Later"))
    assert desk.review().open_cases
    case = desk.review().spans[0]
    take(desk, 0, version(case, "ann-01"))
    [decision] = desk.project.decisions(desk.article.id)
    assert (decision.note, decision.outcome) == ("ask the desk", "taken")


def test_another_annotators_span_is_told_as_a_change_since(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    desk.labels("ann-02", CLAIM)
    desk.project.apply(accept_agreed(desk.review(), "rev-01"))
    desk.labels("ann-03", SHORT)
    [case] = desk.review().spans
    assert case.settled
    assert case.changed_since


def test_reviewers_may_each_make_a_layer_of_their_own(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    desk.labels("ann-02", CLAIM)
    for who in ("rev-01", "rev-02"):
        review = desk.review(layer=who)
        desk.project.apply(accept_agreed(review, who))
    assert len(desk.project.layer(desk.article.id, "rev-01").spans) == 1
    assert len(desk.project.layer(desk.article.id, "rev-02").spans) == 1
    assert desk.gold() == []
