"""Tables say to their real readers what the project says: csv, openpyxl, pandas."""

from __future__ import annotations

import csv
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

from annotator import Project
from annotator.dataset.making import export, losses
from annotator.dataset.recipe import Recipe
from annotator.demo import prepare
from annotator.formats.gathering import sheets
from annotator.formats.tables.csv import FORMULA
from annotator.model import Actor, Article, Change, Fragment, Span, new_id
from annotator.model.codebook import parse_scheme
from tests.formats.hard_sample import hard_project

TABLES = ["articles", "layers", "spans", "relations", "actors"]


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with hard_project(tmp_path_factory.mktemp("hard") / "hard.annotator") as project:
        yield project


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = prepare(tmp_path_factory.mktemp("sample") / "sample").project
    with Project.open(path) as project:
        yield project


def csv_rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def every_span(project: Project) -> Counter[tuple[Any, ...]]:
    """Every span as a row of the table has it."""
    return Counter(
        (s.article.id, s.annotator, span.id, span.label, span.quote, span.start, span.end)
        for s in sheets(project)
        for span in s.spans
    )


def as_told(rows: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    names = ("article", "annotator", "span", "label", "text", "start", "end")
    return Counter(
        tuple(int(row[n]) if n in ("start", "end") else row[n] for n in names) for row in rows
    )


def test_csv_tells_every_span_link_and_actor(hard: Project, tmp_path: Path) -> None:
    export(hard, Recipe("csv", options={"cells": "exact"}), tmp_path / "out")

    spans = csv_rows(tmp_path / "out", "spans")
    assert as_told(spans) == every_span(hard)
    asked = {span.id: span for sheet in sheets(hard) for span in sheet.spans}
    names = {actor.id: actor.name for actor in hard.actors()}
    for row in spans:
        span = asked[row["span"]]
        assert row["themes"] == " | ".join(span.attributes.get("themes", ()))  # type: ignore[arg-type]
        assert row["gist: in words"] == span.attributes.get("gist: in words", "")
        assert row["actor_name"] == (names[span.actor] if span.actor else "")
        assert row["fragments"] == " ".join(f"{f.start}-{f.end}" for f in span.fragments)
    links = {link.id: link for sheet in sheets(hard) for link in sheet.relations}
    told = csv_rows(tmp_path / "out", "relations")
    assert len(told) == len(links)
    for row in told:
        link = links[row["relation"]]
        assert (row["type"], row["from"], row["to"]) == (link.type, link.source, link.target)
        assert (row["from_text"], row["to_text"]) == (
            asked[link.source].quote,
            asked[link.target].quote,
        )
    actors = {row["actor"]: row["name"] for row in csv_rows(tmp_path / "out", "actors")}
    assert actors == names


def test_a_workbook_says_the_same_as_csv(hard: Project, tmp_path: Path) -> None:
    export(hard, Recipe("csv", options={"cells": "exact"}), tmp_path / "out")
    export(hard, Recipe("xlsx"), tmp_path / "out.xlsx")

    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == TABLES
    for table in TABLES:
        head, *rows = book[table].iter_rows(values_only=True)
        made = [
            {str(name): as_csv_has(cell) for name, cell in zip(head, row, strict=True)}
            for row in rows
        ]
        assert made == csv_rows(tmp_path / "out", table)


def as_csv_has(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)


def test_pandas_reads_typed_columns_and_lists(hard: Project, tmp_path: Path) -> None:
    export(hard, Recipe("parquet-tables"), tmp_path / "out")

    spans = pd.read_parquet(tmp_path / "out" / "spans.parquet")
    assert as_told(spans.to_dict("records")) == every_span(hard)
    assert spans["start"].dtype == "int64"
    assert spans["doubt"].dtype == "bool"
    wanted = [span.attributes.get("themes") for sheet in sheets(hard) for span in sheet.spans]
    assert [None if v is None else tuple(v) for v in spans["themes"]] == wanted
    per_label = pd.read_excel(_workbook(hard, tmp_path), sheet_name="spans")["label"]
    assert per_label.value_counts().to_dict() == spans["label"].value_counts().to_dict()


def _workbook(project: Project, folder: Path) -> Path:
    export(project, Recipe("xlsx"), folder / "book.xlsx")
    return folder / "book.xlsx"


def test_an_attribution_is_one_row_with_all_that_belongs_to_it(
    sample: Project, tmp_path: Path
) -> None:
    export(sample, Recipe("parquet-tables"), tmp_path / "out")
    frame = pd.read_parquet(tmp_path / "out" / "attributions.parquet")

    actors = {actor.id: actor for actor in sample.actors()}
    claims = 0
    for sheet in sheets(sample):
        spans = {span.id: span for span in sheet.spans}
        for claim in (span for span in sheet.spans if span.label == "Claim"):
            claims += 1
            row = frame[frame["claim_id"] == claim.id].iloc[0]
            assert row["claim"] == claim.quote
            assert row["title"] == sheet.article.title
            assert row["outlet"] == sheet.article.source or pd.isna(row["outlet"])
            said_by = sorted(
                (spans[r.target] for r in sheet.relations
                 if (r.source, r.type) == (claim.id, "attributed_to")),
                key=lambda span: span.order,
            )  # fmt: skip
            assert list(row["source"]) == [span.quote for span in said_by]
            assert list(row["source_kind"]) == [s.attributes.get("kind", "") for s in said_by]
            named = [actors[s.actor].name if s.actor else "" for s in said_by]
            assert list(row["source_actor"]) == named
    assert len(frame) == claims > 0


def test_nothing_in_a_spreadsheet_is_run_as_a_formula(tmp_path: Path) -> None:
    evil = [f"{sign}cmd|'/c calc'!A{n}" for n, sign in enumerate(FORMULA)]
    text = "\n".join(evil)
    with Project.create(tmp_path / "p.annotator") as project:
        article = Article(new_id(), "=HYPERLINK(1)", text.replace("\0", " "), byline="@me")
        actor = Actor(new_id(), "+1", aliases=("=a", "b"))
        quotes = [quote for quote in evil if quote in article.text]
        spans = [
            Span(
                new_id(),
                article.id,
                "ann-01",
                "Cue",
                (Fragment(at := article.text.index(quote), at + len(quote), quote),),
            )
            for quote in quotes
        ]
        project.apply(Change("Import", "ann-01", put=[article, actor, *spans]))
        told = list(losses(project, Recipe("csv")))
        export(project, Recipe("csv"), tmp_path / "safe")
        export(project, Recipe("csv", options={"cells": "exact"}), tmp_path / "exact")
        export(project, Recipe("xlsx"), tmp_path / "book.xlsx")

    for file in (tmp_path / "safe").glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as handle:
            assert not [c for row in csv.reader(handle) for c in row if c.startswith(FORMULA)]
    # Whoever takes the apostrophes away again has the exact texts.
    safe = [row["text"].removeprefix("'") for row in csv_rows(tmp_path / "safe", "spans")]
    assert safe == [row["text"] for row in csv_rows(tmp_path / "exact", "spans")]
    things = {row.thing for row in told if row.kind == "formulas"}
    assert things == {"", actor.id, *(span.id for span in spans)}
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {cell.value for cell in cells} >= {"=HYPERLINK(1)", "@me", "+1", *quotes}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(FORMULA))


def test_what_is_too_long_for_a_cell_is_cut_and_told(tmp_path: Path) -> None:
    text = "😀" * 40_000
    with Project.create(tmp_path / "p.annotator") as project:
        article = Article(new_id(), "Long", text)
        span = Span(new_id(), article.id, "ann-01", "Claim", (Fragment(0, len(text), text),))
        project.apply(Change("Import", "ann-01", put=[article, span]))
        told = list(losses(project, Recipe("xlsx")))
        export(project, Recipe("xlsx"), tmp_path / "book.xlsx")

    assert [row.thing for row in told if row.kind == "cells"] == [span.id]
    spans = openpyxl.load_workbook(tmp_path / "book.xlsx")["spans"]
    quote = {c.value for row in spans.iter_rows() for c in row if str(c.value).startswith("😀")}
    # A cell's length counts UTF-16 units, of which each of these has two.
    assert quote == {"😀" * (32_767 // 2)}


def test_two_columns_never_have_one_name(tmp_path: Path) -> None:
    scheme = parse_scheme(
        'name = "odd"\n[[label]]\nname = "X"\n'
        '[[label.attribute]]\nname = "text"\nkind = "text"\n'
        '[[label.attribute]]\nname = "=1+1"\nkind = "flag"\n',
        where="odd.toml",
    )
    with Project.create(tmp_path / "p.annotator", scheme) as project:
        export(project, Recipe("csv"), tmp_path / "out")
        export(project, Recipe("parquet-tables"), tmp_path / "tables")

    with (tmp_path / "out" / "spans.csv").open(encoding="utf-8-sig", newline="") as handle:
        head = next(csv.reader(handle))
    assert len(head) == len(set(head))
    assert {"text", "text_", "'=1+1"} <= set(head)
    assert not (tmp_path / "out" / "attributions.csv").exists(), "the scheme has none"


def test_a_dataset_of_tables_is_parted_and_checked(sample: Project, tmp_path: Path) -> None:
    export(sample, Recipe("xlsx", card=True), tmp_path / "set")
    export(sample, Recipe("csv", card=True), tmp_path / "tables")
    for folder in ("set", "tables"):
        done = subprocess.run(
            ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / folder, check=False
        )
        assert done.returncode == 0
    lost = (tmp_path / "set" / "losses.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["kind"] for line in lost} <= {"text", "zones"}
    with ZipFile(tmp_path / "set" / "data.xlsx") as archive:
        assert archive.testzip() is None
