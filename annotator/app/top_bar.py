"""The bar above: the project with its menu, and the ways to search and to the help on keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QTabBar,
    QToolButton,
    QWidget,
)

from annotator.app.words import Elided, isolated, plain

_LEAST_NAME = 60


class TopBar(QWidget):
    """Shows which project is open; its menu is filled when it is about to show."""

    menu_wanted = Signal()
    palette_wanted = Signal()
    help_wanted = Signal()
    workspace_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.project = ""
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self.menu_wanted)
        self._name = QToolButton(self)
        self._name.setMenu(self.menu)
        self._name.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._name.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name.setProperty("role", "project")
        self._name.setAccessibleName("Project menu")
        # It is cut to the room that there is, and must not hold the window wide itself.
        self._name.setMinimumWidth(_LEAST_NAME)
        self._file = Elided("", "quiet", columns=24, mode=Qt.TextElideMode.ElideMiddle)
        self._search = QToolButton(self)
        self._search.setText("Search")
        self._search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._search.clicked.connect(lambda _=False: self.palette_wanted.emit())
        self._help = QToolButton(self)
        self._help.setText("?")
        self._help.setProperty("role", "key")
        self._help.setAccessibleName("Keys")
        self._help.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._help.clicked.connect(lambda _=False: self.help_wanted.emit())
        self._key = plain("", "key")
        self._names: list[str] = []
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tabs.currentChanged.connect(lambda at: self.workspace_wanted.emit(self._names[at]))
        frame = QFrame(self)
        frame.setProperty("role", "tabs")
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._tabs)
        right = Qt.AlignmentFlag.AlignRight
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 16, 6)
        grid.addLayout(_row(self._name, self._file), 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(frame, 0, 1)
        grid.addLayout(_row(self._search, self._key, self._help), 0, 2, right)
        # Equal sides keep the tabs in the middle.
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)

    def offer_workspaces(self, workspaces: Iterable[tuple[str, str]]) -> None:
        """Show a tab for each workspace, given by name and title."""
        with QSignalBlocker(self._tabs):
            while self._tabs.count():
                self._tabs.removeTab(0)
            self._names = []
            for name, title in workspaces:
                self._names.append(name)
                self._tabs.addTab(title)

    def show_keys(self, palette: str, help: str, workspaces: Mapping[str, str]) -> None:
        """Show the keys that do the same as what stands here."""
        self._key.setText(palette)
        self._key.setVisible(bool(palette))
        self._help.setText(help or "?")
        for name, key in workspaces.items():
            self._tabs.setTabToolTip(self._names.index(name), key)

    def show_workspace(self, name: str) -> None:
        """Mark the tab of the workspace that is shown."""
        with QSignalBlocker(self._tabs):
            self._tabs.setCurrentIndex(self._names.index(name))

    def show_project(self, name: str, path: Path | None) -> None:
        """Show a project's name and file, or none."""
        self.project = name
        # What the project's name says already need not be said twice.
        told = path is not None and path.stem != name
        self._file.setText(path.name if path is not None and told else "")
        self._show_name()
        self.setVisible(path is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_name()

    def _show_name(self) -> None:
        """Show as much of the project's name as leaves the tabs in the middle."""
        room = (self.width() - self._tabs.sizeHint().width()) // 2
        room = max(room - min(self._file.sizeHint().width(), room // 3) - 60, _LEAST_NAME)
        metrics = self._name.fontMetrics()
        shown = metrics.elidedText(self.project, Qt.TextElideMode.ElideRight, room)
        self._name.setToolTip("" if shown == self.project else f"<qt>{escape(self.project)}</qt>")
        self._name.setText(f"{isolated(shown)} ▾".replace("&", "&&"))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    return row
