"""What a screen reader is told, asked through Qt's accessibility as one would ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QAccessible, QAccessibleTextInterface
from PySide6.QtWidgets import QApplication

from annotator.app.canvas.accessible import _readable
from tests.app.canvas.conftest import Show, Shown

NEWS = 'The port said the "channel is safe" on Monday.\r\n\r\nFishing crews 👩‍👩‍👧 doubt it.'


def told(shown: Shown, what: QAccessible.Text) -> str:
    interface = QAccessible.queryAccessibleInterface(shown.canvas)
    assert interface is not None
    return interface.text(what)


def test_the_line_at_the_caret_is_read_and_the_selection(show: Show) -> None:
    shown = show(NEWS)
    assert told(shown, QAccessible.Text.Value) == NEWS.splitlines()[0]
    at = NEWS.index("doubt")
    shown.canvas.set_selection(at, at)
    assert told(shown, QAccessible.Text.Value) == "Fishing crews 👩‍👩‍👧 doubt it."
    shown.canvas.set_selection(at, at + 5)
    assert told(shown, QAccessible.Text.Value) == "doubt"


def test_the_marks_at_the_caret_are_told_innermost_first(show: Show) -> None:
    shown = show(NEWS, ("Claim", '"channel is safe"'), ("Actor", "channel"))
    at = NEWS.index("channel") + 2
    shown.canvas.set_selection(at, at)
    assert told(shown, QAccessible.Text.Description) == "Actor 1, Claim 1"
    shown.canvas.cycle_depth()
    shown.canvas.cycle_depth()
    assert told(shown, QAccessible.Text.Description) == "Claim 1 selected, Actor 1"


def test_the_name_and_the_role_are_told(show: Show) -> None:
    shown = show(NEWS)
    shown.canvas.setAccessibleName("Article")
    interface = QAccessible.queryAccessibleInterface(shown.canvas)
    assert interface is not None
    assert interface.role() == QAccessible.Role.Document
    assert interface.text(QAccessible.Text.Name) == "Article"


def test_no_article_is_nothing_to_read(show: Show) -> None:
    shown = show(NEWS)
    shown.canvas.set_layer(None)
    assert told(shown, QAccessible.Text.Value) == ""
    assert told(shown, QAccessible.Text.Description) == ""


def test_canvases_come_and_go(show: Show) -> None:
    for _ in range(30):
        shown = show(NEWS)
        assert told(shown, QAccessible.Text.Value)
        shown.canvas.close()
        shown.canvas.deleteLater()


def text_of(shown: Shown) -> QAccessibleTextInterface:
    interface = QAccessible.queryAccessibleInterface(shown.canvas)
    assert interface is not None
    text = interface.textInterface()
    assert text is not None
    return text


def test_the_whole_text_is_there_in_qts_units(show: Show) -> None:
    shown = show(NEWS)
    units = len(NEWS.encode("utf-16-le")) // 2
    assert text_of(shown).characterCount() == units
    read = text_of(shown).text(0, units)
    assert read.replace("\n", "").split() == NEWS.replace("\r\n", " ").split()
    shown.canvas.set_layer(None)
    assert text_of(shown).characterCount() == 0


def test_the_caret_and_the_selection_follow(show: Show) -> None:
    shown = show(NEWS)
    at = NEWS.index("doubt")
    beyond = len(NEWS[:at].encode("utf-16-le")) // 2 - at
    assert beyond == 3, "the family is three code points beyond the plane"
    shown.canvas.set_selection(at, at)
    assert text_of(shown).cursorPosition() == at + beyond
    assert text_of(shown).selectionCount() == 0
    shown.canvas.set_selection(at, at + 5)
    assert text_of(shown).selectionCount() == 1
    assert text_of(shown).text(at + beyond, at + beyond + 5) == "doubt"


def test_a_screen_reader_can_move_the_caret_and_select(show: Show) -> None:
    shown = show(NEWS)
    text_of(shown).setCursorPosition(9)
    assert shown.canvas.selection() == (9, 9)
    text_of(shown).addSelection(4, 8)
    assert shown.canvas.selected_range == (4, 8)
    at = NEWS.index("doubt")
    text_of(shown).setCursorPosition(at + 3)
    assert shown.canvas.selection() == (at, at)


def test_the_caret_is_where_it_is_seen(show: Show) -> None:
    shown = show("\n\n".join(f"Line {n} " + "of many words that wrap. " * 12 for n in range(5)))
    at = shown.canvas.text.index("Line 3") + 150
    shown.canvas.set_selection(at, at)
    QApplication.processEvents()
    told_rect = text_of(shown).characterRect(at)
    seen = shown.canvas.caret_rect(at)
    corner = shown.canvas.viewport().mapToGlobal(seen.topLeft())
    assert abs(told_rect.x() - corner.x()) <= 2
    assert corner.y() <= told_rect.center().y() <= corner.y() + seen.height()


def test_what_is_lent_is_never_shown_and_no_part_of_the_canvas(show: Show) -> None:
    shown = show(NEWS)
    text_of(shown)
    interface = QAccessible.queryAccessibleInterface(shown.canvas)
    children = [interface.child(n) for n in range(interface.childCount())]
    assert all(child.role() != QAccessible.Role.EditableText for child in children)
    assert interface.state().readOnly and interface.state().multiLine


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_copy_that_is_read_is_as_long_as_the_text(text: str) -> None:
    copy = _readable(text)
    assert len(copy) == len(text)
    assert [n for n, c in enumerate(copy) if c == "\n"] == [
        n for n, c in enumerate(text) if c == "\n"
    ]


STRANGE = ["", "\ufeffBOM", "a\x00b", "a\u2028b\u2029c", "\ufdd0x", "\r\r\n"]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_texts_keep_their_offsets(show: Show, text: str) -> None:
    shown = show(text)
    assert text_of(shown).characterCount() == len(text)
    shown.canvas.set_selection(len(text), len(text))
    assert text_of(shown).cursorPosition() == len(text)
