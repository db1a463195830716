"""What is shown without a project: the recent ones, a new one, or the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.app.layouts import empty
from annotator.app.words import Elided, plain

_WIDTH = 520


class StartPage(QWidget):
    """Offers what there is to open; the window does it."""

    opened = Signal(Path)
    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    display_wanted = Signal()
    backups_wanted = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        page = QWidget(self)
        page.setMinimumWidth(_WIDTH)
        outer.addWidget(page)
        outer.addStretch(1)
        self._column = QVBoxLayout(page)
        self._column.setSpacing(8)
        self._column.addStretch(2)
        self._column.addWidget(_plain("annotator", "title"))
        self._column.addWidget(_plain("Mark who says what in news articles, and link it.", "quiet"))
        self._column.addSpacing(18)
        row = QHBoxLayout()
        row.setSpacing(10)
        for text, signal, role in (
            ("New project", self.new_wanted, "primary"),
            ("Open project…", self.open_wanted, ""),
            ("Try the sample", self.sample_wanted, ""),
        ):
            button = QPushButton(text, page)
            button.setProperty("role", role)
            button.clicked.connect(lambda _=False, wanted=signal: wanted.emit())
            row.addWidget(button)
        row.addStretch(1)
        display = QPushButton("Display…", page)
        display.setProperty("role", "flat")
        display.clicked.connect(lambda _=False: self.display_wanted.emit())
        row.addWidget(display)
        self._column.addLayout(row)
        self._column.addSpacing(18)
        self._heading = _plain("RECENT PROJECTS", "section")
        self._column.addWidget(self._heading)
        self._recent = QFrame(page)
        self._recent.setProperty("role", "card")
        self._list = QVBoxLayout(self._recent)
        self._list.setContentsMargins(6, 6, 6, 6)
        self._list.setSpacing(0)
        self._column.addWidget(self._recent)
        self._column.addStretch(3)

    def show_recent(self, paths: list[Path]) -> None:
        """List the projects that were opened last."""
        empty(self._list)
        for path in paths:
            # A widget and not just a layout within one: of that Python would keep the items once it
            # is gone, and take for one of them whatever lies in their place then.
            line = QWidget(self._recent)
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(self._entry(path), 1)
            row.addWidget(self._backups(path))
            self._list.addWidget(line)
        for widget in (self._heading, self._recent):
            widget.setVisible(bool(paths))

    def _entry(self, path: Path) -> QPushButton:
        button = QPushButton(self._recent)
        button.setProperty("role", "flat")
        button.setAccessibleName(f"Open {path.stem}")
        row = QHBoxLayout(button)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(16)
        name = Elided(path.stem, "strong", columns=36)
        folder = Elided(str(path.parent), "quiet", columns=30, mode=Qt.TextElideMode.ElideMiddle)
        for label in (name, folder):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(name, 1)
        row.addWidget(folder)
        button.setMinimumHeight(button.fontMetrics().height() + 18)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda _=False: self.opened.emit(path))
        return button

    def _backups(self, path: Path) -> QPushButton:
        button = QPushButton("Backups…", self._recent)
        button.setProperty("role", "flat")
        button.setAccessibleName(f"Backups of {path.stem}")
        button.clicked.connect(lambda _=False: self.backups_wanted.emit(path))
        return button


def _plain(text: str, role: str) -> QLabel:
    label = plain(text, role)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
