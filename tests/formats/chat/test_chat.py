"""Conversations for language models: strict answers, whole sentences, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import Project
from annotator.dataset.making import export, losses
from annotator.dataset.recipe import Recipe
from annotator.demo import prepare
from annotator.errors import FormatError
from annotator.formats import Sheet, format_named
from annotator.formats.chat.windows import WINDOW, windows
from annotator.formats.format import Terms
from annotator.formats.gathering import sheets
from annotator.model import Article, Change, Fragment, Relation, Span, new_id
from annotator.store.project import built_in_scheme
from annotator.text.sentences import sentences
from annotator.transfer import import_paths
from tests.examples import few
from tests.formats.hard_sample import hard_project


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = prepare(tmp_path_factory.mktemp("sample") / "sample").project
    with Project.open(path) as project:
        yield project


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """One article of many windows, with an attribution in each of its sentences."""
    said = [f"“The ferry number {n} sank 😀,” said Zoë. It was late, again." for n in range(400)]
    text = "\n\n".join(" ".join(said[n : n + 5]) for n in range(0, len(said), 5))
    with Project.create(tmp_path_factory.mktemp("long") / "long.annotator") as project:
        article = Article(new_id(), "Long", text)
        put: list[Article | Span | Relation] = [article]
        at = 0
        for one in said:
            at = text.index(one, at)
            claim = marked(article, "Claim", at, at + one.index(" said"))
            source = marked(article, "Source", claim.end + 6, claim.end + 9)
            put += [claim, source]
            put.append(Relation(new_id(), article.id, "me", "attributed_to", claim.id, source.id))
        project.apply(Change("Import", "me", put=put))
        yield project


def marked(article: Article, label: str, start: int, end: int) -> Span:
    fragment = Fragment(start, end, article.text[start:end])
    return Span(new_id(), article.id, "me", label, (fragment,))


def lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "examples.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def content(line: dict[str, Any], role: str) -> str:
    return next(str(one["content"]) for one in line["messages"] if one["role"] == role)


@pytest.mark.parametrize("window", ["2000", "whole"])
def test_every_answer_fits_the_schema_beside_it(
    sample: Project, window: str, tmp_path: Path
) -> None:
    export(sample, Recipe("chat", options={"window": window}), tmp_path / "out")

    schema = json.loads((tmp_path / "out" / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    judge = jsonschema.Draft7Validator(schema)
    told = lines(tmp_path / "out")
    for line in told:
        assert [one["role"] for one in line["messages"]] == ["system", "user", "assistant"]
        answer = json.loads(content(line, "assistant"))
        judge.validate(answer)
        # Strict means that nothing else passes.
        assert not judge.is_valid(answer | {"more": 1})
        for span in answer["spans"]:
            assert not judge.is_valid({"spans": [span | {"label": "Clam"}]})
            assert all(f["text"] in content(line, "user") for f in span["fragments"])
    assert len(told) >= len(list(sheets(sample)))


def test_the_hard_sample_fits_its_schema_too(tmp_path: Path) -> None:
    with hard_project(tmp_path / "hard.annotator") as project:
        export(project, Recipe("chat"), tmp_path / "out")
    schema = json.loads((tmp_path / "out" / "schema.json").read_text(encoding="utf-8"))
    for line in lines(tmp_path / "out"):
        jsonschema.validate(json.loads(content(line, "assistant")), schema)


def test_the_instruction_says_what_the_scheme_says(sample: Project, tmp_path: Path) -> None:
    export(sample, Recipe("chat"), tmp_path / "out")
    [told] = {content(line, "system") for line in lines(tmp_path / "out")}
    for label in sample.scheme.labels:
        assert f"- {label.name}: {' '.join(label.definition.split())}" in told
        assert all(example in told for example in label.examples)
        for attribute in label.attributes:
            assert f"- {attribute.name} (" in told
            assert all(f'"{value}"' in told for value in attribute.values)
    for relation in sample.scheme.relations:
        assert relation.definition in told


@pytest.mark.parametrize("window", WINDOW.values)
def test_answers_come_back_with_their_offsets(long: Project, window: str, tmp_path: Path) -> None:
    recipe = Recipe("chat", options={"window": window})
    export(long, recipe, tmp_path / "out")
    lost = {row.thing for row in losses(long, recipe) if row.kind == "windows"}
    size = len(next(long.articles()).text)
    expected = 1 if window == "whole" else size / int(window)
    assert expected <= len(lines(tmp_path / "out")) <= 2 * expected
    with Project.create(tmp_path / "fresh.annotator") as fresh:
        result = import_paths(fresh, [tmp_path / "out"])
        assert result.refused == []
        found = {place(span) for sheet in sheets(fresh) for span in sheet.spans}
        links = sum(len(sheet.relations) for sheet in sheets(fresh))
    meant = {place(span) for sheet in sheets(long) for span in sheet.spans if span.id not in lost}
    assert found == meant
    assert links == 400


def place(span: Span) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    return span.label, tuple((f.start, f.end, f.quote) for f in span.fragments)


WORDS = st.sampled_from(
    ["Ferry", "sank", "said", "Zoë", "😀.", "late.", "why?", "\n\n", "\n", "“No.”"]
)


@few(25)
@given(st.lists(WORDS, min_size=300, max_size=900).map(" ".join))
def test_windows_are_whole_sentences_and_together_the_text(text: str) -> None:
    found = windows(text, "2000")
    assert "".join(text[start:end] for start, end in found) == text
    starts = {start for start, _ in sentences(text)}
    assert all(start in starts for start, _ in found[1:])
    longest = max((end - start for start, end in sentences(text)), default=0)
    # Blanks behind the last sentence come on top.
    assert all(len(text[start:end].rstrip()) <= max(2000, longest) for start, end in found)


def test_what_no_window_holds_is_told(tmp_path: Path) -> None:
    text = " ".join(f"Sentence number {n} says nothing new at all." for n in range(100))
    cut = windows(text, "2000")[0][1]
    format = format_named("chat")
    first, second = (text.index(f"number {n} ") for n in (1, 90))
    spans = (
        span("over", cut - 10, cut + 10, text),
        span("a", first, first + 8, text),
        span("b", second, second + 9, text),
    )
    link = Relation("link", "x", "me", "attributed_to", "a", "b")
    sheet = Sheet("x", Article("x", "X", text), "me", spans=spans, relations=(link,))

    result = format.fit(sheet, Terms(built_in_scheme("attribution"), {"window": "2000"}))

    told = [row.thing for row in result.losses if row.kind == "windows"]
    assert told == ["over", "link"]
    assert [span.id for span in result.sheet.spans] == ["a", "b"]


def span(name: str, start: int, end: int, text: str) -> Span:
    return Span(name, "x", "me", "Claim", (Fragment(start, end, text[start:end]),))


def test_the_same_words_are_told_apart(tmp_path: Path) -> None:
    text = "no no nono no"
    with Project.create(tmp_path / "p.annotator") as project:
        article = Article(new_id(), "No", text)
        marks = [
            Span(new_id(), article.id, "me", "Cue", (Fragment(at, at + 2, "no"),))
            for at in (0, 6, 8, 11)
        ]
        project.apply(Change("Import", "me", put=[article, *marks]))
        export(project, Recipe("chat"), tmp_path / "out")
    [line] = lines(tmp_path / "out")
    answer = json.loads(content(line, "assistant"))
    assert [s["fragments"][0]["occurrence"] for s in answer["spans"]] == [1, 3, 4, 5]
    [sheet] = format_named("chat").read(tmp_path / "out" / "examples.jsonl")
    assert isinstance(sheet, Sheet)
    assert [span.start for span in sheet.spans] == [0, 6, 8, 11]


def answered(**entries: Any) -> str:
    return json.dumps({"spans": [{"label": "Cue", "number": 1} | entries]})


SAID = [{"text": "said", "occurrence": 1}]
ANSWERS = {
    "Sorry, I can't.": "The answer is no JSON",
    "[]": "is no object",
    answered(number=None): "needs a",
    answered(): 'no "fragments"',
    answered(fragments=[{"text": "told"}]): "not there",
    answered(fragments=[{"text": "said", "occurrence": 2}]): "not there 2 times",
    answered(fragments=SAID, links=[{"type": "cued_by", "to": 7}]): "a span that isn't there",
}


@pytest.mark.parametrize(("answer", "why"), ANSWERS.items())
def test_what_a_model_answers_wrongly_is_refused_by_name(
    answer: str, why: str, tmp_path: Path
) -> None:
    messages = [
        {"role": "user", "content": "Nobody said why."},
        {"role": "assistant", "content": answer},
    ]
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({"messages": messages}))
    with Project.create(tmp_path / "p.annotator") as project:
        result = import_paths(project, [path], format="chat", annotator="model-7")
    assert why in " ".join(item.reason for item in result.refused)


def test_windows_out_of_order_are_told(tmp_path: Path, long: Project) -> None:
    export(long, Recipe("chat", options={"window": "2000"}), tmp_path / "out")
    shuffled = [json.dumps(line) for line in reversed(lines(tmp_path / "out"))]
    (tmp_path / "shuffled.jsonl").write_text("\n".join(shuffled))
    with Project.create(tmp_path / "p.annotator") as project:
        result = import_paths(project, [tmp_path / "shuffled.jsonl"])
    assert any("follow each other" in item.reason for item in result.refused)


def test_an_answer_that_the_scheme_forbids_is_never_written(tmp_path: Path) -> None:
    text = "said"
    marks = (Span("1", "x", "me", "Clam", (Fragment(0, 4, text),)),)
    sheet = Sheet("x", Article("x", "The ferry", text), "me", spans=marks)
    terms = Terms(built_in_scheme("attribution"), {"window": "whole"})
    with pytest.raises(FormatError, match='"The ferry" cannot be written'):
        format_named("chat").write([sheet], tmp_path / "out", terms)
    assert list(tmp_path.iterdir()) == []
