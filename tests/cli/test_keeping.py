"""Backups, restoring and checking on the command line."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator import Project
from annotator.cli import main
from annotator.demo import prepare

Out = pytest.CaptureFixture[str]


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield prepare(tmp_path).project.relative_to(tmp_path)


def test_a_row_of_backups_is_kept_listed_and_restored(demo: Path, capsys: Out) -> None:
    assert main(["backup", str(demo), "--list"]) == 0
    assert "no backups" in capsys.readouterr().out
    assert main(["restore", str(demo)]) == 2
    assert "--from" in capsys.readouterr().err

    assert main(["backup", str(demo)]) == 0
    assert main(["backup", str(demo)]) == 0
    assert "Nothing changed" in capsys.readouterr().out
    assert main(["backup", str(demo), "--list"]) == 0
    [listed] = capsys.readouterr().out.splitlines()
    assert "demo backups" in listed

    before = demo.read_bytes()
    os.truncate(demo, 5000)
    assert main(["info", str(demo)]) == 2
    assert main(["restore", str(demo)]) == 0
    assert "set aside" in capsys.readouterr().out
    assert demo.stat().st_size == len(before)
    assert main(["check", str(demo)]) == 0


def test_damage_is_told_and_repaired_into_a_new_file(demo: Path, capsys: Out) -> None:
    assert main(["check", str(demo), "--repair", "--json"]) == 0
    sound = json.loads(capsys.readouterr().out)
    assert (sound["findings"], sound["repaired"]) == ([], None)
    assert sound["articles"] == 10

    with closing(sqlite3.connect(demo)) as db:
        db.execute("UPDATE span SET label = 'Rumour' WHERE rowid = 7")
        db.commit()
    assert main(["check", str(demo)]) == 1
    told = capsys.readouterr()
    assert "1 finding" in told.out
    assert 'no label "Rumour"' in told.err
    assert "--repair" in told.err

    assert main(["check", str(demo), "--repair", "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert result["repaired"]["path"] == "demo repaired.annotator"
    assert len(result["findings"]) == 1
    assert result["repaired"]["saved"]["span"] == sound["spans"] - 1
    with Project.open("demo repaired.annotator") as repaired:
        assert repaired.count_articles() == 10
    assert main(["check", "demo repaired.annotator"]) == 0


def test_what_is_no_project_is_not_checked(demo: Path, capsys: Out) -> None:
    Path("letter.annotator").write_text("Dear diary")
    assert main(["check", "letter.annotator", "--repair"]) == 2
    assert "not a project file" in capsys.readouterr().err
    assert main(["check", "missing.annotator"]) == 2
