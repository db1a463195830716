"""Random keys and clicks through the window: it shows what is stored, and undo undoes it all."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.window import MainWindow
from annotator.errors import ChangeError
from annotator.model import Article, Assignment, Change, Fragment, Span, new_id
from tests.app.windows import window_on
from tests.durability.checks import assert_whole
from tests.durability.conftest import PARAGRAPH
from tests.durability.projects.describe import describe

WHO = "ann-01"
# These close the window, or ask the system for a file: keys would do it all the time.
_LEFT_ALONE = (
    *("project.new", "project.open", "project.close", "window.quit", "article.add"),
    *("article.add_folder", "article.paste", "article.add_actors"),
)
_LETTERS = "abcdxyz 123456789"
_KEYS = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Down),
    *(Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Delete),
)
_MODIFIERS = (
    *(Qt.KeyboardModifier.NoModifier,) * 4,
    *(Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier),
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)


class Monkey:
    """Presses keys and buttons at random, and now and then looks whether all is well."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        assert window.desk is not None
        self.window, self.desk = window, window.desk
        self._path = self.desk.session.path
        self.chance = random.Random(seed)
        self.events = 0
        # What pops up and waits is closed again, as a person would.
        self._closing = QTimer(window, interval=20)
        self._closing.timeout.connect(_close_popup)
        self._closing.start()

    def play(self, events: int, look_every: int) -> None:
        for number in range(events):
            self.chance.choices(
                [self.command, self.key, self.letter, self.click, self.drag, self.select],
                [8, 6, 2, 4, 1, 4],
            )[0]()
            self.events += 1
            QApplication.processEvents()
            if self.window.desk is None:
                self.come_back()
            if not self.window.isActiveWindow():
                # Without a screen nobody gives back what a menu took, and keys would do nothing.
                self.window.activateWindow()
            if number % look_every == look_every - 1:
                self.settle()
                self.look()

    def come_back(self) -> None:
        """Open the project again: the palette offers to close it, too, or the window."""
        self.window.show()
        self.window.open_project(self._path, WHO)
        assert self.window.desk is not None
        self.desk = self.window.desk
        self.desk.open_all()

    def command(self) -> None:
        """Press the keys of some command that may be run now."""
        table = self.desk.open_all() if not self.events else self.desk.table
        session = self.desk.session
        # Without articles there is nothing to do; all is undone once it has played.
        last = session.project.undo_name(session.annotator) == "Import"
        left_alone = (*_LEFT_ALONE, "edit.undo") if last else _LEFT_ALONE
        keys = [
            key
            for command in table
            if command.id not in left_alone
            for key in table.keymap.keys(command.id)
        ]
        combination = QKeySequence(self.chance.choice(sorted(keys)))[0]
        self.press(combination.key(), combination.keyboardModifiers())

    def key(self) -> None:
        self.press(self.chance.choice(_KEYS), self.chance.choice(_MODIFIERS))

    def press(self, key: Qt.Key | str, held: Qt.KeyboardModifier = _MODIFIERS[0]) -> None:
        """Press a key, and let it go where the keyboard is by then: what had it may be gone."""
        QTest.keyPress(self.focus(), key, held)
        QTest.keyRelease(self.focus(), key, held)

    def letter(self) -> None:
        self.press(self.chance.choice(_LETTERS))

    def select(self) -> None:
        """Select some words on the page, so that there is something to label."""
        self.desk.show("annotate")
        canvas = self.desk.workspace.canvas
        canvas.setFocus()
        held = Qt.KeyboardModifier.ControlModifier
        for _ in range(self.chance.randrange(3)):
            QTest.keyClick(canvas, Qt.Key.Key_Right, held)
        for _ in range(self.chance.randrange(1, 4)):
            QTest.keyClick(canvas, Qt.Key.Key_Right, held | Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(canvas, self.chance.choice([Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3]))

    def click(self) -> None:
        widget, place = self.somewhere()
        press = QTest.mouseDClick if self.chance.random() < 0.2 else QTest.mouseClick
        press(widget, Qt.MouseButton.LeftButton, self.chance.choice(_MODIFIERS), place)

    def drag(self) -> None:
        view = self.desk.workspace.canvas.viewport()
        start, end = (_inside(view, self.chance) for _ in range(2))
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(view, end)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)

    def somewhere(self) -> tuple[QWidget, QPoint]:
        place = _inside(self.desk.view, self.chance)
        widget = self.desk.view.childAt(place) or self.desk.view
        return widget, widget.mapFrom(self.desk.view, place)

    def focus(self) -> QWidget:
        return self.window.focusWidget() or self.window

    def settle(self) -> None:
        """Let what is done beside the window, or once the keys pause, be done."""
        for _ in range(400):
            QTest.qWait(5)
            if not self.desk.working:
                break
        QTest.qWait(40)

    def look(self) -> None:
        """What is shown is what another program would find in the file."""
        session, canvas = self.desk.session, self.desk.workspace.canvas
        assert self.window.desk is self.desk
        with Project.open(session.path) as stored:
            if session.layer is None:
                return
            shown = session.layer
            layer = stored.layer(shown.article.id, session.annotator)
            assert shown.spans == layer.spans
            assert {r.id: r for r in shown.relations} == {r.id: r for r in layer.relations}
            assert shown.assignment.status == layer.assignment.status
            assert shown.assignment.note == layer.assignment.note
            assert canvas._layer is shown
            name = stored.undo_name(session.annotator)
            if name is not None and self.window.line._undo.isVisible():
                assert name.replace("&", "&&") in self.window.line._undo.text()


def _inside(widget: QWidget, chance: random.Random) -> QPoint:
    width, height = max(widget.width() - 2, 1), max(widget.height() - 2, 1)
    return QPoint(chance.randrange(width), chance.randrange(height))


def _close_popup() -> None:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "monkey.annotator"
    articles = [Article(new_id(), f"Talks {n}", PARAGRAPH * (3 + n)) for n in range(4)]
    with Project.create(path) as project:
        project.apply(Change("Import", WHO, put=articles, bulk=True))
        marks = []
        for article in articles[:2]:
            piece = Fragment(19, 23, article.text[19:23])
            marks.append(Span(new_id(), article.id, "ann-02", "Cue", (piece,)))
            marks.append(Assignment(article.id, "ann-02", "done"))
        project.apply(Change("Mark", "ann-02", put=marks))
    return path


@pytest.fixture
def window(qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        none: Any = ([], "") if name.endswith("s") else "" if "Dir" in name else ("", "")
        monkeypatch.setattr(QFileDialog, name, lambda *_, none=none, **__: none)
    with window_on(qtbot, path, WHO, size=(1300, 850)) as window:
        yield window


def undo_and_redo_all(path: Path) -> int:
    """Undo to the beginning, which is the empty project, and redo to the end; count the steps."""
    with Project.open(path) as project:
        end = said(project)
        people = [annotator.name for annotator in project.annotators()]
        done: list[str] = []
        undone = True
        while undone:
            undone = False
            for who in people:
                try:
                    while project.undo(annotator=who) is not None:
                        done.append(who)
                        undone = True
                except ChangeError:
                    continue  # others' steps that need it come first
        assert project.count_articles() == 0
        assert project.actors() == []
        assert project.counts()["spans"] == project.counts()["relations"] == 0
        for who in reversed(done):
            assert project.redo(annotator=who) is not None
        assert said(project) == end
    assert_whole(path)
    return len(done)


def said(project: Project) -> Any:
    found = describe(project)
    # Looking at an article leaves a mark with the time, which is no step.
    found["layers"] = [layer for layer in found["layers"] if layer["spans"] or layer["relations"]]
    return json.dumps({name: found[name] for name in ("articles", "actors", "layers", "undo")})


@pytest.mark.timeout(180)
def test_random_hands_leave_nothing_wrong(window: MainWindow, path: Path) -> None:
    monkey = Monkey(window, seed=7)
    monkey.play(200, look_every=50)
    window.close_project()
    assert undo_and_redo_all(path) > 10


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", range(8))
def test_random_hands_for_long(window: MainWindow, path: Path, seed: int) -> None:
    monkey = Monkey(window, seed)
    monkey.play(5000, look_every=100)
    window.close_project()
    print(
        f"monkey {seed}: {monkey.events} events, {undo_and_redo_all(path)} changes undone, redone"
    )
