"""Sentences and pairs of spans say what the project says, to those that train on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.demo import prepare
from annotator.formats import Sheet
from annotator.formats.gathering import sheets
from annotator.formats.pairs import NEAR, NO_RELATION
from annotator.model import Span
from annotator.text.sentences import sentences
from tests.formats.hard_sample import hard_project


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = prepare(tmp_path_factory.mktemp("sample") / "sample").project
    with Project.open(path) as project:
        yield project


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with hard_project(tmp_path_factory.mktemp("hard") / "hard.annotator") as project:
        yield project


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def written(project: Project, format: str, folder: Path, **more: Any) -> list[dict[str, Any]]:
    export(project, Recipe(format, **more), folder / "out.jsonl")
    return rows(folder / "out.jsonl")


def by_layer(project: Project) -> dict[tuple[str, str | None], Sheet]:
    return {(sheet.article.id, sheet.annotator): sheet for sheet in sheets(project)}


@pytest.mark.parametrize("name", ["sample", "hard"])
def test_a_sentence_is_in_the_classes_of_what_is_marked_in_it(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    project: Project = request.getfixturevalue(name)
    layers = by_layer(project)
    told = written(project, "sentences", tmp_path)

    for row in told:
        sheet = layers[row["article_id"], row["annotator"]]
        start, end = row["start"], row["end"]
        assert row["text"] == sheet.article.text[start:end]
        inside = [
            span
            for span in sheet.spans
            if any(f.start < end and start < f.end for f in span.fragments)
        ]
        labels = {label.name for label in project.scheme.labels}
        found = {cat for cat in labels if row["cats"][cat]}
        assert found == {span.label for span in inside}
        for span in inside:
            for asked, answer in span.attributes.items():
                if f"{span.label}/{asked}={answer}" in row["cats"]:
                    assert row["cats"][f"{span.label}/{asked}={answer}"] == 1
    counts = Counter((row["article_id"], row["annotator"]) for row in told)
    for key, sheet in layers.items():
        text, language = sheet.article.text, sheet.article.language
        assert counts[key] == len(sentences(text, language=language))


def test_a_sentence_tells_by_which_kind_of_source_its_claims_are(
    sample: Project, tmp_path: Path
) -> None:
    told = written(sample, "sentences", tmp_path)
    layers = by_layer(sample)
    wanted = "Claim/attributed_to/kind=person"
    for row in told:
        sheet = layers[row["article_id"], row["annotator"]]
        spans = {span.id: span for span in sheet.spans}
        persons = {
            link.source
            for link in sheet.relations
            if link.type == "attributed_to"
            and spans[link.target].attributes.get("kind") == "person"
        }
        here = any(
            f.start < row["end"] and row["start"] < f.end
            for claim in persons
            for f in spans[claim].fragments
        )
        assert row["cats"][wanted] == here
    assert sum(row["cats"][wanted] for row in told) > 0
    bare = written(sample, "sentences", tmp_path, options={"classes": "labels"})
    assert {*bare[0]["cats"]} == {label.name for label in sample.scheme.labels}


def test_spacy_trains_a_text_classifier_on_sentences(sample: Project, tmp_path: Path) -> None:
    import spacy
    from spacy.training import Example

    told = written(sample, "sentences", tmp_path, options={"classes": "labels"})
    nlp = spacy.blank("en")
    nlp.add_pipe("textcat_multilabel")
    examples = [Example.from_dict(nlp.make_doc(row["text"]), {"cats": row["cats"]}) for row in told]
    nlp.initialize(lambda: examples)
    found: dict[str, float] = {}
    nlp.update(examples, losses=found)
    assert found["textcat_multilabel"] > 0
    assert {*nlp("He said no.").cats} == {label.name for label in sample.scheme.labels}


@pytest.mark.parametrize("negatives", ["0", "2", "all"])
@pytest.mark.parametrize("name", ["sample", "hard"])
def test_pairs_are_the_links_and_as_many_others_as_were_asked_for(
    name: str, negatives: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    project: Project = request.getfixturevalue(name)
    told = written(project, "pairs", tmp_path, options={"negatives": negatives})

    layers = by_layer(project)
    linked: Counter[tuple[Any, ...]] = Counter()
    for key, sheet in layers.items():
        pairs = [row for row in told if (row["article_id"], row["annotator"]) == key]
        links = {(r.source, r.target) for r in sheet.relations}
        others = [row for row in pairs if row["relation"] == NO_RELATION]
        if negatives != "all":
            assert len(others) <= int(negatives) * len(sheet.relations)
        for row in others:
            head, tail = row["h"], row["t"]
            assert (head["id"], tail["id"]) not in links
            assert (tail["id"], head["id"]) not in links
            assert project.scheme.relations_between(head["label"], tail["label"])
            assert apart(sheet, head["id"], tail["id"]) <= NEAR
        linked.update((r.type, r.source, r.target) for r in sheet.relations)
    found = Counter(
        (row["relation"], row["h"]["id"], row["t"]["id"])
        for row in told
        if row["relation"] != NO_RELATION
    )
    assert found == linked
    texts = {sheet.article.id: sheet.article.text for sheet in layers.values()}
    for row in told:
        assert texts[row["article_id"]].startswith(row["text"], row["start"])
        for end in (row["h"], row["t"]):
            start, stop = end["pos"]
            assert row["text"][start:stop] == end["name"]


@cache
def sentences_of(text: str, language: str | None) -> list[tuple[int, int]]:
    return sentences(text, language=language)


def apart(sheet: Sheet, one: str, other: str) -> int:
    """How many sentences lie between where two spans, or their first fragments, begin."""
    places = sentences_of(sheet.article.text, sheet.article.language)
    spans = {span.id: span for span in sheet.spans}

    def number(span: Span) -> int:
        first = span.fragments[0]
        return next(n for n, (_, end) in enumerate(places) if end > first.start)

    # A further fragment of a span has the span's id with its number behind it.
    known = [spans[name] for name in (one, other) if name in spans]
    return abs(number(known[0]) - number(known[1])) if len(known) == 2 else 0


def test_the_seed_decides_which_pairs_are_drawn(sample: Project, tmp_path: Path) -> None:
    drawn = [written(sample, "pairs", tmp_path, seed=seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert "--seed 2" in Recipe("pairs", seed=2).command("OUT")


def test_pandas_reads_pairs_as_a_table(sample: Project, tmp_path: Path) -> None:
    told = written(sample, "pairs", tmp_path)
    frame = pd.read_json(tmp_path / "out.jsonl", lines=True)
    assert frame["relation"].value_counts().to_dict() == Counter(r["relation"] for r in told)
