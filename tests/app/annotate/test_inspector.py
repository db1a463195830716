"""The inspector shows one attribution as one thing, all of them in a list, and what is missing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from annotator.app.theme import DARK
from annotator.model import Actor, Span, new_id
from annotator.model.edits import set_actor
from tests.app.annotate.conftest import ALT, CONTROL, SHIFT, Hands


class Quoted:
    """An attribution in the article: a claim, its cue, its source, who quotes another."""

    def __init__(self, hands: Hands) -> None:
        self.claim = hands.mark("Claim", "“The oil is there,”")
        self.source = hands.mark("Source", "Linnet Harrow")
        self.cue = hands.mark("Cue", "said")
        self.report = hands.mark("Source", "the report")
        for end in (self.source, self.cue):
            hands.link(self.claim, end)
        hands.link(self.source, self.report, "quotes")


@pytest.fixture
def quoted(hands: Hands) -> Quoted:
    return Quoted(hands)


def card(hands: Hands) -> set[str]:
    hands.settle()
    return shown(hands.workspace.inspector.selected)


def shown(inside: QWidget) -> set[str]:
    """What stands there to be read."""
    return {label.text() for label in inside.findChildren(QLabel) if label.isVisibleTo(inside)}


def rows(hands: Hands) -> list[str]:
    hands.settle()
    return [entry.name for entry in hands.workspace.inspector.panel.list.entries]


def test_each_part_shows_the_same_attribution(hands: Hands, quoted: Quoted) -> None:
    parts = {
        "Claim 1: “The oil is there,”",
        "Source 1: Linnet Harrow",
        "Source 2: the report",
        "Cue 1: said",
    }
    for span in (quoted.claim, quoted.source, quoted.cue, quoted.report):
        hands.go(span)
        hands.settle()
        buttons = set(hands.buttons(hands.workspace.inspector.selected))
        own = {name for name in parts if span is quoted.claim and name.startswith("Claim")}
        assert parts - own <= buttons


def test_a_part_is_gone_to_with_a_click(hands: Hands, quoted: Quoted) -> None:
    hands.go(quoted.claim)
    hands.settle()
    hands.click(hands.buttons(hands.workspace.inspector.selected)["Source 1: Linnet Harrow"])
    assert hands.current == quoted.source
    assert hands.workspace.canvas.hasFocus()


def test_a_key_goes_from_part_to_part_and_round(hands: Hands, quoted: Quoted) -> None:
    hands.go(quoted.claim)
    seen = []
    for _ in range(4):
        hands.key(Qt.Key.Key_Period, ALT)
        seen.append(hands.current)
    assert seen == [quoted.source, quoted.report, quoted.cue, quoted.claim]
    hands.key(Qt.Key.Key_Comma, ALT)
    assert hands.current == quoted.cue
    hands.mark("Cue", "denied")
    hands.key(Qt.Key.Key_Period, ALT)
    assert "belongs to no attribution yet" in hands.told


def test_the_claim_looked_at_last_stays_the_one_shown(hands: Hands, quoted: Quoted) -> None:
    other = hands.mark("Claim", "“It is in every kitchen.”")
    hands.link(other, quoted.source)
    for claim, also in ((other, "Claim 1"), (quoted.claim, "Claim 2")):
        hands.go(claim)
        hands.settle()
        hands.go(quoted.source)
        assert "Also in" in card(hands)
        names = hands.buttons(hands.workspace.inspector.selected)
        assert any(name.startswith(f"{also}:") for name in names)
        hands.key(Qt.Key.Key_Comma, ALT)
        assert hands.current == claim


def test_what_is_missing_is_told_where_it_belongs(hands: Hands) -> None:
    claim = hands.mark("Claim", "“The oil is there,”")
    assert {"Source", "no source yet"} <= card(hands)
    hands.mark("Source", "Linnet Harrow")
    assert {"Claim", "belongs to no claim yet"} <= card(hands)
    hands.answer(claim, "attribution", "author")
    hands.go(claim)
    assert not {"Source", "no source yet", "no cue yet"} & card(hands)


def test_nested_claims_are_told_both_ways(hands: Hands) -> None:
    outer = hands.mark("Claim", "the report says it would smell")
    inner = hands.mark("Claim", "it would smell")
    assert "Inside" in card(hands)
    hands.go(outer)
    assert "Contains" in card(hands)
    assert [e.depth for e in hands.workspace.inspector.panel.list.entries] == [0, 1]
    name = next(n for n in hands.buttons(hands.workspace.inspector.selected) if "Claim 2:" in n)
    hands.click(hands.buttons(hands.workspace.inspector.selected)[name])
    assert hands.current == inner


def test_a_link_is_removed_under_the_mouse(hands: Hands, quoted: Quoted) -> None:
    hands.go(quoted.claim)
    hands.settle()
    part = hands.buttons(hands.workspace.inspector.selected)["Cue 1: said"]
    hands.qtbot.mouseMove(part, QPoint(5, 5))
    row = part.parentWidget()
    assert row is not None
    QApplication.sendEvent(row, _enter())
    hands.click(hands.buttons(row)["Remove this cued by link"])
    assert [r.type for r in hands.layer.links(quoted.claim.id)] == ["attributed_to"]


def _enter() -> object:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QEnterEvent

    return QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1))


def test_the_registers_name_is_shown_where_it_says_more(hands: Hands, quoted: Quoted) -> None:
    actor = Actor(new_id(), "Harrow Oil Works")
    layer, scheme = hands.layer, hands.session.scheme
    hands.session.apply(lambda: set_actor(layer, scheme, quoted.source, actor))
    hands.go(quoted.claim)
    assert "= Harrow Oil Works" in card(hands)


def test_the_list_is_filtered_and_jumped_from_by_keys(hands: Hands, quoted: Quoted) -> None:
    second = hands.mark("Claim", "“It is in every kitchen.”")
    hands.settle()
    panel = hands.workspace.inspector.panel
    hands.key(Qt.Key.Key_J, CONTROL)
    assert QApplication.focusWidget() is panel.filter
    hands.type(panel.filter, "kitchen")
    assert rows(hands) == ["Claim 2"]
    hands.press(panel.filter, Qt.Key.Key_Return)
    assert hands.current == second and hands.workspace.canvas.hasFocus()
    for typed, found in (("harrow", ["Claim 1"]), ("no source", ["Claim 2"]), ("zz", [])):
        hands.type(panel.filter, typed)
        assert rows(hands) == found
    hands.key(Qt.Key.Key_J, CONTROL)
    hands.type(panel.filter, "claim")
    hands.press(panel.filter, Qt.Key.Key_Up)
    assert hands.current == quoted.claim and QApplication.focusWidget() is panel.filter
    hands.press(panel.filter, Qt.Key.Key_Escape)
    assert panel.filter.text() == "" and hands.workspace.canvas.hasFocus()


def test_the_list_keeps_the_selected_attribution_in_view(hands: Hands) -> None:
    text = hands.layer.article.text
    claims = [hands.mark("Claim", word) for word in dict.fromkeys(text.split()) if len(word) > 4]
    source = hands.mark("Source", "Linnet Harrow")
    hands.link(claims[-1], source)
    hands.go(claims[0])
    hands.settle()
    hands.go(source)
    hands.settle()
    view = hands.workspace.inspector.panel.list
    assert view.current is not None and view.current.span.id == claims[-1].id
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())


def test_keys_go_along_attributions_and_what_is_missing(hands: Hands, quoted: Quoted) -> None:
    last = hands.mark("Claim", "it would smell")
    hands.go(quoted.claim)
    hands.key(Qt.Key.Key_Down, ALT)
    assert hands.current == last
    hands.key(Qt.Key.Key_Down, ALT)
    assert hands.current == quoted.claim
    hands.key(Qt.Key.Key_Up, ALT)
    assert hands.current == last
    # The sources lack their kind, the last claim its kind of quotation.
    seen: list[Span | None] = []
    for _ in range(4):
        hands.key(Qt.Key.Key_F8)
        seen.append(hands.current)
    assert seen == [quoted.source, quoted.report, last, quoted.source]
    hands.key(Qt.Key.Key_F8, SHIFT)
    assert hands.current == last


def test_the_todo_lists_every_span_that_misses_something(hands: Hands, quoted: Quoted) -> None:
    hands.answer(quoted.claim, "quotation", "direct")
    for source in (quoted.source, quoted.report):
        hands.answer(source, "kind", "person")
    panel = hands.workspace.inspector.panel
    hands.settle()
    assert not panel.todo.isVisible()
    lonely = hands.mark("Cue", "warned")
    hands.settle()
    assert panel.todo.text() == "1 to mend"
    hands.key(Qt.Key.Key_M, CONTROL | SHIFT)
    assert [(e.name, e.problems) for e in panel.list.entries] == [
        ("Cue 2", ("belongs to no claim yet",))
    ]
    hands.go(quoted.claim)
    hands.click(
        panel.list.viewport(), panel.list.visualRect(panel.list.model().index(0, 0)).center()
    )
    assert hands.current == lonely
    hands.key(Qt.Key.Key_Delete)
    hands.settle()
    assert "Nothing is missing." in shown(panel)


def test_done_lists_what_is_missing_first_and_takes_no_for_an_answer(hands: Hands) -> None:
    claim = hands.mark("Claim", "“The oil is there,”")
    panel = hands.workspace.inspector.panel
    hands.workspace.canvas.select_span(None)
    hands.key(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    assert panel.todo.isChecked() and rows(hands) == ["Claim 1"]
    assert "no source yet" in hands.told and hands.current == claim
    # Something else that is missing is told again; the same is not.
    hands.mark("Cue", "said")
    hands.key(Qt.Key.Key_Return, CONTROL)
    assert hands.layer.status == "started" and "Cue 1" in " ".join(rows(hands))
    ferry = hands.layer.article.id
    hands.key(Qt.Key.Key_Return, CONTROL)
    assert hands.project.layer(ferry, "me").status == "done"
    assert hands.layer.article.title == "Next" and not panel.todo.isChecked()


def test_a_note_takes_one_key_and_gives_the_keyboard_back(hands: Hands) -> None:
    hands.mark("Cue", "said")
    hands.key(Qt.Key.Key_N, ALT)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit) and line.accessibleName() == "Note"
    hands.type(line, "or told?")
    hands.press(line, Qt.Key.Key_Return)
    assert hands.current is not None and hands.current.note == "or told?"
    assert hands.workspace.canvas.hasFocus()


def test_esc_leaves_a_note_as_it_was(hands: Hands) -> None:
    hands.mark("Cue", "said")
    hands.key(Qt.Key.Key_N, ALT)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    hands.type(line, "no, rather")
    hands.press(line, Qt.Key.Key_Escape)
    assert hands.current is not None and hands.current.note is None
    assert hands.workspace.canvas.hasFocus()


def test_what_is_typed_stays_while_something_else_changes(hands: Hands) -> None:
    hands.mark("Cue", "said")
    hands.key(Qt.Key.Key_N, ALT)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    hands.type(line, "half a no")
    hands.workspace.acts.set_status("flagged", "?")
    hands.settle()
    assert QApplication.focusWidget() is line and line.text() == "half a no"


def test_many_and_strange_texts_are_drawn_in_every_theme(hands: Hands) -> None:
    for theme in (hands.window.display.theme, DARK):
        hands.window.display.choose(theme=theme.name)
        for label in ("Claim", "Source", "Cue", "Actor"):
            hands.mark(label, "Huawei")
            hands.settle()
            assert not hands.window.grab().isNull()
