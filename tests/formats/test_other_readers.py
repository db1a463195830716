"""Libraries too heavy for every run find the same in an export; `make soak` installs them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.formats.gathering import sheets
from tests.formats.hard_sample import hard_project

HERE = Path(__file__).parent
PYTHON = HERE.parents[1] / ".venv-readers" / "bin" / "python"

pytestmark = [pytest.mark.soak, pytest.mark.timeout(300)]


def found_by(reader: str, path: Path) -> Any:
    assert PYTHON.is_file(), "`make soak` makes the environment that this needs"
    command = [PYTHON, HERE / "other_readers.py", reader, path]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_label_studio_takes_every_annotation(tmp_path: Path) -> None:
    with hard_project(tmp_path / "hard.annotator") as project:
        export(project, Recipe("labelstudio"), tmp_path / "out")

    assert found_by("label_studio", tmp_path / "out") == [True] * 6


def test_label_studios_converter_gives_every_span_back(tmp_path: Path) -> None:
    with hard_project(tmp_path / "hard.annotator") as project:
        export(project, Recipe("labelstudio"), tmp_path / "out")
        expected = [
            (
                sheet.article.text,
                sorted(f"{s.label} {f.quote}" for s in sheet.spans for f in s.fragments),
            )
            for sheet in sheets(project)
        ]

    found = [
        (text, sorted(f"{label} {quote}" for label, quote in marks))
        for text, marks in found_by("label_studio_converter", tmp_path / "out")
    ]

    assert sorted(found) == sorted(expected)


def test_datasets_loads_every_span_and_link_for_doccano(tmp_path: Path) -> None:
    with hard_project(tmp_path / "hard.annotator") as project:
        export(project, Recipe("doccano", layer="ann-01"), tmp_path / "out.jsonl")
        expected = list(sheets(project, "ann-01"))

    rows = found_by("doccano", tmp_path / "out.jsonl")

    assert len(rows) == len(expected)
    for (text, entities, relations), sheet in zip(rows, expected, strict=True):
        assert text == sheet.article.text
        spans = {
            one["id"]: (one["label"], one["start_offset"], one["end_offset"]) for one in entities
        }
        pieces = [(s.label, f.start, f.end) for s in sheet.spans for f in s.fragments]
        assert sorted(spans.values()) == sorted(pieces)
        firsts = {s.id: (s.label, s.fragments[0].start, s.fragments[0].end) for s in sheet.spans}
        links = [(one["type"], spans[one["from_id"]], spans[one["to_id"]]) for one in relations]
        assert sorted(links) == sorted(
            (link.type, firsts[link.source], firsts[link.target]) for link in sheet.relations
        )
