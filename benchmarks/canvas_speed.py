"""How fast the canvas is, by length of the article and number of spans.

For each size: from opening to first paint; from a label's key to committed and painted; one
wheel step to painted; memory above the empty window. Beside each stands the floor: the repaint of
an empty widget of that size, in the same run. Run: python benchmarks/canvas_speed.py [--json].
"""

from __future__ import annotations

import argparse
import gc
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

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator import Project
from annotator.app.main import make_window
from annotator.app.window import MainWindow
from annotator.model import Article, Assignment, Change, Fragment, Record, Span, new_id

SIZES = ((3_000, 50), (100_000, 2_000), (1_000_000, 20_000), (5_000_000, 100_000))
SENTENCE = (
    "the port authority said on Monday that a survey of its own figures would be published "
    "before any work starts and denied reports of delay according to people who know it"
)
WORDS = tuple(SENTENCE.split(" "))
LABELS = (("Claim", 90), ("Source", 30), ("Cue", 8), ("Actor", 14))


class Empty(QWidget):
    """The floor: a widget that paints one colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), Qt.GlobalColor.white)


def made_text(length: int, *, lines: bool) -> str:
    chance = random.Random(length)
    parts, size = [], 0
    while size < length:
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(30, 90)))
        parts.append(words.capitalize() + ".")
        size += len(words) + 3
    return ("\n\n" if lines else " ").join(parts)[:length]


def made_spans(article: Article, count: int) -> list[Span]:
    chance = random.Random(count)
    text, spans = article.text, []
    while len(spans) < count:
        label, length = chance.choice(LABELS)
        start = chance.randrange(len(text) - length)
        quote = text[start : start + length]
        if "\n" not in quote:
            fragments = (Fragment(start, start + length, quote),)
            spans.append(Span(new_id(), article.id, "me", label, fragments))
    return spans


def resident_mb() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def timed(act: Callable[[], object]) -> float:
    """Do something and have it painted; return milliseconds."""
    begun = time.perf_counter()
    act()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


def quantiles(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    last = ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
    return {"p50": round(statistics.median(ordered), 2), "p99": round(last, 2)}


def floor(window: MainWindow, steps: int) -> dict[str, float]:
    empty = Empty()
    empty.resize(window.size())
    empty.show()
    QApplication.processEvents()
    values = [timed(empty.repaint) for _ in range(steps)]
    empty.close()
    return quantiles(values)


def measured(
    window: MainWindow, folder: Path, size: int, spans: int, steps: int, *, lines: bool
) -> dict[str, object]:
    path = folder / f"{size}-{lines}.annotator"
    text = made_text(size, lines=lines)
    article = Article(new_id(), "Long", text)
    other = Article(new_id(), "Short", "Nothing to see.")
    records: list[Record] = [other, article, *made_spans(article, spans)]
    with Project.create(path) as project:
        project.apply(Change("Import", "me", put=records, bulk=True))
        project.apply(Change("Begin", "me", put=[Assignment(article.id, "me", "started")]))
    del records
    window.activateWindow()
    window.open_project(path, "me")
    desk = window.desk
    assert desk is not None
    workspace, session = desk.workspace, desk.session
    workspace.open_article(other.id)
    QApplication.processEvents()
    gc.collect()
    before = resident_mb()
    layer = session.project.layer(article.id, "me")
    session.layer = layer
    gc.freeze()
    first = timed(session.article_opened.emit)
    memory = resident_mb() - before
    workspace.inspector.refresh()
    canvas = workspace.canvas
    chance = random.Random(1)
    edits, scrolls = [], []
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum() // 2)
    QApplication.processEvents()
    for step in range(steps):
        top = canvas.view_state().top
        start = min(top + chance.randrange(400), len(text) - 20)
        canvas.set_selection(start, start + 12, reveal=False)
        QApplication.processEvents()
        key = (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)[step % 3]
        edits.append(timed(lambda key=key: QTest.keyClick(canvas, key)))  # type: ignore[misc]
    bar = canvas.verticalScrollBar()
    for _ in range(steps):
        scrolls.append(timed(lambda: bar.setValue(bar.value() + 60)))
    window.close_project()
    gc.unfreeze()
    return {
        "bytes": size,
        "spans": spans,
        "lines": lines,
        "first_ms": round(first, 1),
        "edit_ms": quantiles(edits),
        "scroll_ms": quantiles(scrolls),
        "memory_mb": round(memory, 1),
        "floor_ms": floor(window, steps),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--largest", type=int, default=SIZES[-1][0], help="leave larger ones out")
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    rows = []
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CONFIG_HOME"] = home
        window = make_window(app)
        window.resize(1440, 900)
        window.show()
        kinds = [(size, spans, True) for size, spans in SIZES] + [(1_000_000, 20_000, False)]
        for size, spans, lines in kinds:
            if size <= options.largest:
                folder = Path(home)
                rows.append(measured(window, folder, size, spans, options.steps, lines=lines))
        window.close()
    if options.json:
        print(json.dumps(rows))
        return
    heads = ("first", "edit p50/p99", "scroll p50/p99", "floor p50/p99", "MB")
    print(f"{'bytes':>9} {'spans':>7} {'':8} {'{:>7} {:>15} {:>15} {:>15} {:>6}'.format(*heads)}")
    for row in rows:
        times = (row["edit_ms"], row["scroll_ms"], row["floor_ms"])
        pairs = [f"{pair['p50']}/{pair['p99']}" for pair in times]  # type: ignore[index]
        kind = "" if row["lines"] else "one line"
        print(
            f"{row['bytes']:>9} {row['spans']:>7} {kind:8} {row['first_ms']:>7} "
            f"{pairs[0]:>15} {pairs[1]:>15} {pairs[2]:>15} {row['memory_mb']:>6}"
        )


if __name__ == "__main__":
    main()
