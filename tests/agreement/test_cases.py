"""The cases behind figures: as many as were counted, and each of the kind that was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator import Project
from annotator.agreement import cases as module
from annotator.agreement.cases import About, cases
from annotator.agreement.scope import Scope
from annotator.agreement.study import Study
from annotator.agreement.views import by_article, confusion
from annotator.model import Change, Span, new_id

TWO = ("ann-01", "ann-02")


def spans_of(project: Project, first: str | None, second: str | None) -> list[Span]:
    found = [project.span(one) for one in (first, second) if one is not None]
    assert None not in found
    return [span for span in found if span is not None]


def test_behind_each_count_of_confusion_are_as_many_cases(project: Project) -> None:
    study = Study.of(project, Scope(annotators=TWO))

    counted = confusion(study)

    assert {item.other for item in counted} > {None}
    for item in counted:
        found = cases(study, project, About("labels", item.one, item.other))
        assert len(found) == item.count, item
        for case in found:
            labels = [span.label for span in spans_of(project, case.first, case.second)]
            assert sorted(labels) == sorted(filter(None, (item.one, item.other)))


def test_differences_are_all_that_is_not_exactly_the_same(project: Project) -> None:
    study = Study.of(project, Scope(annotators=TWO))

    found = cases(study, project, About())

    row = study.row("semeval_strict")
    assert row.value is not None
    exact = round(row.value * row.units / 2)
    alone = sum(case.second is None for case in found)
    assert 2 * (exact + len(found) - alone) + alone == row.units
    worst = [one.article for one in by_article(study)]
    assert [c.article for c in found] == sorted([c.article for c in found], key=worst.index)


def test_cases_are_of_the_pair_label_and_article_asked_for(project: Project) -> None:
    study = Study.of(project)
    article = project.article_ids()[2]

    about = About(label="Claim", annotators=("ann-01", "ann-03"), articles=(article,))
    found = cases(study, project, about)

    assert found
    for case in found:
        for span in spans_of(project, case.first, case.second):
            assert (span.article, span.label) == (article, "Claim")
            assert span.annotator in ("ann-01", "ann-03")
    assert about.words == "differences in Claim: ann-01 and ann-03"


def test_answers_actors_and_links_that_differ(project: Project) -> None:
    study = Study.of(project, Scope(annotators=TWO))

    answered = cases(study, project, About("attribute", "Claim", name="quotation"))
    named = cases(study, project, About("actors"))
    linked = cases(study, project, About("links", name="attributed_to"))

    assert answered and named and linked
    for case in answered:
        one, other = spans_of(project, case.first, case.second)
        assert one.attributes["quotation"] != other.attributes["quotation"]
    for case in named:
        one, other = spans_of(project, case.first, case.second)
        assert one.actor != other.actor
    row = study.row("relation_f1", "attributed_to")
    assert row.value is not None
    assert len(linked) == round(row.units * (1 - row.value))
    assert cases(study, project, About("links", name="cued_by")) == []


def test_cases_against_gold_are_found_in_articles_that_one_person_did(project: Project) -> None:
    alone = project.article_ids()[4]
    layer = project.layer(alone, "ann-01")
    kept = [replace(span, id=new_id(), annotator="gold") for span in layer.spans[1:]]
    project.apply(Change("Gold", "gold", put=kept))
    study = Study.of(project)

    found = cases(study, project, About(annotators=("ann-01", "gold")))

    assert [(case.article, case.first) for case in found] == [(alone, layer.spans[0].id)]


def test_there_is_an_end_to_what_is_listed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    told: list[tuple[int, int]] = []
    study = Study.of(project)

    found = cases(study, project, About(), lambda done, count: told.append((done, count)))

    assert len(found) == 3
    assert told == [(4, 4)]


def test_cases_of_many_articles_are_found_some_articles_at_a_time(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = Study.of(project)
    at_once = cases(study, project, About())
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(module, "_LOT", 1)

    assert cases(study, project, About(), lambda *done: told.append(done)) == at_once
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]

    told.clear()
    monkeypatch.setattr(module, "MOST", 1)
    assert cases(study, project, About(), lambda *done: told.append(done)) == at_once[:1]
    assert told == [(1, 4)], "the others are not read in vain"


def test_drift_leads_to_one_persons_differences(project: Project) -> None:
    study = Study.of(project)

    everybodys = cases(study, project, About())
    found = cases(study, project, About(who="ann-03"))

    assert 0 < len(found) < len(everybodys)
    for case in found:
        if case.second is not None:
            people = {span.annotator for span in spans_of(project, case.first, case.second)}
            assert "ann-03" in people
    of_two = Study.of(project, Scope(annotators=TWO))
    for who in TWO:
        assert cases(of_two, project, About(who=who)) == cases(of_two, project, About())
