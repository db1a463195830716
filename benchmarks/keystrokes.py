"""How many keys the whole hand-labelling of an article takes, pressed in the real window.

Replays `../shared/data/seed_gold.jsonl` in the order of the text: each span with its fragments,
answers and actor, each link as soon as both ends are there, by key events alone. For each piece of
text a planner looks for the fewest keys that select it, as a practised annotator would; the window
has to arrive at the very labels made by hand, or the exit status is 1. Every key counts as one, a
typed letter as well as a letter with Shift or Ctrl held.

Run: python benchmarks/keystrokes.py [--fresh] [--json] [--keys]. With --fresh the register of
actors is empty at the start, as on the first day of a project. Goals, for selecting and labelling
from where the act before left the hand: at most 4 for a typical (median) actor, 6 for a claim; 2
for a link to the nearest candidate.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from _planner import Place, Planner
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator import Project
from annotator.app.annotate.actor_line import ActorLine
from annotator.app.annotate.choices import attribute_keys
from annotator.app.desk import Desk
from annotator.app.main import make_window
from annotator.model import Actor, Layer, Relation, Span
from annotator.model.outline import candidates
from annotator.model.register import proposals
from annotator.text.units import Range
from annotator.transfer import import_paths

GOLD = Path(__file__).parents[2] / "shared" / "data" / "seed_gold.jsonl"
MOST_CHOICES = 4


class Replay:
    """Labels an article as it is labelled in a layer, and counts the keys by what they are for."""

    def __init__(self, desk: Desk, gold: Layer, actors: dict[str, Actor], *, show: bool) -> None:
        self.desk, self.gold, self.actors, self.show = desk, gold, actors, show
        self.canvas = desk.workspace.canvas
        article = gold.article
        rules = desk.session.scheme.boundaries
        self.planner = Planner(article.text, article.language, rules)
        self.counts: dict[str, list[int]] = defaultdict(list)
        self.made: dict[str, str] = {}
        self.not_reached: list[str] = []

    @property
    def layer(self) -> Layer:
        assert self.desk.session.layer is not None
        return self.desk.session.layer

    @property
    def current(self) -> Span:
        span = self.desk.session.span(self.canvas.current)
        assert span is not None, "no span is selected"
        return span

    def run(self) -> None:
        linked = set()
        for span in self.gold.spans:
            self.label(span)
            for relation in self.gold.links(span.id):
                ends = {relation.source, relation.target}
                if ends <= self.made.keys() and relation.id not in linked:
                    linked.add(relation.id)
                    self.link(relation)

    def label(self, span: Span) -> None:
        label = self.desk.session.scheme.label(span.label)
        assert label is not None and label.key is not None
        wanted = [(f.start, f.end) for f in span.fragments]
        keys: list[str] = []
        while wanted:
            way = self.way_to(wanted, label.key, first=not keys)
            if way is None:
                self.not_reached.append(f"{span.label}: {span.quote[:60]}")
                return
            self.press(way)
            keys += way
            made = {(f.start, f.end) for f in self.current.fragments}
            wanted = [piece for piece in wanted if piece not in made]
        self.made[span.id] = self.current.id
        self.count(span.label, keys)
        answers = self.answer(span)
        named = self.name(span)
        if self.show:
            told = "  ".join(" ".join(part) for part in (keys, answers, named) if part)
            print(f"{span.label:7} {told:34} {span.quote[:60]!r}")

    def way_to(self, wanted: list[Range], key: str, *, first: bool) -> list[str] | None:
        """Return the keys that mark the next of the wanted pieces."""
        offered = None if first else self.desk.workspace.acts.next_fragment
        if offered is not None and self.planner.marks(offered, wanted):
            return ["F"]
        plan = self.planner.plan(self.place(), wanted, keep=not first)
        return None if plan is None else [*plan, key if first else "F"]

    def answer(self, span: Span) -> list[str]:
        """Answer what the label asks and the program hasn't answered."""
        label = self.desk.session.scheme.label(span.label)
        assert label is not None
        letters = attribute_keys(label, self.desk.keymap.letters(self.canvas))
        keys = []
        for attribute in label.attributes:
            value = span.attributes.get(attribute.name)
            if value != self.current.attributes.get(attribute.name):
                keys.append(letters[attribute.name, str(value)].upper())
        self.press(keys)
        if label.attributes:
            self.count(f"{span.label}: answers", keys)
        return keys

    def name(self, span: Span) -> list[str]:
        """Say whom the span names, if the program doesn't know."""
        known = {actor.id: actor.name for actor in self.desk.session.project.actors()}
        wanted = self.actors[span.actor].name if span.actor else None
        keys: list[str] = []
        if wanted != known.get(self.current.actor or ""):
            self.press(["A"])
            keys = ["A", *self.choose(wanted)]
            self.press(keys[1:])
        if span.actor:
            self.count(f"{span.label}: actor", keys)
        return keys

    def choose(self, wanted: str | None) -> list[str]:
        """Return the keys that choose an entry among those shown, or type its name."""
        line = self.desk.workspace.inspector.selected.findChild(ActorLine)
        assert line is not None and line.hasFocus()
        if wanted is None:
            return ["Backspace", "Return"]
        rows = [line.choices.item(n).text() for n in range(line.choices.count())]
        fits = [n for n, row in enumerate(rows) if row[3:].split("   ")[0] == wanted]
        fits += [n for n, row in enumerate(rows) if row[3:] == f"New: {wanted}"]
        if fits:
            return ["Return"] if line.choices.currentRow() == fits[0] else [str(fits[0] + 1)]
        register = self.desk.session.project.actors()
        if wanted in (actor.name for actor in register):
            for length in range(1, len(wanted)):
                if proposals(register, wanted[:length])[0].name == wanted:
                    return [*wanted[:length], "Return"]
        return [*wanted, "Return"]

    def link(self, relation: Relation) -> None:
        source, target = self.made[relation.source], self.made[relation.target]
        go = [] if self.canvas.current in (source, target) else self.go_to(source)
        other = target if self.canvas.current == source else source
        for choice in range(MOST_CHOICES):
            found = candidates(self.layer, self.desk.session.scheme, self.current, choice)
            for number, candidate in enumerate(found[:9], 1):
                forward = self.current.id == source
                fits = candidate.type.name == relation.type and candidate.forward == forward
                if candidate.span.id == other and fits:
                    keys = [*["L"] * (choice + 1), str(number)]
                    self.press(keys)
                    self.count("link", [*go, *keys])
                    if not go and number == 1:
                        self.count("link to the nearest", keys)
                    return
        self.not_reached.append(f"{relation.type} of {self.current.quote[:30]!r}")

    def go_to(self, span_id: str) -> list[str]:
        """Go to a span by Tab or Shift+Tab."""
        order = [span.id for span in self.layer.spans]
        steps = order.index(span_id) - order.index(self.current.id)
        keys = ["Tab" if steps > 0 else "Shift+Tab"] * abs(steps)
        self.press(keys)
        return keys

    def count(self, what: str, keys: list[str]) -> None:
        self.counts[what].append(len(keys))

    def place(self) -> Place:
        anchor, caret = self.canvas.selection()
        span = self.desk.session.span(self.canvas.current)
        if span is None:
            return Place(anchor, caret)
        piece = span.fragments[self.canvas.current_fragment]
        return Place(anchor, caret, (piece.start, piece.end))

    def press(self, keys: list[str]) -> None:
        for key in keys:
            press(key)


def press(key: str) -> None:
    """Press a key where the keyboard is: a letter typed into a line, else a key of the window."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    if len(key) == 1 and isinstance(widget, QLineEdit):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            modifiers = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, modifiers, key))
    else:
        combination = QKeySequence(key)[0]
        QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())
    QApplication.processEvents()


def differences(gold: Layer, made: Layer, names: tuple[dict[str, str], ...]) -> list[str]:
    """Name what is in one layer and not in the other, by places, answers, names and links."""

    def told(layer: Layer, actors: dict[str, str]) -> set[str]:
        def place(span: Span | None) -> str:
            pieces = [(f.start, f.end) for f in span.fragments] if span is not None else []
            return f"{span.label if span else None} {pieces}"

        spans = {
            f"{place(s)} {dict(sorted(s.attributes.items()))} {actors.get(s.actor or '')}"
            for s in layer.spans
        }
        return spans | {
            f"{r.type} {place(layer.span(r.source))} {place(layer.span(r.target))}"
            for r in layer.relations
        }

    one, other = told(gold, names[0]), told(made, names[1])
    return [f"missing: {what}" for what in sorted(one - other)] + [
        f"too much: {what}" for what in sorted(other - one)
    ]


def replayed(folder: Path, *, fresh: bool, show: bool) -> tuple[Replay, list[str]]:
    """Label the article anew in the window; return what it took, and what came out otherwise."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    path = folder / "seed.annotator"
    with Project.create(folder / "gold.annotator") as project:
        import_paths(project, [GOLD], annotator="import")
        gold = next(iter(project.layers()))
        actors = {actor.id: actor for actor in project.actors()}
    with Project.create(path) as project:
        import_paths(project, [GOLD], annotator="import")
        if fresh:
            project.undo(annotator="import")
            without = folder / "seed.txt"
            without.write_text(gold.article.text, encoding="utf-8", newline="")
            import_paths(project, [without], annotator="import")
    window = make_window(app)
    window.resize(1440, 900)
    window.show()
    window.open_project(path, "hands")
    window.activateWindow()
    QApplication.processEvents()
    assert window.desk is not None
    replay = Replay(window.desk, gold, actors, show=show)
    window.desk.workspace.canvas.setFocus()
    replay.run()
    register = {actor.id: actor.name for actor in window.desk.session.project.actors()}
    names = {actor.id: actor.name for actor in actors.values()}
    wrong = differences(gold, replay.layer, (names, register))
    window.close()
    return replay, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="begin with an empty register")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keys", action="store_true", help="show the keys of each span")
    options = parser.parse_args()
    if not GOLD.exists():
        print(f"{GOLD.name} is not at hand; nothing is measured.", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CONFIG_HOME"] = home
        replay, wrong = replayed(Path(home), fresh=options.fresh, show=options.keys)
    rows = {
        what: {
            "n": len(counts),
            "median": statistics.median(counts),
            "mean": round(statistics.mean(counts), 2),
            "most": max(counts),
            "keys": sum(counts),
        }
        for what, counts in sorted(replay.counts.items())
    }
    total = sum(row["keys"] for what, row in rows.items() if what != "link to the nearest")
    if options.json:
        result = {"rows": rows, "keys": total, "wrong": wrong, "not_reached": replay.not_reached}
        print(json.dumps(result, ensure_ascii=False))
        return 1 if wrong else 0
    print(f"{'':24}{'n':>4}{'median':>8}{'mean':>7}{'most':>6}{'keys':>6}")
    for what, row in rows.items():
        print(f"{what:24}{row['n']:>4}{row['median']:>8}{row['mean']:>7}{row['most']:>6}", end="")
        print(f"{row['keys']:>6}")
    spans, links = len(replay.gold.spans), len(replay.gold.relations)
    print(f"{total} keys for {spans} spans and {links} links", end="")
    print("; not as labelled by hand:" if wrong else ", just as labelled by hand")
    for what in [f"not reached: {what}" for what in replay.not_reached] + wrong:
        print(f"  {what}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
