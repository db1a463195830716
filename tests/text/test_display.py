"""The copy for drawing has the same places as the text, and nothing that Qt would change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from annotator.text.display import DisplayCopy, display_copy
from tests.text.hostile import PIECES, texts


@given(texts)
def test_each_place_is_the_same_in_both(text: str) -> None:
    shown = display_copy(text)
    assert len(shown) == len(text)
    units = [len(character.encode("utf-16-le")) for character in text]
    assert [len(character.encode("utf-16-le")) for character in shown] == units
    assert not set(shown) & set("\0\r\n\x85\u2028\u2029\ufeff\ufdd0\u202e\u2066")
    assert display_copy(shown) == shown


@given(texts, st.integers(1, 9))
def test_pieces_make_up_the_copy_of_the_whole(text: str, length: int) -> None:
    copy = DisplayCopy(text)
    pieces = [copy.piece(n, min(n + length, len(text))) for n in range(0, len(text), length)]
    assert "".join(pieces) == display_copy(text)


def test_qt_keeps_the_copy_as_it_is(qtbot: QtBot) -> None:
    """Qt's own editor changes the raw text, but not the copy."""
    text = "".join(PIECES)
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    editor.setPlainText(display_copy(text))
    assert editor.document().toRawText() == display_copy(text)
    editor.setPlainText(text)
    assert editor.document().toRawText() != text


def test_what_needs_no_stand_in_stays() -> None:
    for text in ("plain", "tab\tand nbsp\u00a0", "שלום \u200fעולם", "👩‍👩‍👧", "日本"):
        assert display_copy(text) == text


def test_each_stand_in_tells_what_it_stands_for() -> None:
    assert display_copy("\0\n\r\x1f\x7f") == "␀␊␍␟␡"
    assert display_copy("\x85\u2028\u2029\x80\x9f") == "␤␤␤␦␦"
    assert display_copy("\ufeff\ufdd0\ufdef\ufffc\uffff") == "␢����"
    assert display_copy("\u202a\u202b\u202c\u202d\u202e") == "⇢⇠⇡⇥⇤"
    assert display_copy("\u2066\u2067\u2068\u2069") == "↦↤↥↧"
    assert display_copy("left\u200e\u200f\u061cright") == "left⇀↼↽right"
