"""The main job through the real window: import, mark, link, undo, reopen, export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.canvas import TextCanvas
from annotator.app.export.workspace import ExportWorkspace
from annotator.app.window import MainWindow
from tests.app.windows import window_on

SEED = Path(__file__).parents[2].parent / "shared" / "data" / "seed.txt"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the seed article is not at hand")

FIRST = "\"5G promises to enable the 'internet of things' way beyond 'smart things',\""
SECOND = '"In the future, devices, equipment and robots running'
SOURCE = "Sean Sullivan, security advisor at F-Secure"


class Hands:
    """An annotator's two hands on the window: they see the page, and press keys and buttons."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    @property
    def canvas(self) -> TextCanvas:
        assert self.window.desk is not None
        return self.window.desk.workspace.canvas

    @property
    def text(self) -> str:
        layer = self.canvas._layer
        assert layer is not None
        return layer.article.text

    def point(self, offset: int) -> QPoint:
        """Scroll an offset into view, and return where it stands."""
        canvas = self.canvas
        canvas._reveal(offset)
        QApplication.processEvents()
        page = canvas._page
        assert page is not None
        place = page.place(offset)
        y = place.top + 30 - canvas.verticalScrollBar().value() + place.height // 2
        return QPoint(round(place.x) + canvas._left(), y)

    def drag(self, start: int, end: int) -> None:
        """Select text with the mouse."""
        view = self.canvas.viewport()
        self.qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=self.point(start))
        self.qtbot.mouseMove(view, self.point(end))
        self.qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=self.point(end))

    def click(self, offset: int) -> None:
        view = self.canvas.viewport()
        self.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=self.point(offset))

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.qtbot.keyClick(self.canvas, key, held)

    def select(self, quote: str) -> None:
        """Put the caret before a quote and hold shift to its end, all by keys."""
        start = self.text.index(quote)
        self.canvas.set_selection(start, start)
        for _ in range(len(quote)):
            self.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with window_on(qtbot) as window:
        yield window


def opened(window: MainWindow, path: Path, qtbot: QtBot) -> Hands:
    window.open_project(path, "ann-01")
    window.activateWindow()
    hands = Hands(window, qtbot)
    hands.canvas.setFocus()
    return hands


def test_mark_link_undo_reopen_and_export(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "main job.annotator"
    Project.create(path).close()
    hands = opened(window, path, qtbot)
    desk = window.desk
    assert desk is not None
    session = desk.session

    # Import
    with qtbot.waitSignal(session.article_opened, timeout=20_000):
        desk.add_paths([SEED])
    qtbot.waitUntil(lambda: not desk.working)
    assert hands.text == SEED.read_bytes().decode("utf-8")

    # The claim that the speaker tag interrupts: by keys and by mouse, then its second fragment.
    hands.select(FIRST)
    hands.key(Qt.Key.Key_1)
    start = hands.text.index(SECOND)
    end = hands.text.index("industrial robots.", start) + len("industrial robots.")
    hands.drag(start, end)
    hands.key(Qt.Key.Key_F)
    claim = session.span(hands.canvas.current)
    assert claim is not None
    assert [f.quote for f in claim.fragments] == [FIRST, hands.text[start:end]]
    assert claim.attributes["quotation"] == "direct"

    # Its cue by a double click, its source by dragging.
    said = hands.text.index("said Sean Sullivan")
    view = hands.canvas.viewport()
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=hands.point(said + 2))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=hands.point(said + 2))
    hands.key(Qt.Key.Key_3)
    source = hands.text.index(SOURCE)
    hands.drag(source, source + len(SOURCE))
    hands.key(Qt.Key.Key_2)
    assert [s.label for s in session.layer.spans] == ["Claim", "Cue", "Source"]  # type: ignore[union-attr]

    # Link: select the claim with a click, and choose the nearest two by their numbers.
    hands.click(hands.text.index("promises to enable"))
    for _ in range(2):
        hands.key(Qt.Key.Key_L)
        hands.key(Qt.Key.Key_1)
    layer = session.layer
    assert layer is not None
    assert {r.type for r in layer.relations} == {"attributed_to", "cued_by"}

    # Undo and redo, named in the line below.
    name = session.project.undo_name("ann-01")
    assert name is not None and name.startswith("Link Claim to")
    # The line says so once the page is painted.
    qtbot.waitUntil(lambda: name in window.line._undo.text())
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(layer.relations) == 1
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    assert len(layer.relations) == 2
    marked = {s.id: (s.label, s.fragments, dict(s.attributes)) for s in layer.spans}
    linked = {(r.type, r.source, r.target) for r in layer.relations}

    # Close, reopen: everything is there, and undo still knows what was done last.
    window.close_project()
    hands = opened(window, path, qtbot)
    desk = window.desk
    assert desk is not None
    session = desk.session
    assert session.layer is not None
    assert {s.id: (s.label, s.fragments, dict(s.attributes)) for s in session.layer.spans} == marked
    assert session.project.undo_name("ann-01") == name
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)

    # Export, and compare with what was marked.
    target = tmp_path / "out.jsonl"
    hands.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    export = desk.view.currentWidget()
    assert isinstance(export, ExportWorkspace)
    export.export_to(target)
    qtbot.waitUntil(lambda: not desk.working, timeout=20_000)
    [line] = [json.loads(text) for text in target.read_text(encoding="utf-8").splitlines()]
    assert line["annotator"] == "ann-01"
    assert line["status"] == "started"
    assert line["article"]["text"] == SEED.read_bytes().decode("utf-8")
    assert {
        s["id"]: (s["label"], [tuple(f) for f in s["fragments"]], s["text"], s["attributes"])
        for s in line["spans"]
    } == {
        key: (label, [(f.start, f.end) for f in frs], [f.quote for f in frs], attributes)
        for key, (label, frs, attributes) in marked.items()
    }
    assert {(r["type"], r["from"], r["to"]) for r in line["relations"]} == linked


def test_change_a_span_by_keys(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "keys.annotator"
    Project.create(path).close()
    hands = opened(window, path, qtbot)
    desk = window.desk
    assert desk is not None
    session = desk.session
    desk.add_paths([SEED])
    qtbot.waitUntil(lambda: not desk.working, timeout=20_000)
    hands.select("telecommunication equipment")
    hands.key(Qt.Key.Key_4)
    current = hands.canvas.current
    alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier

    def quote() -> str:
        span = session.span(current)
        assert span is not None
        return span.quote

    hands.key(Qt.Key.Key_Right, alt)
    assert quote() == "telecommunication equipment from"
    hands.key(Qt.Key.Key_Right, alt, shift)
    assert quote() == "equipment from"
    hands.key(Qt.Key.Key_E, alt, shift)
    assert quote() == "equipment fro"
    hands.key(Qt.Key.Key_Left, alt, shift)
    assert quote() == "telecommunication equipment fro"
    hands.key(Qt.Key.Key_2)
    span = session.span(current)
    assert span is not None and span.label == "Source"
    hands.key(Qt.Key.Key_Delete)
    assert session.span(current) is None
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert quote() == "telecommunication equipment fro"
    hands.canvas.select_span(None)
    hands.key(Qt.Key.Key_Tab)
    assert hands.canvas.current == current
    hands.key(Qt.Key.Key_Escape)
    assert hands.canvas.current is None


def test_drag_an_edge_with_the_mouse(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "edge.annotator"
    Project.create(path).close()
    hands = opened(window, path, qtbot)
    desk = window.desk
    assert desk is not None
    session = desk.session
    desk.add_paths([SEED])
    qtbot.waitUntil(lambda: not desk.working, timeout=20_000)
    hands.select("the risks posed")
    hands.key(Qt.Key.Key_1)
    current = hands.canvas.current
    end = hands.text.index("the risks posed by using Huawei equipment") + len("the risks posed")

    hands.drag(end, end + len(" by using"))

    span = session.span(current)
    assert span is not None and span.quote == "the risks posed by using"
    assert spans_in_window(hands) == ["the risks posed by using"]


def spans_in_window(hands: Hands) -> list[str]:
    layer = hands.canvas._layer
    assert layer is not None
    return [span.quote for span in layer.spans]
