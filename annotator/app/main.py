"""Starts the window."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from annotator.app.crashes import Crashes
from annotator.app.display import Display
from annotator.app.fonts import ui_font
from annotator.app.settings import Settings
from annotator.app.theme import system_theme
from annotator.app.window import MainWindow


def run(project: Path | None, annotator: str | None = None, *, sample: bool = False) -> int:
    """Open the window on a project, or on the start page; return when it is closed.

    ``annotator`` is who works; on a ``sample`` the guided tour is offered.
    """
    # Collecting garbage while everything is being loaded finds none, and takes its time.
    gc.disable()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication), "the window needs a whole application"
    window = make_window(app)
    crashes = Crashes(window)
    crashes.happened.connect(window.tell_crash)
    crashes.refused.connect(window.complain)
    crashes.watch()
    window.show()
    # The frame is painted before the project is read.
    app.processEvents()
    if project is not None:
        window.open_project(project, annotator, sample=sample)
    gc.freeze()
    gc.enable()
    return app.exec()


def make_window(app: QApplication) -> MainWindow:
    """Make the window in the system's theme, and have it follow when that changes."""
    app.setApplicationName("annotator")
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    family = ui_font()
    app.setFont(QFont(family, 10))
    hints = app.styleHints()
    settings = Settings()
    display = Display(settings, family, lambda: system_theme(hints))
    hints.colorSchemeChanged.connect(display.follow_system)
    if hasattr(hints, "accessibility"):  # since Qt 6.10
        hints.accessibility().contrastPreferenceChanged.connect(display.follow_system)
    return MainWindow(settings, display)
