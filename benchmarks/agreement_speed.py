"""Agreement beside other programs on the same data, and every measure of a large project.

Run: python benchmarks/agreement_speed.py [--pygamma] [--articles N] [--json]. Goals: 4 times as
fast as the krippendorff package and 10 times as statsmodels at 100,000 items × 5; with --pygamma
20 times as fast as pygamma-agreement, at equal disorder, on 1,000 units of 2 and of 3 annotators;
with --articles 10000 (1 million spans) under a minute of processor time and 1 GB.

pygamma-agreement wants other libraries than ours: it gets a virtual environment of its own. Only
best alignments are timed there, since γ's 30 chance alignments would take it many minutes more.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
from statsmodels.stats import inter_rater

from annotator import Project, agreement
from annotator.agreement.aligning.alignment import best_alignment
from annotator.agreement.aligning.dissimilarity import Dissimilarity, Units
from annotator.agreement.study import Study
from annotator.model import Annotator, Article, Assignment, Change, Fragment, Relation, Span, new_id

PYGAMMA = """
import json, logging, sys, time
logging.disable(logging.WARNING)
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum
answers = []
for units in json.load(sys.stdin):
    continuum = Continuum()
    for coder, start, end, category in units:
        continuum.add(f"c{coder}", Segment(start, end), f"k{category}")
    unlike = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    begun = time.perf_counter()
    disorder = float(continuum.get_best_alignment(unlike).disorder)
    answers.append((time.perf_counter() - begun, disorder))
print(json.dumps(answers))
"""


def best(work: Callable[[], Any], runs: int = 7) -> float:
    """The shortest of some runs, in seconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def ratings(items: int, coders: int) -> np.ndarray:
    chance = np.random.default_rng(0)
    truth = chance.integers(5, size=items)
    guess = chance.integers(5, size=(items, coders))
    return np.where(chance.random((items, coders)) < 0.7, truth[:, None], guess)


def tables() -> dict[str, Any]:
    table = ratings(100_000, 5)
    counts, _ = inter_rater.aggregate_raters(table)
    assert np.isclose(
        krippendorff.alpha(table.T, level_of_measurement="nominal"),
        agreement.krippendorff_alpha(table),
    )
    assert np.isclose(inter_rater.fleiss_kappa(counts), agreement.fleiss_kappa(table))
    alpha = best(lambda: agreement.krippendorff_alpha(table))
    kappa = best(lambda: agreement.fleiss_kappa(table))
    their_alpha = best(lambda: krippendorff.alpha(table.T, level_of_measurement="nominal"), 3)
    their_kappa = best(lambda: inter_rater.fleiss_kappa(inter_rater.aggregate_raters(table)[0]), 3)
    return {
        "alpha_ms": alpha * 1000,
        "alpha_times_krippendorff": their_alpha / alpha,
        "fleiss_ms": kappa * 1000,
        "fleiss_times_statsmodels": their_kappa / kappa,
    }


def units(coders: int, total: int) -> list[tuple[int, int, int, int]]:
    """Units that agree more or less, on a text with room for as many."""
    chance = np.random.default_rng(coders)
    found = set()
    for n in range(total // coders):
        for coder in range(coders):
            start = n * 20 + int(chance.integers(0, 9))
            kind = n % 4 if chance.random() < 0.8 else int(chance.integers(4))
            found.add((coder, start, start + int(chance.integers(4, 16)), kind))
    return sorted(found)


def gamma(folder: Path) -> dict[str, Any]:
    questions = {coders: units(coders, 1000) for coders in (2, 3)}
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "pygamma-agreement"], check=True)
    # The first, small one pays for compiling.
    asked = json.dumps([units(3, 30), *questions.values()])
    done = subprocess.run(
        [python, "-c", PYGAMMA], input=asked, capture_output=True, text=True, check=True
    )
    theirs = json.loads(done.stdout.splitlines()[-1])[1:]
    result = {}
    for (coders, question), (seconds, disorder) in zip(questions.items(), theirs, strict=True):
        coder, start, end, kind = (np.array(column) for column in zip(*question, strict=True))
        flat = Units(start.astype(float), end.astype(float), kind, coder, np.zeros_like(coder))
        ordered = flat.sorted()[0]
        found = best_alignment(ordered, coders, Dissimilarity())
        ours = float(found.cost.sum()) * coders / len(question)
        assert np.isclose(ours, disorder, atol=1e-4), (ours, disorder)
        mine = best(lambda o=ordered, n=coders: best_alignment(o, n, Dissimilarity()))
        whole = best(lambda q=question: agreement.gamma(q), 1)
        result |= {
            f"alignment_{coders}_annotators_ms": mine * 1000,
            f"alignment_{coders}_annotators_times_pygamma": seconds / mine,
            f"gamma_{coders}_annotators_s": whole,
        }
    return result


def article_records(number: int, chance: random.Random, people: list[str]) -> list[Any]:
    words = [chance.choice(["alpha", "the", '"safe"', "said,", "minister"]) for _ in range(130)]
    one = Article(new_id(), f"Article {number}", " ".join(words))
    places, at = [], 0
    for word in words:
        places.append((at, at + len(word)))
        at += len(word) + 1
    records: list[Any] = [one]
    for who in people:
        records.append(Assignment(one.id, who, "done"))
        for first in range(0, 112, 16):
            ends = {}
            for label, a, b in (
                ("Claim", first, first + 6),
                ("Source", first + 8, first + 10),
                ("Cue", first + 12, first + 12),
                ("Actor", first + 2, first + 2),
            ):
                if chance.random() < 0.9:
                    start, end = places[a][0], places[b + (chance.random() < 0.15)][1]
                    piece = Fragment(start, end, one.text[start:end])
                    made = Span(new_id(), one.id, who, label, (piece,))
                    records.append(made)
                    ends[label] = made.id
            if {"Claim", "Source"} <= set(ends):
                link = (ends["Claim"], ends["Source"])
                records.append(Relation(new_id(), one.id, who, "attributed_to", *link))
    return records


def large(folder: Path, articles: int) -> dict[str, Any]:
    path = folder / "large.annotator"
    people = [f"ann-{n:02}" for n in range(1, 5)]
    chance = random.Random(0)
    with Project.create(path) as project:
        names = [Annotator(new_id(), name) for name in people]
        project.apply(Change("Add annotators", "lead", put=names))
        for first in range(0, articles, 500):
            lot = range(first, min(first + 500, articles))
            records = [r for n in lot for r in article_records(n, chance, people)]
            records.sort(key=lambda record: isinstance(record, Relation))
            project.apply(Change("Import", "lead", put=records, bulk=True))
        spans = project.counts()["spans"]
    # In a process of its own, so that what it needs can be told from what making it needed.
    done = subprocess.run(
        [sys.executable, __file__, "--measure", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return {"articles": articles, "spans": spans, **json.loads(done.stdout)}


def measure(path: Path) -> dict[str, Any]:
    """Measure everything in a project; tell processor seconds and the most memory."""
    with Project.open(path) as project:
        begun = time.process_time()
        study = Study.of(project)
        counted = time.process_time()
        rows = study.rows(["all"])
        done = time.process_time()
        again = project.article_ids()[:1]
        study.ledger.refresh(project, again)
        Study(study.ledger).row("f1_overlap")
        refreshed = time.process_time()
    return {
        "figures": len(rows),
        "count_cpu_s": counted - begun,
        "all_measures_cpu_s": done - begun,
        "one_changed_article_cpu_s": refreshed - done,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pygamma", action="store_true", help="beside pygamma-agreement")
    parser.add_argument("--articles", type=int, default=500, help="how large a project")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    with tempfile.TemporaryDirectory() as name:
        result = tables()
        if options.pygamma:
            result |= gamma(Path(name, "pygamma"))
        result |= large(Path(name), options.articles)
    if options.json:
        print(json.dumps(result))
        return
    for key, value in result.items():
        print(f"{key:42}{value:>14,.2f}" if isinstance(value, float) else f"{key:42}{value:>14,}")


if __name__ == "__main__":
    main()
