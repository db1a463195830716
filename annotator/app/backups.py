"""Keeps the row of backups of the open project, beside everything else."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.app.jobs import Jobs
from annotator.pace import Progress
from annotator.store.project import Project

# Not while the window is still being painted; then by the hour.
_FIRST_MS, _EVERY_MS = 10_000, 3_600_000


class Backups(QObject):
    """Makes a backup soon after a project is opened, and each hour, if something changed.

    Each is checked; so soon after it is opened a project is looked through, changed or not.
    """

    failed = Signal(str)
    """Why there is no backup; also that the project turned out to be damaged."""

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = Jobs(project.path, self)
        self._jobs.told.connect(self.failed)
        self._looked_through = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        if not project.read_only:
            self._timer.start(_FIRST_MS)

    def keep(self) -> None:
        """Add a backup to the row now, unless nothing changed since the last one."""
        self._timer.setInterval(_EVERY_MS)
        if not self._jobs.working:
            self._jobs.start("Backup", self._keep, lambda _made: None)

    def _keep(self, project: Project, _progress: Progress) -> None:
        made = project.keep_backup()
        if made is None and not self._looked_through:
            project.refuse_damaged()
        self._looked_through = True

    def stop(self) -> None:
        """Make no more, and wait for one that is being made."""
        self._timer.stop()
        self._jobs.stop()
