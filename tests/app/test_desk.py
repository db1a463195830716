"""One desk, several workspaces: each is made when wanted, and has its own keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.commands import Command, CommandTable
from annotator.app.jobs import Jobs
from annotator.app.keymap import Keymap
from annotator.pace import Progress


@pytest.fixture
def views(qtbot: QtBot, qapp: QApplication) -> Iterator[tuple[QWidget, QWidget, QWidget]]:
    window = QWidget()
    qtbot.addWidget(window)
    one, two = QWidget(window), QWidget(window)
    for view in (one, two):
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    two.hide()
    window.show()
    window.activateWindow()
    yield window, one, two


def test_the_same_key_means_what_the_shown_workspace_says(
    qtbot: QtBot, views: tuple[QWidget, QWidget, QWidget]
) -> None:
    _, one, two = views
    pressed: list[str] = []
    table = CommandTable(Keymap({}))
    for name, view in (("one", one), ("two", two)):
        done = Command(
            f"{name}.done", "Done", name, lambda n=name: pressed.append(n), ("Ctrl+Return",)
        )
        letter = Command(
            f"{name}.x", "X", name, lambda n=name: pressed.append(n.upper()), ("X",), article=True
        )
        table.add([done, letter], view, view)
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(one, Qt.Key.Key_X)
    one.hide()
    two.show()
    two.setFocus()
    qtbot.keyClick(two, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(two, Qt.Key.Key_X)
    assert pressed == ["one", "ONE", "two", "TWO"]
    assert [command.id for command in table] == ["two.done", "two.x"]
    table.run("one.done")
    assert pressed[-1] == "TWO", "what isn't shown can't be run"
    table.remove()
    assert not [a for view in (one, two) for a in view.actions() if isinstance(a, QAction)]


def test_long_work_is_one_at_a_time_and_told(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "p.annotator"
    Project.create(path).close()
    owner, go_on, results = QObject(), Event(), []
    jobs = Jobs(path, owner)
    told: list[str] = []
    jobs.told.connect(told.append)

    def count(project: Project, progress: Progress) -> int:
        go_on.wait(10)
        progress(1, 1)
        return project.count_articles()

    assert jobs.start("Counting", count, results.append)
    assert not jobs.start("Once more", count, results.append)
    assert told == ["Counting is still running."]
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.working)
    assert results == [0]
    go_on.clear()
    jobs.start("Counting", count, results.append)
    jobs.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.working)
    assert results == [0]
    assert "cancelled" in told[-1]
