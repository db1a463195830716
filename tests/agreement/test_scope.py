"""Which articles, rounds, dates, labels and units a study is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator import Project, agreement
from annotator.agreement.ledger import Ledger, natural
from annotator.agreement.row import LeftOut
from annotator.agreement.scope import Scope
from annotator.agreement.study import Study
from annotator.agreement.views import by_round
from annotator.errors import MeasureError
from annotator.model import Change
from annotator.text.sentences import sentences
from tests.agreement.conftest import PEOPLE
from tests.agreement.test_study import labels_on, layers_of, only


@pytest.fixture
def rounds(project: Project) -> Project:
    """The project's first four articles in the rounds 2, 10, 10 and in none; three have dates."""
    facts = [("2", "2018-05-30"), ("10", "2018-06-01T08:00:00Z"), ("10", "2018-07-01"), ("", None)]
    for article, (name, published) in zip(project.article_ids(), facts, strict=False):
        one = project.article(article)
        metadata = {"round": name} if name else {}
        changed = replace(one, published=published, metadata=metadata)
        project.apply(Change("Describe", "lead", put=[changed]))
    return project


@pytest.mark.parametrize("people", [PEOPLE, PEOPLE[:2]])
@pytest.mark.parametrize("label", [None, "Claim"])
def test_sentences_may_be_what_is_rated(
    project: Project, people: tuple[str, ...], label: str | None
) -> None:
    layers = layers_of(project, 0, *people)
    text = layers[0].article.text
    table = [
        [
            labels_on(layer, *s) if label is None else label in labels_on(layer, *s)
            for layer in layers
        ]
        for s in sentences(text)
    ]

    study = only(project, 0, annotators=people, by="sentence")

    row = study.row("percent_agreement", label)
    assert row.value == pytest.approx(agreement.percent_agreement(table))
    assert row.units == len(table)


def test_several_labels_are_told_one_by_one_and_together(project: Project) -> None:
    both = Study.of(project, Scope(labels=("Claim", "Source")))

    rows = {row.label: row for row in both.rows(["f1_exact"]) if row.annotators == PEOPLE}

    assert set(rows) == {None, "Claim", "Source"}
    assert rows[None].units == rows["Claim"].units + rows["Source"].units
    values = [rows[name].value for name in ("Claim", "Source")]
    assert min(values) < rows[None].value < max(values)  # type: ignore[operator, type-var]
    assert {row.label for row in both.rows(["unitized_alpha_2016"])} == {"Claim", "Source"}
    assert both.row("cohen_kappa").value is not None


def test_rounds_are_what_the_articles_say(rounds: Project) -> None:
    study = Study.of(rounds)
    ids = rounds.article_ids()

    curve = [part for part in by_round(study) if part.annotator is None]

    assert [part.title for part in curve] == ["2", "10"]
    assert [part.articles for part in curve] == [(ids[0],), (ids[1], ids[2])]
    second = Study(study.ledger, Scope(rounds=("10",)))
    assert second.row("f1_overlap").articles == 2
    assert curve[1].value == pytest.approx(second.row("f1_overlap").value)
    assert sorted(["b10", "b9", "A"], key=natural) == ["A", "b9", "b10"]


def test_a_round_that_is_changed_later_is_followed(rounds: Project) -> None:
    ledger, article = Ledger(rounds), rounds.article_ids()[3]
    changed = replace(rounds.article(article), metadata={"round": "11"})
    rounds.apply(Change("Describe", "lead", put=[changed]))

    ledger.refresh(rounds, [article])

    assert [p.title for p in by_round(Study(ledger)) if p.annotator is None] == ["2", "10", "11"]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, 4),
        ("2018-06", None, 2),
        (None, "2018-06", 2),
        ("2018-06-01", "2018-06-01", 1),
        ("2018", "2018", 3),
        ("2019", None, 0),
    ],
)
def test_dates_bound_what_is_compared(
    rounds: Project, since: str | None, until: str | None, expected: int
) -> None:
    study = Study.of(rounds, Scope(since=since, until=until))

    assert study.row("f1_exact").articles == expected
    undated = LeftOut(rounds.article_ids()[3], "It has no date.")
    if since is not None and expected:
        assert undated in study.left_out


def test_what_there_is_not_is_refused_by_name(rounds: Project) -> None:
    with pytest.raises(MeasureError, match='no round "3"; there are: 2, 10'):
        Study.of(rounds, Scope(rounds=("3",)))
    with pytest.raises(MeasureError, match='"last May" is no date'):
        Scope(since="last May")


def test_pairs_have_gamma_too(project: Project) -> None:
    rows = Study.of(project).rows(["gamma"])

    pairs = {row.annotators: row.value for row in rows if len(row.annotators) == 2}
    assert len(pairs) == 3
    assert all(value is not None for value in pairs.values())
