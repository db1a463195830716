"""Plain JSON Lines, as doccano and labelbuddy write them."""

from __future__ import annotations

import json
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.formats import Refused, Sheet, format_named
from annotator.transfer import import_paths
from tests.formats.hard_sample import hard_project

TEXT = "😀 Fog, said Ola."
SUM = md5(TEXT.encode()).hexdigest()

PLAIN = {"id": 1, "text": TEXT, "label": [[2, 5, "Claim"], [12, 15, "Source"]], "topic": "sea"}
LINKED = {
    "id": 1,
    "text": TEXT,
    "entities": [
        {"id": 10, "label": "Claim", "start_offset": 2, "end_offset": 5},
        {"id": 11, "label": "Source", "start_offset": 12, "end_offset": 15},
    ],
    "relations": [{"id": 1, "from_id": 10, "to_id": 11, "type": "attributed_to"}],
    "Comments": ["good"],
}
BUDDY = {
    "text": TEXT,
    "metadata": {"title": "Fog", "pmid": 7},
    "utf8_text_md5_checksum": SUM,
    "annotations": [
        {"label_name": "Claim", "start_char": 2, "end_char": 5, "extra_data": "why?"},
        {"label_name": "Source", "start_char": 12, "end_char": 15, "extra_data": ""},
    ],
}


def write(path: Path, *lines: Any) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "name"), [(PLAIN, "doccano"), (LINKED, "doccano"), (BUDDY, "labelbuddy")]
)
@pytest.mark.parametrize("layout", ["lines", "list", "laid out"])
def test_each_is_known_by_its_content_however_it_is_laid_out(
    project: Project, tmp_path: Path, line: dict[str, Any], name: str, layout: str
) -> None:
    path = tmp_path / "admin.json"
    if layout == "lines":
        write(path, line)
    else:
        path.write_text(json.dumps([line], indent=2 if layout == "laid out" else None))

    result = import_paths(project, [path], annotator="Ines")

    assert result.formats == {name: 1}
    assert result.refused == []
    (layer,) = project.layers()
    assert [span.quote for span in layer.spans] == ["Fog", "Ola"]
    assert layer.annotator == "Ines"


def test_links_and_further_columns_come_along(project: Project, tmp_path: Path) -> None:
    import_paths(project, [write(tmp_path / "a.jsonl", LINKED | {"topic": "sea"})])

    (layer,) = project.layers()
    (link,) = layer.relations
    assert link.type == "attributed_to"
    assert layer.article.metadata == {"topic": "sea"}


def test_labelbuddys_free_text_is_a_note(project: Project, tmp_path: Path) -> None:
    import_paths(project, [write(tmp_path / "a.jsonl", BUDDY)])

    (layer,) = project.layers()
    assert [span.note for span in layer.spans] == ["why?", None]
    assert (layer.article.title, layer.article.metadata) == ("Fog", {"pmid": 7})


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("doccano", PLAIN | {"label": ["sad"]}, "is no span [start, end, label]"),
        ("doccano", {"label": []}, 'no "text"'),
        ("doccano", LINKED | {"entities": [{"label": "X"}]}, '"start_offset"'),
        ("doccano", LINKED | {"relations": [{"type": "x"}]}, '"from_id"'),
        ("labelbuddy", {"annotations": []}, 'no "text"'),
        ("labelbuddy", BUDDY | {"text": "another"}, "not the one that its checksum"),
        ("labelbuddy", BUDDY | {"annotations": [{"label_name": "X"}]}, '"start_char"'),
    ],
)
def test_what_makes_no_sense_is_refused_by_line(
    tmp_path: Path, name: str, line: dict[str, Any], reason: str
) -> None:
    path = write(tmp_path / "a.jsonl", PLAIN | BUDDY, line)

    refused = [item for item in format_named(name).read(path) if isinstance(item, Refused)]

    assert [item.where for item in refused] == ["a.jsonl:2"]
    assert reason in refused[0].reason


def test_a_list_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(f"[{json.dumps(PLAIN)},\n{json.dumps(PLAIN)[:40]}")

    sheet, refused = format_named("doccano").read(path)

    assert isinstance(sheet, Sheet) and len(sheet.spans) == 2
    assert isinstance(refused, Refused)
    assert (refused.where, "not JSON from here on" in refused.reason) == ("a.json:2", True)


def test_labelbuddys_byte_offsets_and_checksums_are_right(tmp_path: Path) -> None:
    with hard_project(tmp_path / "hard.annotator") as project:
        export(project, Recipe("labelbuddy"), tmp_path / "a.jsonl")

    for line in (tmp_path / "a.jsonl").read_text("utf-8").split("\n")[:-1]:
        document = json.loads(line)
        data = document["text"].encode()
        assert document["utf8_text_md5_checksum"] == md5(data).hexdigest()
        for one in document["annotations"]:
            quote = document["text"][one["start_char"] : one["end_char"]]
            assert data[one["start_byte"] : one["end_byte"]].decode() == quote
