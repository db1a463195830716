"""Keeps the row of backups of the open project, beside everything else."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.app.jobs import Jobs
from annotator.store.project import Project

# Not while the window is still being painted; then by the hour.
_FIRST_MS, _EVERY_MS = 10_000, 3_600_000


class Backups(QObject):
    """Makes a backup soon after a project is opened, and each hour, if something changed."""

    failed = Signal(str)
    """Why there is no backup; also that the project turned out to be damaged."""

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = Jobs(project.path, self)
        self._jobs.told.connect(self.failed)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        if not project.read_only:
            self._timer.start(_FIRST_MS)

    def keep(self) -> None:
        """Add a backup to the row now, unless nothing changed since the last one."""
        self._timer.setInterval(_EVERY_MS)
        if not self._jobs.working:
            self._jobs.start(
                "Backup", lambda project, _progress: project.keep_backup(), lambda _made: None
            )

    def stop(self) -> None:
        """Make no more, and wait for one that is being made."""
        self._timer.stop()
        self._jobs.stop()
