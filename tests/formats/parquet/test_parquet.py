"""`datasets` reads what is written with all names, and what others wrote is read here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pytest
from datasets import ClassLabel, Dataset, Features, List, Value, load_dataset
from pyarrow import parquet

from annotator import Project
from annotator.apart import tables
from annotator.dataset.making import export, losses
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError, Unreadable
from annotator.formats import Refused, Sheet, format_named
from annotator.formats.parquet.columns import columns, schema
from annotator.formats.tokens.tags import untagged
from annotator.transfer import import_paths
from tests.formats.hard import hard_project, work

PARQUET = format_named("parquet")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with hard_project(tmp_path / "hard.annotator") as project:
        yield project


@pytest.fixture(scope="module", autouse=True)
def _quiet_and_offline() -> Iterator[None]:
    datasets.disable_progress_bars()
    yield
    datasets.enable_progress_bars()


def loaded(path: Path) -> Dataset:
    return load_dataset(
        "parquet", data_files={"train": str(path)}, split="train", cache_dir=str(path.parent / "hf")
    )


def test_datasets_reads_the_names_of_the_tags(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("parquet"), tmp_path / "train.parquet")

    data = loaded(tmp_path / "train.parquet")

    tags = data.features["ner_tags"].feature
    assert isinstance(tags, ClassLabel)
    assert tags.names[:3] == ["O", "B-Claim", "I-Claim"]
    assert len(tags.names) == 1 + 2 * len(project.scheme.labels)
    assert data.features["tokens"] == List(Value("string"))


def test_the_features_are_what_datasets_itself_would_note() -> None:
    ours = schema(columns(["O", "B-X", "I-X"]))

    features = Features.from_arrow_schema(ours)

    assert features.arrow_schema.equals(ours, check_metadata=True)


def test_spans_and_links_are_all_there(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("parquet"), tmp_path / "train.parquet")

    rows = list(loaded(tmp_path / "train.parquet"))

    sheets = work(project)
    assert [row["text"] for row in rows] == [sheet.article.text for sheet in sheets]
    for row, sheet in zip(rows, sheets, strict=True):
        assert [
            (s["id"], s["label"], [(f["start"], f["end"]) for f in s["fragments"]])
            for s in row["spans"]
        ] == [(s.id, s.label, [(f.start, f.end) for f in s.fragments]) for s in sheet.spans]
        assert [(s["start"], s["end"]) for s in row["spans"]] == [
            (s.start, s.end) for s in sheet.spans
        ]
        assert [json.loads(s["attributes"]).keys() for s in row["spans"]] == [
            s.attributes.keys() for s in sheet.spans
        ]
        assert [(r["type"], r["from"], r["to"]) for r in row["relations"]] == [
            (link.type, link.source, link.target) for link in sheet.relations
        ]
        assert row["annotator"] == sheet.annotator


def test_tags_are_what_the_report_leaves(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("parquet"), tmp_path / "train.parquet")
    data = loaded(tmp_path / "train.parquet")
    names = data.features["ner_tags"].feature.names

    told = list(losses(project, Recipe("parquet")))

    missed = {loss.thing for loss in told if loss.reason.startswith("It is not in ner_tags")}
    moved = {loss.thing for loss in told if loss.kind == "edges"}
    for row, sheet in zip(data, work(project), strict=True):
        found = [
            (label, row["tokens"][first:last])
            for label, first, last in untagged([names[tag] for tag in row["ner_tags"]])
        ]
        expected = [
            (span.label, "".join(fragment.quote.split()))
            for span in sheet.spans
            for fragment in span.fragments
            if span.id not in missed | moved
        ]
        joined = [(label, "".join(tokens)) for label, tokens in found]
        assert set(expected) <= set(joined)
        assert len(joined) == sum(
            len(span.fragments) for span in sheet.spans if span.id not in missed
        )


def test_it_comes_back_with_everything(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("parquet"), tmp_path / "a.parquet")
    with hard_project(tmp_path / "again.annotator", []) as again:
        result = import_paths(again, [tmp_path / "a.parquet"])
        export(again, Recipe("jsonl"), tmp_path / "again.jsonl")

    assert not (result.refused or result.moved or result.kept)
    export(project, Recipe("jsonl"), tmp_path / "once.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "once.jsonl").read_bytes()


def test_a_folder_that_datasets_saved_comes_back_too(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("parquet"), tmp_path / "train.parquet")
    loaded(tmp_path / "train.parquet").save_to_disk(str(tmp_path / "saved"))

    with hard_project(tmp_path / "again.annotator", []) as again:
        result = import_paths(again, [tmp_path / "saved"])

    assert not result.refused
    assert (result.articles, result.spans, result.relations) == (3, 11, 3)


def test_two_exports_are_the_same_bytes(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("parquet"), tmp_path / "a.parquet")
    export(project, Recipe("parquet"), tmp_path / "b.parquet")

    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_rows_come_in_groups(tmp_path: Path) -> None:
    lines = [{"article": {"text": f"Text {n}"}} for n in range(1001)]
    with hard_project(tmp_path / "many.annotator", lines) as project:
        export(project, Recipe("parquet"), tmp_path / "many.parquet")

    assert parquet.ParquetFile(tmp_path / "many.parquet").num_row_groups == 2


def test_a_project_without_articles_is_a_table_without_rows(tmp_path: Path) -> None:
    with hard_project(tmp_path / "none.annotator", []) as project:
        export(project, Recipe("parquet"), tmp_path / "none.parquet")

    assert parquet.read_table(tmp_path / "none.parquet").num_rows == 0
    assert list(PARQUET.read(tmp_path / "none.parquet")) == []


def wikiann(path: Path, **more: Any) -> Path:
    """A data set as many are: tokens, and numbers for tags."""
    tags = List(ClassLabel(names=["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]))
    features = Features({"tokens": List(Value("string")), "ner_tags": tags})
    rows = {"tokens": [["Ola", "Brandt", "of", "Oslo"]], "ner_tags": [[1, 2, 0, 3]]}
    for name, value in more.items():
        rows[name] = [value]
        features[name] = Value("string")
    Dataset.from_dict(rows, features).to_parquet(str(path))
    return path


def test_data_sets_for_token_classification_are_read(tmp_path: Path) -> None:
    (sheet,) = PARQUET.read(wikiann(tmp_path / "a.parquet"))

    assert isinstance(sheet, Sheet)
    assert sheet.article.text == "Ola Brandt of Oslo"
    assert [(span.label, span.quote) for span in sheet.spans] == [
        ("PER", "Ola Brandt"),
        ("LOC", "Oslo"),
    ]


def test_tokens_are_found_in_the_text_where_there_is_one(tmp_path: Path) -> None:
    left_out, sheet = PARQUET.read(
        wikiann(tmp_path / "a.parquet", text="(Ola  Brandt\nof Oslo)", langs="en")
    )

    assert isinstance(left_out, Refused) and "langs" in left_out.reason
    assert isinstance(sheet, Sheet)
    assert [span.quote for span in sheet.spans] == ["Ola  Brandt", "Oslo"]


def table(path: Path, **values: Any) -> Path:
    parquet.write_table(pa.table({name: [value] for name, value in values.items()}), path)
    return path


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"tokens": ["a"], "ner_tags": [1]}, "doesn't say what they stand for"),
        ({"tokens": ["a"], "tags": ["FOG"]}, "'FOG' is none such as"),
        ({"tokens": ["a", "b"], "tags": ["O"]}, "no lists of the same length"),
        ({"tokens": ["a"], "tags": ["O"], "text": "b"}, "'a' is not in the \"text\""),
        ({"text": "a", "spans": "none"}, '"spans" is no list'),
        ({"text": "a", "spans": [{"start": 0, "end": 1}]}, 'no "label"'),
        ({"text": "a", "spans": [{"label": "X", "start": 0}]}, "not a start and an end"),
        (
            {"text": "a", "spans": [{"label": "X", "start": 0, "end": 1, "attributes": "{"}]},
            '"attributes" is no JSON',
        ),
    ],
)
def test_a_row_that_is_wrong_is_refused(
    tmp_path: Path, values: dict[str, Any], reason: str
) -> None:
    path = table(tmp_path / "a.parquet", **values)

    (found,) = PARQUET.read(path)

    assert isinstance(found, Refused)
    assert found.where == "a.parquet: row 1"
    assert reason in found.reason


def test_spans_of_others_need_a_label_and_a_place(tmp_path: Path) -> None:
    spans = [{"label": "X", "start": 2, "end": 3}]

    (sheet,) = PARQUET.read(table(tmp_path / "a.parquet", text="a b", spans=spans))

    assert isinstance(sheet, Sheet)
    assert [span.quote for span in sheet.spans] == ["b"]


def test_a_table_of_articles_is_none_of_ours(tmp_path: Path) -> None:
    from annotator.formats import format_for

    path = table(tmp_path / "a.parquet", text="a", title="b")

    assert format_for(path) is None
    assert format_for(wikiann(tmp_path / "b.parquet")) is PARQUET


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\xff" * 200, b"\xff\xff\xff\xff1"])
def test_a_broken_file_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(FormatError, match="is no Parquet or Arrow file"):
        list(PARQUET.read(tmp_path / name))


def test_a_group_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_VALUES", 3)

    with pytest.raises(Unreadable, match="group of rows number 1 holds"):
        list(tables.rows(wikiann(tmp_path / "a.parquet")))
