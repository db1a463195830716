"""Gold from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator import Project
from annotator.cli import main
from annotator.demo import prepare

Out = pytest.CaptureFixture[str]


def test_adjudicate_makes_gold_of_what_several_people_finished(tmp_path: Path, capsys: Out) -> None:
    path = str(prepare(tmp_path).project)
    assert main(["adjudicate", path, "--rule", "majority", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    with Project.open(path) as project:
        gold = [layer for layer in project.layers() if layer.annotator == "gold"]
    assert told["articles"] == len(gold) > 0
    assert told["spans"] == sum(len(layer.spans) for layer in gold) > 0
    assert {layer.status for layer in gold} == {"done"}
    assert all(item["why"] for item in told["left_out"])

    assert main(["adjudicate", path, "--rule", "majority"]) == 0
    assert "Settled 0 cases by majority." in capsys.readouterr().out


def test_without_two_finished_layers_nothing_is_done(tmp_path: Path, capsys: Out) -> None:
    Project.create(tmp_path / "p.annotator").close()
    assert main(["adjudicate", str(tmp_path / "p.annotator"), "--rule", "unanimous"]) == 2
    assert "nothing to adjudicate" in capsys.readouterr().err


def test_an_unknown_rule_is_told(tmp_path: Path, capsys: Out) -> None:
    assert main(["adjudicate", "p.annotator", "--rule", "fair"]) == 2
    assert '"fair" is no rule' in capsys.readouterr().err


def test_adjudicate_tells_how_near_each_annotator_is_to_gold(tmp_path: Path, capsys: Out) -> None:
    path = str(prepare(tmp_path).project)
    assert main(["adjudicate", path, "--rule", "prefer:ann-01", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["annotators"]
    figures = {row["annotator"]: (row["f1_exact"], row["f1_overlap"]) for row in told}
    assert set(figures) == {"ann-01", "ann-02", "ann-03"}
    assert all(0 < exact <= overlap <= 1 for exact, overlap in figures.values())
    assert figures["ann-01"][0] > figures["ann-02"][0]


def test_feedback_says_what_gold_has_otherwise(tmp_path: Path, capsys: Out) -> None:
    path, page = str(prepare(tmp_path).project), tmp_path / "feedback.html"
    assert main(["feedback", path]) == 2
    assert "no feedback yet" in capsys.readouterr().err
    assert main(["adjudicate", path, "--rule", "majority"]) == 0
    capsys.readouterr()
    assert main(["feedback", path, "--annotator", "ann-02", "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out)
    assert (told["annotator"], told["articles"]) == ("ann-02", 6)
    assert told["kept"] + len(told["corrections"]) == told["cases"]
    assert {change["reason"] for change in told["corrections"]} <= {"By rule: majority.", None}

    assert main(["feedback", path, "--html", str(page)]) == 0
    assert "ann-01: " in capsys.readouterr().out
    html = page.read_text(encoding="utf-8")
    assert "<h2>ann-03</h2>" in html
    assert "http" not in html and "<script" not in html, "it needs nothing from elsewhere"
    assert main(["feedback", path, "--annotator", "nobody"]) == 2
    assert 'no annotator "nobody"' in capsys.readouterr().err
