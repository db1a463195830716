"""The guided tour goes on when a step has really been done, and never stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.app.annotate.tour import steps
from annotator.app.annotate.tour_card import TourCard
from annotator.app.desk import Desk
from annotator.app.window import MainWindow
from annotator.demo import WORKER, prepare
from annotator.model.codebook import parse_scheme
from tests.app.windows import window_on

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return prepare(tmp_path).project


@pytest.fixture
def window(qtbot: QtBot, sample: Path) -> Iterator[MainWindow]:
    with window_on(qtbot, sample, WORKER, sample=True, size=(1300, 800)) as window:
        yield window


@pytest.fixture
def desk(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


@pytest.fixture
def card(desk: Desk) -> TourCard:
    return desk.workspace.tour


def place(card: TourCard) -> str:
    return card.place.text().removeprefix("GUIDED TOUR · ")


def test_the_first_run_of_the_sample_is_guided_from_end_to_end(
    card: TourCard, desk: Desk, qtbot: QtBot
) -> None:
    assert card.isVisible() and "Two minutes" in card.told.text()
    card.go.click()
    layer = desk.session.layer
    assert layer is not None and layer.assignment.status == "new" and not layer.spans
    canvas = desk.workspace.canvas
    assert canvas.hasFocus(), "the hands are on the article"
    text = layer.article.text

    assert place(card) == "1 OF 5" and "[J] for a sentence" in card.told.text()
    qtbot.keyClick(canvas, "j")
    assert (
        place(card) == "2 OF 5" and "Press [1]: the selection becomes a Claim" in card.told.text()
    )
    qtbot.keyClick(canvas, "1")
    assert place(card) == "3 OF 5" and "Now its Source" in card.told.text()
    start = text.index(" ", 60) + 1
    canvas.set_selection(start, text.index(" ", start))
    qtbot.keyClick(canvas, "2")
    assert place(card) == "4 OF 5" and "[L]" in card.told.text()
    qtbot.keyClick(canvas, "l")
    qtbot.keyClick(canvas, "1")
    assert place(card) == "5 OF 5" and "[Ctrl ↵]" in card.told.text()
    for _ in range(2):  # what is missing is told first
        qtbot.keyClick(canvas, Qt.Key.Key_Return, CONTROL)
    assert place(card) == "DONE" and "[Ctrl K]" in card.told.text()
    card.leave.click()
    assert not card.isVisible()
    assert desk.settings.tour() == (5, True)


def test_whoever_declines_is_not_asked_again(
    card: TourCard, window: MainWindow, sample: Path
) -> None:
    card.leave.click()
    assert not card.isVisible()
    window.open_project(sample, WORKER, sample=True)
    assert window.desk is not None and not window.desk.workspace.tour.isVisible()
    window.desk.run("view.tour")
    assert place(window.desk.workspace.tour) == "1 OF 5"


def test_what_was_left_is_gone_on_with(card: TourCard, window: MainWindow, sample: Path) -> None:
    card.go.click()
    card.skip.click()
    card.skip.click()
    assert place(card) == "3 OF 5"
    card.leave.click()
    window.open_project(sample, WORKER, sample=True)
    assert window.desk is not None and not window.desk.workspace.tour.isVisible()
    window.desk.run("view.tour")
    assert place(window.desk.workspace.tour) == "3 OF 5"


def test_another_project_is_not_guided(window: MainWindow, sample: Path) -> None:
    window.open_project(sample, WORKER)
    assert window.desk is not None and not window.desk.workspace.tour.isVisible()


def test_a_step_ahead_counts_and_another_label_does_not(
    card: TourCard, desk: Desk, qtbot: QtBot
) -> None:
    card.go.click()
    canvas = desk.workspace.canvas
    qtbot.keyClick(canvas, "3")
    assert place(card) == "1 OF 5", "a cue is not what the step is about"
    canvas.select_span(None)
    canvas.set_selection(len(canvas.text) // 2, len(canvas.text) // 2)
    qtbot.keyClick(canvas, "1")
    assert place(card) == "3 OF 5", "the word at the caret was labelled at once"


def test_the_words_follow_the_keys(card: TourCard, desk: Desk) -> None:
    card.go.click()
    card.skip.click()
    desk.keymap.choose("label.Claim", ["X"])
    assert "Press [X]:" in card.told.text()
    desk.keymap.choose("label.Claim", [])
    assert "palette" in card.told.text()


ONE_LABEL = 'name = "n"\n[[label]]\nname = "Place"\n'
TWO_LINKED = """
name = "n"
[[label]]
name = "A"
[[label]]
name = "B"
[[relation]]
name = "r"
from = ["B"]
to = ["A"]
"""


@pytest.mark.parametrize(("toml", "count"), [(ONE_LABEL, 3), (TWO_LINKED, 5)])
def test_any_scheme_can_be_toured(toml: str, count: int, desk: Desk) -> None:
    found = steps(parse_scheme(toml))
    assert len(found) == count
    assert all(step.words(desk.keymap) for step in found)
