"""The bar above: the project with its menu, and the ways to search and to the help on keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from annotator.app.commands import shown_key
from annotator.app.words import plain


class TopBar(QWidget):
    """Shows which project is open; its menu is filled when it is about to show."""

    menu_wanted = Signal()
    palette_wanted = Signal()
    help_wanted = Signal()

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
        self._file = plain("", "quiet")
        self._search = QToolButton(self)
        self._search.setText("Search articles and commands")
        self._search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._search.clicked.connect(lambda _=False: self.palette_wanted.emit())
        self._help = QToolButton(self)
        self._help.setText("?")
        self._help.setProperty("role", "key")
        self._help.setAccessibleName("Keys")
        self._help.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._help.clicked.connect(lambda _=False: self.help_wanted.emit())
        self._key = plain(shown_key("Ctrl+K"), "key")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._file)
        row.addStretch(1)
        row.addWidget(self._search)
        row.addWidget(self._key)
        row.addSpacing(6)
        row.addWidget(self._help)

    def show_project(self, name: str, path: Path | None) -> None:
        """Show a project's name and file, or none."""
        self.project = name
        shown = self._name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 360)
        self._name.setText(f"{shown} ▾".replace("&", "&&"))
        self._file.setText(path.name if path else "")
        for widget in (self._name, self._file, self._search, self._key, self._help):
            widget.setVisible(path is not None)
        self.setVisible(path is not None)
