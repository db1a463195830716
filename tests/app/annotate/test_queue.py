"""The queue: filtered as one types, in any order, kept up to date, its time counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator import Project
from annotator.app.annotate.query_line import QueryLine
from annotator.app.annotate.queue import Queue
from annotator.app.annotate.queue_model import spent
from annotator.app.article_list import Roles
from annotator.model import Article, Assignment, Change, new_id
from tests.app.annotate.conftest import CONTROL, SHIFT, Hands

TITLES = ("Ärger im Hafen", "Zoo 10", "Zoo 9", "قارب", "Port grounding")


@pytest.fixture
def port(opened: Callable[[Path], Hands], tmp_path: Path) -> Hands:
    path = tmp_path / "p.annotator"
    with Project.create(path) as project:
        made = [
            Article(new_id(), title, f"The master of {title} said so.", published=f"2024-0{n}-01")
            for n, title in enumerate(TITLES, 1)
        ]
        project.apply(Change("Import", "me", put=made, bulk=True))
        states = [
            Assignment(made[0].id, "me", "done", 3700),
            Assignment(made[2].id, "me", "flagged", 130, "two  bylines?"),
        ]
        project.apply(Change("Mark", "me", put=states))
    return opened(path)


def titles(queue: Queue) -> list[str]:
    model = queue.model
    return [str(model.index(n).data()) for n in range(model.rowCount())]


def told(queue: Queue, title: str) -> str:
    return str(queue.model.index(titles(queue).index(title)).data(Roles.TOLD))


def offers(line: QueryLine) -> list[str]:
    return [line._offered[n].text for n in range(line.offers.list.count())]


def ask(hands: Hands, typed: str) -> None:
    line = hands.workspace.queue.filter
    hands.type(line, typed)
    with hands.qtbot.waitSignal(line.asked):
        pass


def test_what_may_be_asked_is_offered_as_one_types(port: Hands) -> None:
    queue = port.workspace.queue
    line = queue.filter
    port.key(Qt.Key.Key_F, CONTROL)
    assert line.offers.isVisible() and offers(line)[:2] == ["status:", "label:"]
    port.type(line, "sta")
    port.press(line, Qt.Key.Key_Tab)
    assert line.text() == "status:" and "flagged" in offers(line)
    port.qtbot.keyClicks(line, "fl")
    port.press(line, Qt.Key.Key_Down)
    port.press(line, Qt.Key.Key_Return)
    assert line.text() == "status:flagged "
    port.press(line, Qt.Key.Key_Return)
    assert titles(queue) == ["Zoo 9"]
    assert port.layer.article.title == "Zoo 9" and port.workspace.canvas.hasFocus()
    assert not line.offers.isVisible()


def test_what_cannot_be_asked_is_told_in_place_and_the_list_stays(port: Hands) -> None:
    queue = port.workspace.queue
    port.key(Qt.Key.Key_F, CONTROL)
    ask(port, "zoo")
    assert titles(queue) == ["Zoo 10", "Zoo 9"]
    ask(port, "status:dnoe")
    assert queue.told.isVisible() and 'No status is called "dnoe"' in queue.told.text()
    assert titles(queue) == ["Zoo 10", "Zoo 9"]
    port.press(queue.filter, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is queue.filter
    ask(port, "status:done")
    assert not queue.told.isVisible() and titles(queue) == ["Ärger im Hafen"]
    port.press(queue.filter, Qt.Key.Key_Escape)
    with port.qtbot.waitSignal(queue.filter.asked):
        pass
    assert len(titles(queue)) == len(TITLES) and port.workspace.canvas.hasFocus()


def test_words_are_shown_where_they_stand(port: Hands) -> None:
    queue = port.workspace.queue
    before = queue.view.sizeHintForRow(0)
    ask(port, "master")
    assert "\x02master\x03 of" in str(queue.model.index(0).data(Roles.SNIPPET))
    assert queue.view.sizeHintForRow(0) > before
    assert not port.window.grab().isNull()


def test_the_list_has_several_orders(port: Hands) -> None:
    queue = port.workspace.queue
    expected = {
        "title": ["Ärger im Hafen", "Port grounding", "Zoo 9", "Zoo 10", "قارب"],
        "date": list(reversed(TITLES)),
        "status": ["Zoo 10", "قارب", "Port grounding", "Ärger im Hafen", "Zoo 9"],
        "time": ["Ärger im Hafen", "Zoo 9", "Zoo 10", "قارب", "Port grounding"],
        "came": list(TITLES),
    }
    for order, rows in expected.items():
        queue.set_order(order)
        assert titles(queue) == rows
    queue.set_order("title")
    path = port.project.path
    port.window.close_project()
    port.window.open_project(path, "me")
    assert titles(port.workspace.queue) == expected["title"]


def test_a_row_says_how_far_it_is_and_how_long_it_took(port: Hands) -> None:
    queue = port.workspace.queue
    assert told(queue, "Ärger im Hafen") == "done   1 h 01 min"
    assert told(queue, "Zoo 9") == "flagged   2 min   “two bylines?”"
    port.mark("Actor", "master")
    port.workspace.acts.toggle_doubt()
    queue.unfinished(1)
    assert told(queue, "Ärger im Hafen").startswith("done   1 span   1 in doubt")
    assert spent(59 * 60) == "59 min" and spent(3 * 3600) == "3 h 00 min"


def test_keys_go_to_what_is_unfinished(port: Hands) -> None:
    seen = []
    for _ in range(4):
        port.key(Qt.Key.Key_PageDown, CONTROL)
        seen.append(port.layer.article.title)
    assert seen == ["Zoo 10", "قارب", "Port grounding", "Zoo 10"]
    port.key(Qt.Key.Key_PageUp, CONTROL)
    assert port.layer.article.title == "Port grounding"


def test_done_goes_on_within_the_filter_and_the_row_stays(port: Hands) -> None:
    queue = port.workspace.queue
    ask(port, "status:new zoo")
    port.press(queue.filter, Qt.Key.Key_Return)
    assert port.layer.article.title == "Zoo 10"
    port.key(Qt.Key.Key_Return, CONTROL)
    assert port.told == "Nothing else in this list is left to do."
    assert titles(queue) == ["Zoo 10"] and told(queue, "Zoo 10") == "done"
    assert queue.model.progress() == (2, 5)
    port.key(Qt.Key.Key_Z, CONTROL)
    queue.unfinished(1)
    assert queue.model.progress() == (1, 5)


def test_what_is_brought_in_and_undone_is_listed_and_gone(port: Hands) -> None:
    queue = port.workspace.queue
    new = Article(new_id(), "New", "Something new.")
    port.session.apply(lambda: Change("Import", "me", put=[new], bulk=True))
    assert titles(queue)[-1] == "New" and queue.model.progress() == (1, 6)
    port.key(Qt.Key.Key_Z, CONTROL)
    assert "New" not in titles(queue)
    # One article, as pasting brings it.
    port.session.apply(lambda: Change("Add", "me", put=[new]))
    assert titles(queue)[-1] == "New"


def test_the_time_on_the_page_is_shown_stored_and_paused(port: Hands) -> None:
    queue, activity = port.workspace.queue, port.workspace._activity
    activity.begin()
    start = activity._last
    assert start is not None
    for seconds in range(0, 140, 20):
        activity.sign(start + seconds)
    activity.tick(start + 125)
    assert told(queue, "Ärger im Hafen") == "done   1 h 03 min"
    article = port.layer.article.id
    assert port.project.layer(article, "me").assignment.seconds == pytest.approx(3820, abs=2)
    activity.tick(start + 300)
    assert told(queue, "Ärger im Hafen").endswith("min, paused")
    activity.sign(start + 301)
    assert not told(queue, "Ärger im Hafen").endswith("paused")
    assert port.project.undo_name("me") == "Mark"


def test_a_reason_is_asked_for_and_shown(port: Hands) -> None:
    port.key(Qt.Key.Key_K, CONTROL | SHIFT)
    line = port.window.line.findChildren(QLineEdit)[-1]
    port.type(line, "not an article")
    port.press(line, Qt.Key.Key_Return)
    port.workspace.queue.unfinished(1)
    assert "skipped" in told(port.workspace.queue, "Ärger im Hafen")
    assert "“not an article”" in told(port.workspace.queue, "Ärger im Hafen")


def test_the_model_keeps_to_qts_rules(port: Hands, qtmodeltester: object) -> None:
    qtmodeltester.check(port.workspace.queue.model)  # type: ignore[attr-defined]
