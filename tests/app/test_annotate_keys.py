"""Both hands on the keyboard: what keys select, label, link and finish in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.annotate.actor_line import ActorLine
from annotator.app.annotate.choices import attribute_keys
from annotator.app.desk import Desk
from annotator.app.window import MainWindow
from annotator.model import Actor, Article, Change, Span, new_id
from tests.app.windows import window_on

TEXT = (
    "Ferry to sail on oil\n\n"
    "“The oil is there,” said Linnet Harrow. “It is in every kitchen.\n\n"
    "“Most is poured away.” She warned that it would smell.\n\n"
    "Huawei denied it. Huawei said so."
)
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Keys:
    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        assert window.desk is not None
        self.window, self.desk, self._qtbot = window, window.desk, qtbot

    def __call__(self, *keys: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        for key in keys:
            modifier = held or Qt.KeyboardModifier.NoModifier
            self._qtbot.keyClick(self.desk.workspace.canvas, key, modifier)

    @property
    def selected(self) -> str:
        return TEXT[slice(*self.desk.workspace.canvas.selected_range)]

    @property
    def current(self) -> Span:
        span = self.desk.session.span(self.desk.workspace.canvas.current)
        assert span is not None
        return span

    @property
    def spans(self) -> tuple[Span, ...]:
        assert self.desk.session.layer is not None
        return self.desk.session.layer.spans

    def go(self, quote: str) -> None:
        at = TEXT.index(quote)
        self.desk.workspace.canvas.set_selection(at, at)


@pytest.fixture
def keys(qtbot: QtBot, tmp_path: Path) -> Iterator[Keys]:
    path = tmp_path / "p.annotator"
    with Project.create(path) as project:
        articles = [Article(new_id(), "Ferry", TEXT), Article(new_id(), "Next", "Another one.")]
        project.apply(Change("Import", "me", put=articles, bulk=True))
    with window_on(qtbot, path, size=(1200, 800)) as window:
        yield Keys(window, qtbot)


def test_units_are_selected_as_a_whole(keys: Keys) -> None:
    keys(Qt.Key.Key_W)
    assert keys.selected == "Ferry"
    keys(Qt.Key.Key_W)
    assert keys.selected == "to"
    keys(Qt.Key.Key_Q)
    assert keys.selected == "“The oil is there,”"
    keys(Qt.Key.Key_Q)
    assert keys.selected == "“It is in every kitchen."
    keys(Qt.Key.Key_Q, held=SHIFT)
    assert keys.selected == "“The oil is there,”"
    keys(Qt.Key.Key_J)
    assert keys.selected.startswith("“It is in")
    keys(Qt.Key.Key_G)
    assert keys.selected.startswith("“Most") and keys.selected.endswith("smell.")


def test_the_selection_grows_and_shrinks_again(keys: Keys) -> None:
    keys.go("Harrow")
    seen = []
    for _ in range(3):
        keys(Qt.Key.Key_E)
        seen.append(keys.selected)
    assert seen[0] == "Harrow" and seen[1] == "Linnet Harrow"
    keys(Qt.Key.Key_E, Qt.Key.Key_E, held=SHIFT)
    assert keys.selected == "Harrow"


def test_a_claim_over_paragraphs_takes_a_few_keys(keys: Keys) -> None:
    """Q Q 1, then F for where the quotation goes on; that it is direct stands in the text."""
    keys(Qt.Key.Key_Q, Qt.Key.Key_Q, Qt.Key.Key_1, Qt.Key.Key_F)
    assert [f.quote for f in keys.current.fragments] == [
        "“It is in every kitchen.",
        "“Most is poured away.”",
    ]
    assert keys.current.attributes["quotation"] == "direct"
    keys(Qt.Key.Key_D)
    assert "quotation" not in keys.current.attributes


def test_the_last_label_is_repeated(keys: Keys) -> None:
    keys.go("Huawei denied")
    keys(Qt.Key.Key_W, Qt.Key.Key_4, Qt.Key.Key_W, Qt.Key.Key_R)
    assert [(s.label, s.quote) for s in keys.spans] == [("Actor", "Huawei"), ("Actor", "denied")]


def test_a_word_at_the_caret_is_labelled_without_selecting(keys: Keys) -> None:
    keys.go("warned")
    keys(Qt.Key.Key_3)
    assert keys.current.quote == "warned"


def test_a_link_takes_two_keys(keys: Keys) -> None:
    keys(Qt.Key.Key_Q, Qt.Key.Key_1)
    keys.go("said Linnet")
    keys(Qt.Key.Key_W, Qt.Key.Key_3)
    keys(Qt.Key.Key_L, Qt.Key.Key_1)
    layer = keys.desk.session.layer
    assert layer is not None
    assert [r.type for r in layer.relations] == ["cued_by"]
    keys(Qt.Key.Key_L)
    assert not keys.desk.workspace.linking.on
    assert "nothing yet to link" in keys.window.line.message.text()


def test_a_link_is_removed_by_its_number_and_comes_back_by_undo(keys: Keys) -> None:
    keys(Qt.Key.Key_Q, Qt.Key.Key_1)
    claim = keys.current
    keys.go("said Linnet")
    keys(Qt.Key.Key_W, Qt.Key.Key_3, Qt.Key.Key_L, Qt.Key.Key_1)
    keys.go("Linnet")
    keys(Qt.Key.Key_N, Qt.Key.Key_2, Qt.Key.Key_L, Qt.Key.Key_1)
    layer, canvas = keys.desk.session.layer, keys.desk.workspace.canvas
    assert layer is not None and len(layer.relations) == 2
    canvas.select_span(claim.id)
    keys(Qt.Key.Key_L, held=SHIFT)
    assert keys.desk.workspace.linking.told == [
        "1 cued by “said”",
        "2 attributed to “Linnet Harrow”",
    ]
    keys(Qt.Key.Key_2)
    assert [r.type for r in layer.relations] == ["cued_by"]
    keys.desk.session.undo()
    assert len(layer.relations) == 2
    keys(Qt.Key.Key_L, Qt.Key.Key_L, held=SHIFT)
    assert not keys.desk.workspace.linking.on and len(layer.relations) == 2
    keys(Qt.Key.Key_L, held=SHIFT)
    keys.desk.session.undo()
    assert not keys.desk.workspace.linking.on, "the numbers might mean something else by now"
    keys.desk.session.redo()
    keys.go("warned")
    keys(Qt.Key.Key_3)
    keys(Qt.Key.Key_L, held=SHIFT)
    assert "has no link" in keys.window.line.message.text()


def test_what_a_key_would_set_is_told_before_it_is_pressed(keys: Keys, qtbot: QtBot) -> None:
    actor = Actor(new_id(), "Huawei")
    keys.desk.session.apply(lambda: Change("Register", "me", put=[actor]))
    told = keys.desk.workspace._hint
    keys.go("Huawei")
    keys(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: told.text() == "2  = Huawei      4  = Huawei")
    keys(Qt.Key.Key_4)
    assert keys.current.actor == actor.id
    qtbot.waitUntil(lambda: told.text().startswith("Link"))
    keys.go("“The oil")
    keys(Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: told.text() == "1  direct")


def test_a_required_question_is_asked_at_the_span(keys: Keys, qtbot: QtBot) -> None:
    canvas = keys.desk.workspace.canvas
    keys.go("it would smell")
    keys(Qt.Key.Key_Period, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: canvas.question.startswith("quotation?   D direct   I indirect"))
    page = QAccessible.queryAccessibleInterface(canvas)
    assert canvas.question in page.text(QAccessible.Text.Description)
    keys(Qt.Key.Key_I)
    assert keys.current.attributes["quotation"] == "indirect"
    qtbot.waitUntil(lambda: not canvas.question)
    keys(Qt.Key.Key_I)
    qtbot.waitUntil(lambda: bool(canvas.question))
    keys(Qt.Key.Key_L, held=SHIFT)
    keys(Qt.Key.Key_Escape)
    assert not canvas.question


def test_what_is_missing_is_told_before_done(keys: Keys) -> None:
    keys(Qt.Key.Key_Q, Qt.Key.Key_1)
    workspace = keys.desk.workspace
    workspace.canvas.select_span(None)
    keys(Qt.Key.Key_Return, held=CONTROL)
    layer = keys.desk.session.layer
    assert layer is not None and layer.status == "started"
    assert "no source yet" in keys.window.line.message.text()
    assert workspace.canvas.current == keys.spans[0].id
    keys(Qt.Key.Key_Return, held=CONTROL)
    assert layer.status == "done"
    assert keys.desk.session.layer is not None
    assert keys.desk.session.layer.article.title == "Next"


def test_the_place_in_an_article_is_kept(keys: Keys) -> None:
    keys.go("Huawei said")
    keys(Qt.Key.Key_Down, held=CONTROL)
    keys(Qt.Key.Key_Up, held=CONTROL)
    assert keys.desk.workspace.canvas.selection()[1] == TEXT.index("Huawei said")


def test_every_answer_has_a_letter_that_no_command_has(keys: Keys) -> None:
    taken = keys.desk.keymap.letters(keys.desk.workspace)
    assert {"w", "j", "l"} <= taken
    for label in keys.desk.session.scheme.labels:
        letters = list(attribute_keys(label, taken).values())
        answers = [v for a in label.attributes for v in a.values or (a.name,)]
        assert len(letters) == len(set(letters)) == len(answers)
        assert not set(letters) & taken


def test_undo_shows_the_article_that_it_changes(keys: Keys) -> None:
    keys(Qt.Key.Key_W, Qt.Key.Key_4)
    keys(Qt.Key.Key_Down, held=CONTROL)
    keys(Qt.Key.Key_Z, held=CONTROL)
    layer = keys.desk.session.layer
    assert layer is not None and layer.article.title == "Ferry"
    assert layer.spans == ()


def each_command(desk: Desk) -> list[str]:
    leave_out = {"project.new", "project.open", "project.export", "project.close", "window.quit"}
    dialogs = leave_out | {"article.add", "article.add_folder", "article.add_actors"}
    return [command.id for command in desk.table if command.id not in dialogs]


@pytest.mark.parametrize("prepare", ["nothing", "selection", "span"])
def test_every_command_can_be_run_at_any_time(keys: Keys, prepare: str) -> None:
    canvas = keys.desk.workspace.canvas
    for command_id in each_command(keys.desk):
        if prepare == "selection":
            canvas.set_selection(24, 40)
        elif prepare == "span" and keys.spans:
            canvas.select_span(keys.spans[0].id)
        keys.desk.run(command_id)
        QApplication.processEvents()


def test_two_commands_never_have_the_same_key(keys: Keys) -> None:
    pressed = [key for command in keys.desk.table for key in command.keys]
    assert len(pressed) == len(set(pressed))


def test_what_is_found_is_selected(keys: Keys, qtbot: QtBot) -> None:
    keys(Qt.Key.Key_Slash)
    bar = keys.desk.workspace.find_bar
    qtbot.keyClicks(bar.line, "huawei")
    assert keys.selected == "Huawei" and bar.told.text() == "1 of 2"
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert bar.told.text() == "2 of 2"
    qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    keys(Qt.Key.Key_4)
    assert [s.quote for s in keys.spans] == ["Huawei"]
    keys(Qt.Key.Key_Slash)
    bar.expression.setChecked(True)
    bar.line.clear()
    qtbot.keyClicks(bar.line, "(")
    assert "cannot be read" in bar.told.text()


def test_the_guidelines_tell_of_the_selected_label(keys: Keys, qtbot: QtBot) -> None:
    keys(Qt.Key.Key_W, Qt.Key.Key_3, Qt.Key.Key_F1)
    panel = keys.desk.workspace.guidelines
    words = " ".join(label.text() for label in panel.findChildren(QLabel))
    assert "tie a claim to its source" in words and "free noun" not in words
    keys(Qt.Key.Key_F1)
    assert not panel.isVisible()


def test_a_new_actor_takes_two_keys_and_is_known_from_then_on(keys: Keys, qtbot: QtBot) -> None:
    keys.go("Huawei denied")
    keys(Qt.Key.Key_W, Qt.Key.Key_4, Qt.Key.Key_A)
    line = keys.desk.workspace.inspector.selected.findChild(ActorLine)
    assert line is not None and line.text() == "Huawei"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    [actor] = keys.desk.session.project.actors()
    assert keys.current.actor == actor.id
    keys.go("Huawei said")
    keys(Qt.Key.Key_W, Qt.Key.Key_4)
    assert keys.current.actor == actor.id
    assert len(keys.desk.session.project.mentions(actor.id)) == 2


def test_known_actors_are_proposed_by_alias(keys: Keys, qtbot: QtBot) -> None:
    known = Actor(new_id(), "Huawei Technologies", "company", ("HW",))
    keys.desk.session.project.apply(Change("Register", "me", put=[known]))
    keys.go("Huawei denied")
    keys(Qt.Key.Key_W, Qt.Key.Key_4, Qt.Key.Key_A)
    line = keys.desk.workspace.inspector.selected.findChild(ActorLine)
    assert line is not None
    qtbot.keyClicks(line, "hw")
    assert line.choices.item(0).text() == "1  Huawei Technologies   company"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert keys.current.actor == known.id


def test_a_span_that_the_caret_left_is_not_hit_unseen(keys: Keys) -> None:
    keys(Qt.Key.Key_W, Qt.Key.Key_4)
    keys(Qt.Key.Key_End, held=CONTROL)
    assert keys.desk.workspace.canvas.current is None
    keys(Qt.Key.Key_Delete)
    assert len(keys.spans) == 1


def choose(keys: Keys, qtbot: QtBot, typed: str) -> None:
    line = keys.desk.palette.line
    qtbot.keyClicks(line, typed)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def answer(keys: Keys, qtbot: QtBot, typed: str) -> None:
    line = keys.window.line.findChildren(QLineEdit)[-1]
    line.clear()
    qtbot.keyClicks(line, typed)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_actors_are_renamed_merged_and_split_and_all_is_undone(keys: Keys, qtbot: QtBot) -> None:
    project = keys.desk.session.project
    one, two = Actor(new_id(), "Huawei"), Actor(new_id(), "HW")
    project.apply(Change("Register", "me", put=[one, two]))
    keys.go("Huawei denied")
    keys(Qt.Key.Key_W, Qt.Key.Key_4)
    first = keys.current
    keys.go("Huawei said")
    keys(Qt.Key.Key_W, Qt.Key.Key_4)

    keys.desk.run("actor.rename")
    answer(keys, qtbot, "Huawei Ltd")
    assert [a.name for a in project.actors()] == ["Huawei Ltd", "HW"]
    keys.desk.run("actor.merge")
    choose(keys, qtbot, "HW")
    assert [a.id for a in project.actors()] == [two.id]
    assert {span.actor for span in keys.spans} == {two.id}
    keys.desk.run("actor.split")
    answer(keys, qtbot, "Another")
    assert sorted(a.name for a in project.actors()) == ["Another", "HW"]
    assert keys.desk.session.span(first.id).actor == two.id  # type: ignore[union-attr]
    for _ in range(3):
        keys(Qt.Key.Key_Z, held=CONTROL)
    assert sorted(a.name for a in project.actors()) == ["HW", "Huawei"]
    assert {span.actor for span in keys.spans} == {one.id}


def test_mentions_are_one_key_away(keys: Keys, qtbot: QtBot) -> None:
    project = keys.desk.session.project
    project.apply(Change("Register", "me", put=[Actor(new_id(), "Huawei")]))
    for quote in ("Huawei denied", "Huawei said"):
        keys.go(quote)
        keys(Qt.Key.Key_W, Qt.Key.Key_4)
    keys(Qt.Key.Key_A, held=SHIFT)
    choose(keys, qtbot, "ferry")
    assert keys.current.start == TEXT.index("Huawei denied")


def test_flagging_asks_why(keys: Keys, qtbot: QtBot) -> None:
    keys(Qt.Key.Key_F, held=CONTROL | SHIFT)
    answer(keys, qtbot, "two bylines?")
    layer = keys.desk.session.layer
    assert layer is not None
    assert (layer.status, layer.assignment.note) == ("flagged", "two bylines?")
    keys.desk.run("queue.begin")
    assert layer.status == "started"


def test_a_register_is_added_from_a_file(keys: Keys, tmp_path: Path) -> None:
    file = tmp_path / "actors.csv"
    file.write_text("name,kind\nHuawei,company\nZTE,company\n", encoding="utf-8")
    keys.desk.add_register(file)
    assert [a.name for a in keys.desk.session.project.actors()] == ["Huawei", "ZTE"]
    file.write_text("who\nx\n", encoding="utf-8")
    keys.desk.add_register(file)
    assert 'no column "name"' in keys.window.line.message.text()


def test_active_time_is_counted_and_idle_time_is_not(keys: Keys) -> None:
    activity = keys.desk.workspace._activity
    activity.begin()
    start = activity._last
    assert start is not None
    for seconds in (10, 25, 25 + 600, 25 + 605):
        activity.sign(start + seconds)
    keys(Qt.Key.Key_Down, held=CONTROL)
    project, session = keys.desk.session.project, keys.desk.session
    ferry = project.article_ids()[0]
    assert project.layer(ferry, session.annotator).assignment.seconds == pytest.approx(30, abs=2)
    assert project.undo_name(session.annotator) == "Import"


def test_other_places_are_labelled_but_for_those_left_out(keys: Keys, qtbot: QtBot) -> None:
    keys.go("said Linnet")
    keys(Qt.Key.Key_W, Qt.Key.Key_3, Qt.Key.Key_O)
    assert [s.quote for s in keys.spans] == ["said"]
    others = keys.desk.workspace.others
    assert len(others.places) == 1
    qtbot.keyClick(others, Qt.Key.Key_Return)
    assert [s.quote for s in keys.spans] == ["said", "said"]
    assert keys.desk.session.project.undo_name("me") == "Label 1 more Cue"
    keys(Qt.Key.Key_O)
    assert "nowhere else" in keys.window.line.message.text()
    keys.go("is there")
    keys(Qt.Key.Key_Escape)
    keys(Qt.Key.Key_W, Qt.Key.Key_3, Qt.Key.Key_O)
    assert keys.selected == "is"
    qtbot.keyClick(others, Qt.Key.Key_Space)
    assert len(others.left_out) == 1
    qtbot.keyClick(others, Qt.Key.Key_Return)
    assert [s.quote for s in keys.spans].count("is") == len(others.places)
    keys.go("it would")
    keys(Qt.Key.Key_W, Qt.Key.Key_4, Qt.Key.Key_O)
    before = len(keys.spans)
    qtbot.keyClick(others, Qt.Key.Key_Escape)
    assert len(keys.spans) == before and not others.isVisible()
