"""What the way from the command to the first painted window may load."""

from __future__ import annotations

import json
import subprocess
import sys

# Every module of ours that the start page needs; what is not here is loaded when it is used.
ALLOWED = {
    "annotator",
    "annotator.app",
    "annotator.app.crashes",
    "annotator.app.display",
    "annotator.app.fonts",
    "annotator.app.layouts",
    "annotator.app.main",
    "annotator.app.overrides",
    "annotator.app.settings",
    "annotator.app.start_page",
    "annotator.app.status_line",
    "annotator.app.stylesheet",
    "annotator.app.theme",
    "annotator.app.top_bar",
    "annotator.app.unsaved_bar",
    "annotator.app.window",
    "annotator.app.words",
    "annotator.assets",
    "annotator.cli",
    "annotator.cli.agreeing",
    "annotator.cli.console",
    "annotator.cli.exports",
    "annotator.cli.keeping",
    "annotator.cli.main",
    "annotator.cli.projects",
    "annotator.cli.reviews",
    "annotator.cli.shared",
    "annotator.cli.transfers",
    "annotator.cli.window",
    "annotator.errors",
    "annotator.pace",
    "annotator.version",
}
QT = {"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"}
HEAVY = {
    "sqlite3",
    "sqlite_utils",
    "click",
    "regex",
    "sentencex",
    "numpy",
    "lxml",
    "hashlib",
    "rapidfuzz",
}

TO_THE_FIRST_PAINT = """
import json, sys
import annotator.cli
from annotator.app.main import make_window
from PySide6.QtWidgets import QApplication
app = QApplication([])
window = make_window(app)
window.show()
app.processEvents()
print(json.dumps(sorted(sys.modules)))
"""


def test_the_first_window_needs_little() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TO_THE_FIRST_PAINT], stdout=subprocess.PIPE, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))

    assert {name for name in loaded if name.split(".")[0] == "annotator"} == ALLOWED
    assert {name for name in loaded if name.startswith("PySide6.Qt")} == QT
    assert not loaded & HEAVY
