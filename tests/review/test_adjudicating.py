"""Gold by rule, unattended; and whatever is decided, gold is complete and valid."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import Project
from annotator.errors import ChangeError, ProjectError
from annotator.model import Actor, Article, Assignment, Change, Fragment, Relation, Span, new_id
from annotator.review.adjudicating import Rule, accept, accept_agreed, adjudicate, gather
from annotator.review.cases import ActorCase, Link, LinkCase, Version
from annotator.review.deciding import Draft
from tests.examples import few
from tests.review.conftest import Desk

CLAIM, SHORT = ("Claim", "“The port is shut,”"), ("Claim", "The port is shut")


def three(desk: Desk) -> None:
    first = desk.labels("ann-01", CLAIM, ("Source", "Raske"), ("Cue", "said"))
    second = desk.labels("ann-02", CLAIM, ("Source", "Raske"))
    third = desk.labels("ann-03", SHORT, ("Source", "Raske"), ("Actor", "Huawei"))
    for who, spans in (("ann-01", first), ("ann-02", second)):
        desk.links(who, "attributed_to", spans[0], spans[1])
    desk.links("ann-01", "cued_by", first[0], first[2])
    assert third


@pytest.mark.parametrize(
    ("rule", "gold", "links"),
    [
        ("majority", [CLAIM, ("Source", "Raske")], 1),
        ("unanimous", [("Source", "Raske")], 0),
        ("prefer:ann-01", [CLAIM, ("Cue", "said"), ("Source", "Raske")], 2),
        ("prefer:ann-03", [SHORT, ("Source", "Raske"), ("Actor", "Huawei")], 0),
    ],
)
def test_each_rule_makes_its_gold(
    desk: Desk, rule: str, gold: list[tuple[str, str]], links: int
) -> None:
    three(desk)
    result = adjudicate(desk.project, Rule.parse(rule))
    assert desk.gold() == gold
    assert (result.articles, result.relations) == (1, links)
    assert not desk.review().open_cases
    assert desk.project.layer(desk.article.id, "gold").status == "done"
    again = adjudicate(desk.project, Rule.parse(rule))
    assert again.cases == 0


def test_an_article_that_one_person_did_is_passed_over(desk: Desk) -> None:
    desk.labels("ann-01", CLAIM)
    result = adjudicate(desk.project, Rule.parse("majority"))
    assert result.left_out == [(desk.article.id, "only one person finished it")]
    assert desk.gold() == []


@pytest.mark.parametrize("rule", ["", "all", "prefer:", "prefer", "majority:x"])
def test_what_is_no_rule_is_told(rule: str) -> None:
    with pytest.raises(ProjectError, match="is no rule; there are: majority"):
        Rule.parse(rule)


def test_a_rule_that_prefers_a_stranger_is_told(desk: Desk) -> None:
    with pytest.raises(ProjectError, match='has no annotator "nobody"'):
        adjudicate(desk.project, Rule.parse("prefer:nobody"))


TEXT = "abcdefghijklmnopqrstuvwxyz"
LABELS = ("Claim", "Source", "Cue", "Actor")
PLACE = st.tuples(st.integers(0, 24), st.integers(1, 8)).map(
    lambda p: (p[0], min(p[0] + p[1], len(TEXT)))
)


@few(12)
@given(st.data())
def test_random_decisions_on_random_layers_reach_a_complete_and_valid_gold(
    data: st.DataObject,
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder, "p.annotator")) as project,
    ):
        article = Article(new_id(), "A", TEXT)
        actors = [Actor(new_id(), "Huawei"), Actor(new_id(), "Linnet Harrow")]
        project.apply(Change("Import 1 article", "ann-1", put=[article, *actors]))
        for who in ("ann-1", "ann-2", "ann-3", "ann-4")[: data.draw(st.integers(2, 4))]:
            project.apply(Change("Label", who, put=_layer(data, article, who, actors)))
        project.apply(accept_agreed(gather(project, article.id), "rev"))
        # A few decisions at random, some taken twice, then whatever is still open.
        for _ in range(data.draw(st.integers(0, 6))):
            review = gather(project, article.id)
            if not review.cases:
                continue
            number = data.draw(st.sampled_from(range(len(review.cases))))
            if review.cases[number].settled and data.draw(st.booleans()):
                draft = Draft(review, "rev")
                draft.open_again(review.cases[number])
                project.apply(draft.change("Open again"))
            else:
                _decide(data, project, article.id, number)
        steps = 0
        while open_cases := gather(project, article.id).open_cases:
            review = gather(project, article.id)
            _decide(data, project, article.id, review.cases.index(_same(review, open_cases[0])))
            steps += 1
            assert steps < 200
        gold = project.layer(article.id, "gold")
        assert gold.status == "done" or not gather(project, article.id).cases
        places = [(span.label, span.fragments) for span in gold.spans]
        assert len(places) == len(set(places))
        while project.undo(annotator="rev") is not None:
            pass
        assert not project.layer(article.id, "gold").spans
        assert not project.decisions(article.id)


def _same(review: object, case: object) -> object:
    cases = review.cases  # type: ignore[attr-defined]
    wanted = (case.ids, getattr(case, "type", None))  # type: ignore[attr-defined]
    return next(c for c in cases if (c.ids, getattr(c, "type", None)) == wanted)


def _layer(data: st.DataObject, article: Article, who: str, actors: list[Actor]) -> list[object]:
    marks = data.draw(st.lists(st.tuples(st.sampled_from(LABELS), PLACE), max_size=5, unique=True))
    spans = [
        Span(
            new_id(),
            article.id,
            who,
            label,
            (Fragment(a, b, TEXT[a:b]),),
            actor=named.id if named and label in ("Source", "Actor") else None,
        )
        for label, (a, b) in marks
        for named in [data.draw(st.sampled_from([None, *actors]))]
    ]
    claims = [span for span in spans if span.label == "Claim"]
    ends = {"Source": "attributed_to", "Cue": "cued_by", "Actor": "about"}
    links = [
        Relation(new_id(), article.id, who, ends[span.label], claim.id, span.id)
        for claim in claims
        for span in spans
        if span.label in ends and data.draw(st.booleans())
    ]
    return [*spans, *links, Assignment(article.id, who, "done")]


def _decide(data: st.DataObject, project: Project, article_id: str, number: int) -> None:
    review = gather(project, article_id)
    case = review.cases[number]
    draft = Draft(review, "rev")
    if isinstance(case, LinkCase):
        targets = data.draw(st.sets(st.sampled_from(case.candidates)))
        draft.link(case, [Link(target) for target in targets], "taken")
    elif isinstance(case, ActorCase):
        draft.name(case, data.draw(st.sampled_from(list(case.actors.values()))), "taken")
    else:
        chosen = data.draw(st.sampled_from([None, *case.members.values()]))
        try:
            draft.take(case, chosen and Version.of(chosen), "taken" if chosen else "none")
        except ChangeError:
            draft.take(case, None, "none")
    accept(draft)
    project.apply(draft.change("Decide"))
