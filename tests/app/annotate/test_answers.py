"""Every kind of question is asked at the span and answered by keys, whatever the scheme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.model import Article, Change, new_id
from annotator.model.codebook import parse_scheme
from tests.app.annotate.conftest import Hands
from tests.app.windows import window_on

SCHEME = """
name = "questions"
[[label]]
name = "Toll"
key = "1"
[[label.attribute]]
name = "dead"
kind = "number"
required = true
[[label.attribute]]
name = "sure"
kind = "flag"
required = true
[[label.attribute]]
name = "topics"
kind = "multi-choice"
values = ["fire", "flood"]
required = true
[[label.attribute]]
name = "one of very many"
kind = "choice"
values = [{many}]
required = true
"""


@pytest.fixture
def toll(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    many = ", ".join(f'"answer {n}"' for n in range(30))
    with Project.create(
        tmp_path / "p.annotator", parse_scheme(SCHEME.format(many=many))
    ) as project:
        article = Article(new_id(), "Toll", "Twelve died in the flood.")
        project.apply(Change("Import", "me", put=[article], bulk=True))
    with window_on(qtbot, tmp_path / "p.annotator") as window:
        yield Hands(window, qtbot)


def test_one_question_follows_another_until_all_are_answered(toll: Hands) -> None:
    canvas = toll.workspace.canvas
    toll.key(Qt.Key.Key_W)
    toll.key(Qt.Key.Key_1)
    toll.qtbot.waitUntil(lambda: canvas.question == "dead?   D type it")
    toll.key(Qt.Key.Key_D)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit) and line.accessibleName() == "dead"
    toll.type(line, "twelve")
    toll.press(line, Qt.Key.Key_Return)
    assert "not a number" in toll.told and canvas.hasFocus()
    toll.key(Qt.Key.Key_D)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    toll.type(line, "12")
    toll.press(line, Qt.Key.Key_Return)
    assert toll.told == "", "what went wrong is past once it is mended"
    toll.qtbot.waitUntil(lambda: canvas.question == "sure?   S yes")
    toll.key(Qt.Key.Key_S)
    toll.qtbot.waitUntil(lambda: canvas.question.startswith("topics?"))
    toll.key(Qt.Key(ord(canvas.question.split()[1])))
    toll.qtbot.waitUntil(lambda: canvas.question.startswith("one of very many?"))
    assert canvas.question.endswith("…") and len(canvas.question) < 80
    toll.key(Qt.Key(ord(canvas.question.split("?")[1].split()[0])))
    toll.qtbot.waitUntil(lambda: not canvas.question)
    assert toll.current is not None
    assert toll.current.attributes == {
        "dead": 12.0,
        "sure": True,
        "topics": ("fire",),
        "one of very many": "answer 0",
    }
