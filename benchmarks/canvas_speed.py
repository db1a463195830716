"""How fast the canvas is, by length of the article and number of spans.

The real window is driven by real key and wheel events. For each size, in a process of its own:

- read: the layer from the file into memory; first: from there to first paint
- open: from the key that goes to the article until it is painted (read and first together)
- select: from the key that extends the selection by a word until that is painted
- edit: from a label's key until the span is committed and painted
- after: what is brought up to date beside the page once the keys pause
- scroll: from one step of the wheel until it is painted
- MB: memory that the open article takes

Beside them stand the floors, measured in between: the repaint of an empty widget of the canvas's
size, and the commit of one row to a file with the project's durability. Times are milliseconds:
least, median and 99th percentile. Run: python benchmarks/canvas_speed.py [--json]
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator import Project
from annotator.app.main import make_window
from annotator.app.window import MainWindow
from annotator.model import Article, Assignment, Change, Fragment, Span, new_id

SIZES = ((3_000, 50), (100_000, 2_000), (1_000_000, 20_000), (5_000_000, 100_000))
SENTENCE = (
    "the port authority said on Monday that a survey of its own figures would be published "
    "before any work starts and denied reports of delay according to people who know it"
)
WORDS = tuple(SENTENCE.split(" "))
LABELS = (("Claim", 90), ("Source", 30), ("Cue", 8), ("Actor", 14))
LABEL_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
STEP = 120  # one notch of a wheel, in eighths of a degree


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


class Empty(QWidget):
    """The floor: a widget that paints one colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), Qt.GlobalColor.white)


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def timed(act: Callable[[], object]) -> float:
    """Do something and have it painted; return milliseconds."""
    begun = time.perf_counter()
    act()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


def tell(_kind: QtMsgType, _place: QMessageLogContext, told: str) -> None:
    """Pass on what Qt says, but for the offscreen plug-in's regrets."""
    if "does not support" not in told:
        print(told, file=sys.stderr)


def quantiles(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    last = ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
    values = {"min": ordered[0], "p50": statistics.median(ordered), "p99": last}
    return {name: round(value, 2) for name, value in values.items()}


def resident_mb() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def commits(folder: Path) -> Iterator[float]:
    """Commit one row after another to a file as durable as a project; yield milliseconds."""
    db = sqlite3.connect(folder / "floor.db", isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)")
    while True:
        begun = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO t (a) VALUES (?)", ("x" * 300,))
        db.execute("COMMIT")
        yield (time.perf_counter() - begun) * 1000


def made_project(path: Path, size: int, spans: int, *, lines: bool) -> Article:
    short = Article(new_id(), "Short", "Nothing to see.")
    article = Article(new_id(), "Long", made_text(size, lines=lines))
    begun = [Assignment(a.id, "me", "started") for a in (short, article)]
    with Project.create(path) as project:
        records = [short, article, *made_spans(article, spans)]
        project.apply(Change("Import", "me", put=records, bulk=True))
        project.apply(Change("Begin", "me", put=begun))
    return article


class Run:
    """One article in one window."""

    def __init__(self, window: MainWindow, article: Article, folder: Path, steps: int) -> None:
        desk = window.desk
        assert desk is not None
        self.window, self.article, self.steps = window, article, steps
        self.session = desk.session
        self.canvas = desk.workspace.canvas
        self.paints = Paints(self.canvas.viewport())
        self.empty = Empty()
        self.empty.resize(self.canvas.viewport().size())
        self.empty.show()
        self.commits = commits(folder)
        window.activateWindow()
        QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.window.windowHandle(), key, held or Qt.KeyboardModifier.NoModifier)

    def painted(self, act: Callable[[], object]) -> float:
        """Do something, see that the canvas painted it, and return milliseconds."""
        before = self.paints.count
        taken = timed(act)
        assert self.paints.count > before, "nothing was painted"
        return taken

    def open(self) -> dict[str, float]:
        gc.collect()
        before = resident_mb()
        opened = self.painted(
            lambda: self.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        )
        self.settle()
        memory = resident_mb() - before
        layer = self.session.layer
        assert layer is not None and layer.article.id == self.article.id
        begun = time.perf_counter()
        self.session.project.layer(self.article.id, "me")
        read = (time.perf_counter() - begun) * 1000
        self.canvas.set_layer(None)
        QApplication.processEvents()
        first = self.painted(lambda: self.canvas.set_layer(layer))
        return {"read": read, "first": first, "open": opened, "mb": memory}

    def settle(self) -> float:
        """Wait until all is up to date; return the processor's milliseconds that it took."""
        begun = time.process_time()
        QTest.qWait(120)
        return (time.process_time() - begun) * 1000

    def edits(self) -> dict[str, list[float]]:
        told: list[object] = []
        self.session.changed.connect(told.append)
        select, edit, after, commit = [], [], [], []
        start = len(self.article.text) // 2 if len(self.article.text) > 50_000 else 0
        self.canvas.set_selection(start, start)
        self.settle()
        for step in range(self.steps):
            self.press(Qt.Key.Key_Right, CONTROL)
            QApplication.processEvents()
            select.append(self.painted(lambda: self.press(Qt.Key.Key_Right, CONTROL | SHIFT)))
            key = LABEL_KEYS[step % len(LABEL_KEYS)]
            edit.append(self.painted(lambda key=key: self.press(key)))
            commit.append(next(self.commits))
            if step % 20 == 19:
                after.append(self.settle())
        assert len(told) == self.steps, "some keys labelled nothing"
        return {"select": select, "edit": edit, "after": after, "commit": commit}

    def scrolls(self) -> dict[str, list[float]]:
        scroll, floor, way = [], [], -1
        bar = self.canvas.verticalScrollBar()
        for step in range(2 * self.steps):
            if bar.value() == bar.minimum():
                way = -1
            elif bar.value() == bar.maximum() or step == self.steps:
                way = 1
            scroll.append(self.painted(lambda way=way: self.wheel(way)))
            floor.append(timed(self.empty.repaint))
        return {"scroll": scroll, "floor": floor}

    def wheel(self, notches: int) -> None:
        view = self.canvas.viewport()
        middle = QPointF(view.rect().center())
        event = QWheelEvent(
            middle,
            view.mapToGlobal(middle),
            QPoint(),
            QPoint(0, notches * STEP),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)


def measured(size: int, spans: int, steps: int, *, lines: bool) -> dict[str, object]:
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CONFIG_HOME"] = home
        path = Path(home) / "speed.annotator"
        article = made_project(path, size, spans, lines=lines)
        window = make_window(app)
        window.resize(1440, 900)
        window.show()
        window.open_project(path, "me")
        run = Run(window, article, Path(home), steps)
        once = {name: round(value, 1) for name, value in run.open().items()}
        many = {name: quantiles(values) for name, values in (run.edits() | run.scrolls()).items()}
        window.close()
    return {"length": size, "spans": spans, "lines": lines, **once, **many}


def in_own_process(size: int, spans: int, steps: int, *, lines: bool) -> dict[str, object]:
    """Measure one size where no other has used memory before."""
    command = [sys.executable, __file__, "--steps", str(steps), "--one", str(size), str(spans)]
    done = subprocess.run(
        [*command, "lines" if lines else "line"], stdout=subprocess.PIPE, check=True
    )
    row: dict[str, object] = json.loads(done.stdout)
    return row


def table(rows: list[dict[str, object]]) -> Iterator[str]:
    once, many = ("read", "first", "open"), ("select", "edit", "scroll", "commit", "floor")
    widths = [9, 8, 9, *[8] * len(once), *[20] * len(many), 8, 7]
    lines = [["length", "spans", "", *once, *many, "after", "MB"]]
    for row in rows:
        line = [str(row["length"]), str(row["spans"]), "" if row["lines"] else "one line"]
        line += [str(row[name]) for name in once]
        line += ["{min}/{p50}/{p99}".format(**row[name]) for name in many]  # type: ignore[arg-type]
        line += [str(row["after"]["p50"]), str(row["mb"])]  # type: ignore[index]
        lines.append(line)
    for line in lines:
        yield "".join(f"{cell:>{w}}" for cell, w in zip(line, widths, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=200, help="how many keys and wheel steps")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--largest", type=int, default=SIZES[-1][0], help="leave larger ones out")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    # The offscreen plug-in complains of each hint that it can't follow.
    qInstallMessageHandler(
        lambda _kind, _place, told: (
            None if "does not support" in told else print(told, file=sys.stderr)
        )
    )
    if options.one:
        size, spans, kind = options.one
        print(json.dumps(measured(int(size), int(spans), options.steps, lines=kind == "lines")))
        return
    rows = [
        in_own_process(size, spans, options.steps, lines=lines)
        for lines in (True, False)
        for size, spans in SIZES
        if size <= options.largest
    ]
    print(json.dumps(rows) if options.json else "\n".join(table(rows)))


if __name__ == "__main__":
    main()
