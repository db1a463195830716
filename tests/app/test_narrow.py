"""Long names and narrow windows: what has no room ends in an ellipsis, and nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.annotate.label_bar import LabelButton
from annotator.app.window import MainWindow
from annotator.app.words import Elided, isolated
from tests.app.windows import window_on

LONG = "Ein sehr langer Projektname für eine Studie über Nachrichten & Zitate مشروع طويل"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "p.annotator"
    Project.create(path, name=LONG).close()
    with window_on(qtbot, path, size=(1400, 800)) as window:
        yield window


@pytest.mark.parametrize("width", [1000, 1400, 2000])
def test_the_tabs_stay_in_the_middle_whatever_the_name(window: MainWindow, width: int) -> None:
    window.resize(width, 800)
    QApplication.processEvents()
    tabs = next(f for f in window.bar.findChildren(QFrame) if f.property("role") == "tabs")
    assert window.bar.width() == width
    assert abs(tabs.geometry().center().x() - width / 2) < 12


def test_words_without_room_are_cut_and_told_in_the_tip(qtbot: QtBot) -> None:
    label = Elided(LONG, "quiet", columns=10)
    qtbot.addWidget(label)
    assert label.sizeHint().width() < label.fontMetrics().horizontalAdvance(LONG)
    label.resize(60, 20)
    label.grab()
    assert "&amp; Zitate" in label.toolTip()
    label.resize(2000, 20)
    label.grab()
    assert label.toolTip() == "" and label.text() == LONG


def test_a_long_message_does_not_widen_the_window(window: MainWindow) -> None:
    window.resize(1000, 800)
    QApplication.processEvents()
    width = window.width()
    window.line.tell("; ".join([LONG] * 20), wrong=True)
    window.grab()
    assert window.width() == width == window.line.width()
    assert window.line.message.toolTip()


def test_a_text_keeps_its_direction_to_itself() -> None:
    assert isolated("مشروع") == "\u2068مشروع\u2069"


def test_where_room_is_scarce_the_hint_stands_below_the_labels(window: MainWindow) -> None:
    assert window.desk is not None
    bar = window.desk.workspace.labels

    def tops() -> tuple[set[int], int]:
        buttons = {b.mapTo(bar, b.rect().topLeft()).y() for b in bar.findChildren(LabelButton)}
        return buttons, window.desk.workspace._hint.y() if window.desk else 0

    window.resize(1600, 800)
    QApplication.processEvents()
    QApplication.processEvents()
    buttons, hint = tops()
    assert len(buttons) == 1 and abs(hint - min(buttons)) < 20
    height = bar.height()
    window.desk.workspace._hint.setText("a hint that says a good deal  " * 4)
    for _ in range(4):
        QApplication.processEvents()
    assert tops() == (buttons, hint) and bar.height() == height, "words never move the page"
    window.resize(1100, 800)
    for _ in range(4):
        QApplication.processEvents()
    buttons, hint = tops()
    assert len(buttons) == 1 and hint > min(buttons) + 20
