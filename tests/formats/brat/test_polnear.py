"""A published corpus comes in whole, and goes out again as the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.model.codebook import parse_scheme
from annotator.transfer import import_paths

SCHEME = 'name = "empty"\n[[label]]\nname = "Discard"\n'


@pytest.fixture(scope="module")
def corpus() -> Path:
    """The compartment that six annotators worked on; its licence keeps it out of the repository."""
    shared = Path(__file__).parents[4] / "shared" / "data" / "corpora" / "polnear"
    if not shared.is_dir():
        pytest.skip("the corpus PolNeAR lies outside the repository and is not here")
    return shared


def counts_of_files(corpus: Path) -> dict[str, object]:
    """Count what the files hold, line by line, without any of the program's code."""
    texts: set[bytes] = set()
    counts: Counter[str] = Counter()
    by_annotator: Counter[str] = Counter()
    for path in corpus.rglob("*.ann"):
        name, _, annotator = path.stem.rpartition("_")
        texts.add((path.parent.parent / "text" / f"{name}.txt").read_bytes())
        counts["layers"] += 1
        triggers: set[str] = set()
        for line in path.read_bytes().decode().split("\n"):
            if line.startswith("T"):
                counts["spans"] += 1
                counts["fragments"] += 1 + line.split("\t")[1].count(";")
                by_annotator[annotator] += 1
            elif line.startswith("E"):
                trigger, *roles = re.findall(r":([TE]\d+)", line)
                counts["relations"] += len(roles)
                if trigger in triggers:
                    counts["spans"] += 1
                    counts["fragments"] += 1
                    by_annotator[annotator] += 1
                triggers.add(trigger)
    return {**counts, "articles": len(texts), "by annotator": dict(by_annotator)}


def counts_of_project(project: Project) -> dict[str, object]:
    counts: Counter[str] = Counter()
    by_annotator: Counter[str] = Counter()
    for layer in project.layers():
        counts["layers"] += 1
        counts["spans"] += len(layer.spans)
        counts["fragments"] += sum(len(span.fragments) for span in layer.spans)
        counts["relations"] += len(layer.relations)
        by_annotator[layer.annotator] += len(layer.spans)
    articles = project.count_articles()
    return {**counts, "articles": articles, "by annotator": dict(by_annotator)}


def content(project: Project) -> Iterator[object]:
    for layer in project.layers():
        spans = {
            span.id: (span.label, [(f.start, f.end) for f in span.fragments])
            for span in layer.spans
        }
        links = [(link.type, spans[link.source], spans[link.target]) for link in layer.relations]
        yield layer.article.sha256, layer.annotator, sorted(spans.values()), sorted(links)


def comes_in_and_goes_out(corpus: Path, tmp_path: Path) -> None:
    scheme = parse_scheme(SCHEME)
    with Project.create(tmp_path / "a.annotator", scheme) as project:
        result = import_paths(project, [corpus], extend_scheme=True)

        assert [item for item in result.refused if not item.where.endswith(".tsv")] == []
        assert (result.moved, result.kept) == ([], [])
        assert counts_of_project(project) == counts_of_files(corpus)
        export(project, Recipe("brat"), tmp_path / "out")
        with Project.create(tmp_path / "b.annotator", scheme) as again:
            result = import_paths(again, [tmp_path / "out"], extend_scheme=True)

            assert (result.refused, result.moved, result.kept) == ([], [], [])
            assert sorted(content(again), key=repr) == sorted(content(project), key=repr)


def test_what_six_annotators_made_comes_in_and_goes_out(corpus: Path, tmp_path: Path) -> None:
    comes_in_and_goes_out(corpus / "annotator-training", tmp_path)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_the_whole_corpus_comes_in_and_goes_out(corpus: Path, tmp_path: Path) -> None:
    comes_in_and_goes_out(corpus, tmp_path)
