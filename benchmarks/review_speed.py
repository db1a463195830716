"""How fast the review is on an article that five annotators filled with spans.

Times, the median of some runs: reading the layers alone (the floor), reading and matching them into
cases, showing the article with its cases in the window until it is painted, and one decision by
its key. Beside it half and four times the spans, and the same spans in a text four times as long:
matching grows with the spans, not with their square, and not with the text. Each figure stands
beside a floor measured in between, a million additions in plain Python (processor time), since a
machine may be faster now and slower then. Run: python benchmarks/review_speed.py [--opening]
[--spans N] [--annotators N] [--json]; with --opening, only what opening the article takes.
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


def additions() -> int:
    """Do what always takes the same, as long as the machine does."""
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    return total


def spent(act: Callable[[], object]) -> tuple[float, float]:
    """Return wall and processor milliseconds of one run."""
    began, used = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000


def timed(*acts: Callable[[], object]) -> dict[str, float]:
    """Return the medians of several runs, or of one run each if there are several acts."""
    runs = [(spent(additions), spent(act)) for act in (acts if len(acts) > 1 else acts * RUNS)]
    return {
        "wall_ms": statistics.median(wall for _, (wall, _) in runs),
        "cpu_ms": statistics.median(cpu for _, (_, cpu) in runs),
        "floor_ms": statistics.median(floor for (_, floor), _ in runs),
    }


def in_project(project: Project, articles: dict[str, str]) -> dict[str, dict[str, float]]:
    """Time what the core does to each article."""
    found = {}
    for name, id in articles.items():
        layers = {layer.annotator: layer.spans for layer in project.layers(id)}
        found[f"read, {name}"] = timed(lambda id=id: list(project.layers(id)))
        found[f"match, {name}"] = timed(lambda layers=layers: match(layers))
        found[f"cases, {name}"] = timed(lambda id=id: gather(project, id).open_cases)
    return found


def in_window(path: Path, article: str, others: list[str]) -> dict[str, dict[str, float]]:
    """Time what the window does until it is painted; ``others`` are opened for the first time."""
    app = QApplication([])
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

    def show(id: str) -> None:
        workspace.reviewing.open_article(id)
        app.processEvents()

    def decide() -> None:
        QTest.keyClick(workspace.panel, Qt.Key.Key_1)
        app.processEvents()

    found = {"first show in the window": timed(*(lambda id=id: show(id) for id in others))}
    show(article)
    found["show in the window"] = timed(lambda: show(article))
    found["decide by key"] = timed(decide)
    window.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--spans", type=int, default=2000)
    parser.add_argument("--annotators", type=int, default=5)
    parser.add_argument("--opening", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    spans, annotators = options.spans, options.annotators
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.annotator")
        with Project.create(path) as project:
            article, *others = (fill(project, annotators, spans, spans * 20) for _ in range(4))
            articles = {"article": article}
            if not options.opening:
                articles["half the spans"] = fill(project, annotators, spans // 2, spans * 20)
                articles["four times"] = fill(project, annotators, spans * 4, spans * 80)
                articles["longer"] = fill(project, annotators, spans, spans * 80)
            found = in_project(project, articles)
        found |= in_window(path, article, others)
    if options.json:
        print(json.dumps({"spans": spans, "annotators": annotators, **found}, indent=2))
        return
    print(f"{annotators} annotators, {spans} spans each; milliseconds")
    for name, value in found.items():
        told = "   ".join(f"{what.partition('_')[0]} {ms:8.1f}" for what, ms in value.items())
        print(f"{name:26} {told}   {value['cpu_ms'] / value['floor_ms']:5.2f} × the floor")


if __name__ == "__main__":
    main()
