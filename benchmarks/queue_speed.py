"""How fast the queue is with many articles, beside the same window with sixty.

Times, median and worst of some runs, each until it is painted: opening the project, "done and
next", one filter of each kind, another order, one wheel step. Run:
python benchmarks/queue_speed.py [--articles N] [--spans N] [--json].
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="queue-speed-")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import Project
from annotator.app.annotate.workspace import AnnotateWorkspace
from annotator.app.main import make_window
from annotator.app.window import MainWindow
from annotator.model import Actor, Article, Assignment, Change, Fragment, Record, Span, new_id

SENTENCE = (
    "the port authority said on Monday that a survey of its own figures would be published "
    "before any work starts and denied reports of delay according to people who know it"
)
WORDS = tuple(SENTENCE.split(" "))
FEW, WHO = 60, "ann-01"
STATUSES = ("new", "started", "done", "done", "flagged", "skipped")
FILTERS = (
    "status:done",
    "label:Claim",
    'actor:"Northmark 7"',
    "date:2024-03",
    "survey",
    "grounding",
)


def records(articles: int, spans: int) -> Iterator[list[Record]]:
    """Make articles in lots, each with spans of one annotator."""
    chance = random.Random(articles)
    actors = [Actor(new_id(), f"Northmark {n}") for n in range(50)]
    yield list(actors)
    for first in range(0, articles, 250):
        lot: list[Record] = []
        for n in range(first, min(first + 250, articles)):
            text = " ".join(chance.choices(WORDS, k=500))
            title = " ".join(chance.choices(WORDS, k=9)).capitalize()
            article = Article(
                new_id(), title, text, source=f"file {n}.txt", published=f"2024-{n % 12 + 1:02}-05"
            )
            status = STATUSES[n % len(STATUSES)]
            lot += [article, Assignment(article.id, WHO, status, seconds=60 * (n % 9))]
            for k in range(spans if status != "new" else 0):
                start = (k * 37) % 2000
                piece = (Fragment(start, start + 20, text[start : start + 20]),)
                label = ("Claim", "Source", "Cue", "Actor")[k % 4]
                actor = actors[k % 50].id if label == "Actor" else None
                lot.append(Span(new_id(), article.id, WHO, label, piece, actor=actor))
        yield lot


def make(path: Path, articles: int, spans: int) -> None:
    with Project.create(path) as project:
        for lot in records(articles, spans):
            project.apply(Change("Import", WHO, put=lot, bulk=True))


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds until an act and all the painting it asks for are over."""
    begun = time.perf_counter()
    act()
    QApplication.processEvents()
    QApplication.processEvents()
    return 1000 * (time.perf_counter() - begun)


def measured(app: QApplication, path: Path, runs: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}

    def note(name: str, act: Callable[[], object]) -> None:
        found.setdefault(name, []).append(timed(act))

    window: MainWindow = make_window(app)
    window.resize(1440, 900)
    window.show()
    QTest.qWait(50)
    for _ in range(3):
        note("open", lambda: window.open_project(path, WHO))
    workspace = window.findChildren(AnnotateWorkspace)[-1]
    queue, canvas = workspace.queue, workspace.canvas
    for _ in range(runs):
        note(
            "done and next",
            lambda: QTest.keyClick(canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        )
        QTest.qWait(80)
    for words in FILTERS:
        for _ in range(max(runs // 4, 3)):
            queue.filter.setText(words)
            note(f"filter {words}", lambda words=words: queue.filter.asked.emit(words))
            queue.filter.clear()
            QTest.qWait(200)
    for order in ("title", "came"):
        note(f"order {order}", lambda order=order: queue.set_order(order))
    view = queue.view.viewport()
    for _ in range(runs):
        event = QWheelEvent(
            QPointF(50, 50),
            view.mapToGlobal(QPointF(50, 50)),
            QPoint(0, 0),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        note("wheel step", lambda event=event: QApplication.sendEvent(view, event))
    window.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--spans", type=int, default=40, help="of each article that was begun")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    app = QApplication([])
    rows = []
    with tempfile.TemporaryDirectory(dir=os.environ["XDG_CONFIG_HOME"]) as folder:
        many, few = Path(folder, "many.annotator"), Path(folder, "few.annotator")
        make(many, options.articles, options.spans)
        make(few, FEW, options.spans)
        floor = measured(app, few, options.runs)
        for name, times in measured(app, many, options.runs).items():
            rows.append(
                {
                    "what": name,
                    "median_ms": round(statistics.median(times), 1),
                    "worst_ms": round(max(times), 1),
                    "with_sixty_ms": round(statistics.median(floor[name]), 1),
                }
            )
    shutil.rmtree(os.environ["XDG_CONFIG_HOME"])
    if options.json:
        print(json.dumps({"articles": options.articles, "rows": rows}, indent=1))
        return
    print(f"{options.articles} articles                 median   worst   with {FEW}")
    for row in rows:
        print("{what:<28} {median_ms:8} {worst_ms:8} {with_sixty_ms:8} ms".format(**row))


if __name__ == "__main__":
    main()
