"""Children that work on a project file until they are killed, and what they had acknowledged.

They are forked from a server that has everything imported, so that a kill costs milliseconds.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from annotator import Project
from annotator.model import Change, Changed, Fragment, Relation, Span, new_id
from annotator.transfer import import_paths

WHO = "ann-01"
Tell = Callable[[object], None]
Act = Callable[..., None]

_PRELOADED = (
    *("annotator.app.main", "annotator.app.desk", "annotator.transfer", "PySide6.QtTest"),
    *("annotator.dataset.making", "annotator.review.adjudicating", "annotator.formats.jsonl"),
    *("tests.durability.killing",),
)


@dataclass(frozen=True, slots=True)
class Killed:
    """What a child had told before it was killed, and whether it had come to its end by itself."""

    told: list[Any]
    finished: bool
    hot: bool
    """Whether it left a transaction half written, which the next to open takes back."""


class Worker:
    """A child that works on a project file, and what it told so far."""

    def __init__(self, act: Act, path: Path, *args: Any) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(_PRELOADED))
        self._told = path.with_name(f"{new_id()}.told")
        self._told.touch()
        self.process = context.Process(
            target=_work, args=(act, self._told, path, *args), daemon=True
        )
        self.process.start()

    def told(self) -> list[Any]:
        """Return what it told. A word that was cut off was not told."""
        return [json.loads(line) for line in self._told.read_text("utf-8").split("\n")[:-1]]

    def wait_for(self, words: int) -> None:
        """Wait until it has told so many words, or ended."""
        _wait_until(lambda: len(self.told()) >= words or not self.process.is_alive())

    def kill(self) -> None:
        """Kill it, whatever it does."""
        self.process.kill()
        self.process.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._told.unlink()


def kill_during(act: Act, path: Path, *args: Any, after: float) -> Killed:
    """Run ``act(tell, path, …)`` in a child and kill it so many seconds after its first word."""
    with Worker(act, path, *args) as worker:
        worker.wait_for(1)
        worker.process.join(after)
        finished = not worker.process.is_alive()
        worker.kill()
        journal = path.with_name(f"{path.name}-journal")
        hot = journal.exists() and journal.stat().st_size > 0
        if finished:
            assert worker.process.exitcode == 0, f"{act.__name__} failed; see its output"
        return Killed(worker.told(), finished, hot)


def _wait_until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not so():
        assert time.monotonic() < end, "the child didn't begin"
        time.sleep(0.001)


def _work(act: Act, told: Path, path: Path, *args: Any) -> None:
    out = os.open(told, os.O_WRONLY | os.O_APPEND)
    act(lambda word: os.write(out, f"{json.dumps(word)}\n".encode()), path, *args)


def _ack(changed: Changed | None) -> list[Any] | None:
    return changed and [changed.seq, changed.name, changed.kind]


def edit(tell: Tell, path: Path, seed: int, pause: float = 0) -> None:
    """Change a project through its one write door for ever, and tell what each change was.

    ``pause`` is how many seconds go by between changes.
    """
    chance = random.Random(seed)
    with Project.open(path) as project:
        article = project.article(chance.choice(project.article_ids()))
        text = article.text
        tell("ready")
        while True:
            time.sleep(pause)
            spans = project.layer(article.id, WHO).spans
            match chance.randrange(6):
                case 0 | 1:
                    start = chance.randrange(len(text) - 40)
                    ends = [
                        Span(new_id(), article.id, WHO, label, (_piece(text, at, at + 9),))
                        for label, at in (("Claim", start), ("Cue", start + 12))
                    ]
                    link = Relation(new_id(), article.id, WHO, "cued_by", *(e.id for e in ends))
                    change = Change("Mark", WHO, put=[*ends, link])
                case 2 if spans:
                    noted = replace(chance.choice(spans), note=new_id())
                    change = Change("Note", WHO, put=[noted])
                case 3:
                    tell(_ack(project.undo(annotator=WHO)))
                    continue
                case 4:
                    tell(_ack(project.redo(annotator=WHO)))
                    continue
                case _:
                    layer = project.layer(article.id, WHO)
                    put = replace(layer.assignment, seconds=layer.assignment.seconds + 1)
                    change = Change("Count time", WHO, put=[put], undoable=False)
            tell(_ack(project.apply(change)))


def _piece(text: str, start: int, end: int) -> Fragment:
    return Fragment(start, end, text[start:end])


def edit_in_the_window(tell: Tell, path: Path, seed: int) -> None:
    """Press keys on the real window for ever, and tell what each change was once it is shown."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from annotator.app.main import make_window

    chance = random.Random(seed)
    app = QApplication([])
    window = make_window(app)
    window.show()
    window.open_project(path, WHO)
    assert window.desk is not None
    heard: list[Changed] = []
    window.desk.session.changed.connect(heard.append)
    canvas = window.desk.workspace.canvas
    no, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    keys = [
        *((Qt.Key.Key_Right, control | shift, 3), (Qt.Key.Key_Right, control, 2)),
        *((Qt.Key.Key_1, no, 3), (Qt.Key.Key_2, no, 2), (Qt.Key.Key_3, no, 2)),
        *((Qt.Key.Key_L, no, 2), (Qt.Key.Key_D, alt, 1), (Qt.Key.Key_Right, alt, 2)),
        *((Qt.Key.Key_Delete, no, 1), (Qt.Key.Key_Tab, no, 1), (Qt.Key.Key_Escape, no, 2)),
        *((Qt.Key.Key_Z, control, 2), (Qt.Key.Key_Y, control, 1), (Qt.Key.Key_Down, no, 2)),
        *((Qt.Key.Key_Return, control, 1), (Qt.Key.Key_Up, control, 1)),
    ]
    weights = [weight for _, _, weight in keys]
    app.processEvents()
    tell("ready")
    while True:
        ((key, modifiers, _),) = chance.choices(keys, weights)
        QTest.keyClick(canvas, key, modifiers)
        app.processEvents()
        for changed in heard:
            tell(_ack(changed))
        heard.clear()


def bring_in(tell: Tell, path: Path, inbox: Path) -> None:
    """Import a folder."""
    with Project.open(path) as project:
        tell("ready")
        result = import_paths(project, [inbox], annotator=WHO)
        tell(["imported", result.articles])


def undo_all(tell: Tell, path: Path) -> None:
    """Take everything back and bring it again for ever."""
    with Project.open(path) as project:
        tell("ready")
        while True:
            while (changed := project.undo(annotator=WHO)) is not None:
                tell(_ack(changed))
            while (changed := project.redo(annotator=WHO)) is not None:
                tell(_ack(changed))


def bring_up_to_date(tell: Tell, path: Path) -> None:
    """Open a file of an older version."""
    tell("ready")
    with Project.open(path):
        tell("open")


def adjudicate(tell: Tell, path: Path) -> None:
    """Make gold by a rule."""
    from annotator.review.adjudicating import Rule
    from annotator.review.adjudicating import adjudicate as settle

    with Project.open(path) as project:
        tell("ready")
        tell(["settled", settle(project, Rule.parse("majority")).articles])


def back_up(tell: Tell, path: Path, target: Path) -> None:
    """Copy the project."""
    with Project.open(path) as project:
        tell("ready")
        project.backup(target)
        tell("backed up")


def repair(tell: Tell, path: Path, target: Path) -> None:
    """Save what can be read of a damaged file."""
    from annotator.store.salvage import salvage

    tell("ready")
    salvage(path, target)
    tell("repaired")


def restore(tell: Tell, path: Path, backup: Path) -> None:
    """Put a backup in the place of a damaged file."""
    from annotator.store.backup import restore as bring_back

    tell("ready")
    bring_back(backup, path)
    tell("restored")


def export(tell: Tell, path: Path, format: str, target: Path) -> None:
    """Write everything out."""
    from annotator.dataset.making import export as write
    from annotator.dataset.recipe import Recipe

    with Project.open(path) as project:
        tell("ready")
        write(project, Recipe(format, layer="all"), target)
        tell("written")
