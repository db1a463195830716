"""Keys can be changed, and no two commands that are shown together ever share one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.app.keymap import Keymap, key_of, shown_key

OWN = {
    "window": {"undo": ["Ctrl+Z"], "quit": ["Ctrl+Q"], "help": ["?"]},
    "one": {"next": ["Tab"], "label": ["1"], "delete": ["Del", "Backspace"]},
    "two": {"accept": ["1"], "skip": []},
}


@dataclass
class Views:
    window: QWidget
    one: QWidget
    two: QWidget

    def keymap(self, **chosen: list[str]) -> Keymap:
        keymap = Keymap(chosen)
        for name, commands in OWN.items():
            keymap.know(commands, getattr(self, name))
        return keymap


@pytest.fixture(scope="module")
def views(qapp: QApplication) -> Iterator[Views]:
    window = QWidget()
    yield Views(window, QWidget(window), QWidget(window))
    window.deleteLater()


def test_a_command_has_its_own_keys_until_others_are_chosen(views: Views) -> None:
    keymap = views.keymap()
    assert keymap.keys("delete") == ("Del", "Backspace")
    keymap.choose("delete", ["Ctrl+D"])
    assert keymap.keys("delete") == ("Ctrl+D",)
    assert keymap.chosen == {"delete": ("Ctrl+D",)}
    keymap.reset("delete")
    assert keymap.keys("delete") == ("Del", "Backspace")
    assert keymap.chosen == {}


def test_a_key_that_is_taken_over_comes_back_with_a_reset(views: Views) -> None:
    keymap = views.keymap()
    assert keymap.holder("Ctrl+Z", "next") == "undo"
    keymap.choose("next", ["Ctrl+Z"])
    assert keymap.keys("undo") == () and keymap.shown("undo") == ""
    keymap.reset("next")
    assert keymap.keys("undo") == ("Ctrl+Z",)
    keymap.choose("next", ["Ctrl+Z"])
    keymap.reset("undo")
    assert keymap.keys("undo") == ("Ctrl+Z",)
    assert keymap.keys("next") == ("Tab",), "what lost its chosen key has its own again"


def test_views_that_are_never_shown_together_may_share_a_key(views: Views) -> None:
    keymap = views.keymap()
    assert keymap.keys("label") == keymap.keys("accept") == ("1",)
    assert keymap.holder("1", "next") == "label"
    assert keymap.holder("1", "skip") == "accept"
    assert keymap.holder("1", "undo") in ("label", "accept")


def test_a_chosen_key_comes_before_one_that_a_later_view_brings(views: Views) -> None:
    keymap = views.keymap(undo=["1"])
    assert keymap.keys("undo") == ("1",)
    assert keymap.keys("label") == keymap.keys("accept") == ()


def test_having_no_key_can_be_chosen(views: Views) -> None:
    keymap = views.keymap()
    keymap.choose("quit", [])
    assert keymap.keys("quit") == ()
    assert views.keymap(**{k: list(v) for k, v in keymap.chosen.items()}).keys("quit") == ()


def test_what_is_kept_of_unknown_commands_does_no_harm(views: Views) -> None:
    keymap = views.keymap(gone=["Ctrl+Z"], undo=["no such key"])
    assert keymap.keys("gone") == ()
    keymap.reset_all()
    assert keymap.keys("undo") == ("Ctrl+Z",)


commands = st.sampled_from([command for own in OWN.values() for command in own])
keys = st.sampled_from(["1", "Tab", "Del", "Ctrl+Z", "Ctrl+Q", "?", "X"])
steps = st.one_of(
    st.tuples(st.just("choose"), commands, st.lists(keys, max_size=2)),
    st.tuples(st.just("reset"), commands, st.just([])),
)


@given(st.lists(steps, max_size=12))
def test_whatever_is_chosen_each_key_means_one_thing(
    views: Views, taken: list[tuple[str, str, list[str]]]
) -> None:
    keymap = views.keymap()
    for what, command, wanted in taken:
        if what == "choose":
            keymap.choose(command, wanted)
            assert keymap.keys(command) == tuple(dict.fromkeys(wanted))
        else:
            keymap.reset(command)
            assert keymap.is_own(command)
    for own in OWN.values():
        for command in own:
            for key in keymap.keys(command):
                assert keymap.holder(key, command) is None
    kept = {command: list(wanted) for command, wanted in keymap.chosen.items()}
    again = views.keymap(**kept)
    assert all(again.keys(c) == keymap.keys(c) for own in OWN.values() for c in own)
    keymap.reset_all()
    assert all(keymap.is_own(command) for own in OWN.values() for command in own)


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("Ctrl+Return", "Ctrl ↵"),
        ("Alt+Left", "Alt ←"),
        ("Ctrl++", "Ctrl +"),
        ("+", "+"),
        ("A", "A"),
    ],
)
def test_keys_are_shown_as_they_stand_on_the_keyboard(key: str, shown: str) -> None:
    assert shown_key(key) == shown


@pytest.mark.parametrize(
    ("pressed", "text", "key"),
    [
        (QKeySequence("Ctrl+Shift+Z"), "\x1a", "Ctrl+Shift+Z"),
        (QKeySequence("Shift+?"), "?", "?"),
        (QKeySequence("Shift+W"), "W", "Shift+W"),
        (QKeySequence("F5"), "", "F5"),
        (QKeySequence("Ctrl+Space"), " ", "Ctrl+Space"),
    ],
)
def test_a_pressed_key_is_read(pressed: QKeySequence, text: str, key: str) -> None:
    combination = pressed[0]
    modifiers = combination.keyboardModifiers()
    event = QKeyEvent(QEvent.Type.KeyPress, combination.key(), modifiers, text)
    assert key_of(event) == key


def test_a_modifier_alone_and_the_keypad_are_no_other_keys(qtbot: QtBot) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    assert key_of(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, shift)) is None
    pad = Qt.KeyboardModifier.KeypadModifier
    assert key_of(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_5, pad, "5")) == "5"
    backtab = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backtab, shift)
    assert key_of(backtab) == "Shift+Tab"
