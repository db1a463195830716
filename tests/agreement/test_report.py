"""What a study shows: sentences with their cases, views, and the report that holds all of it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from annotator import Project
from annotator.agreement.findings import findings
from annotator.agreement.overview import overview
from annotator.agreement.report import report
from annotator.agreement.saving import save
from annotator.agreement.study import Study
from annotator.agreement.tables import as_csv
from annotator.agreement.views import bounds, by_article, confusion, over_time, within
from annotator.errors import AnnotatorError, MeasureError
from annotator.model import Article, Assignment, Change, new_id
from annotator.model.codebook import parse_scheme
from tests.agreement.conftest import span


@pytest.fixture
def quarrel(tmp_path: Path) -> Project:
    """Seven articles in which ann-02 takes the cue into the source and never marks actors."""
    text = "Fog will lift, said <b>Ola</b> Brandt of Huawei."
    project = Project.create(tmp_path / "quarrel.annotator")
    for number in range(7):
        one = Article(new_id(), f"<script>{number}</script>", text + " " * number)
        project.apply(Change("Add", "lead", put=[one]))
        first = [
            span(one, "ann-01", "Claim", (0, 13)),
            span(one, "ann-01", "Cue", (15, 19)),
            span(one, "ann-01", "Source", (20, 37)),
            span(one, "ann-01", "Actor", (41, 47)),
        ]
        second = [span(one, "ann-02", "Claim", (0, 13)), span(one, "ann-02", "Source", (15, 37))]
        for who, spans in (("ann-01", first), ("ann-02", second)):
            done = Assignment(one.id, who, "done")
            project.apply(Change("Label", who, put=[*spans, done]))
    return project


def test_what_is_low_is_said_with_its_cases(quarrel: Project) -> None:
    study = Study.of(quarrel)

    said = {one.sentence: one.cases for one in findings(study, quarrel)}

    edge = (
        "ann-02 includes what others mark as Cue in spans of Source: 7 of 7 boundary differences."
    )
    assert edge in said
    case = said[edge][0]
    first, second = quarrel.span(case.first or ""), quarrel.span(case.second or "")
    assert first is not None and second is not None
    assert (first.article, first.label) == (case.article, "Source")
    assert {first.annotator, second.annotator} == {"ann-01", "ann-02"}
    missed = next(one for one in said if one.startswith("ann-02 misses Actor: 7 of the 7"))
    assert len(said[missed]) == 7
    assert all(case.second is None for case in said[missed])


def test_labels_taken_for_each_other_are_said_with_their_spans(tmp_path: Path) -> None:
    text = "Fog will lift, said Ola Brandt."
    with Project.create(tmp_path / "mixed.annotator") as project:
        for number in range(6):
            one = Article(new_id(), f"Article {number}", text + " " * number)
            project.apply(Change("Add", "lead", put=[one]))
            for who, label in (("ann-01", "Source"), ("ann-02", "Actor")):
                marked = [span(one, who, "Claim", (0, 13)), span(one, who, label, (20, 30))]
                done = Assignment(one.id, who, "done")
                project.apply(Change("Label", who, put=[*marked, done]))

        [found] = [f for f in findings(Study.of(project), project) if "each other" in f.sentence]

        assert found.sentence.endswith("are taken for each other: 6 of 6 matched spans of the two.")
        assert {"Source", "Actor"} == set(found.sentence.split(" are ")[0].split(" and "))
        pairs = [
            (project.span(case.first or ""), project.span(case.second or ""))
            for case in found.cases
        ]
        assert len(pairs) == 6
        for first, second in pairs:
            assert first is not None and second is not None
            assert first.article == second.article and first.label != second.label


def test_confusion_counts_what_was_missed(quarrel: Project) -> None:
    found = {(item.one, item.other): item.count for item in confusion(Study.of(quarrel))}

    assert found == {
        ("Claim", "Claim"): 7,
        ("Source", "Source"): 7,
        ("Cue", None): 7,
        ("Actor", None): 7,
    }


def test_articles_come_worst_first_and_the_course_covers_all(project: Project) -> None:
    study = Study.of(project)

    articles = by_article(study)
    assert [one.value for one in articles] == sorted(one.value for one in articles)
    assert {one.article for one in articles} == set(project.article_ids()[:4])
    parts = over_time(study)
    assert {part.annotator for part in parts} == {None, *study.annotators}
    everybody = [part.articles for part in parts if part.annotator is None]
    assert [n for part in everybody for n in part] == project.article_ids()[:4]


def test_slow_figures_may_come_later(project: Project) -> None:
    study = Study.of(project)

    quick = overview(study, project, quick=True)
    whole = overview(study, project)

    assert [measure.name for measure in quick.waiting] == ["gamma"]
    assert ("gamma", None) not in quick.by_label
    assert not whole.waiting
    assert whole.by_label["gamma", None].value is not None
    assert quick.by_label.items() <= whole.by_label.items()


def test_work_on_figures_can_be_ended(project: Project) -> None:
    told: list[tuple[int, int]] = []

    def end(done: int, count: int) -> None:
        told.append((done, count))
        if len(told) > 3:
            raise AnnotatorError("enough")

    study = Study.of(project)
    with pytest.raises(AnnotatorError, match="enough"):
        overview(study, project, ["gamma"], progress=end)
    assert told[0] == (0, told[0][1]), "it is heard of within a figure already"
    again = overview(study, project, ["gamma"])
    assert again.by_label["gamma", None].value is not None


def test_courses_are_drawn_between_the_tenths_they_lie_in(project: Project) -> None:
    course = over_time(Study.of(project))

    low, high = bounds(course)

    values = [part.value for part in course if part.value is not None]
    assert low <= min(values) <= max(values) <= high
    assert all(0 <= height <= 1 for height in within(course, low, high) if height is not None)
    assert bounds([]) == (0.0, 1.0)


class Reader(HTMLParser):
    """Collects tags and what they load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_report_stands_alone_and_escapes_what_people_wrote(quarrel: Project) -> None:
    study = Study.of(quarrel)

    page = report(overview(study, quarrel))

    reader = Reader()
    reader.feed(page)
    assert "svg" in reader.tags and "table" in reader.tags
    assert not {"script", "link", "img", "iframe", "b3"} & set(reader.tags)
    assert not reader.loads and "url(" not in page and "@import" not in page
    assert "&lt;script&gt;0&lt;/script&gt;" in page
    assert "boundary differences" in page and "prefers-color-scheme: dark" in page


def test_a_scheme_may_have_no_links_and_no_questions(tmp_path: Path) -> None:
    scheme = parse_scheme('name = "names"\n[[label]]\nname = "Person"\n[[label]]\nname = "Place"')
    with Project.create(tmp_path / "names.annotator", scheme) as project:
        one = Article(new_id(), "Fog", "Fog, said Ola Brandt in Oslo.")
        project.apply(Change("Add", "lead", put=[one]))
        for who, end in (("ann-01", 20), ("ann-02", 13)):
            marked = [span(one, who, "Person", (10, end)), span(one, who, "Place", (24, 28))]
            done = Assignment(one.id, who, "done")
            project.apply(Change("Label", who, put=[*marked, done]))
        study = Study.of(project)

        found = overview(study, project, ["all"])

        assert study.row("f1_exact").value == 0.5
        without = {row.measure for row in study.rows(["all"]) if row.value is None and row.reason}
        assert {"relation_f1", "attribution_f1", "attribute_alpha", "actor_b3"} <= without
        assert "Person" in report(found)


def test_a_report_of_nothing_says_why(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.annotator") as empty:
        study = Study.of(empty)
        page = report(overview(study, empty))

    assert "It takes two annotators." in page


def test_an_overview_is_saved_as_its_name_ends(quarrel: Project, tmp_path: Path) -> None:
    found = overview(Study.of(quarrel), quarrel)

    for name in ("a.html", "a.csv", "a.json"):
        save(found, tmp_path / name)
    assert (tmp_path / "a.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [row["measure"] for row in rows] == [row["measure"] for row in told]
    assert len(told) == len(found.rows)


def test_a_table_of_figures_is_safe_in_a_spreadsheet(project: Project) -> None:
    row = Study.of(project).row("f1_exact")
    hostile = replace(row, label="=1+1", reason="@SUM(A1)", low=None)

    table = as_csv([row, hostile])

    assert table.startswith("\ufeff")
    first, second = csv.DictReader(table.removeprefix("\ufeff").splitlines())
    assert first == {
        "measure": "f1_exact",
        "label": "",
        "annotators": "ann-01, ann-02, ann-03",
        "value": str(row.value),
        "low": str(row.low),
        "high": str(row.high),
        "articles": "4",
        "units": str(row.units),
        "left_out": "2",
        "reason": "",
    }
    assert (second["label"], second["reason"], second["low"]) == ("'=1+1", "'@SUM(A1)", "")


def test_what_cannot_be_saved_leaves_no_trace(quarrel: Project, tmp_path: Path) -> None:
    found = overview(Study.of(quarrel), quarrel, ["f1_exact"])
    before = set(tmp_path.iterdir())

    with pytest.raises(MeasureError, match="cannot be written"):
        save(found, tmp_path / "no" / "report.html")
    with pytest.raises(MeasureError, match="no kind that there is"):
        save(found, tmp_path / "report.docx")
    assert set(tmp_path.iterdir()) == before
