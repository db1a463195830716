"""Export, import and export again give the same bytes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from annotator import Project
from annotator.model import (
    Actor,
    Annotator,
    Article,
    Assignment,
    Change,
    Fragment,
    Record,
    Relation,
    Span,
    Zone,
    new_id,
)
from annotator.model.annotation import Status
from annotator.transfer import export, import_paths

Fresh = Callable[[], Project]


def exported(project: Project, path: Path, layer: str = "all") -> bytes:
    export(project, "jsonl", path, layer=layer)
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


HOSTILE = st.text(
    st.one_of(
        st.sampled_from('a b\r\n\u2028\u00a0\u200d\u0301\x00\ufeff👩👧🇩🇪שלוםمرحبا漢字"\\{}'),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=60,
)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """A project's whole content: articles, layers by several annotators, actors."""
    name = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
    actors = [
        Actor(new_id(), draw(name) + "x", draw(st.none() | name), tuple(draw(st.lists(name))), None)
        for _ in range(draw(st.integers(0, 3)))
    ]
    actors = [replace(actor, note=draw(st.none() | name)) for actor in actors]
    found: list[Record] = [*actors, Annotator(new_id(), "tagger", "model")]
    texts = draw(st.lists(HOSTILE, min_size=1, max_size=3, unique=True))
    earlier: str | None = None
    for text in texts:
        article = Article(
            new_id(),
            draw(HOSTILE | st.just("")),
            text,
            url=draw(st.none() | name),
            published=draw(st.none() | st.just("2026-03-02")),
            metadata=draw(st.dictionaries(name, st.none() | name | st.integers() | st.booleans())),
            zones=(Zone("body", 0, len(text)),) if draw(st.booleans()) else (),
            revision_of=earlier if draw(st.booleans()) else None,
        )
        earlier = article.id
        found.append(article)
        for annotator in draw(st.sets(st.sampled_from(["ann-01", "gold", "tagger", "Zoë"]))):
            found += draw(layer(article, annotator, [actor.id for actor in actors]))
    return found


@st.composite
def layer(draw: st.DrawFn, article: Article, annotator: str, actors: list[str]) -> list[Record]:
    size = len(article.text)
    found: list[Record] = []
    if draw(st.booleans()):
        status = draw(st.sampled_from(get_args(Status)))
        seconds = draw(st.just(0.0) | st.floats(0, 1e6))
        note = draw(st.none() | st.just("why?"))
        found.append(Assignment(article.id, annotator, status, seconds, note))
    spans = []
    for _ in range(draw(st.integers(0, 4))):
        edges = sorted(draw(st.sets(st.integers(0, size), min_size=2, max_size=6)))
        pieces = tuple(
            Fragment(a, b, article.text[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=False)
        )
        label = draw(st.sampled_from(["Claim", "Source"]))
        actor = draw(st.none() | st.sampled_from(actors)) if label == "Source" and actors else None
        spans.append(
            Span(
                new_id(),
                article.id,
                annotator,
                label,
                pieces,
                {"checkworthy": True} if label == "Claim" and draw(st.booleans()) else {},
                actor,
                draw(st.none() | st.just("a note")),
                draw(st.booleans()),
                draw(st.sampled_from(["human", "import", "suggestion"])),
                draw(st.none() | st.floats(0, 1)),
            )
        )
    links = {
        (claim.id, source.id): Relation(
            new_id(), article.id, annotator, "attributed_to", claim.id, source.id
        )
        for claim in spans
        for source in spans
        if (claim.label, source.label) == ("Claim", "Source") and draw(st.booleans())
    }
    return [*found, *spans, *links.values()]


@given(records())
def test_any_project_comes_back_byte_for_byte(content: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with Project.create(here / "a.annotator") as project:
            project.apply(Change("Fill", "ann-01", put=content))
            once = exported(project, here / "a.jsonl")
            assert len(parsed(once)) >= project.count_articles()
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
