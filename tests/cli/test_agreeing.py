"""`annotator agree`, as people and scripts use it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from annotator import Project
from annotator.cli import main

TEXT = "The harbour is safe, said Ola Brandt. Ferries sail again."
OTHER = "Fog, said the master."
KEYS = {
    *("measure", "label", "annotators", "value", "low", "high"),
    *("articles", "units", "left_out", "reason"),
}

Out = pytest.CaptureFixture[str]


def line(text: str, who: str, *spans: tuple[str, int, int], **more: Any) -> dict[str, Any]:
    marks = [{"label": label, "fragments": [[start, end]]} for label, start, end in spans]
    return {"article": {"text": text}, "annotator": who, "status": "done", "spans": marks} | more


@pytest.fixture
def talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two people's work on one article, and one person's on another."""
    monkeypatch.chdir(tmp_path)
    Project.create("talks.annotator").close()
    lines = [
        line(TEXT, "ann-01", ("Claim", 0, 19), ("Source", 26, 36), ("Cue", 21, 25)),
        line(TEXT, "ann-02", ("Claim", 0, 19), ("Source", 21, 36)),
        line(OTHER, "ann-01", ("Cue", 5, 9)),
    ]
    Path("labels.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    main(["import", "talks.annotator", "labels.jsonl"])
    return "talks.annotator"


def test_json_is_a_list_of_figures(talks: str, capsys: Out) -> None:
    capsys.readouterr()

    assert main(["agree", talks, "--json"]) == 0

    rows = json.loads(capsys.readouterr().out)
    assert all(set(row) == KEYS for row in rows)
    found = {(row["measure"], row["label"]): row for row in rows}
    exact = found["f1_exact", None]
    assert exact["value"] == pytest.approx(2 / 5)
    assert exact["annotators"] == ["ann-01", "ann-02"]
    assert (exact["articles"], exact["units"]) == (1, 5)
    assert [item["why"] for item in exact["left_out"]] == ["Only ann-01 did it."]
    assert found["f1_overlap", "Source"]["value"] == 1
    assert found["actor_b3", None]["value"] is None
    assert found["actor_b3", None]["reason"]


def test_figures_are_chosen_by_measure_label_and_annotator(talks: str, capsys: Out) -> None:
    capsys.readouterr()
    choose = ["--measure", "f1_exact", "--measure", "gamma", "--label", "Claim", "--json"]

    assert main(["agree", talks, *choose]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {(row["measure"], row["label"]) for row in rows} == {
        ("f1_exact", "Claim"),
        ("gamma", "Claim"),
    }

    assert main(["agree", talks, "--annotator", "ann-01", "--json"]) == 2
    said = capsys.readouterr()
    assert {row["reason"] for row in json.loads(said.out)} == {"It takes two annotators."}
    assert said.err.startswith("annotator: ")


def test_figures_are_told_in_plain_text(talks: str, capsys: Out) -> None:
    capsys.readouterr()

    assert main(["agree", talks]) == 0

    told = capsys.readouterr().out
    assert "f1_exact" in told and "0.40" in told
    assert "1 article is left out" in told
    assert "Only ann-01 did it." in told


def test_csv_is_safe_for_spreadsheets(talks: str, capsys: Out) -> None:
    more = [line(TEXT, who, ("Claim", 0, 19)) for who in ("=cmd()", "+2")]
    Path("more.jsonl").write_text("\n".join(map(json.dumps, more)), encoding="utf-8")
    main(["import", talks, "more.jsonl"])

    assert main(["agree", talks, "--csv", "figures.csv", "--measure", "f1_exact"]) == 0

    with Path("figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(rows[0]) == KEYS
    assert not any(value.startswith(("=", "+")) for row in rows for value in row.values())
    assert float(rows[0]["value"]) > 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--measure", "kapa"], 'no measure "kapa"'),
        (["--label", "Klaim"], 'no label "Klaim"'),
        (["--annotator", "ann-09"], 'no annotator "ann-09"'),
        (["--csv", "no/such/folder.csv"], "cannot be written"),
    ],
)
def test_mistakes_are_one_line(talks: str, capsys: Out, arguments: list[str], reason: str) -> None:
    capsys.readouterr()

    assert main(["agree", talks, *arguments]) == 2

    said = capsys.readouterr()
    assert reason in said.err and said.err.count("\n") == 1


def test_the_report_is_one_page(talks: str, capsys: Out) -> None:
    capsys.readouterr()

    assert main(["agree", talks, "--html", "report.html"]) == 0

    assert "report.html" in capsys.readouterr().out
    page = Path("report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "<script" not in page
    assert "<bdi>ann-01</bdi>, <bdi>ann-02</bdi>" in page
