"""What was found is looked at and taken in the real window, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.desk import Desk
from annotator.app.importing.workspace import ImportWorkspace
from annotator.app.main import make_window
from annotator.app.window import MainWindow

WORDS = " ".join(f"word{n}" for n in range(200))


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    path = tmp_path / "talks.annotator"
    Project.create(path).close()
    window = make_window(qapp)
    qtbot.addWidget(window)
    window.resize(1300, 800)
    window.show()
    window.open_project(path, "me")
    qtbot.waitUntil(lambda: window.desk is not None)
    yield window
    window.close()


@pytest.fixture
def desk(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "1.txt").write_text(f"One title\n\n{WORDS}.", encoding="utf-8")
    (folder / "2.txt").write_text(f"One title\n\n{WORDS}.", encoding="utf-8")
    (folder / "3.txt").write_text(f"Other title\n\n{WORDS}.\n\nMore.", encoding="utf-8")
    (folder / "4.txt").write_bytes(b"")
    return folder


def shown(window: MainWindow) -> ImportWorkspace | None:
    [workspace] = window.findChildren(ImportWorkspace)
    return workspace if workspace.isVisible() else None


def look(window: MainWindow, desk: Desk, paths: list[Path], qtbot: QtBot) -> ImportWorkspace:
    desk.add_paths(paths)
    qtbot.waitUntil(lambda: shown(window) is not None and not desk.working, timeout=20_000)
    workspace = shown(window)
    assert workspace is not None
    return workspace


def answer(window: MainWindow, question: str, text: str, qtbot: QtBot) -> None:
    """Answer what the line at the bottom asks."""
    line = next(e for e in window.findChildren(QLineEdit) if question in e.placeholderText())
    qtbot.waitUntil(line.isVisible)
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def titles(desk: Desk) -> list[str]:
    return [article.title for article in desk.session.project.articles()]


def test_what_needs_no_decision_is_taken_at_once(
    window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot
) -> None:
    desk.add_paths([inbox / "1.txt"])
    qtbot.waitUntil(lambda: titles(desk) == ["One title"], timeout=20_000)
    assert shown(window) is None


def test_duplicates_start_unticked_and_enter_takes_the_rest(
    window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot
) -> None:
    workspace = look(window, desk, [inbox], qtbot)
    notes = [row.note for row in workspace.model.rows]
    assert notes[0] == ""
    assert notes[1] == "Same text as “One title”"
    assert "also in “One title”" in notes[2]
    assert "is empty" in notes[3]
    assert workspace.count.text() == "3 found, 1 refused, 2 ticked"
    assert workspace.canvas.text.startswith("One title")
    assert titles(desk) == []

    qtbot.keyClick(workspace.list, Qt.Key.Key_Down)
    qtbot.keyClick(workspace.list, Qt.Key.Key_Down)
    assert workspace.canvas.text.startswith("Other title")
    qtbot.keyClick(workspace.list, Qt.Key.Key_Space)
    assert workspace.take_button.text() == "Take 1"

    qtbot.keyClick(workspace.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(desk) == ["One title"], timeout=20_000)
    qtbot.waitUntil(lambda: shown(window) is None and not desk.working)
    desk.run("edit.undo")
    assert titles(desk) == []


def test_escape_takes_nothing(window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot) -> None:
    workspace = look(window, desk, [inbox], qtbot)
    qtbot.keyClick(workspace.list, Qt.Key.Key_A)
    assert workspace.count.text().endswith("3 ticked")
    qtbot.keyClick(workspace.list, Qt.Key.Key_Escape)
    assert shown(window) is None
    assert titles(desk) == []


def test_another_encoding_is_asked_for_and_read_again(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Правда и мир".encode("koi8-r"))
    workspace = look(window, desk, [path], qtbot)
    assert [row.title for row in workspace.model.rows] == ["Refused"]
    qtbot.keyClick(workspace.list, Qt.Key.Key_E)
    answer(window, "Encoding", "koi8-r", qtbot)
    qtbot.waitUntil(lambda: workspace.canvas.text == "Правда и мир", timeout=20_000)
    assert "koi8-r (chosen)" in workspace.about.text()


def test_the_columns_of_a_table_are_shown_and_changed(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.csv").write_text("text,copy\nno,Fog came in.\n", encoding="utf-8")
    workspace = look(window, desk, [tmp_path / "a.csv"], qtbot)
    assert workspace.canvas.text == "no"
    assert "text from “text”" in workspace.about.text()
    qtbot.keyClick(workspace.list, Qt.Key.Key_C)
    answer(window, "Columns", "text=copy", qtbot)
    qtbot.waitUntil(lambda: workspace.canvas.text == "Fog came in.", timeout=20_000)


def test_the_report_is_saved(
    window: MainWindow, desk: Desk, inbox: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = look(window, desk, [inbox], qtbot)
    workspace.save_report(tmp_path / "r.csv")
    report = (tmp_path / "r.csv").read_text(encoding="utf-8")
    assert "refused," in report and "4.txt" in report and "duplicate," in report
