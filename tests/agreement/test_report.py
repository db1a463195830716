"""What a study shows: sentences with their cases, views, and the report that holds all of it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations_with_replacement
from pathlib import Path

import pytest

from annotator import Project
from annotator.agreement.cases import About, cases
from annotator.agreement.charts import bars, course, interval
from annotator.agreement.findings import findings
from annotator.agreement.overview import overview
from annotator.agreement.report import report
from annotator.agreement.saving import save
from annotator.agreement.scope import Scope
from annotator.agreement.study import Study
from annotator.agreement.tables import as_csv, short
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
    assert [case.article for case in said[missed]] == quarrel.article_ids()
    for case in said[missed]:
        actor = quarrel.span(case.first or "")
        assert actor is not None and case.second is None
        assert (actor.article, actor.label, actor.annotator) == (case.article, "Actor", "ann-01")


def test_few_cases_are_no_pattern(quarrel: Project) -> None:
    four, five = (
        Study.of(quarrel, Scope(articles=frozenset(quarrel.article_ids()[:n]))) for n in (4, 5)
    )

    assert findings(four, quarrel) == []
    assert [len(one.cases) for one in findings(five, quarrel)] == [5, 5, 5]


@pytest.mark.parametrize(("missed", "said"), [(8, False), (9, True)])
def test_a_small_share_is_none_to_speak_of(tmp_path: Path, missed: int, said: bool) -> None:
    with Project.create(tmp_path / "share.annotator") as project:
        one, alone = (Article(new_id(), f"{n} names", "see Ola Bo, " * n) for n in (30, 1))
        places = [(at + 4, at + 10) for at in range(0, 360, 12)]
        first = [span(one, "ann-01", "Actor", place) for place in places]
        # Of the others ann-02 takes the comma in with two fewer, and a word with the rest.
        commas = 2 * missed - 2
        second = [
            *(span(one, "ann-02", "Actor", (s, e + 1)) for s, e in places[missed:commas]),
            *(span(one, "ann-02", "Actor", (s - 4, e)) for s, e in places[commas:]),
        ]
        by_one = span(alone, "ann-01", "Actor", (4, 10))
        done = [Assignment(one.id, who, "done") for who in ("ann-01", "ann-02")]
        done.append(Assignment(alone.id, "ann-01", "done"))
        put = [one, alone, *first, *second, by_one, *done]
        project.apply(Change("Import", "lead", put=put, bulk=True))

        found = {f.sentence: len(f.cases) for f in findings(Study.of(project), project)}

    expected = {
        "ann-02 misses Actor: 9 of the 30 that others mark, counted for each of the others.": 9,
        "ann-02 includes punctuation or quotation marks in spans of Actor: 7 of 21 boundary "
        "differences.": 7,
    }
    always = [sentence for sentence in found if sentence.startswith("ann-02 includes “see”")]
    assert len(always) == 1
    assert {s: n for s, n in found.items() if s not in always} == (expected if said else {})


def test_labels_taken_for_each_other_are_said_with_their_spans(tmp_path: Path) -> None:
    text = "Fog will lift, said Ola Brandt."
    with Project.create(tmp_path / "mixed.annotator") as project:
        for number in range(6):
            one = Article(new_id(), f"Article {number}", text + " " * number)
            project.apply(Change("Add", "lead", put=[one]))
            for who, label in (("ann-01", "Source"), ("ann-02", "Actor")):
                marked = [span(one, who, "Claim", (0, 13)), span(one, who, label, (20, 30))]
                if number < 3:
                    marked.append(span(one, who, "Actor" if number else "Source", (15, 19)))
                done = Assignment(one.id, who, "done")
                project.apply(Change("Label", who, put=[*marked, done]))

        study = Study.of(project)
        [found] = [f for f in findings(study, project) if "each other" in f.sentence]

        assert found.sentence.endswith("are taken for each other: 6 of 9 matched spans of the two.")
        assert {"Source", "Actor"} == set(found.sentence.split(" are ")[0].split(" and "))
        pairs = [
            (project.span(case.first or ""), project.span(case.second or ""))
            for case in found.cases
        ]
        assert len(pairs) == 6
        for first, second in pairs:
            assert first is not None and second is not None
            assert first.article == second.article and first.label != second.label
        counted = {("Claim", "Claim"): 6, ("Source", "Actor"): 6}
        counted |= {("Source", "Source"): 1, ("Actor", "Actor"): 2}
        for both in combinations_with_replacement(("Claim", "Source", "Actor"), 2):
            assert len(cases(study, project, About("labels", *both))) == counted.get(both, 0)
        for label, count in {"Claim": 0, "Source": 6, "Actor": 6}.items():
            assert len(cases(study, project, About(label=label))) == count


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
    assert [part.title for part in parts[:4]] == ["1", "2", "3", "4"]


def test_the_course_of_many_articles_is_told_in_ten_parts(tmp_path: Path) -> None:
    with Project.create(tmp_path / "many.annotator") as project:
        many = [Article(new_id(), f"Article {n}", f"Fog will lift{'.' * n}") for n in range(12)]
        done = [Assignment(one.id, who, "done") for one in many for who in ("ann-01", "ann-02")]
        project.apply(Change("Import", "lead", put=[*many, *done], bulk=True))

        parts = over_time(Study.of(project))

        assert [part.title for part in parts][:4] == ["1–2", "3–4", "5", "6"]
        assert len(parts) == 10 and parts[-1].title == "12"


def test_slow_figures_may_come_later(project: Project) -> None:
    study = Study.of(project)

    quick = overview(study, project, quick=True)
    whole = overview(study, project)

    assert [measure.name for measure in quick.waiting] == ["gamma"]
    assert ("gamma", None) not in quick.by_label
    assert not whole.waiting
    assert whole.by_label["gamma", None].value is not None
    assert quick.by_label.items() <= whole.by_label.items()


def test_pairs_may_be_told_by_another_measure(project: Project) -> None:
    study = Study.of(project)

    told: list[tuple[int, int]] = []

    found = overview(
        study,
        project,
        ["f1_exact"],
        "unitized_alpha_ku",
        lambda done, count: told.append((done, count)),
    )

    assert found.pair_measure.name == "unitized_alpha_ku"
    assert list(found.pairs) == study.pairs
    for pair, row in found.pairs.items():
        assert row == study.row("unitized_alpha_ku", "Actor", pair), "it has none over all labels"
    assert found.units == sum(row.spans for row in found.articles) > 0
    assert told == [(n + 1, len(told)) for n in range(len(told))]


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
    """Collects tags, what they load, and the rows of each section's table by their first cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.sections: dict[str, dict[str, list[str]]] = {}
        self._words = ""
        self._row: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag in ("h2", "td", "th"):
            self._words = ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2":
            self.sections[self._words] = {}
        elif tag in ("td", "th"):
            self._row.append(self._words)
        elif tag == "tr":
            list(self.sections.values())[-1][self._row[0]] = self._row[1:]
            self._row = []


def test_the_report_tells_in_tables_what_was_found(quarrel: Project) -> None:
    page = report(overview(Study.of(quarrel), quarrel, ["f1_exact"]))
    sections = Reader(page).sections

    by_label = sections["By label, with 95 % bootstrap intervals by article"]
    assert by_label["Label"] == ["Units", "F1 exact", "F1 exact from 0 to 1"]
    assert by_label["Claim"][:2] == ["14", "1.00 [1.00, 1.00]"]
    assert by_label["Source"][:2] == ["14", "0.00 [0.00, 0.00]"]
    assert by_label["all labels"][0] == "42"
    assert sections["Pairs, F1 overlap"]["ann-01"] == ["·", "0.67"]
    confused = sections["What one marked and the other"]
    assert confused[""] == ["Claim", "Source", "Cue", "Actor", "missed"]
    assert confused["Claim"] == ["7", "·", "·", "·", "·"]
    assert confused["Cue"] == ["·", "·", "·", "·", "7"]
    articles = sections["Disagreement by article, worst first"]
    assert articles["Article"] == ["F1 overlap", "Spans"]
    assert articles["<script>0</script>"] == ["0.67", "6"]
    assert page.count('height="80.0"><title>') == 7, "all are the worst"


def test_the_report_tells_links_and_answers_with_how_much_was_matched(project: Project) -> None:
    study = Study.of(project)

    page = report(overview(study, project, ["f1_exact"], "f1_exact"))

    told = Reader(page).sections["Attributes, links and actors on matched spans"]
    for row in (study.row("relation_f1"), study.row("attribute_alpha:quotation", "Claim")):
        value, _, matched = told[row.name]
        assert value == f"{short(row.value)} [{short(row.low)}, {short(row.high)}]"
        assert matched == str(row.units)
    assert "F1 of links: about" not in told and "F1 of links: about" in page


def test_so_many_articles_are_named_in_a_report(tmp_path: Path) -> None:
    with Project.create(tmp_path / "many.annotator") as project:
        many = [Article(new_id(), f"Article {n}", f"Fog will lift{'.' * n}") for n in range(62)]
        marks = [span(many[0], who, "Claim", (0, 13)) for who in ("ann-01", "ann-02")]
        done = [Assignment(one.id, "ann-01", "done") for one in many]
        done.append(Assignment(many[0].id, "ann-02", "done"))
        project.apply(Change("Import", "lead", put=[*many, *marks, *done], bulk=True))
        study = Study.of(project)

        page = report(overview(study, project, ["f1_exact"]))

    assert len(study.left_out) == 61 and "<p class=soft>and 1 more</p>" in page
    sections = Reader(page).sections
    assert sections["Disagreement by article, worst first"]["Article 0"] == ["1.00", "2"]
    assert len(sections["Left out"]) == 1 + 60
    by_label = sections["By label, with 95 % bootstrap intervals by article"]
    assert by_label["Claim"][:2] == ["2", "1.00"], "one article has no interval"
    assert "F1 exact of Cue" in page and "F1 exact of Claim" not in page


def test_charts_draw_values_where_they_belong() -> None:
    half = interval(0.5, 0.25, 1.0)
    assert 'cx="80.0"' in half and 'x1="42.0" x2="156.0"' in half
    assert 'aria-label="0.50, between 0.25 and 1.00"' in half
    assert 'cx="4.0"' in interval(-0.3, None, None), "what lies below 0 stands at the edge"

    drawn = bars([("worst", 1.0), ("best", 0.0)], 1)
    assert '<rect class="worst" x="0" y="4.0" width="18" height="80.0">' in drawn
    assert '<rect class="bar" x="20" y="80.0" width="18" height="4.0">' in drawn

    line = course((0.0, 1.0, None, 0.5), (0.8, 0.9, None, 0.85))
    assert 'points="6.0,42.0 79.3,6.0"' in line and 'points="226.0,24.0"' in line
    assert 'aria-label="0.80, 0.90, none, 0.85"' in line and line.count("<circle") == 3


def test_the_report_stands_alone_and_escapes_what_people_wrote(quarrel: Project) -> None:
    study = Study.of(quarrel)

    page = report(overview(study, quarrel))

    reader = Reader(page)
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
    reader = Reader(page)
    assert set(reader.sections) == {
        "By label, with 95 % bootstrap intervals by article",
        "Attributes, links and actors on matched spans",
        "How it is measured",
    }
    assert "αᵤ: " not in page, "it isn't told how nothing was measured"


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
