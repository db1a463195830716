"""What docs/agreement.md shows runs, and it names every measure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotator import Project
from annotator.agreement.measures import MEASURES

PAGE = Path(__file__).parents[2] / "docs" / "agreement.md"


def test_the_examples_run(
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    measures, of_project = re.findall(r"```python\n(.*?)```", text, flags=re.S)

    exec(compile(measures, PAGE.name, "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 3

    (tmp_path / "docs").mkdir()
    project.backup(tmp_path / "docs" / "talks.annotator")
    monkeypatch.chdir(tmp_path / "docs")
    exec(compile(of_project, PAGE.name, "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_every_measure_is_named() -> None:
    named = set(re.findall(r"`([a-z_0-9]+)`", PAGE.read_text(encoding="utf-8")))

    assert set(MEASURES) <= named
