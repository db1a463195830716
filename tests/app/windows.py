"""The real window on a project, as tests open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.app.main import make_window
from annotator.app.window import MainWindow


@contextmanager
def window_on(
    qtbot: QtBot,
    path: Path | None = None,
    who: str = "me",
    *,
    size: tuple[int, int] = (1280, 860),
    sample: bool = False,
) -> Iterator[MainWindow]:
    """Show the window, with a project open and the keyboard in its text; close it afterwards."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = make_window(app)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    if path is not None:
        window.open_project(path, who, sample=sample)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    if window.desk is not None:
        qtbot.waitUntil(window.desk.workspace.canvas.hasFocus)
    yield window
    window.close()
