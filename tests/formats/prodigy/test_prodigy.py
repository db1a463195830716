"""Prodigy's tasks, as it writes them and as its readers need them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import srsly
from hypothesis import given
from hypothesis import strategies as st

from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.formats import Refused, Sheet
from annotator.formats.gathering import sheets
from annotator.formats.prodigy import FORMAT
from annotator.formats.prodigy.tokens import tokens_of
from annotator.model import Fragment, Span
from tests.formats.hard_sample import hard_project
from tests.text.hostile import texts

TASK = {
    "text": "Fog 😀, said Ola.",
    "spans": [
        {"start": 0, "end": 3, "token_start": 0, "token_end": 0, "label": "Claim"},
        {"start": 12, "end": 15, "token_start": 4, "token_end": 4, "label": "Source"},
    ],
    "relations": [{"head": 0, "child": 4, "label": "attributed_to"}],
    "meta": {"source": "The Daily", "page": 3},
    "answer": "accept",
    "_session_id": "news-ines",
    "_input_hash": 123,
}


def read(path: Path, *tasks: Any) -> list[Sheet | Refused]:
    path.write_text("".join(f"{json.dumps(task)}\n" for task in tasks), encoding="utf-8")
    return list(FORMAT.read(path))


def test_a_task_is_a_sheet_of_its_session(tmp_path: Path) -> None:
    (sheet,) = read(tmp_path / "a.jsonl", TASK)

    assert isinstance(sheet, Sheet)
    assert sheet.annotator == "news-ines"
    assert [(span.label, span.quote) for span in sheet.spans] == [
        ("Claim", "Fog"),
        ("Source", "Ola"),
    ]
    (link,) = sheet.relations
    assert (link.type, link.source, link.target) == ("attributed_to", "1", "2")
    assert (sheet.article.source, sheet.article.metadata) == ("The Daily", {"page": 3})


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"answer": "reject"}, "The answer to this task is 'reject'"),
        ({"text": None}, 'no "text"'),
        ({"spans": [{"start": 0, "end": 3}], "relations": []}, 'needs a "label"'),
        ({"relations": [{"head": 1, "child": 4, "label": "x"}]}, "none of the spans"),
        ({"accept": ["POLITICS"]}, '"accept" has no place here'),
    ],
)
def test_what_cannot_be_taken_is_told(tmp_path: Path, wrong: Any, reason: str) -> None:
    refused = [x for x in read(tmp_path / "a.jsonl", TASK | wrong) if isinstance(x, Refused)]

    assert [item.where for item in refused] == ["a.jsonl:1"]
    assert reason in refused[0].reason


def test_spans_and_links_of_an_export_stand_at_their_tokens(tmp_path: Path) -> None:
    with hard_project(tmp_path / "hard.annotator") as project:
        export(project, Recipe("prodigy"), tmp_path / "a.jsonl")
        expected = list(sheets(project))

    tasks = list(srsly.read_jsonl(tmp_path / "a.jsonl"))

    assert len(tasks) == len(expected)
    for task, sheet in zip(tasks, expected, strict=True):
        tokens = task["tokens"]
        assert "".join(t["text"] + " " * t["ws"] for t in tokens) == task["text"]
        assert [token["id"] for token in tokens] == list(range(len(tokens)))
        for span in task["spans"]:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]
        places = {(s["start"], s["end"], s["label"]) for s in task["spans"]}
        assert places == {(f.start, f.end, s.label) for s in sheet.spans for f in s.fragments}
        for link in task["relations"]:
            assert link["head_span"] in task["spans"] and link["child_span"] in task["spans"]
            assert tokens[link["head"]]["end"] == link["head_span"]["end"]
        kinds = sorted(link["label"] for link in task["relations"])
        assert kinds == sorted(link.type for link in sheet.relations)


@given(texts, st.data())
def test_tokens_are_the_text_and_no_span_cuts_one(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    places = [(a, b) for a in edges for b in edges if a < b]
    spans = [Span("", "", "", "X", (Fragment(a, b, text[a:b]),)) for a, b in places]

    tokens = tokens_of(text, spans)

    said = "".join(text[token.start : token.end] + " " * token.spaced for token in tokens)
    assert said == text
    starts, ends = {token.start for token in tokens}, {token.end for token in tokens}
    assert all(a in starts and b in ends for a, b in places)
