"""The whole window as a screen reader walks it: every control has a name, every part is reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.app.agreement.workspace import AgreementWorkspace
from annotator.app.desk import Desk
from annotator.app.window import MainWindow
from annotator.demo import WORKER, prepare
from tests.app.windows import window_on

Role = QAccessible.Role
CONTROLS = {
    *(Role.PushButton, Role.CheckBox, Role.RadioButton, Role.ButtonMenu, Role.ComboBox),
    *(Role.EditableText, Role.List, Role.ListItem, Role.Document, Role.ProgressBar, Role.PageTab),
    *(Role.Slider, Role.SpinBox, Role.Tree, Role.Table, Role.MenuItem),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("sample")).project


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    with window_on(qtbot, project, WORKER, size=(1400, 900)) as window:
        yield window


@pytest.fixture
def desk(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


def walk(thing: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    """Go through everything that is there to be seen, from the window down."""
    if thing is not None and not thing.state().invisible:
        yield thing
        for n in range(thing.childCount()):
            yield from walk(thing.child(n))


def unnamed(window: QWidget) -> list[str]:
    QApplication.processEvents()
    found = walk(QAccessible.queryAccessibleInterface(window))
    return [
        f"{thing.role().name} {thing.object()}"
        for thing in found
        if thing.role() in CONTROLS and not thing.text(QAccessible.Text.Name).strip()
    ]


@pytest.mark.parametrize(
    "scene",
    [
        "article",
        "span",
        "typed",
        "palette",
        "help",
        "asking",
        "display",
        "find",
        "guidelines",
        "agreement",
    ],
)
def test_every_control_has_a_name(desk: Desk, window: MainWindow, qtbot: QtBot, scene: str) -> None:
    workspace = desk.workspace
    match scene:
        case "span":
            workspace.canvas.cycle(1)
            workspace.inspector.refresh()
        case "typed":
            workspace.queue.filter.setText("port")
            desk.line.tell("Something happened.")
        case "palette":
            desk.run("view.palette")
        case "help":
            desk.run("view.keys")
        case "asking":
            desk.run("view.keys")
            qtbot.keyClick(desk.help.line, Qt.Key.Key_Return)
        case "display":
            desk.run("view.display")
        case "find":
            desk.run("select.find")
        case "guidelines":
            desk.run("view.guidelines")
        case "agreement":
            desk.show("agreement")
            figures = desk.view.currentWidget()
            assert isinstance(figures, AgreementWorkspace)
            qtbot.waitUntil(lambda: bool(figures.view.tables), timeout=30_000)
    assert unnamed(window) == []


def test_the_start_page_has_names(desk: Desk, window: MainWindow) -> None:
    window.close_project()
    assert unnamed(window) == []


def test_roles_are_those_of_what_is_seen(window: MainWindow) -> None:
    QApplication.processEvents()
    roles = {
        thing.text(QAccessible.Text.Name): thing.role()
        for thing in walk(QAccessible.queryAccessibleInterface(window))
    }
    assert roles["Article"] == Role.Document
    assert roles["Filter articles"] == Role.EditableText
    assert roles["Articles"] == Role.List
    assert roles["Label Claim, key 1"] == Role.PushButton
    assert roles["Project menu"] == Role.ButtonMenu
    assert roles["Annotate"] == Role.PageTab
    assert roles["Articles done"] == Role.ProgressBar


def test_rows_say_what_they_show(desk: Desk, window: MainWindow) -> None:
    desk.run("view.palette")
    rows = QAccessible.queryAccessibleInterface(desk.palette.list)
    spoken = [rows.child(n).text(QAccessible.Text.Name) for n in range(4)]
    assert spoken[0] == "Label Claim, label, key 1"
    desk.palette.close_overlay()
    queue = QAccessible.queryAccessibleInterface(desk.workspace.queue.view)
    assert "done" in queue.child(0).text(QAccessible.Text.Name)
    line = desk.workspace.queue.filter
    line.setFocus()
    QTest.keyClicks(line, "status:")
    offers = QAccessible.queryAccessibleInterface(line.offers.list)
    assert offers.child(0).text(QAccessible.Text.Name) == "done"


def test_a_message_is_read_as_it_stands(desk: Desk) -> None:
    desk.line.tell("5 articles added")
    message = QAccessible.queryAccessibleInterface(desk.line.message)
    assert message.text(QAccessible.Text.Name) == "5 articles added"


def test_while_a_screen_reader_listens_all_goes_on(desk: Desk, qtbot: QtBot) -> None:
    QAccessible.setActive(True)
    try:
        desk.workspace.canvas.cycle(1)
        desk.workspace.canvas.set_selection(3, 9)
        desk.line.tell("Told.")
        desk.run("view.keys")
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_1):
            qtbot.keyClick(desk.help.window().focusWidget(), key)
        assert "1 is" in desk.help.foot.told.text() or desk.help.line.hasFocus()
    finally:
        QAccessible.setActive(False)


def test_tab_and_a_key_reach_every_part(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    workspace = desk.workspace
    workspace.canvas.cycle(1)
    workspace.inspector.refresh()
    QApplication.processEvents()

    def focus() -> QWidget:
        widget = window.focusWidget()
        assert widget is not None
        return widget

    qtbot.keyClick(focus(), Qt.Key.Key_F6)
    assert workspace.inspector.isAncestorOf(focus())
    qtbot.keyClick(focus(), Qt.Key.Key_F6)
    assert focus() is workspace.queue.filter
    qtbot.keyClick(focus(), Qt.Key.Key_Tab)
    assert focus() is workspace.queue.view
    qtbot.keyClick(focus(), Qt.Key.Key_Tab)
    assert focus() is workspace.canvas
    qtbot.keyClick(focus(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert focus() is workspace.queue.filter


def test_focus_can_be_seen(desk: Desk, window: MainWindow) -> None:
    window.close_project()
    buttons = [w for w in window.start.findChildren(QWidget) if w.focusPolicy().value & 1]
    assert buttons
    for button in buttons:
        window.start.setFocus()
        QApplication.processEvents()
        before = button.grab().toImage()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert button.grab().toImage() != before, button.accessibleName()
