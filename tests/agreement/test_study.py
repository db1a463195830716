"""The study of a project: the same values as the library's functions, kept up to date."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from annotator import Project, agreement
from annotator.agreement.ledger import Ledger
from annotator.agreement.measures import MEASURES
from annotator.agreement.row import LeftOut
from annotator.agreement.scope import Scope
from annotator.agreement.study import Study
from annotator.agreement.tokens import token_bounds
from annotator.errors import MeasureError
from annotator.model import (
    Annotator,
    Article,
    Assignment,
    AttributeValue,
    Change,
    Layer,
    Span,
    new_id,
)
from annotator.model.codebook import parse_scheme
from tests.agreement.conftest import PEOPLE, span


def layers_of(project: Project, number: int, *people: str) -> list[Layer]:
    article = project.article_ids()[number]
    return [project.layer(article, who) for who in people]


def only(project: Project, number: int, **options: object) -> Study:
    """A study of one article."""
    articles = frozenset([project.article_ids()[number]])
    return Study.of(project, Scope(articles=articles, **options))  # type: ignore[arg-type]


def labels_on(layer: Layer, start: int, end: int) -> frozenset[str]:
    return frozenset(s.label for s in layer.touching(start, end))


def tokens(text: str) -> list[tuple[int, int]]:
    starts, ends, _ = token_bounds([text])
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def fragments(layers: list[Layer], label: str | None = None) -> list[tuple[str, int, int, str]]:
    return [
        (layer.annotator, f.start, f.end - f.start, s.label)
        for layer in layers
        for s in layer.spans
        for f in s.fragments
        if label in (None, s.label)
    ]


@pytest.mark.parametrize("people", [PEOPLE, PEOPLE[:2]])
@pytest.mark.parametrize("label", [None, "Claim", "Actor"])
def test_measures_of_ratings_are_the_librarys(
    project: Project, people: tuple[str, ...], label: str | None
) -> None:
    layers = layers_of(project, 0, *people)
    table = [
        [
            labels_on(layer, *t) if label is None else label in labels_on(layer, *t)
            for layer in layers
        ]
        for t in tokens(layers[0].article.text)
    ]

    study = only(project, 0, annotators=people)

    for name in (
        "percent_agreement",
        "bennett_s",
        "scott_pi",
        "cohen_kappa",
        "fleiss_kappa",
        "gwet_ac1",
        "krippendorff_alpha",
    ):
        expected = getattr(agreement, name)(table)
        assert study.row(name, label).value == pytest.approx(expected), name
    if label is None:
        for level in ("masi", "jaccard"):
            expected = agreement.krippendorff_alpha(table, level)
            assert study.row(f"alpha_{level}").value == pytest.approx(expected)


@pytest.mark.parametrize("people", [PEOPLE, PEOPLE[:2]])
def test_unitizing_is_the_librarys(project: Project, people: tuple[str, ...]) -> None:
    layers = layers_of(project, 0, *people)
    length = len(layers[0].article.text)
    units = fragments(layers)
    study = only(project, 0, annotators=people)

    for label in (None, "Claim", "Source", "Actor"):
        expected = agreement.unitized_alpha(units, 0, length, label)
        assert study.row("unitized_alpha", label).value == pytest.approx(expected)
    for name, kind in {
        "unitized_alpha_2016": "nominal",
        "unitized_alpha_binary": "binary",
        "unitized_alpha_cu": "cu",
    }.items():
        expected = agreement.unitized_alpha_2016(units, 0, length, kind)  # type: ignore[arg-type]
        assert study.row(name).value == pytest.approx(expected)
    for label in ("Claim", "Source", "Actor"):
        expected = agreement.unitized_alpha_2016(units, 0, length, "ku", label=label)
        assert study.row("unitized_alpha_ku", label).value == pytest.approx(expected)
        alone = agreement.unitized_alpha_2016(
            fragments(layers, label), 0, length, "nominal", coders=people
        )
        assert study.row("unitized_alpha_2016", label).value == pytest.approx(alone)


@pytest.mark.parametrize("match", ["exact", "overlap", "token"])
def test_f1_is_the_librarys_with_counts_of_pairs_added_up(project: Project, match: str) -> None:
    study = Study.of(project, Scope(articles=frozenset(project.article_ids()[:4])))
    found = []
    for number in range(4):
        words = tokens(project.article(project.article_ids()[number]).text)
        for a, b in combinations(layers_of(project, number, *PEOPLE), 2):
            found.append(agreement.span_f1(a.spans, b.spans, match, tokens=words))  # type: ignore[arg-type]

    shared, sizes = sum(s.matched for s in found), sum(s.first + s.second for s in found)

    row = study.row(f"f1_{match}")
    assert row.value == pytest.approx(2 * shared / sizes)
    assert row.units == sizes / 2, "each annotator's count once, not once for each of the others"
    assert row.low is not None and row.high is not None and row.low < row.value < row.high
    by_pair = {pair: study.row(f"f1_{match}", None, pair).value for pair in study.pairs}
    assert len(by_pair) == 3 and min(by_pair.values()) < row.value < max(by_pair.values())


@pytest.mark.parametrize("label", [None, "Claim"])
def test_gamma_is_the_librarys_but_for_the_draws(project: Project, label: str | None) -> None:
    layers = layers_of(project, 0, *PEOPLE)
    units = [
        (one.annotator, s.start, s.end, s.label)
        for one in layers
        for s in one.spans
        if label in (None, s.label)
    ]

    row = only(project, 0).row("gamma", label)

    expected = agreement.gamma(units, samples=100)
    assert row.value == pytest.approx(expected.value, abs=0.05)
    assert row.units == len(units)


def test_gamma_that_cannot_be_worked_out_says_why(tmp_path: Path) -> None:
    with Project.create(tmp_path / "crowd.annotator") as project:
        one = Article(new_id(), "Crowd", "x" * 2400)
        marks = [span(one, who, "Claim", (n, n + 2000)) for who in PEOPLE for n in range(330)]
        done = [Assignment(one.id, who, "done") for who in PEOPLE]
        project.apply(Change("Import", "lead", put=[one, *marks, *done], bulk=True))

        row = Study.of(project).row("gamma")

    assert row.value is None
    assert "too many ways to align 3 annotators' units" in (row.reason or "")


def test_gamma_of_many_articles_is_that_of_some_drawn_by_chance(tmp_path: Path) -> None:
    with Project.create(tmp_path / "many.annotator") as project:
        articles = [Article(new_id(), f"Article {n}", "x" * (20 + n)) for n in range(203)]
        people = PEOPLE[:2]
        marks = [span(one, who, "Claim", (2, 9)) for one in articles for who in people]
        done = [Assignment(one.id, who, "done") for one in articles for who in people]
        project.apply(Change("Import", "lead", put=[*articles, *marks, *done], bulk=True))

        row = Study.of(project).row("gamma")

    assert (row.value, row.articles, row.units) == (1, 200, 400)
    assert row.reason == "Measured on 200 of 203 articles, drawn by chance."


@pytest.mark.parametrize("number", [0, 2])
@pytest.mark.parametrize("people", list(combinations(PEOPLE, 2)))
def test_links_and_attributions_are_the_librarys(
    project: Project, people: tuple[str, str], number: int
) -> None:
    a, b = layers_of(project, number, *people)
    study = only(project, number, annotators=people)
    assert [r.type for r in a.relations] == ["attributed_to"] * len(a.relations)

    partners = partners_of(study, project, a, b)
    links = [[(r.type, r.source, r.target) for r in one.relations] for one in (a, b)]
    said = [
        [(r.source, r.target) for r in one.relations]
        + [
            (s.id, None)
            for s in one.spans
            if s.label == "Claim" and not any(r.source == s.id for r in one.relations)
        ]
        for one in (a, b)
    ]

    assert study.row("relation_f1").value == pytest.approx(
        agreement.relation_f1(*links, partners).f1
    )
    assert study.row("relation_f1", "attributed_to").value == study.row("relation_f1").value
    assert study.row("relation_f1", "cued_by").value is None
    assert study.row("attribution_f1").value == pytest.approx(
        agreement.attribution_f1(*said, partners).f1
    )
    mentions = [(x, partners[x.id]) for x in a.spans if x.actor and x.id in partners]
    named = [(x.actor, b.span(y).actor) for x, y in mentions if b.span(y).actor]  # type: ignore[union-attr]
    for name, measure in {
        "actor_b3": agreement.b_cubed,
        "actor_ceaf_e": agreement.ceaf_e,
        "actor_links": agreement.link_f1,
    }.items():
        expected = measure([x for x, _ in named], [y for _, y in named]).f1
        assert study.row(name).value == pytest.approx(expected)


def partners_of(study: Study, project: Project, a: Layer, b: Layer) -> dict[str, str]:
    """Match spans of the same label by the library's own matching."""
    from annotator.agreement.flat import Spans, spans_meet
    from annotator.agreement.matching import match_spans

    both = [*a.spans, *b.spans]
    pieces = [(n, f.start, f.end) for n, s in enumerate(both) for f in s.fragments]
    table = np.array(pieces)
    names = sorted({s.label for s in both})
    flat = Spans(
        np.zeros(len(both), dtype=int),
        np.repeat([0, 1], [len(a.spans), len(b.spans)]),
        np.array([names.index(s.label) for s in both]),
        *table.T,
    )
    found = match_spans(flat, spans_meet(flat))
    return {both[x].id: both[y].id for x, y in zip(found.first, found.second, strict=True)}


def test_attributes_are_compared_on_matched_spans(project: Project) -> None:
    a, b = layers_of(project, 0, *PEOPLE[:2])
    study = only(project, 0, annotators=PEOPLE[:2])
    partners = partners_of(study, project, a, b)
    table = [
        [x.attributes["quotation"], b.span(partners[x.id]).attributes["quotation"]]  # type: ignore[union-attr]
        for x in a.spans
        if x.label == "Claim" and x.id in partners
    ]

    row = study.row("attribute_alpha:quotation", "Claim")

    assert row.value == pytest.approx(agreement.krippendorff_alpha(table))
    assert row.units == len(table)


QUESTIONS = """
name = "questions"
[[label]]
name = "Toll"
attribute = [
    {name = "how", kind = "choice", values = ["fire", "flood"]},
    {name = "sure", kind = "flag"},
    {name = "topics", kind = "multi-choice", values = ["a", "b", "c"]},
    {name = "dead", kind = "number"},
    {name = "by", kind = "text"},
]
"""
ANSWERS: list[tuple[dict[str, AttributeValue], dict[str, AttributeValue]]] = [
    ({"how": "fire", "topics": ("a", "b"), "dead": 12}, {"how": "fire", "dead": 13}),
    ({"sure": True, "topics": ("a",), "dead": 3}, {"topics": ("a", "c"), "dead": 3, "by": "x"}),
    ({"how": "flood", "by": "x"}, {"how": "fire", "sure": True, "by": "X", "topics": ("b", "c")}),
    ({"how": "flood", "topics": ("c",), "dead": 40}, {"how": "flood", "dead": 55, "by": "x"}),
    ({"sure": True, "by": "x", "topics": ("b",)}, {"sure": True, "by": "x", "topics": ("b",)}),
    ({"by": "y"}, {"how": "fire", "by": "y"}),
]


def test_each_kind_of_answer_is_compared_as_its_kind_is(tmp_path: Path) -> None:
    with Project.create(tmp_path / "toll.annotator", parse_scheme(QUESTIONS)) as project:
        one = Article(new_id(), "Toll", "Twelve died in the flood. " * len(ANSWERS))
        project.apply(Change("Add", "lead", put=[one]))
        for side, who in enumerate(PEOPLE[:2]):
            marks = [
                replace(span(one, who, "Toll", (26 * n, 26 * n + 6)), attributes=both[side])
                for n, both in enumerate(ANSWERS)
            ]
            done = Assignment(one.id, who, "done")
            project.apply(Change("Label", who, put=[*marks, done]))
        study = Study.of(project)

    def table(name: str, unset: object = None) -> list[list[object]]:
        given = [[side.get(name, unset) for side in both] for both in ANSWERS]
        return [[set(v) if isinstance(v, tuple) else v for v in row] for row in given]

    alone = {
        "how": agreement.krippendorff_alpha(table("how")),
        "sure": agreement.krippendorff_alpha(table("sure", unset=False)),
        "topics": agreement.krippendorff_alpha(table("topics", unset=()), "masi"),
        "dead": agreement.krippendorff_alpha(table("dead"), "interval"),
        "by": agreement.krippendorff_alpha(table("by")),
    }
    for name, expected in alone.items():
        row = study.row(f"attribute_alpha:{name}", "Toll")
        assert row.value == pytest.approx(expected), name
    together = study.row("attribute_alpha", "Toll").value
    assert min(alone.values()) < together < max(alone.values())  # type: ignore[operator, type-var]


def test_many_samples_at_once_have_the_values_of_each(project: Project) -> None:
    """Intervals are made from values of many samples, worked out together."""
    study = Study.of(project)
    counts = study.counts(study.annotators)
    for name in sorted(set(MEASURES) - {"gamma"}):
        label = "Claim" if name in ("unitized_alpha_ku", "attribute_alpha") else None
        statistic = study.statistic(name, label, counts)
        rows = statistic.sums[counts.compared]
        rows = rows if isinstance(rows, np.ndarray) else rows.toarray()
        each = [float(statistic.value(row)) for row in rows]
        assert statistic.value(rows) == pytest.approx(each, nan_ok=True), name
        row = study.row(name, label)
        assert row.value is not None and row.low is not None and row.high is not None
        assert row.low <= row.value <= row.high <= 1, name


@pytest.mark.parametrize("people", [PEOPLE, PEOPLE[:2]])
def test_each_figure_is_told_once_that_of_pairs_over_all_labels(
    project: Project, people: tuple[str, ...]
) -> None:
    rows = Study.of(project, Scope(annotators=people)).rows(["f1_exact", "relation_f1"])

    told = [(row.measure, row.label, row.annotators) for row in rows]
    assert len(told) == len(set(told))
    of_pairs = {(name, label) for name, label, who in told if who != people}
    assert of_pairs == ({("f1_exact", None), ("relation_f1", None)} if len(people) > 2 else set())


def test_figures_are_called_by_their_measure_and_what_they_are_of(project: Project) -> None:
    study = Study.of(project, Scope(labels=("Claim",)))

    names = [row.name for row in study.rows(["f1_exact", "relation_f1", "attribute_alpha"])]

    assert {"F1 exact: Claim", "F1 of links", "F1 of links: attributed to"} <= set(names)
    assert {"α of attributes: Claim", "Claim: quotation"} <= set(names)
    assert not any("Source" in name for name in names), "its questions are none of the study's"


def test_what_is_undefined_in_a_part_is_left_out_of_a_mean(tmp_path: Path) -> None:
    with Project.create(tmp_path / "three.annotator") as project:
        for marked in (True, False):
            one = Article(new_id(), "Fog", "Fog will lift, said Ola Brandt.")
            project.apply(Change("Add", "lead", put=[one]))
            for who in PEOPLE:
                marks = [span(one, who, "Claim", (0, 13))] if marked else []
                marks += [span(one, who, "Actor", (20, 30))] if marked and who == "ann-03" else []
                done = Assignment(one.id, who, "done")
                project.apply(Change("Label", who, put=[*marks, done]))
        found = {
            average: Study.of(project, Scope(average=average))  # type: ignore[arg-type]
            for average in ("articles", "pairs")
        }

    assert found["articles"].row("f1_exact", "Claim").value == 1, "nobody marked in the other"
    assert found["pairs"].row("f1_exact", "Actor").value == 0, "two of them marked none"
    assert found["pairs"].row("f1_exact", "Cue").value is None


def test_who_did_it_alone_or_not_to_the_end_is_left_out_by_name(project: Project) -> None:
    ids = project.article_ids()
    project.apply(Change("Skip", "ann-02", put=[Assignment(ids[4], "ann-02", "skipped")]))
    begun = span(project.article(ids[5]), "ann-03", "Claim", (0, 3))
    project.apply(Change("Label", "ann-03", put=[begun]))
    study = Study.of(project)

    assert study.annotators == PEOPLE
    assert study.row("f1_exact").articles == 4
    assert study.left_out == (
        LeftOut(ids[4], "Only ann-01 did it."),
        LeftOut(ids[5], "ann-02 and ann-03 have not finished it."),
    )
    unfinished = Study.of(project, Scope(unfinished=True))
    assert unfinished.row("f1_exact").articles == 5
    nothing = only(project, 4, annotators=PEOPLE).row("f1_exact")
    assert (nothing.value, nothing.articles, nothing.left_out) == (None, 0, study.left_out[:1])
    assert nothing.reason == "No article was finished by two of these annotators."


def test_an_article_in_which_nobody_found_anything_counts(project: Project) -> None:
    empty = Article("0192f0c1-0000-7000-8000-000000000001", "Empty", "Nothing here.")
    project.apply(Change("Add", "lead", put=[empty]))
    for who in PEOPLE:
        project.apply(Change("Done", who, put=[Assignment(empty.id, who, "done")]))

    study = Study.of(project, Scope(articles=frozenset([empty.id])))

    assert study.row("percent_agreement").value == 1
    for name in ("f1_exact", "gamma", "unitized_alpha", "krippendorff_alpha", "relation_f1"):
        row = study.row(name)
        assert (row.value, row.articles) == (None, 1)
        assert row.reason


def test_only_what_changed_is_read_and_aligned_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(project)
    before = {name: Study(ledger).row(name).value for name in ("f1_overlap", "gamma")}
    changed = project.article_ids()[1]
    victim = project.layer(changed, "ann-02").spans[0]
    links = project.layer(changed, "ann-02").links(victim.id)
    project.apply(Change("Delete", "ann-02", remove=[*links, victim]))
    read: list[list[str]] = []
    work = project.work
    monkeypatch.setattr(project, "work", lambda ids: read.append(list(ids)) or work(ids))

    ledger.refresh(project, [changed])

    assert read == [[changed]]
    assert len(ledger.alignments) == len(before) + 1
    study = Study(ledger)
    assert {name: study.row(name).value for name in before} != before
    monkeypatch.undo()
    fresh = Study.of(project)
    for name in MEASURES:
        if name != "attribute_alpha":
            label = "Claim" if name == "unitized_alpha_ku" else None
            assert study.row(name, label).value == pytest.approx(fresh.row(name, label).value)


def test_an_article_that_is_gone_is_forgotten(project: Project) -> None:
    lone = Article("0192f0c1-0000-7000-8000-00000000000a", "Lone", "Nothing here.")
    project.apply(Change("Add", "lead", put=[lone]))
    done = Assignment(lone.id, "ann-01", "done")
    project.apply(Change("Done", "ann-01", put=[done]))
    ledger = Ledger(project)
    assert lone.id in {one.article for one in Study(ledger).left_out}

    project.apply(Change("Remove", "lead", remove=[done, lone]))
    told: list[tuple[int, int]] = []
    ledger.refresh(project, [lone.id], lambda done, count: told.append((done, count)))

    assert lone.id not in {one.article for one in Study(ledger).left_out}
    assert told == [(1, 1)]


def test_averages_by_article_and_by_pair(project: Project) -> None:
    pooled, by_article, by_pair = (
        Study.of(project, Scope(average=average)).row("f1_exact")  # type: ignore[arg-type]
        for average in ("pooled", "articles", "pairs")
    )
    each = [only(project, n).row("f1_exact").value for n in range(4)]
    pairs = [Study.of(project).row("f1_exact", None, p).value for p in Study.of(project).pairs]

    assert by_article.value == pytest.approx(sum(each) / 4)  # type: ignore[arg-type]
    assert by_pair.value == pytest.approx(sum(pairs) / 3)  # type: ignore[arg-type]
    for row in (pooled, by_article, by_pair):
        assert row.low <= row.value <= row.high  # type: ignore[operator]


def test_matched_spans_may_be_what_is_rated(project: Project) -> None:
    row = Study.of(project, Scope(by="span")).row("cohen_kappa")

    assert row.value is not None and row.value > 0.8


def test_gold_is_compared_with_but_is_none_of_the_annotators(project: Project) -> None:
    article = project.article_ids()[0]
    for s in project.layer(article, "ann-01").spans:
        copy = {name: getattr(s, name) for name in Span.__slots__}
        copy |= {"id": f"gold-{s.id}", "annotator": "gold"}
        project.apply(Change("Gold", "gold", put=[Span(**copy)]))

    rows = Study.of(project).rows(["f1_exact"])

    assert "gold" not in rows[0].annotators
    against = {row.annotators: row.value for row in rows if row.label is None}
    assert against["ann-01", "gold"] == 1
    assert against["ann-02", "gold"] < 1  # type: ignore[operator]


def test_reviewers_and_models_are_compared_only_if_named(project: Project) -> None:
    one = project.article(project.article_ids()[0])
    helpers = [Annotator(new_id(), "chief", "reviewer"), Annotator(new_id(), "robot", "model")]
    put = [*helpers, *(Assignment(one.id, who.name, "done") for who in helpers)]
    put += [span(one, who.name, "Claim", (0, 9)) for who in helpers]
    project.apply(Change("Suggest", "ann-01", put=put))

    assert Study.of(project).annotators == PEOPLE
    named = Study.of(project, Scope(annotators=("chief", "robot")))
    assert named.row("f1_exact").value == 1


def test_the_seed_decides(project: Project) -> None:
    first, again, other = (
        [Study.of(project, Scope(seed=seed)).row(name) for name in ("gamma", "f1_exact")]
        for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_strangers_are_refused_by_name(project: Project) -> None:
    with pytest.raises(MeasureError, match='no annotator "ann-09"; there are: ann-01, ann-02'):
        Study.of(project, Scope(annotators=("ann-09",)))
    with pytest.raises(MeasureError, match='no label "Klaim"'):
        Study.of(project, Scope(labels=("Klaim",)))
    with pytest.raises(MeasureError, match='no measure "kapa"'):
        Study.of(project).rows(["kapa"])


def test_an_empty_project_has_reasons_for_everything(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.annotator") as empty:
        study = Study.of(empty)
        rows = study.rows(["all"])

    assert set(study.rows()) < set(rows), "what is measured unless something else is asked for"
    assert {row.value for row in rows} == {None}
    assert all(row.reason for row in rows)
