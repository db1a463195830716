"""A real window on a small project, and the hands of who works in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.annotate.workspace import AnnotateWorkspace
from annotator.app.session import Session
from annotator.app.window import MainWindow
from annotator.model import Article, Change, Layer, Span, edits, new_id
from tests.app.windows import window_on

TEXT = (
    "Ferry to sail on oil\n\n"
    "“The oil is there,” said Linnet Harrow. “It is in every kitchen.”\n\n"
    "She warned that the report says it would smell.\n\n"
    "Huawei denied it. Huawei said so."
)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Hands:
    """Press keys and buttons of a window, and say what is to be seen there."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def session(self) -> Session:
        assert self.window.desk is not None
        return self.window.desk.session

    @property
    def project(self) -> Project:
        return self.session.project

    @property
    def workspace(self) -> AnnotateWorkspace:
        assert self.window.desk is not None
        return self.window.desk.workspace

    @property
    def layer(self) -> Layer:
        assert self.session.layer is not None
        return self.session.layer

    @property
    def current(self) -> Span | None:
        return self.session.span(self.workspace.canvas.current)

    @property
    def told(self) -> str:
        return self.window.line.message.text()

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        """Press a key in the article."""
        modifier = held if held is not None else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(self.workspace.canvas, key, modifier)

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        """Press a key in some widget."""
        self.qtbot.keyClick(widget, key)

    def type(self, line: QLineEdit, text: str) -> None:
        """Type over what stands in a line."""
        line.selectAll()
        self.qtbot.keyClicks(line, text)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def mark(self, label: str, quote: str) -> Span:
        """Label a quote, as the label's key does."""
        start = self.layer.article.text.index(quote)
        self.workspace.canvas.set_selection(start, start + len(quote))
        self.workspace.acts.label(label)
        assert self.current is not None
        return self.current

    def link(self, source: Span, target: Span, type: str | None = None) -> None:
        layer, scheme = self.layer, self.session.scheme
        self.session.apply(lambda: edits.link(layer, scheme, source, target, type))

    def answer(self, span: Span, name: str, value: str) -> None:
        layer, scheme = self.layer, self.session.scheme
        now = layer.span(span.id)
        assert now is not None
        self.session.apply(lambda: edits.set_attribute(layer, scheme, now, name, value))

    def go(self, span: Span) -> None:
        self.workspace.canvas.select_span(span.id)

    def settle(self) -> None:
        """Wait until the inspector has caught up with the page, and is laid out."""
        inspector = self.workspace.inspector
        inspector.refresh()
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: all(b.height() for b in self.buttons(inspector).values()))

    def buttons(self, inside: QWidget) -> dict[str, QAbstractButton]:
        """The visible buttons by their accessible names."""
        found = inside.findChildren(QAbstractButton)
        return {b.accessibleName(): b for b in found if b.isVisibleTo(inside)}


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[[Path], Hands]]:
    """Open a project in a window as "me"; the window is closed afterwards."""
    with ExitStack() as windows:
        yield lambda path: Hands(windows.enter_context(window_on(qtbot, path)), qtbot)


@pytest.fixture
def hands(opened: Callable[[Path], Hands], tmp_path: Path) -> Hands:
    path = tmp_path / "p.annotator"
    with Project.create(path) as project:
        articles = [Article(new_id(), "Ferry", TEXT), Article(new_id(), "Next", "Huawei again.")]
        project.apply(Change("Import", "me", put=articles, bulk=True))
    return opened(path)
