"""Where one was in an article is where one is when one comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.canvas import TextCanvas
from annotator.app.window import MainWindow
from annotator.model import Article, Change
from tests.app.windows import window_on

LINES = ("i " * 400, "Yes.", "The harbour master said so. " * 20)
TEXTS = {n: "\n\n".join(LINES[(i + n) % 3] for i in range(90)) for n in range(2)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "p.annotator"
    articles = [Article(f"a{n}", f"Number {n}", text) for n, text in TEXTS.items()]
    with Project.create(path) as project:
        project.apply(Change("Import", "me", put=articles, bulk=True))
    return path


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Iterator[MainWindow]:
    with window_on(qtbot, path, size=(1200, 700)) as window:
        yield window


def canvas_of(window: MainWindow) -> TextCanvas:
    QApplication.processEvents()
    assert window.desk is not None
    return window.desk.workspace.canvas


def standing(window: MainWindow) -> tuple[int, QRect, tuple[int, int]]:
    """Return what is at the top and where on the screen, and the caret."""
    canvas = canvas_of(window)
    top = canvas.view_state().top.offset
    return top, canvas.caret_rect(top), canvas.selection()


def read_on(window: MainWindow, caret: int) -> tuple[int, QRect, tuple[int, int]]:
    canvas = canvas_of(window)
    canvas.set_selection(caret, caret)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().value() + 33)
    return standing(window)


def test_going_to_another_article_and_back(window: MainWindow) -> None:
    first = read_on(window, 20_000)
    assert window.desk is not None
    workspace = window.desk.workspace
    workspace.open_article("a1")
    assert canvas_of(window).selection() == (0, 0)
    second = read_on(window, 9_000)
    workspace.open_article("a0")
    assert standing(window) == first
    workspace.open_article("a1")
    assert standing(window) == second


def test_closing_the_project_and_opening_it_again(window: MainWindow, path: Path) -> None:
    first = read_on(window, 20_000)
    window.close_project()
    window.open_project(path, "me")
    assert standing(window) == first


def test_settings_that_nobody_wrote_are_passed_over(window: MainWindow, path: Path) -> None:
    window.close_project()
    window.settings.set_views(path, {"a0": [1], "a1": [10**9, 10**9, -4]})
    window.open_project(path, "me")
    assert window.desk is not None
    window.desk.workspace.open_article("a1")
    assert canvas_of(window).selection() == (0, 0)


def test_where_nothing_is_shown_the_page_says_how_to_begin(
    window: MainWindow, tmp_path: Path
) -> None:
    assert window.desk is not None
    window.desk.session.open_article(None)
    assert canvas_of(window).invitation == "Choose an article in the queue."
    Project.create(tmp_path / "empty.annotator").close()
    window.open_project(tmp_path / "empty.annotator", "me")
    assert "Ctrl I adds files, Ctrl V pastes" in canvas_of(window).invitation
    page = QAccessible.queryAccessibleInterface(canvas_of(window))
    assert page.text(QAccessible.Text.Value) == canvas_of(window).invitation
