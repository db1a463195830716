"""Guidelines and register from the command line: shown, brought in, written out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator import Project
from annotator.cli import main
from annotator.model.guidelines import GUIDELINES

Out = pytest.CaptureFixture[str]


@pytest.fixture
def talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Project.create("talks.annotator").close()
    return "talks.annotator"


def test_guidelines_are_brought_in_shown_and_written_out(talks: str, capsys: Out) -> None:
    Path("rules.md").write_bytes("# Claim\r\nQuote marks “belong”.\r\n".encode())
    assert main(["guidelines", talks, "--from", "rules.md", "--annotator", "lead"]) == 0
    assert "29 characters" in capsys.readouterr().out
    assert main(["guidelines", talks]) == 0
    assert capsys.readouterr().out == "# Claim\nQuote marks “belong”.\n"
    assert main(["guidelines", talks, "--to", "out.md", "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)["guidelines"]
    assert Path("out.md").read_text(encoding="utf-8") == f"{kept}\n"
    with Project.open(talks) as project:
        assert project.meta(GUIDELINES) == kept
        project.undo(annotator="lead")
        assert not project.meta(GUIDELINES)


def test_a_register_goes_out_and_comes_back(talks: str, capsys: Out) -> None:
    Path("a.csv").write_text("name,aliases\nHuawei,HW\nZTE,\n", encoding="utf-8")
    Path("b.jsonl").write_text('{"name": "Huawei", "kind": "company"}\n', encoding="utf-8")
    assert main(["register", talks, "a.csv", "b.jsonl", "--to", "all.csv"]) == 0
    assert "3 entries added or completed, 2 in all" in capsys.readouterr().out
    assert main(["register", talks]) == 0
    assert capsys.readouterr().out == Path("all.csv").read_text(encoding="utf-8")
    assert main(["register", talks, "all.csv", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"actors": ["Huawei", "ZTE"], "changed": 0, "refused": 0}
    with Project.open(talks) as project:
        assert [a.role for a in project.annotators()] == ["import"]


def test_what_cannot_be_read_is_told_and_the_rest_comes(talks: str, capsys: Out) -> None:
    Path("good.csv").write_text("name\nHuawei\n", encoding="utf-8")
    Path("bad.csv").write_text("nom\nHuawei\n", encoding="utf-8")
    assert main(["register", talks, "bad.csv", "good.csv"]) == 1
    assert 'bad.csv: the first line has no column "name"' in capsys.readouterr().err
    assert main(["register", talks, "bad.csv", "none.csv"]) == 2
    assert main(["guidelines", talks, "--from", "none.md"]) == 2
    assert "none.md cannot be read" in capsys.readouterr().err
    Path("long.md").write_text("x" * 400_000, encoding="utf-8")
    assert main(["guidelines", talks, "--from", "long.md"]) == 2
    assert "300,000" in capsys.readouterr().err
