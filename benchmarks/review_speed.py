"""How fast the review is on an article that five annotators filled with spans.

Times, the median of some runs: reading the layers alone (the floor), reading and matching them into
cases, showing the article with its cases in the window until it is painted, and one decision by
its key. Beside it half and four times the spans, and the same spans in a text four times as long:
matching grows with the spans, not with their square, and not with the text. Run:
python benchmarks/review_speed.py [--spans N] [--annotators N] [--json].
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="review-speed-")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import Project
from annotator.app.main import make_window
from annotator.app.review.workspace import ReviewWorkspace
from annotator.model import Article, Assignment, Change, Fragment, Record, Relation, Span, new_id
from annotator.review.adjudicating import gather
from annotator.review.matching import match

RUNS = 5
LABELS = ("Claim", "Source", "Cue", "Actor")


def fill(project: Project, annotators: int, spans: int, words: int) -> str:
    """Make an article in which annotators mostly mean the same, and seldom say it alike."""
    chance = random.Random(spans)
    text = " ".join(f"word{n % 97}" for n in range(words))
    starts = [0, *(n + 1 for n, letter in enumerate(text) if letter == " ")]
    article = Article(new_id(), f"{spans} spans", text)
    meant = [
        (n * words // spans, chance.randint(1, 12), chance.choice(LABELS)) for n in range(spans)
    ]
    records: list[Record] = [article]
    for who in (f"ann-{n + 1:02}" for n in range(annotators)):
        mine = []
        for place, length, label in meant:
            if chance.random() < 0.08:
                continue
            first = max(place + chance.choice((0, 0, 0, 0, 0, 0, -1, 1)), 0)
            last = min(first + max(length + chance.choice((0, 0, 0, 0, -1, 1)), 1), words - 1)
            called = chance.choice(LABELS) if chance.random() < 0.05 else label
            start, end = starts[first], max(starts[last] - 1, starts[first] + 1)
            piece = (Fragment(start, end, text[start:end]),)
            mine.append(Span(new_id(), article.id, who, called, piece))
        sources = [span for span in mine if span.label == "Source"]
        claims = [span for span in mine if span.label == "Claim"]
        links = [
            Relation(new_id(), article.id, who, "attributed_to", claim.id, source.id)
            for claim, source in zip(claims, sources, strict=False)
        ]
        records += [*mine, *links, Assignment(article.id, who, "done")]
    project.apply(Change("Make", "bench", put=records, bulk=True))
    return article.id


def timed(act: Callable[[], object]) -> dict[str, float]:
    """Return wall and processor milliseconds, the median of some runs."""
    wall, cpu = [], []
    for _ in range(RUNS):
        began, used = time.perf_counter(), time.process_time()
        act()
        cpu.append((time.process_time() - used) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return {"wall_ms": statistics.median(wall), "cpu_ms": statistics.median(cpu)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--spans", type=int, default=2000)
    parser.add_argument("--annotators", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    spans, annotators = options.spans, options.annotators
    app = QApplication([])
    found: dict[str, object] = {"spans": spans, "annotators": annotators}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.annotator")
        with Project.create(path) as project:
            article = fill(project, annotators, spans, spans * 20)
            half = fill(project, annotators, spans // 2, spans * 20)
            many = fill(project, annotators, spans * 4, spans * 80)
            longer = fill(project, annotators, spans, spans * 80)
            for name, id in (
                ("article", article),
                ("half the spans", half),
                ("four times", many),
                ("longer", longer),
            ):
                layers = {layer.annotator: layer.spans for layer in project.layers(id)}
                found[f"read, {name}"] = timed(lambda id=id: list(project.layers(id)))
                found[f"match, {name}"] = timed(lambda layers=layers: match(layers))
                found[f"cases, {name}"] = timed(lambda id=id: gather(project, id).open_cases)
        window = make_window(app)
        window.resize(1440, 900)
        window.show()
        window.open_project(path, "rev-01")
        assert window.desk is not None
        window.desk.show("review")
        workspace = window.findChild(ReviewWorkspace)
        assert isinstance(workspace, ReviewWorkspace)
        while workspace.queue.model.uncounted():
            QTest.qWait(100)

        def show() -> None:
            workspace.reviewing.open_article(article)
            app.processEvents()

        show()
        found["show in the window"] = timed(show)

        def decide() -> None:
            QTest.keyClick(workspace.panel, Qt.Key.Key_1)
            app.processEvents()

        found["decide by key"] = timed(decide)
        window.close()
    if options.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{annotators} annotators, {spans} spans each; milliseconds")
    for name, value in found.items():
        if isinstance(value, dict):
            print(f"{name:28} wall {value['wall_ms']:8.1f}   cpu {value['cpu_ms']:8.1f}")


if __name__ == "__main__":
    main()
