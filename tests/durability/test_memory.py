"""Hours of work leave no more in memory than minutes do."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidgetItem
from pytestqt.qtbot import QtBot

from annotator.app.agreement.workspace import AgreementWorkspace
from annotator.app.main import make_window
from annotator.app.window import MainWindow
from annotator.model import Changed
from tests.durability.conftest import fill

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's own figures")

_NO, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
#: What somebody presses to label an attribution, link it, think better of it, and go on.
_ROUND = (
    *((Qt.Key.Key_Right, _CONTROL), (Qt.Key.Key_Right, _CONTROL | _SHIFT), (Qt.Key.Key_1, _NO)),
    *((Qt.Key.Key_Escape, _NO), (Qt.Key.Key_Right, _CONTROL), (Qt.Key.Key_Right, _CONTROL)),
    *((Qt.Key.Key_Right, _CONTROL | _SHIFT), (Qt.Key.Key_3, _NO), (Qt.Key.Key_L, _NO)),
    *((Qt.Key.Key_Escape, _NO), (Qt.Key.Key_Tab, _NO), (Qt.Key.Key_Z, _CONTROL)),
    *((Qt.Key.Key_Y, _CONTROL), (Qt.Key.Key_Z, _CONTROL), (Qt.Key.Key_Z, _CONTROL)),
    *((Qt.Key.Key_Z, _CONTROL), (Qt.Key.Key_Down, _ALT), (Qt.Key.Key_Home, _CONTROL)),
)


class Hands:
    """Labels, links, undoes and redoes by keys, and now and then looks into other workspaces."""

    def __init__(self, window: MainWindow, path: Path) -> None:
        self.window, self.path = window, path
        self.changes = 0
        self.open()

    def open(self) -> None:
        self.window.open_project(self.path, "ann-01")
        assert self.window.desk is not None
        self.window.desk.session.changed.connect(self._heard)

    def open_anew(self) -> None:
        self.window.close_project()
        # What was closed goes once the window's loop comes round, which here none does.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.open()

    def _heard(self, _changed: Changed) -> None:
        self.changes += 1

    def work(self, rounds: int) -> None:
        for number in range(rounds):
            desk = self.window.desk
            assert desk is not None
            desk.show("annotate")
            canvas = desk.workspace.canvas
            canvas.setFocus()
            for key, held in _ROUND:
                QTest.keyClick(canvas, key, held)
            QApplication.processEvents()
            if number % 10 == 0:
                self._look_around()
            if number % 30 == 29:
                self.open_anew()

    def _look_around(self) -> None:
        desk = self.window.desk
        assert desk is not None
        for name in ("review", "agreement", "export", "annotate"):
            desk.show(name)
            shown = desk.view.currentWidget()
            # Figures that are still to come would be more widgets the next time.
            while desk.working or (isinstance(shown, AgreementWorkspace) and not shown.up_to_date):
                QTest.qWait(5)
        for command in ("view.palette", "view.keys", "actor.register"):
            desk.run(command)
            QApplication.processEvents()
            QTest.keyClick(self.window.focusWidget() or self.window, Qt.Key.Key_Escape)

    def held(self) -> tuple[int, int, int]:
        """Return how many objects of Qt and of Python there are, and how many bytes they take."""
        QTest.qWait(400)  # what waits for a pause is done by then
        # A tuple that another thread is filling must not be looked at.
        while any(thread.isRunning() for thread in self.window.findChildren(QThread)):
            QTest.qWait(5)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return len(self.window.findChildren(QObject)), len(gc.get_objects()), resident_bytes()

    def items(self) -> int:
        """Return how many items of layouts Python knows of."""
        self.held()
        return sum(type(one) is QWidgetItem for one in gc.get_objects())


@pytest.fixture
def hands(qtbot: QtBot, qapp: QApplication, path: Path) -> Iterator[Hands]:
    fill(path)
    window = make_window(qapp)
    qtbot.addWidget(window)
    window.resize(1300, 850)
    window.show()
    yield Hands(window, path)
    window.close()


def test_minutes_of_work_leave_no_objects_behind(hands: Hands) -> None:
    hands.work(11)
    widgets, objects, _ = hands.held()
    hands.changes = 0
    hands.work(20)
    more_widgets, more_objects, _ = hands.held()
    assert hands.changes > 20 * 5
    assert more_widgets < widgets + 20, "something is left behind in each round"
    assert more_objects <= objects + 1000


def test_a_project_that_is_closed_is_gone_from_memory(hands: Hands) -> None:
    hands.open_anew()
    widgets, objects, _ = hands.held()
    for _ in range(3):
        hands.open_anew()
    more_widgets, more_objects, _ = hands.held()
    assert more_widgets == widgets
    assert more_objects <= objects + 500


def test_no_item_of_a_layout_outlives_it(hands: Hands) -> None:
    """What is made in its place later would be taken for it."""
    hands.open_anew()
    before = hands.items()
    for _ in range(3):
        hands.open_anew()
    assert hands.items() == before


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_eight_hours_take_no_more_memory_than_one(hands: Hands) -> None:
    """An attribution every ten seconds, with all that goes with it."""
    hands.work(360)
    widgets, objects, resident = hands.held()
    hands.changes = 0
    for hour in range(2, 9):
        hands.work(360)
        # Objects are counted at the end alone: Qt's own that were looked at once stay in Python.
        more = resident_bytes() - resident
        print(f"hour {hour}, {hands.changes} changes since: {more / 1e6:+.1f} MB", flush=True)
    more_widgets, more_objects, more_resident = hands.held()
    print(f"{more_widgets - widgets:+} objects of Qt, {more_objects - objects:+} of Python")
    assert more_widgets <= widgets + 10
    # Qt's connections leave some weak references behind, of a hundred bytes each.
    assert more_objects <= objects + hands.changes
    assert more_resident < resident + 16e6


def resident_bytes() -> int:
    """Return how much of the process is in memory."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
