"""A card that lists a project's backups, and says which one to bring back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.app.overlay import Overlay
from annotator.app.words import plain
from annotator.store.backup import Backup, folder, kept

_PATH = Qt.ItemDataRole.UserRole


class RestoreCard(Overlay):
    """Lists the backups of one project, the latest first; Enter or a double click takes one."""

    chosen = Signal(Path, Path)
    """The backup, and the project whose place it shall take."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName("Backups")
        self._project = Path()
        self._heading = plain("", "strong")
        self._words = plain("", "quiet", wrap=True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Backups, the latest first")
        self.list.setSpacing(3)
        self.list.itemActivated.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        for widget in (self._heading, self._words, self.list):
            column.addWidget(widget)

    def offer(self, project: Path) -> None:
        """List the backups of a project."""
        backups = kept(project)
        self._project = project
        self._heading.setText(f"Backups of {project.stem}")
        self._words.setText(
            "Enter brings one back. What is there now is set aside beside it, not overwritten."
            if backups
            else f"There are none yet in {folder(project)}."
        )
        self.list.clear()
        for backup in backups:
            item = QListWidgetItem(_told(backup))
            item.setData(_PATH, str(backup.path))
            self.list.addItem(item)
        self.list.setVisible(bool(backups))
        self.list.setCurrentRow(0)
        self.open()
        (self.list if backups else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, item: QListWidgetItem) -> None:
        self.close_overlay()
        self.chosen.emit(Path(item.data(_PATH)), self._project)


def _told(backup: Backup) -> str:
    size = backup.path.stat().st_size / 1e6
    return f"{backup.at.astimezone():%A %d %B %Y, %H:%M}   {size:,.1f} MB"
