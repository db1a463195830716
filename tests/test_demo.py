"""The sample project, and the job that is done on it where there is no display."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator import Project
from annotator.cli import main
from annotator.demo import choose_folder, prepare, work_unattended

Out = pytest.CaptureFixture[str]


def test_the_sample_has_articles_with_layers_of_several_annotators(tmp_path: Path) -> None:
    made = prepare(tmp_path / "demo")

    assert made.made
    assert not made.refused
    with Project.open(made.project) as project:
        assert project.count_articles() >= 6
        people = {layer.annotator for layer in project.layers() if layer.span_count}
        assert len(people) >= 2


def test_the_sample_is_taken_as_it_was_left(tmp_path: Path) -> None:
    first = prepare(tmp_path)
    before = first.project.read_bytes()

    again = prepare(tmp_path)

    assert (again.project, again.made) == (first.project, False)
    assert again.project.read_bytes() == before


def test_the_unattended_job_labels_links_saves_and_exports(tmp_path: Path) -> None:
    with Project.open(prepare(tmp_path).project) as project:
        before = project.counts()

    done = work_unattended(tmp_path)

    assert not done.made
    assert done.acts
    assert done.spans == before["spans"] + len(done.acts) - 1
    assert done.relations == before["relations"] + 1
    lines = [json.loads(line) for line in done.export.read_bytes().split(b"\n") if line]
    assert sum(len(line["spans"]) for line in lines) == done.spans
    with Project.open(done.project) as project:
        assert project.undo_name(done.worker) is not None


def test_the_folder_is_numbered_where_the_name_is_taken_by_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert choose_folder() == Path("annotator-demo")
    assert choose_folder(Path("mine")) == Path("mine")

    Path("annotator-demo").mkdir()
    assert choose_folder() == Path("annotator-demo-2")

    Path("annotator-demo/demo.annotator").touch()
    assert choose_folder() == Path("annotator-demo")


def test_without_a_display_the_command_says_what_it_made_and_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    folder = tmp_path / "demo"

    for _ in range(2):
        assert main(["demo", str(folder)]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        assert str(folder / "demo.annotator") in said.out
        assert str(folder / "demo.jsonl") in said.out
        assert "To see the window" in said.out


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    (tmp_path / "file").write_bytes(b"")

    assert main(["demo", str(tmp_path / "file" / "demo")]) == 2

    assert capsys.readouterr().err.count("\n") == 1
