"""Export, import and export again give the same bytes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats.gathering import sheets
from annotator.formats.jsonl.writing import line
from annotator.model import (
    Actor,
    Article,
    Assignment,
    Change,
    Fragment,
    Record,
    Span,
    new_id,
)
from annotator.transfer import import_paths
from tests.examples import few
from tests.formats.strategies import records

Fresh = Callable[[], Project]


def exported(project: Project, path: Path, layer: str = "all") -> bytes:
    export(project, Recipe("jsonl", layer=layer), path)
    return path.read_bytes()


def parsed(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.split(b"\n") if line]


def test_the_hand_labelled_article_comes_back_byte_for_byte(
    fresh: Fresh, seed_gold: Path, tmp_path: Path
) -> None:
    first, second = fresh(), fresh()
    result = import_paths(first, [seed_gold])
    assert not result.refused
    assert (result.spans, result.relations, result.actors) == (81, 26, 16)

    once = exported(first, tmp_path / "a.jsonl")
    import_paths(second, [tmp_path / "a.jsonl"])

    assert exported(second, tmp_path / "b.jsonl") == once


def test_the_export_says_what_was_imported(fresh: Fresh, seed_gold: Path, tmp_path: Path) -> None:
    def without_ids(line: dict[str, Any]) -> dict[str, Any]:
        names = {actor["id"]: actor["name"] for actor in line["actors"]}
        places = {span["id"]: (span["label"], span["fragments"]) for span in line["spans"]}
        spans = [span | {"id": 0, "actor": names.get(span["actor"])} for span in line["spans"]]
        links = [
            link | {"id": 0, "from": places[link["from"]], "to": places[link["to"]]}
            for link in line["relations"]
        ]
        return line | {
            "article": line["article"] | {"id": 0},
            "spans": sorted(spans, key=repr),
            "relations": sorted(links, key=repr),
            "actors": sorted((actor | {"id": 0} for actor in line["actors"]), key=repr),
        }

    project = fresh()
    import_paths(project, [seed_gold])

    (line,) = parsed(exported(project, tmp_path / "a.jsonl"))

    (original,) = parsed(seed_gold.read_bytes())
    assert without_ids(line) == without_ids(original)
    assert list(line) == list(original)
    assert list(line["spans"][0]) == list(original["spans"][0])


@few(20)
@given(records())
def test_any_project_comes_back_byte_for_byte(content: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with Project.create(here / "a.annotator") as project:
            project.apply(Change("Fill", "ann-01", put=content))
            once = exported(project, here / "a.jsonl")
            assert len(parsed(once)) >= project.count_articles()
            for sheet in sheets(project):
                made = replace(sheet, spans=tuple(sheet.spans), relations=tuple(sheet.relations))
                assert line(made) == line(sheet), "as rows and as records they read the same"
        with Project.create(here / "b.annotator") as project:
            result = import_paths(project, [here / "a.jsonl"])
            assert not result.refused
            assert not result.kept
            assert exported(project, here / "b.jsonl") == once


def small(project: Project) -> tuple[Article, Span]:
    article = Article(new_id(), "T", "Ola said so")
    source = Span(new_id(), article.id, "ann-01", "Source", (Fragment(0, 3, "Ola"),))
    project.apply(Change("Fill", "ann-01", put=[article, source]))
    return article, source


def test_what_holds_nothing_is_not_written(project: Project, tmp_path: Path) -> None:
    small(project)

    (line,) = parsed(exported(project, tmp_path / "a.jsonl"))

    assert list(line) == ["article", "annotator", "status", "spans", "relations", "actors"]
    assert "revision_of" not in line["article"]
    assert "score" not in line["spans"][0]


def test_an_article_without_a_layer_has_a_line_of_its_own(project: Project, tmp_path: Path) -> None:
    project.apply(Change("Add", "ann-01", put=[Article(new_id(), "T", "Nobody's")]))

    (line,) = parsed(exported(project, tmp_path / "a.jsonl"))

    assert line["annotator"] is None
    assert list(line) == ["article", "annotator", "spans", "relations", "actors"]


def test_the_last_line_has_the_register_entries_that_no_span_names(
    project: Project, tmp_path: Path
) -> None:
    small(project)
    small(project)
    project.apply(Change("Add", "ann-01", put=[Actor(new_id(), "Nobody's")]))

    first, last = parsed(exported(project, tmp_path / "a.jsonl"))

    assert [actor["name"] for actor in first["actors"] + last["actors"]] == ["Nobody's"]
    assert last["actors"]


def test_one_layer_leaves_the_others_out(project: Project, tmp_path: Path) -> None:
    article, _ = small(project)
    project.apply(Change("Add", "ann-02", put=[Assignment(article.id, "ann-02", "done")]))
    project.apply(Change("Add", "ann-02", put=[Article(new_id(), "U", "Nobody's")]))

    everybody = parsed(exported(project, tmp_path / "all.jsonl"))
    one = parsed(exported(project, tmp_path / "one.jsonl", layer="ann-02"))

    assert [line["annotator"] for line in everybody] == ["ann-01", "ann-02", None]
    assert [line["annotator"] for line in one] == ["ann-02"]


def test_numbers_of_any_length_come_back_as_they_are(
    project: Project, fresh: Fresh, tmp_path: Path
) -> None:
    odd = {"id": 2**70, "few": -(2**63) - 1, "small": 1e-7, "large": 1e300, "deep": [{"n": 10**40}]}
    project.apply(Change("Add", "ann-01", put=[Article(new_id(), "T", "Text", metadata=odd)]))
    once = exported(project, tmp_path / "a.jsonl")

    other = fresh()
    import_paths(other, [tmp_path / "a.jsonl"])

    assert [article.metadata for article in other.articles()] == [odd]
    assert exported(other, tmp_path / "b.jsonl") == once


def test_what_is_no_number_in_json_is_refused(project: Project, tmp_path: Path) -> None:
    odd = {"share": float("nan")}
    project.apply(Change("Add", "ann-01", put=[Article(new_id(), "Odd", "Text", metadata=odd)]))

    with pytest.raises(FormatError, match='"Odd" cannot be written'):
        exported(project, tmp_path / "a.jsonl")

    assert list(tmp_path.glob("*.jsonl")) == []
