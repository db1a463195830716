"""How fast the palette is with 5,000 articles and 2,000 actors.

From the key to the painted palette, to everything being found, and from each typed letter to
painted rows. Beside it stands the floor: a letter typed into an empty line of that size, in the
same run. Run: python benchmarks/palette_speed.py [--json].
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator import Project
from annotator.app.main import make_window
from annotator.model import Actor, Article, Change, Record, new_id

ARTICLES, ACTORS = 5_000, 2_000
SYLLABLES = ("bar", "cor", "den", "fal", "gri", "hol", "kes", "lum", "mar", "nor", "pel", "tov")
TYPED = ("label", "marlum", "hol gri", "done next", "norpel kes", "xqzw", "tovmra")


def project(path: Path) -> Path:
    chance = random.Random(7)

    def words(count: int) -> str:
        return " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(count))

    records: list[Record] = [Article(new_id(), words(8), words(200)) for _ in range(ARTICLES)]
    records += [Actor(new_id(), words(2).title(), "person") for _ in range(ACTORS)]
    with Project.create(path) as made:
        made.apply(Change("Import", "me", put=records, bulk=True))
    return path


def taken(act: Callable[[], object]) -> float:
    """Return how many milliseconds an act takes until everything is painted."""
    start = time.perf_counter()
    act()
    QApplication.processEvents()
    return (time.perf_counter() - start) * 1000


def measured(folder: Path) -> dict[str, float]:
    os.environ["XDG_CONFIG_HOME"] = str(folder)  # keys and looks chosen on this machine stay out
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    window = make_window(app)
    window.resize(1440, 900)
    window.show()
    window.open_project(project(folder / "p.annotator"), "me")
    QTest.qWait(200)
    assert window.desk is not None
    desk, palette = window.desk, window.desk.palette
    opened, ready, keys, floor = [], [], [], []
    for _ in range(5):
        start = time.perf_counter()
        desk.run("view.palette")
        palette.repaint()
        opened.append((time.perf_counter() - start) * 1000)
        ready.append(opened[-1] + taken(lambda: None))
        for typed in TYPED:
            palette.line.clear()
            keys += [taken(lambda c=c: QTest.keyClick(palette.line, c)) for c in typed]
        palette.close_overlay()
    line = QLineEdit()
    line.resize(580, 28)
    line.show()
    for _ in range(5):
        for typed in TYPED:
            line.clear()
            floor += [taken(lambda c=c: QTest.keyClick(line, c)) for c in typed]
    window.close()
    return {
        "opened": statistics.median(opened),
        "all_found": statistics.median(ready),
        "key_p50": statistics.median(keys),
        "key_p99": statistics.quantiles(keys, n=100)[98],
        "floor_p50": statistics.median(floor),
        "floor_p99": statistics.quantiles(floor, n=100)[98],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder))
    if options.json:
        print(json.dumps(found))
        return
    print(f"{ARTICLES:,} articles, {ACTORS:,} actors; milliseconds")
    print(f"  palette painted     {found['opened']:6.1f}")
    print(f"  everything found    {found['all_found']:6.1f}")
    print(f"  letter to painted   {found['key_p50']:6.1f} (median) {found['key_p99']:6.1f} (p99)")
    print(
        f"  floor, empty line   {found['floor_p50']:6.1f} (median) {found['floor_p99']:6.1f} (p99)"
    )


if __name__ == "__main__":
    main()
