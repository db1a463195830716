"""The export workspace in the real window: choose, see what it would make, write it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from annotator.app.desk import Desk
from annotator.app.export.label_names import LEFT_OUT
from annotator.app.export.workspace import ExportWorkspace
from annotator.app.window import MainWindow
from annotator.dataset.recipe import Recipe, saved
from annotator.demo import WORKER, prepare
from tests.app.windows import window_on


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with window_on(qtbot, prepare(tmp_path / "sample").project, WORKER) as window:
        desk_of(window).workspace.canvas.setFocus()
        qtbot.keyClick(
            desk_of(window).workspace.canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier
        )
        yield window


def desk_of(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


def shown(window: MainWindow) -> ExportWorkspace:
    workspace = desk_of(window).view.currentWidget()
    assert isinstance(workspace, ExportWorkspace)
    return workspace


def words(workspace: ExportWorkspace) -> str:
    return "\n".join(label.text() for label in workspace.view.findChildren(QLabel))


def settled(qtbot: QtBot, window: MainWindow, wanted: str) -> str:
    workspace = shown(window)
    qtbot.waitUntil(lambda: wanted in words(workspace), timeout=20_000)
    qtbot.waitUntil(lambda: not desk_of(window).working, timeout=20_000)
    return words(workspace)


def test_what_a_dataset_would_hold_is_seen_before_it_is_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    told = settled(qtbot, window, "WHAT GOES IN")
    assert "Nothing: the format holds all of it." in told
    [example] = shown(window).view.findChildren(QPlainTextEdit)
    assert example.toPlainText().startswith('{"article":{"id":')

    line = shown(window).form.split
    line.setFocus()
    qtbot.keyClicks(line, "train=0.6,dev=0.2,test=0.2")
    settled(qtbot, window, "train")
    target = tmp_path / "set"
    shown(window).export_to(target)
    qtbot.waitUntil(lambda: not desk_of(window).working, timeout=20_000)
    assert {p.name for p in target.iterdir()} >= {"train.jsonl", "dev.jsonl", "README.md"}
    assert "Exported 10 articles" in desk_of(window).line.message.text()


def test_what_is_no_text_is_shown_in_words(qtbot: QtBot, window: MainWindow) -> None:
    settled(qtbot, window, "WHAT GOES IN")
    form = shown(window).form
    form.format.setCurrentIndex(form.format.findData("spacy"))
    settled(qtbot, window, "doc.ents")
    [example] = shown(window).view.findChildren(QPlainTextEdit)
    assert '"Port", "Ellery", "to", "dredge"' in example.toPlainText()
    assert 'Source  "Harbour authority"' in example.toPlainText()


def test_a_choice_that_makes_no_sense_is_told_in_place(qtbot: QtBot, window: MainWindow) -> None:
    settled(qtbot, window, "WHAT GOES IN")
    qtbot.keyClicks(shown(window).form.split, "train=2")
    assert "is no part of a split" in settled(qtbot, window, "THIS CAN'T BE MADE")
    shown(window).form.split.clear()
    settled(qtbot, window, "WHAT GOES IN")
    qtbot.keyClicks(shown(window).form.seed, "many")
    assert "is no seed" in settled(qtbot, window, "THIS CAN'T BE MADE")


def test_a_recipe_is_kept_by_name_and_used_again(qtbot: QtBot, window: MainWindow) -> None:
    settled(qtbot, window, "WHAT GOES IN")
    workspace = shown(window)
    line = workspace.form.labels.box("Source").lineEdit()
    line.selectAll()
    qtbot.keyClicks(line, "Party")
    workspace.ask_recipe_name()
    question = next(
        line
        for line in desk_of(window).line.findChildren(QLineEdit)
        if line.placeholderText() == "Name of the recipe"
    )
    qtbot.keyClicks(question, "weekly")
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert dict(saved(desk_of(window).session.project)["weekly"].labels) == {"Source": "Party"}
    workspace.form.labels.show_names({})
    workspace.recipes.setCurrentText("weekly")
    workspace.recipes.activated.emit(workspace.recipes.currentIndex())
    assert line.text() == "Party"
    settled(qtbot, window, "Party")
    desk_of(window).session.undo()
    assert not saved(desk_of(window).session.project)


def test_what_stays_empty_is_told(qtbot: QtBot, window: MainWindow) -> None:
    settled(qtbot, window, "WHAT GOES IN")
    form = shown(window).form
    form.layer.setCurrentIndex(form.layer.findData("ann-01"))
    form.status.setCurrentIndex(form.status.findText("Done"))
    parts = ",".join(f"part{n}=0.1" for n in range(10))
    form.split.setText(parts)
    assert "part9 is empty" in settled(qtbot, window, "part9 is empty")
    form.split.clear()
    form.agreement.setText("1")
    told = settled(qtbot, window, "Nothing. Finish some articles")
    assert "WHAT THE FORMAT CANNOT HOLD" not in told
    assert "Its annotators agree less than 1." in told


def test_labels_are_merged_and_left_out_by_choosing(qtbot: QtBot, window: MainWindow) -> None:
    settled(qtbot, window, "WHAT GOES IN")
    names = shown(window).form.labels
    names.box("Actor").setCurrentText("Source")
    names.box("Cue").setCurrentText(LEFT_OUT)
    assert names.names() == {"Actor": "Source", "Cue": ""}
    told = settled(qtbot, window, "The label Cue is left out of this dataset.")
    assert "Actor" not in told.split("WHAT GOES IN")[1].split("WHAT THE FORMAT")[0]


def test_a_recipe_is_repeated_by_one_key_where_it_was_written_last(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    settled(qtbot, window, "WHAT GOES IN")
    workspace = shown(window)
    workspace.form.card.setChecked(True)
    workspace.save_recipe("weekly")
    target = tmp_path / "Sätze 😀"
    workspace.export_to(target)
    qtbot.waitUntil(lambda: not desk_of(window).working, timeout=20_000)
    first = {file.name: file.read_bytes() for file in target.iterdir()}
    shutil.rmtree(target)
    settled(qtbot, window, "WHAT GOES IN")

    qtbot.keyClick(workspace.form.format, Qt.Key.Key_F5)

    qtbot.waitUntil(lambda: target.is_dir() and not desk_of(window).working, timeout=20_000)
    assert {file.name: file.read_bytes() for file in target.iterdir()} == first
    assert str(tmp_path) not in (target / "README.md").read_text(encoding="utf-8")
    # The place belongs to this machine: the project knows nothing of it.
    assert str(tmp_path) not in "".join(r.to_json() for r in recipes(window).values())


def recipes(window: MainWindow) -> dict[str, Recipe]:
    return saved(desk_of(window).session.project)
