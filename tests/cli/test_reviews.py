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
