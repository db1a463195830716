"""What was found is looked at and taken in the real window, by keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.desk import Desk
from annotator.app.importing.intake import Intake
from annotator.app.importing.workspace import ImportWorkspace
from annotator.app.window import MainWindow
from annotator.model import ZONE_KINDS
from annotator.survey import looking
from tests.app.windows import window_on

WORDS = " ".join(f"word{n}" for n in range(200))


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "talks.annotator"
    Project.create(path).close()
    with window_on(qtbot, path, size=(1300, 800)) as window:
        yield window


@pytest.fixture
def desk(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "1.txt").write_text(f"One title\n\n{WORDS}.", encoding="utf-8")
    (folder / "2.txt").write_text(f"One title\n\n{WORDS}.", encoding="utf-8")
    (folder / "3.txt").write_text(f"Other title\n\n{WORDS}.\n\nMore.", encoding="utf-8")
    (folder / "4.txt").write_bytes(b"")
    return folder


def shown(window: MainWindow) -> ImportWorkspace | None:
    [workspace] = window.findChildren(ImportWorkspace)
    return workspace if workspace.isVisible() else None


def look(window: MainWindow, desk: Desk, paths: list[Path], qtbot: QtBot) -> ImportWorkspace:
    desk.add_paths(paths)
    qtbot.waitUntil(lambda: shown(window) is not None and not desk.working, timeout=20_000)
    workspace = shown(window)
    assert workspace is not None
    return workspace


def answer(window: MainWindow, question: str, text: str, qtbot: QtBot) -> None:
    """Answer what the line at the bottom asks."""
    line = next(e for e in window.findChildren(QLineEdit) if question in e.placeholderText())
    qtbot.waitUntil(line.isVisible)
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def titles(desk: Desk) -> list[str]:
    return [article.title for article in desk.session.project.articles()]


def test_what_needs_no_decision_is_taken_at_once(
    window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot
) -> None:
    desk.add_paths([inbox / "1.txt"])
    qtbot.waitUntil(lambda: titles(desk) == ["One title"], timeout=20_000)
    assert shown(window) is None


def test_duplicates_start_unticked_and_enter_takes_the_rest(
    window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot
) -> None:
    workspace = look(window, desk, [inbox], qtbot)
    notes = [row.note for row in workspace.model.rows]
    assert notes[0] == ""
    assert notes[1] == "Same text as “One title”"
    assert "also in “One title”" in notes[2]
    assert "is empty" in notes[3]
    assert workspace.count.text() == "3 found, 1 refused, 2 ticked"
    assert workspace.canvas.text.startswith("One title")
    assert titles(desk) == []

    qtbot.keyClick(workspace.list, Qt.Key.Key_Down)
    qtbot.keyClick(workspace.list, Qt.Key.Key_Down)
    assert workspace.canvas.text.startswith("Other title")
    qtbot.keyClick(workspace.list, Qt.Key.Key_Space)
    assert workspace.take_button.text().startswith("Take 1 ")

    qtbot.keyClick(workspace.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(desk) == ["One title"], timeout=20_000)
    qtbot.waitUntil(lambda: shown(window) is None and not desk.working)
    desk.run("edit.undo")
    assert titles(desk) == []


def test_escape_takes_nothing(window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot) -> None:
    workspace = look(window, desk, [inbox], qtbot)
    qtbot.keyClick(workspace.list, Qt.Key.Key_A)
    assert workspace.count.text().endswith("3 ticked")
    qtbot.keyClick(workspace.list, Qt.Key.Key_Escape)
    assert shown(window) is None
    assert titles(desk) == []


def test_another_encoding_is_asked_for_and_read_again(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Правда и мир".encode("koi8-r"))
    workspace = look(window, desk, [path], qtbot)
    assert [row.title for row in workspace.model.rows] == ["Refused"]
    qtbot.keyClick(workspace.list, Qt.Key.Key_E)
    answer(window, "Encoding", "koi8-r", qtbot)
    qtbot.waitUntil(lambda: workspace.canvas.text == "Правда и мир", timeout=20_000)
    assert "koi8-r (chosen)" in workspace.look.about.text()


def test_the_columns_of_a_table_are_shown_and_changed(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.csv").write_text("text,copy\nno,Fog came in.\n", encoding="utf-8")
    workspace = look(window, desk, [tmp_path / "a.csv"], qtbot)
    assert workspace.canvas.text == "no"
    boxes = workspace.look.columns.boxes
    assert (boxes["text"].currentText(), boxes["title"].currentText()) == ("text", "–")
    qtbot.keyClick(workspace.list, Qt.Key.Key_C)
    qtbot.keyClicks(boxes["text"], "copy")
    qtbot.waitUntil(lambda: workspace.canvas.text == "Fog came in.", timeout=20_000)
    qtbot.waitUntil(lambda: not desk.working)
    assert boxes["text"].hasFocus()
    assert boxes["text"].currentText() == "copy"
    qtbot.keyClick(boxes["text"], Qt.Key.Key_Return)
    assert workspace.list.hasFocus()


def test_nothing_is_taken_or_left_while_a_file_is_read_again(
    window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot
) -> None:
    workspace = look(window, desk, [inbox], qtbot)
    workspace.set_busy(True)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        qtbot.keyClick(workspace.list, key)
    workspace.take_button.click()
    assert (shown(window), titles(desk), desk.working) == (workspace, [], False)
    workspace.set_busy(False)
    qtbot.keyClick(workspace.list, Qt.Key.Key_Escape)
    assert shown(window) is None


def test_a_table_without_a_column_of_texts_is_read_once_it_is_said_which_it_is(
    window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot
) -> None:
    (inbox / "0.csv").write_text("a,b\nFog,came in\nRain,fell\n", encoding="utf-8")
    workspace = look(window, desk, [inbox], qtbot)
    qtbot.keyClick(workspace.list, Qt.Key.Key_End)
    while "no column" not in workspace.look.about.text():
        qtbot.keyClick(workspace.list, Qt.Key.Key_Up)
    qtbot.keyClick(workspace.list, Qt.Key.Key_C)
    qtbot.keyClick(workspace.look.columns.boxes["text"], Qt.Key.Key_End)
    qtbot.waitUntil(lambda: workspace.canvas.text == "came in", timeout=20_000)
    rows = [(row.title, row.name) for row in workspace.model.rows[:2]]
    assert rows == [("came in", "0.csv"), ("fell", "0.csv")]


def test_what_was_corrected_elsewhere_stays_when_a_file_is_read_again(
    window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot
) -> None:
    (inbox / "5.txt").write_bytes("Правда и мир".encode("koi8-r"))
    workspace = look(window, desk, [inbox], qtbot)
    workspace.canvas.set_selection(0, 3)
    qtbot.keyClick(workspace.canvas, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    assert workspace.canvas.zone_at_caret == ZONE_KINDS[6]
    qtbot.keyClick(workspace.list, Qt.Key.Key_End)
    qtbot.keyClick(workspace.list, Qt.Key.Key_E)
    answer(window, "Encoding", "koi8-r", qtbot)
    qtbot.waitUntil(lambda: workspace.canvas.text == "Правда и мир", timeout=20_000)
    qtbot.waitUntil(lambda: not desk.working)
    assert workspace.count.text() == "4 found, 1 refused, 3 ticked"
    qtbot.keyClick(workspace.list, Qt.Key.Key_Home)
    assert workspace.canvas.text.startswith("One title")
    assert workspace.canvas.zone_at_caret == ZONE_KINDS[6]


def test_the_report_is_saved(
    window: MainWindow, desk: Desk, inbox: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = look(window, desk, [inbox], qtbot)
    workspace.save_report(tmp_path / "r.csv")
    report = (tmp_path / "r.csv").read_text(encoding="utf-8")
    assert "refused," in report and "4.txt" in report and "duplicate," in report


def labelled(path: Path, *labels: str) -> Path:
    text = "Ferry late\n\nFog, said Ola Brandt."
    spans = [{"label": label, "fragments": [[17, 21]], "text": ["said"]} for label in labels]
    line = {"article": {"text": text}, "annotator": "ann-01", "spans": spans}
    path.write_text(json.dumps(line), encoding="utf-8")
    return path


def spans_of(desk: Desk) -> list[str]:
    return sorted(span.label for layer in desk.session.project.layers() for span in layer.spans)


def test_the_person_is_asked_before_the_scheme_grows(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = labelled(tmp_path / "a.jsonl", "Cue", "Speaker", "Speaker")
    workspace = look(window, desk, [path], qtbot)
    assert workspace.lacks.text() == "The scheme lacks the label “Speaker” (2×)."
    assert workspace.model.rows[0].title.endswith("1 layer, 3 spans")

    qtbot.keyClick(workspace.list, Qt.Key.Key_Return)
    assert "X extends it, W doesn't" in window.line.message.text()
    assert titles(desk) == []

    qtbot.keyClick(workspace.list, Qt.Key.Key_Space)
    assert not workspace.lacks.isVisible()
    qtbot.keyClick(workspace.list, Qt.Key.Key_Space)
    qtbot.keyClick(workspace.list, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: "added" in window.line.message.text(), timeout=20_000)
    assert spans_of(desk) == ["Cue", "Speaker", "Speaker"]
    assert desk.session.scheme.label("Speaker") is not None


def test_what_the_scheme_lacks_can_be_left_out(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = look(window, desk, [labelled(tmp_path / "a.jsonl", "Cue", "Speaker")], qtbot)
    qtbot.keyClick(workspace.list, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: "added" in window.line.message.text(), timeout=20_000)
    assert spans_of(desk) == ["Cue"]
    assert desk.session.scheme.label("Speaker") is None


def test_an_encoding_is_suggested_with_a_look_and_taken_for_that_file_alone(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    russian = "Правда и мир, сказал министр в понедельник. Никто не знал, что будет дальше."
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(russian.encode("koi8-r"))
    (tmp_path / "in" / "b.txt").write_text("Grüße aus Köln", encoding="utf-8")
    workspace = look(window, desk, [tmp_path / "in"], qtbot)
    qtbot.keyClick(workspace.list, Qt.Key.Key_N)
    assert [row.title for row in workspace.model.rows] == ["Grüße aus Köln", "Refused"]
    right = next(b for b in workspace.look.suggested if "Правда" in b.text())
    assert "koi8" in right.text()

    right.click()
    qtbot.waitUntil(lambda: len(workspace.model.rows) == 2 and not desk.working, timeout=20_000)
    qtbot.waitUntil(lambda: workspace.model.rows[0].title == russian, timeout=20_000)
    assert [row.title for row in workspace.model.rows] == [russian, "Grüße aus Köln"]


PAGES = ("Fog\n\n{}\n\nOur newsletter\n\nSign up", "Rain\n\n{}\n\nOur newsletter\n\nSign up")


def test_zones_are_corrected_before_anything_is_taken_and_the_next_follows(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "in").mkdir()
    for number, page in enumerate(PAGES):
        words = " ".join(f"word{number}{n}" for n in range(200))
        (tmp_path / "in" / f"{number}.txt").write_text(page.format(words), encoding="utf-8")
    (tmp_path / "in" / "empty.txt").touch()
    workspace = look(window, desk, [tmp_path / "in"], qtbot)
    text = workspace.canvas.text
    workspace.canvas.set_selection(text.index("Our newsletter"), len(text))
    qtbot.keyClick(
        workspace.canvas, str(ZONE_KINDS.index("boilerplate") + 1), Qt.KeyboardModifier.AltModifier
    )
    qtbot.keyClick(workspace.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(titles(desk)) == 2, timeout=20_000)
    for article in desk.session.project.articles():
        zone = article.zone_at(article.text.index("Our newsletter"))
        assert zone is not None and zone.kind == "boilerplate"


def test_a_zone_is_corrected_with_the_mouse(
    window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot
) -> None:
    workspace = look(window, desk, [inbox], qtbot)
    canvas = workspace.canvas
    point = canvas.caret_rect(3).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, point, canvas.viewport().mapToGlobal(point)
    )
    QApplication.sendEvent(canvas.viewport(), event)
    [menu] = canvas.findChildren(QMenu)
    assert [a.text().partition("\t")[0] for a in menu.actions() if a.isChecked()] == [
        "Mark as title"
    ]
    next(a for a in menu.actions() if "caption" in a.text()).trigger()
    menu.close()
    survey = workspace._survey
    assert survey is not None
    first = survey.spool[next(iter(survey.spool))]
    assert first.zones[0].kind == "caption"
    assert first.metadata["zones"] == "corrected"


def test_what_was_refused_can_still_be_saved_once_the_rest_is_taken(
    window: MainWindow, desk: Desk, inbox: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = look(window, desk, [inbox], qtbot)
    qtbot.keyClick(workspace.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(titles(desk)) == 2 and not desk.working, timeout=20_000)
    told = window.line.message.text()
    assert told.startswith("2 articles added") and told.count("4.txt") == 1
    intake = window.findChild(Intake)
    assert isinstance(intake, Intake)
    intake.save_report(tmp_path / "r.csv")
    report = (tmp_path / "r.csv").read_text(encoding="utf-8")
    assert "4.txt" in report and "is empty" in report
    intake.save_report(tmp_path / "no" / "r.csv")
    assert "cannot be written" in window.line.message.text()


def test_near_duplicates_are_looked_for_when_asked(
    window: MainWindow, desk: Desk, inbox: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "NEAR_LIMIT", 1)
    workspace = look(window, desk, [inbox], qtbot)
    assert "Near-duplicates were not looked for" in workspace.notes.text()
    assert workspace.model.rows[2].note == ""
    qtbot.keyClick(workspace.list, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: "also in" in workspace.model.rows[2].note, timeout=20_000)


def test_nothing_is_fetched_from_the_web_until_that_is_allowed(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    desk.run("article.add_web")
    assert "until you allow it" in window.line.message.text()
    assert not [e for e in window.findChildren(QLineEdit) if "Web" in e.placeholderText()]

    desk.run("article.allow_web")
    desk.run("article.add_web")
    answer(window, "Web address", "http://127.0.0.1:1/a", qtbot)
    qtbot.waitUntil(lambda: shown(window) is not None and not desk.working, timeout=20_000)
    workspace = shown(window)
    assert workspace is not None
    assert "cannot be fetched" in workspace.model.rows[0].note
    desk.run("article.allow_web")
    assert "forbidden" in window.line.message.text()


def test_pasted_text_follows_what_was_corrected(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    first, second = (page.format("It rained. " * 30) for page in PAGES)
    for text in (first, second):
        data = QMimeData()
        data.setText(text)
        desk.add_pasted(data)
        if text is first:
            canvas = desk.workspace.canvas
            canvas.set_selection(text.index("Our newsletter"), len(text))
            desk.workspace.mark_zone("boilerplate")
    layer = desk.session.layer
    assert layer is not None
    zone = layer.article.zone_at(second.index("Our newsletter"))
    assert zone is not None and zone.kind == "boilerplate"


def test_what_was_pasted_leaves_the_page_with_undo(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setText("Port shut\n\nIt rained. " * 30)
    desk.add_pasted(data)
    canvas = desk.workspace.canvas
    assert desk.session.layer is not None
    pasted = desk.session.layer.article

    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.layer is None
    assert pasted.id not in desk.session.project.article_ids()

    desk.run("edit.redo")
    assert desk.session.layer is not None
    assert desk.session.layer.article == pasted
