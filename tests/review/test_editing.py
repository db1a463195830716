"""Gold changed span by span: the decisions follow, and keep whose version it was and why."""

from __future__ import annotations

from collections.abc import Callable

from annotator.model import Actor, Change, Decision, Layer, Scheme, edits, new_id
from annotator.review.adjudicating import accept_agreed
from annotator.review.editing import with_decisions
from tests.review.conftest import Desk

CLAIM = ("Claim", "“The port is shut,”")


def reviewed(desk: Desk) -> None:
    """Gold that two agree on: a claim with its source, and a name."""
    for who in ("ann-01", "ann-02"):
        claim, source, _ = desk.labels(who, CLAIM, ("Source", "Raske"), ("Actor", "Huawei"))
        desk.links(who, "attributed_to", claim, source)
    desk.project.apply(accept_agreed(desk.review(), "rev-01"))


def edit(desk: Desk, make: Callable[[Layer, Scheme], Change]) -> None:
    review = desk.review()
    change = make(review.gold, desk.project.scheme)
    desk.project.apply(with_decisions(review, change, "rev-02"))


def decided(desk: Desk) -> dict[str, Decision]:
    """The decisions by the quote that they are about, those on links with their type behind it."""
    found = {}
    for case in desk.review().cases:
        source = getattr(case, "source", case)
        if case.decision is not None:
            name = source.first.quote + (f" {case.decision.relation}" if case is not source else "")
            found[name] = case.decision
    return found


def test_a_moved_edge_makes_the_case_an_edited_one(desk: Desk) -> None:
    reviewed(desk)
    before = decided(desk)["Raske"]
    name = desk.review().gold.spans[1]
    edit(desk, lambda gold, scheme: edits.move_edge(gold, scheme, name, 0, "end", name.end + 1))
    after = decided(desk)["Raske"]
    assert (after.id, after.origin, after.gold) == (before.id, before.origin, before.gold)
    assert (before.outcome, after.outcome) == ("agreed", "edited")
    assert (before.reviewer, after.reviewer) == ("rev-01", "rev-02")
    assert {d.outcome for name, d in decided(desk).items() if name != "Raske"} == {"agreed"}


def test_deleted_gold_is_a_decision_for_none_of_them(desk: Desk) -> None:
    reviewed(desk)
    edit(desk, lambda gold, scheme: edits.delete_spans(gold, [gold.spans[1]]))
    after = decided(desk)["Raske"]
    assert (after.outcome, after.gold) == ("none", ())
    assert desk.review().open_cases == (), "what hung on it is moot"


def test_links_taken_away_and_drawn_anew_are_edited_decisions(desk: Desk) -> None:
    reviewed(desk)
    link = f"{CLAIM[1]} attributed_to"
    edit(desk, lambda gold, scheme: edits.unlink(gold, gold.relations[0]))
    assert (decided(desk)[link].outcome, decided(desk)[link].gold) == ("edited", ())
    edit(desk, lambda gold, scheme: edits.link(gold, scheme, gold.spans[0], gold.spans[1]))
    [drawn] = desk.review().gold.relations
    assert decided(desk)[link].gold == (drawn.id,)
    assert decided(desk)[CLAIM[1]].outcome == "agreed", "the span itself is as it was"


def test_a_name_given_by_hand_is_no_change_of_the_span(desk: Desk) -> None:
    huawei = Actor(new_id(), "Huawei")
    desk.project.apply(Change("Add", "ann-01", put=[huawei]))
    reviewed(desk)
    name = desk.review().gold.spans[-1]
    edit(desk, lambda gold, scheme: edits.set_actor(gold, scheme, name, huawei))
    assert decided(desk)["Huawei"].outcome == "agreed"
    named = desk.project.span(name.id)
    assert named is not None
    assert named.actor == huawei.id


def test_what_is_added_to_gold_without_a_case_leaves_decisions_alone(desk: Desk) -> None:
    reviewed(desk)
    before = decided(desk)
    edit(desk, lambda gold, scheme: edits.add_span(gold, scheme, "Cue", 20, 24))
    assert decided(desk) == before
