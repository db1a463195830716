"""The help on keys tells every key, and is where one changes them, in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.annotate.label_bar import LabelButton
from annotator.app.desk import Desk
from annotator.app.keys_help import KeysHelp
from annotator.app.window import MainWindow
from annotator.model import Article, Change, new_id
from tests.app.windows import window_on

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "p.annotator"
    with Project.create(path) as project:
        article = Article(new_id(), "Ferry", "A ferry sails on oil.")
        project.apply(Change("Import", "me", put=[article], bulk=True))
    return path


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Iterator[MainWindow]:
    with window_on(qtbot, path, size=(1200, 800)) as window:
        yield window


@pytest.fixture
def desk(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


class Help:
    """Someone who looks at the help and changes keys there."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self._qtbot = desk, qtbot
        qtbot.keyClick(desk.workspace.canvas, "?")
        self.overlay: KeysHelp = desk.help
        assert self.overlay.isVisible()

    def find(self, typed: str) -> list[str]:
        self.overlay.line.clear()
        self._qtbot.keyClicks(self.overlay.line, typed)
        return [row.name for row in self.overlay.list.rows if not row.heading]

    def press(self, *keys: Qt.Key | str, held: Qt.KeyboardModifier | None = None) -> None:
        for key in keys:
            focus = self.overlay.window().focusWidget()
            assert focus is not None and self.overlay.isAncestorOf(focus)
            self._qtbot.keyClick(focus, key, held or Qt.KeyboardModifier.NoModifier)

    @property
    def told(self) -> str:
        return self.overlay.foot.told.text()


@pytest.fixture
def help(desk: Desk, qtbot: QtBot) -> Help:
    return Help(desk, qtbot)


def test_every_command_is_listed_with_all_its_keys(help: Help) -> None:
    shown = {row.name: row.keys for row in help.overlay.list.rows}
    for command in help.desk.table:
        assert len(shown[command.title]) == len(command.keys), command.title
    assert shown["Redo"] == ("Ctrl Shift Z", "Ctrl Y")


def test_no_command_takes_another_ones_key_by_itself(desk: Desk) -> None:
    for command in desk.open_all().commands.values():
        assert desk.keymap.is_own(command.id), command.title


@pytest.mark.parametrize(
    ("typed", "first"),
    [("undo", "Undo"), ("ctrl z", "Undo"), ("?", "Keys"), ("del", "Delete span"), ("qqqq", "")],
)
def test_commands_are_found_by_words_and_by_keys(help: Help, typed: str, first: str) -> None:
    help.find(typed)
    current = help.overlay.list.current
    assert (help.overlay.list.rows[current].name if current >= 0 else "") == first


def test_a_changed_key_works_at_once_and_is_printed_everywhere(
    help: Help, desk: Desk, window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    help.find("label claim")
    help.press(Qt.Key.Key_Return)
    assert "Press the key for “Label Claim”" in help.told
    help.press("x")
    assert [row.keys for row in help.overlay.list.rows if row.name == "Label Claim"] == [("X",)]
    help.find("undo")
    help.press(Qt.Key.Key_Return)
    help.press("u", held=CONTROL)
    help.press(Qt.Key.Key_Escape)
    assert not help.overlay.isVisible()

    qtbot.keyClick(desk.workspace.canvas, "w")
    qtbot.keyClick(desk.workspace.canvas, "1")
    layer = desk.session.layer
    assert layer is not None and not layer.spans, "the old key does nothing any more"
    qtbot.keyClick(desk.workspace.canvas, "x")
    assert [span.label for span in layer.spans] == ["Claim"]

    def buttons() -> list[str]:
        return [button.accessibleName() for button in window.findChildren(LabelButton)]

    qtbot.waitUntil(lambda: buttons()[0] == "Label Claim, key X")
    assert any("Ctrl U" in b.text() for b in window.line.findChildren(type(window.line._undo)))
    desk.fill_menu()
    assert any("Ctrl U" in action.text() for action in window.bar.menu.actions())
    taken = desk.keymap.letters(desk.workspace)
    assert "x" in taken

    window.open_project(path, "me")
    assert window.desk is not None
    assert window.desk.keymap.keys("label.Claim") == ("X",), "it is remembered"


def test_a_conflict_is_told_in_place_and_can_be_taken_over(help: Help) -> None:
    keymap = help.desk.keymap
    help.find("next span")
    help.press(Qt.Key.Key_Return, "1")
    assert help.told == "1 is “Label Claim”."
    assert keymap.keys("span.next") == ("Tab",), "nothing is changed before it is said so"
    help.press("2")
    assert help.told == "2 is “Label Source”."
    help.press(Qt.Key.Key_Return)
    assert keymap.keys("span.next") == ("2",)
    assert keymap.keys("label.Source") == () and keymap.keys("label.Claim") == ("1",)
    changed = {row.name for row in help.overlay.list.rows if row.kind == "changed"}
    assert "Next span" in changed
    help.overlay.foot.reset_all.click()
    assert keymap.keys("label.Source") == ("2",)


def test_asking_can_be_left_and_tab_is_a_key_like_others(help: Help) -> None:
    keymap = help.desk.keymap
    help.find("find in the article")
    help.press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert help.overlay.isVisible() and keymap.keys("select.find") == ("/",)
    help.press(Qt.Key.Key_Return, Qt.Key.Key_Tab)
    assert "“Next span”" in help.told
    help.press(Qt.Key.Key_Return)
    assert keymap.keys("select.find") == ("Tab",)


def test_a_key_can_be_added_taken_away_and_reset(help: Help) -> None:
    keymap, foot = help.desk.keymap, help.overlay.foot
    help.find("delete span")
    foot.add.click()
    help.press("k")
    assert keymap.keys("span.delete") == ("Del", "Backspace", "K")
    foot.clear.click()
    assert keymap.keys("span.delete") == ()
    foot.reset.click()
    assert keymap.keys("span.delete") == ("Del", "Backspace")
    assert not foot.reset.isEnabled() and not foot.reset_all.isEnabled()


def test_keys_that_move_the_caret_are_refused(help: Help) -> None:
    help.find("label claim")
    help.press(Qt.Key.Key_Return, Qt.Key.Key_Left)
    assert "moves the caret" in help.told
    help.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.ShiftModifier)
    assert "moves the caret" in help.told
    assert help.desk.keymap.keys("label.Claim") == ("1",)


def test_damaged_settings_are_the_programs_own_keys(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    for kept in ("{", "[1]", '{"edit.undo": 5, "view.keys": ["F9"]}'):
        window.settings._store.setValue("keys", kept)
        window.open_project(path, "me")
        assert window.desk is not None
        assert window.desk.keymap.keys("edit.undo") == ("Ctrl+Z",)
    assert window.desk is not None and window.desk.keymap.keys("view.keys") == ("F9",)


def test_the_hint_below_the_article_follows(help: Help, window: MainWindow) -> None:
    help.find("link with")
    help.press(Qt.Key.Key_Return, "k")
    assert any(label.text().startswith("Link  K") for label in window.findChildren(QLabel))
