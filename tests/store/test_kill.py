"""A kill at any moment loses nothing that was acknowledged, and leaves no half change."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator import Project
from annotator.model import Article, Change, new_id
from tests.store.conftest import TEXT

WRITER = """
import sys
from annotator import Project
from annotator.model import Change, Fragment, Relation, Span, new_id
path, article, text = sys.argv[1:]
with Project.open(path) as project:
    print("ready", flush=True)
    while True:
        cue, claim = new_id(), new_id()
        project.apply(Change("Mark", "ann-01", put=[
            Span(cue, article, "ann-01", "Cue", (Fragment(19, 23, text[19:23]),)),
            Span(claim, article, "ann-01", "Claim", (Fragment(24, 44, text[24:44]),)),
            Relation(new_id(), article, "ann-01", "cued_by", claim, cue),
        ]))
        print(cue, flush=True)
"""


def killed_rounds(path: Path, rounds: int, seed: int) -> None:
    article = Article(new_id(), "T", TEXT)
    with Project.create(path) as project:
        project.apply(Change("Import", "ann-01", put=[article], bulk=True))
    chance = random.Random(seed)
    acknowledged: set[str] = set()
    for _ in range(rounds):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), article.id, TEXT],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.random() * 0.08)
        os.kill(child.pid, signal.SIGKILL)
        acknowledged |= {line.strip() for line in child.stdout if line.endswith("\n")}
        child.wait()
        child.stdout.close()
        with Project.open(path) as project:
            layer = project.layer(article.id, "ann-01")
            cues = {span.id for span in layer.spans if span.label == "Cue"}
            assert acknowledged <= cues
            assert len(layer.spans) == 2 * len(layer.relations) == 2 * len(cues)
    assert acknowledged
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_loses_nothing_acknowledged(path: Path) -> None:
    killed_rounds(path, rounds=6, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_many_kills_lose_nothing_acknowledged(path: Path) -> None:
    killed_rounds(path, rounds=300, seed=2)
