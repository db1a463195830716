"""What happens when something happens that nobody expected: it is told, and written to a file.

Work is not lost by it: each change was saved before it was shown. The report stays on this
machine; nobody sends it.
"""

from __future__ import annotations

import os
import platform
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QStandardPaths, Signal, qVersion

from annotator.errors import AnnotatorError
from annotator.version import __version__

_KEPT = 20


class Crashes(QObject):
    """Takes what no one caught, in any thread, and tells it in the window's thread."""

    happened = Signal(str, str)
    """The report, and the file that holds it; empty if it could not be written."""

    refused = Signal(str)
    """What could not be done, in words for people; whoever did it did not see to telling it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last_place: list[str] = []

    def watch(self) -> None:
        """Be told of all that is not caught from now on."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._caught(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, AnnotatorError):
            # Nobody asked for it to be told, but it is written for people: no report is needed.
            self.refused.emit(str(error))
            return
        report = report_of(error, trace)
        sys.stderr.write(report)
        place = traceback.format_tb(trace)[-1:]
        if place == self._last_place:
            # What goes wrong at each repaint is told once.
            return
        self._last_place = place
        self.happened.emit(report, str(write(report) or ""))


def report_of(error: BaseException, trace: TracebackType | None) -> str:
    """Return what someone who mends it needs to know: where it happened, and in what.

    It names lines of the program, not what articles say: of the error's own words, which may quote
    one, only the beginning is told.
    """
    lines = traceback.format_tb(trace)
    words = " ".join(str(error).split())
    return "".join(
        (
            f"annotator {__version__}, Python {platform.python_version()}, Qt {qVersion()}, ",
            f"{platform.platform()}\n",
            f"{datetime.now(UTC).isoformat(timespec='seconds')}\n\n",
            *lines,
            f"{type(error).__qualname__}: {words[:80]}\n",
        )
    )


def folder() -> Path:
    """Return where reports are kept."""
    place = QStandardPaths.StandardLocation.AppDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "reports"


def write(report: str) -> Path | None:
    """Write a report beside the latest others; ``None`` if that can't be done."""
    name = f"report-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder().mkdir(parents=True, exist_ok=True)
        for old in sorted(folder().glob("report-*.txt"))[: 1 - _KEPT]:
            old.unlink()
        path = folder() / name
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(report)
    except OSError:
        # A full disk must not keep the report from being shown.
        return None
    return path
