"""What a screen reader is told, asked through Qt's accessibility as one would ask."""

from __future__ import annotations

from PySide6.QtGui import QAccessible

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
