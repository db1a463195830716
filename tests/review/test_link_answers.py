"""Links that lead to the same, but are answered differently, are cases, and gold keeps answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import Project
from annotator.model import Change, Relation, new_id
from annotator.model.codebook import parse_scheme
from annotator.review.adjudicating import Rule, adjudicate
from annotator.review.cases import LinkCase
from annotator.review.choosing import take_from, take_majority
from annotator.review.deciding import Draft
from annotator.review.editing import with_decisions
from annotator.review.filtering import CaseFilter
from annotator.review.standing import gist
from annotator.review.votes import vote
from tests.review.conftest import Desk

SCHEME = """
name = "sure"

[[label]]
name = "Claim"

[[label]]
name = "Source"

[[relation]]
name = "attributed_to"
from = ["Claim"]
to = ["Source"]

[[relation.attribute]]
name = "certain"
kind = "choice"
values = ["yes", "no"]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    scheme = parse_scheme(SCHEME)
    with Project.create(tmp_path / "port.annotator", scheme=scheme) as project:
        yield Desk(project)


def says(desk: Desk, **certain: str | None) -> None:
    """Have annotators mark the same claim and source, and answer the link between them."""
    for who, answer in certain.items():
        claim, source = desk.labels(who, ("Claim", "The port is shut"), ("Source", "Raske"))
        answers = {"certain": answer} if answer else {}
        ends = (claim.id, source.id)
        link = Relation(new_id(), desk.article.id, who, "attributed_to", *ends, answers)
        desk.project.apply(Change("Link", who, put=[link]))


def decided(desk: Desk) -> LinkCase:
    """Settle the spans, and return the case of links."""
    review = desk.review()
    draft = Draft(review, "rev-01")
    for case in review.spans:
        draft.take(case, vote(case).version, "agreed")
    desk.project.apply(draft.change("Decide"))
    [links] = desk.review().links
    return links


def gold_answers(desk: Desk) -> list[dict[str, object]]:
    return [dict(link.attributes) for link in desk.project.layer(desk.article.id, "gold").relations]


def test_another_answer_is_a_difference_that_is_told_and_found(desk: Desk) -> None:
    says(desk, ann1="yes", ann2="no", ann3="yes")
    review = desk.review()
    [links] = review.links
    assert not links.agreed
    assert [one.words for one in review.differences(links)] == ["certain differs: yes · no · yes"]
    assert CaseFilter(aspect="attribute", name="certain").lets(gist(review, links))
    assert not CaseFilter(aspect="link").lets(gist(review, links))


def test_who_is_taken_answers_in_gold(desk: Desk) -> None:
    says(desk, ann1="yes", ann2="no")
    for who, answer in (("ann2", "no"), ("ann1", "yes")):
        links = decided(desk)
        draft = Draft(desk.review(), "rev-01")
        take_from(draft, links, who)
        desk.project.apply(draft.change("Take"))
        assert gold_answers(desk) == [{"certain": answer}]


def test_the_majority_answers_and_an_answer_that_most_lack_is_left_out(desk: Desk) -> None:
    says(desk, ann1="no", ann2="yes", ann3="yes")
    links = decided(desk)
    draft = Draft(desk.review(), "rev-01")
    take_majority(draft, links)
    desk.project.apply(draft.change("Take the majority's"))
    assert gold_answers(desk) == [{"certain": "yes"}]


@pytest.mark.parametrize(
    ("rule", "answers"),
    [("majority", [{}]), ("prefer:ann1", [{"certain": "no"}]), ("unanimous", [])],
)
def test_gold_without_asking_keeps_answers(
    desk: Desk, rule: str, answers: list[dict[str, str]]
) -> None:
    says(desk, ann1="no", ann2=None, ann3=None)
    adjudicate(desk.project, Rule.parse(rule))
    assert gold_answers(desk) == answers


def test_an_answer_that_is_changed_in_gold_counts_as_edited(desk: Desk) -> None:
    says(desk, ann1="yes", ann2="yes")
    adjudicate(desk.project, Rule.parse("majority"))
    review = desk.review()
    [link] = review.gold.relations
    change = Change("Answer", "rev-01", put=[replace(link, attributes={"certain": "no"})])
    desk.project.apply(with_decisions(review, change, "rev-01"))
    [links] = desk.review().links
    assert links.decision is not None and links.decision.outcome == "edited"
