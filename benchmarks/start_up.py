"""From the command to the first painted window, beside a bare PySide6 window of that size.

Run: python benchmarks/start_up.py [--runs N] [--json]. The goal is a ratio of at most 1.5.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Watches the window alone: a filter on the application would itself take time for each event.
FIRST_PAINT = """
import time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.time(), flush=True)
            watched.removeEventFilter(self)
            QTimer.singleShot(0, QApplication.instance().quit)
        return False
"""

BARE = (
    FIRST_PAINT
    + """
from PySide6.QtWidgets import QMainWindow
app = QApplication([])
first = FirstPaint()
window = QMainWindow()
window.installEventFilter(first)
window.resize(1440, 900)
window.show()
app.exec()
"""
)

# Just as the command does, but for noticing the first paint.
OURS = """
import sys
from annotator.cli import main
import annotator.app.main as start
made = start.make_window
def make_window(app):
    window = made(app)
    exec({first!r}, globals())
    window.first = FirstPaint()
    window.installEventFilter(window.first)
    return window
start.make_window = make_window
sys.exit(main({arguments!r}))
"""


def seconds(script: Path, env: dict[str, str]) -> float:
    """Run a script; return how long it took to its first paint."""
    begun = time.time()
    done = subprocess.run(
        [sys.executable, str(script)], env=env, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[0]) - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
        env["XDG_CONFIG_HOME"] = home
        project = Path(home, "empty.annotator")
        subprocess.run(
            [sys.executable, "-m", "annotator", "new", str(project)],
            env=env,
            check=True,
            capture_output=True,
        )
        scripts = {
            "bare window": BARE,
            "start page": OURS.format(first=FIRST_PAINT, arguments=[]),
            "project": OURS.format(first=FIRST_PAINT, arguments=[str(project)]),
        }
        files = {name: Path(home, f"{n}.py") for n, name in enumerate(scripts)}
        for name, file in files.items():
            file.write_text(scripts[name], encoding="utf-8")
            seconds(file, env)  # leaves the bytecode behind, as any earlier start would
        rows: dict[str, list[float]] = {name: [] for name in files}
        for _ in range(options.runs):
            for name, file in files.items():
                rows[name].append(seconds(file, env))
    floor = rows["bare window"]
    result = {
        name: {
            "median_ms": round(statistics.median(row) * 1000, 1),
            "ratio": round(statistics.median(a / b for a, b in zip(row, floor, strict=True)), 2),
        }
        for name, row in rows.items()
    }
    if options.json:
        print(json.dumps(result))
        return
    print(f"{'':14}{'median ms':>10}{'to bare':>9}")
    for name, figures in result.items():
        print(f"{name:14}{figures['median_ms']:>10}{figures['ratio']:>9}")


if __name__ == "__main__":
    main()
