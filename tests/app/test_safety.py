"""What the window does when a change can't be saved, a file is damaged, or the program errs."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QListView,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app import crashes
from annotator.app.crashes import Crashes
from annotator.app.main import make_window
from annotator.app.window import MainWindow
from annotator.model import Article, Change, new_id
from annotator.store.backup import kept

TEXT = "Huawei denied it, said the master."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "talks.annotator"
    with Project.create(path) as project:
        article = Article(new_id(), "Denial", TEXT)
        project.apply(Change("Import", "me", put=[article], bulk=True))
    return path


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    window = make_window(qapp)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    yield window
    if window.desk is not None:
        window.desk.session.give_up_unsaved()
    window.close()


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that has the project file to itself."""
    other = sqlite3.connect(path, isolation_level=None)
    yield other
    other.close()


def mark(window: MainWindow, qtbot: QtBot) -> None:
    assert window.desk is not None
    canvas = window.desk.workspace.canvas
    canvas.set_selection(0, 6)
    qtbot.keyClick(canvas, Qt.Key.Key_4)


def spans(window: MainWindow) -> list[str]:
    assert window.desk is not None
    session = window.desk.session
    assert session.layer is not None
    return [span.quote for span in session.layer.spans]


def press(window: MainWindow, qtbot: QtBot, text: str) -> None:
    buttons = [b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisible()]
    assert len(buttons) == 1, text
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def test_what_could_not_be_saved_stays_and_is_tried_again(
    window: MainWindow, qtbot: QtBot, path: Path, other: sqlite3.Connection
) -> None:
    window.open_project(path, "me")
    other.execute("BEGIN IMMEDIATE")
    mark(window, qtbot)
    assert spans(window) == [], "nothing is shown that is not saved"
    assert window.unsaved.isVisible()
    assert "Label Actor" in window.unsaved.words.text()
    assert "another program is writing" in window.unsaved.words.text()

    mark(window, qtbot)
    assert "must be saved before" in window.line.message.text()
    press(window, qtbot, "Try now")
    assert window.unsaved.isVisible()

    window.close()
    assert window.isVisible(), "the window stays while something is not saved"

    other.rollback()
    qtbot.waitUntil(lambda: not window.unsaved.isVisible(), timeout=10_000)
    assert spans(window) == ["Huawei"]
    assert window.desk is not None
    window.desk.run("edit.undo")
    assert spans(window) == []


def test_what_could_not_be_saved_is_what_undo_takes_back(
    window: MainWindow, qtbot: QtBot, path: Path, other: sqlite3.Connection
) -> None:
    window.open_project(path, "me")
    mark(window, qtbot)
    other.execute("BEGIN IMMEDIATE")
    assert window.desk is not None
    window.desk.workspace.canvas.set_selection(14, 16)
    qtbot.keyClick(window.desk.workspace.canvas, Qt.Key.Key_3)
    window.desk.run("edit.undo")
    assert "must be saved before" in window.line.message.text()
    other.rollback()
    window.desk.run("edit.undo")
    assert spans(window) == ["Huawei"]
    window.desk.run("edit.redo")
    assert spans(window) == ["Huawei", "it"]


def test_nothing_is_restored_over_what_is_not_saved(
    window: MainWindow, qtbot: QtBot, path: Path, other: sqlite3.Connection
) -> None:
    with Project.open(path) as project:
        backup = project.keep_backup()
    assert backup is not None
    window.open_project(path, "me")
    other.execute("BEGIN IMMEDIATE")
    mark(window, qtbot)
    window.restore(backup.path, path)
    assert window.unsaved.isVisible()
    window.tell_crash("report", "")
    told = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert any("not saved yet is told below" in words for words in told)
    press(window, qtbot, "Go on")
    assert not list(path.parent.glob("*set aside*"))
    other.rollback()
    press(window, qtbot, "Try now")
    assert spans(window) == ["Huawei"]


def test_what_could_not_be_saved_can_be_given_up(
    window: MainWindow, qtbot: QtBot, path: Path, other: sqlite3.Connection
) -> None:
    window.open_project(path, "me")
    other.execute("BEGIN IMMEDIATE")
    mark(window, qtbot)
    press(window, qtbot, "Give it up")
    other.rollback()
    assert not window.unsaved.isVisible()
    assert spans(window) == []
    mark(window, qtbot)
    assert spans(window) == ["Huawei"]


def test_work_goes_on_elsewhere_when_the_file_was_taken_away(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    window.open_project(path, "me")
    mark(window, qtbot)
    path.rename(path.with_name("moved.annotator"))
    assert window.desk is not None
    window.desk.workspace.canvas.set_selection(14, 16)
    qtbot.keyClick(window.desk.workspace.canvas, Qt.Key.Key_3)
    assert "moved, removed or replaced" in window.unsaved.words.text()

    elsewhere = path.with_name("elsewhere.annotator")
    window.desk.save_elsewhere(elsewhere)
    assert not window.unsaved.isVisible()
    assert window.desk is not None
    assert window.desk.session.path == elsewhere
    assert spans(window) == ["Huawei", "it"]


def test_a_backup_is_kept_beside_the_work(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    window.open_project(path, "me")
    mark(window, qtbot)
    assert window.desk is not None
    window.desk.run("project.backup")
    qtbot.waitUntil(lambda: len(kept(path)) == 1)
    with Project.open(kept(path)[0].path) as copy:
        assert copy.counts()["spans"] == 1
    assert window.desk.jobs.working is False


def test_a_damaged_project_is_brought_back_from_the_start_page(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    with Project.open(path) as project:
        project.keep_backup()
    os.truncate(path, path.stat().st_size // 3)

    window.open_project(path, "me")
    assert window.desk is None
    assert "damaged" in window.line.message.text()
    [offered] = [one for one in window.findChildren(QListWidget) if one.isVisible()]
    assert offered.count() == 1
    qtbot.keyClick(offered, Qt.Key.Key_Return)

    assert window.desk is not None
    assert window.desk.session.path == path
    assert "set aside" in window.line.message.text()
    assert len(list(path.parent.glob("*set aside*"))) == 1


def test_backups_are_listed_for_a_recent_project(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    window.open_project(path, "me")
    window.close_project()
    press(window, qtbot, "Backups…")
    words = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "Backups of talks" in words
    assert any("There are none yet" in text for text in words)


def test_the_unexpected_is_told_once_with_a_report_to_copy(
    window: MainWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_project(path, "me")
    mark(window, qtbot)
    before = set(crashes.folder().glob("*"))
    watch = Crashes(window)
    watch.happened.connect(window.tell_crash)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    watch.watch()

    def slip() -> None:
        raise LookupError(f"no place for {TEXT * 10}")

    for _ in range(2):
        try:
            slip()
        except LookupError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    [report] = [one for one in window.findChildren(QPlainTextEdit) if one.isVisible()]
    told = report.toPlainText()
    assert "in slip" in told
    assert "LookupError: no place for" in told
    assert TEXT * 2 not in told, "a report doesn't hold what articles say"
    assert len(set(crashes.folder().glob("report-*.txt")) - before) == 1
    press(window, qtbot, "Copy the report")
    assert QGuiApplication.clipboard().text() == told
    press(window, qtbot, "Go on")
    assert spans(window) == ["Huawei"]


def test_a_slip_in_a_thread_is_told_in_the_window(
    window: MainWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    watch = Crashes(window)
    watch.happened.connect(window.tell_crash)
    watch.watch()
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join()
    shown = lambda: [o for o in window.findChildren(QPlainTextEdit) if o.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: bool(shown()))
    assert "ZeroDivisionError" in shown()[0].toPlainText()


def test_a_slip_in_long_work_ends_it_and_is_told(
    window: MainWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window.open_project(path, "me")
    assert window.desk is not None
    watch = Crashes(window)
    watch.happened.connect(window.tell_crash)
    watch.watch()
    jobs = window.desk.jobs
    jobs.start("Work", lambda _project, _progress: 1 // 0, lambda _result: None)
    qtbot.waitUntil(lambda: not jobs.working)
    shown = [one for one in window.findChildren(QPlainTextEdit) if one.isVisible()]
    assert "ZeroDivisionError" in shown[0].toPlainText()
    assert jobs.start("Work", lambda _project, _progress: 1, lambda _result: None)
    qtbot.waitUntil(lambda: not jobs.working)


class Slipping(QListView):
    """Errs in what Qt calls, as Python itself errs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        _ = event.text()[9]

    def sizeHint(self) -> QSize:
        sizes: dict[str, QSize] = {}
        return sizes["nothing"]


def test_a_slip_in_what_qt_calls_is_told_and_ends_nothing(qtbot: QtBot) -> None:
    view = Slipping()
    qtbot.addWidget(view)
    with qtbot.capture_exceptions() as caught:
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
        QApplication.postEvent(view, key)
        QTimer.singleShot(0, view, view.adjustSize)
        qtbot.waitUntil(lambda: len(caught) >= 2)
    assert {one[0] for one in caught} == {IndexError, KeyError}


def test_reports_are_few(tmp_path: Path) -> None:
    for n in range(25):
        assert crashes.write(f"report {n}") is not None
    assert len(list(crashes.folder().glob("report-*.txt"))) == 20
