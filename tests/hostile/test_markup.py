"""Text is text in every widget and tip of the window, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator.app.desk import Desk
from annotator.app.overlay import Overlay
from annotator.app.window import MainWindow
from tests.app.windows import window_on
from tests.hostile.nasty import LONG, named, nasty_project

TAG = re.compile(r"<\s*[!/]?[a-zA-Z]")
TRAP = QColor("#ff00fe")


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A picture that is seen if anything loads it."""
    path = tmp_path / "trap.png"
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(TRAP)
    assert image.save(str(path))
    return path


@pytest.fixture
def project(tmp_path: Path, trap: Path) -> Path:
    return nasty_project(tmp_path, trap)


@pytest.fixture
def window(qtbot: QtBot, project: Path, trap: Path) -> Iterator[MainWindow]:
    with window_on(qtbot, project, named(trap, "Ann"), size=(1400, 900)) as window:
        yield window


def test_no_widget_takes_it_for_markup(
    window: MainWindow, trap: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    desk = window.desk
    assert desk is not None
    looked = 0
    for shown in walk_through(desk, window, qtbot):
        qapp.processEvents()
        for widget in [window, *window.findChildren(QWidget)]:
            assert_plain(widget)
            looked += 1
        if " " not in shown:
            assert not shows_trap(window)
    assert looked > 1000, looked


def test_whatever_is_long_leaves_the_window_its_size(
    tmp_path: Path, trap: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    """Names, labels, notes and titles of ten thousand letters, which no line can hold."""
    project = nasty_project(tmp_path, trap, tail=LONG)
    with window_on(qtbot, project, named(trap, "Ann") + LONG, size=(1400, 900)) as window:
        assert window.desk is not None
        for shown in walk_through(window.desk, window, qtbot):
            qapp.processEvents()
            assert (window.width(), window.height()) == (1400, 900), shown
            assert window.minimumSizeHint().width() <= 1400, shown
            for card in window.findChildren(Overlay):
                if card.isVisible():
                    assert window.rect().contains(card.geometry()), (shown, card.accessibleName())


def walk_through(desk: Desk, window: MainWindow, qtbot: QtBot) -> Iterator[str]:
    """Show everything that the window can show, one thing after the other."""
    yield "annotate"
    canvas = desk.workspace.canvas
    canvas.setFocus()
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
        yield "a span"
    table = desk.open_all()
    for name in ("review", "agreement", "export", "annotate"):
        desk.show(name)
        for _ in range(20):
            qtbot.wait(20)
            if not desk.working:
                break
        yield name
        keyboard = desk.view.currentWidget()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Tab):
            qtbot.keyClick(keyboard.keyboard, key)
            yield f"{name} {key}"
    for command in list(table.commands.values()):
        if command.id.startswith(("view.palette", "view.keys", "view.guid", "view.display")) or (
            command.id.startswith(("actor.", "span.note", "select.", "view.tour", "todo"))
        ):
            desk.show("annotate")
            canvas.setFocus()
            desk.run(command.id)
            qtbot.wait(5)
            yield command.id
            for widget in window.findChildren(QWidget):
                close = getattr(widget, "close_overlay", None)
                if close is not None and widget.isVisible():
                    close()
    desk.fill_menu()
    yield "menu"
    window.close_project()
    yield "start page"


def assert_plain(widget: QWidget) -> None:
    where = f"{type(widget).__name__} {widget.objectName()}"
    for tip in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
        assert_tip(tip, where)
    if isinstance(widget, QLabel) and is_nasty(widget.text()):
        assert widget.textFormat() == Qt.TextFormat.PlainText, f"{where}: {widget.text()[:80]}"
    if type(widget) in (QCheckBox, QPushButton, QRadioButton, QToolButton):
        # A single one would be taken for the sign of a key, and left out.
        assert not re.search("(?<!&)&(&&)*lt;", widget.text()), f"{where}: {widget.text()[:80]}"
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        assert_no_pictures(widget.document(), where)
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        for index in indexes(widget.model()):
            assert_tip(index.data(Qt.ItemDataRole.ToolTipRole), where)


def is_nasty(text: str) -> bool:
    return "<" in text or "&" in text


def assert_tip(tip: Any, where: str) -> None:
    """A tip, which Qt takes for markup if it looks like it, has had its words escaped."""
    if isinstance(tip, str):
        words = tip.removeprefix("<qt>").removesuffix("</qt>").replace("<br>", "")
        assert not TAG.search(words), f"{where}: {tip[:160]}"


def assert_no_pictures(document: QTextDocument, where: str) -> None:
    block = document.begin()
    while block.isValid():
        for piece in block:
            form = piece.fragment().charFormat()
            assert not form.isImageFormat(), where
            assert "file:" not in form.anchorHref(), where
        block = block.next()


def indexes(model: QAbstractItemModel) -> Iterator[QModelIndex]:
    top = QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(top)
    for row in range(min(model.rowCount(top), 50)):
        for column in range(min(columns, 20)):
            yield model.index(row, column)


def shows_trap(window: MainWindow) -> bool:
    image = window.grab().toImage()
    step = 24
    return any(
        image.pixelColor(x, y) == TRAP
        for y in range(0, image.height(), step)
        for x in range(0, image.width(), step)
    )
