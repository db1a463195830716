"""The store at random against a simple model in memory: every change, undo, redo, reopen."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from annotator import Project
from annotator.errors import AnnotatorError
from annotator.model import (
    Actor,
    Annotator,
    Article,
    Assignment,
    Change,
    Decision,
    Fragment,
    Record,
    Relation,
    SchemeVersion,
    Setting,
    Span,
    Zone,
    new_id,
)
from tests.durability.checks import assert_whole
from tests.durability.model import Model, RefusedByModel

PEOPLE = ("ann-01", "ann-02", "gold")
TEXT = "The harbour master 🚢 said the channel was safe.\r\nHuawei denie\u0301d it."
WORDS = st.text(st.characters(codec="utf-8"), max_size=6)
PUT_BY = st.sampled_from(PEOPLE)


class Projects(RuleBasedStateMachine):
    """Three annotators do at random whatever a change can be, in one file, through two windows."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "p.annotator"
        self.model = Model()
        self.windows = [Project.create(self.path), Project.open(self.path)]

    @initialize(title=WORDS)
    def begin(self, title: str) -> None:
        for who in PEOPLE:  # known before, so that nobody's coming is undone
            role = "reviewer" if who == "gold" else "annotator"
            self.windows[0].apply(Change("Add", "admin", put=[Annotator(new_id(), who, role)]))
        article = Article(new_id(), title, TEXT, zones=(Zone("body", 0, 20),), original=b"\0\xff")
        self.do(Change("Import", "ann-01", put=[article], bulk=True))

    def do(self, change: Change) -> None:
        """Do it in both, which must agree on whether it can be done and does anything."""
        self.agree(lambda: self.model.apply(change), lambda: self.window.apply(change) is not None)

    def agree(self, ours: Callable[[], bool], theirs: Callable[[], bool]) -> None:

        try:
            expected = ours()
        except RefusedByModel:
            with pytest.raises(AnnotatorError):
                theirs()
        else:
            assert theirs() == expected

    @property
    def window(self) -> Project:
        return self.windows[0]

    def some(self, data: st.DataObject, kind: type, **equal: object) -> Record | None:
        found = self.model.all(kind, **equal)
        return data.draw(st.sampled_from(found)) if found else None

    @rule(who=PUT_BY, data=st.data(), label=st.sampled_from(["Claim", "Source", "Cue"]))
    def mark(self, who: str, data: st.DataObject, label: str) -> None:
        article = self.some(data, Article)
        if article is None:
            return
        cuts = data.draw(st.sets(st.integers(0, len(TEXT)), min_size=2, max_size=4).map(sorted))
        places = zip(cuts[::2], cuts[1::2], strict=False)
        fragments = tuple(Fragment(a, b, TEXT[a:b]) for a, b in places)
        actor = self.some(data, Actor) if label == "Source" else None
        span = Span(
            *(new_id(), article.id, who, label, fragments if label == "Claim" else fragments[:1]),
            attributes={"checkworthy": data.draw(st.booleans())} if label == "Claim" else {},
            actor=actor.id if actor else None,
            scheme_version=self.window.scheme.version,
        )
        started = self.model.now.get((Assignment, (article.id, who)))
        along = [] if started else [Assignment(article.id, who, "started")]
        self.do(Change(f"Label {label}", who, put=[span, *along]))

    @rule(who=PUT_BY, data=st.data(), note=WORDS, doubt=st.booleans())
    def change_span(self, who: str, data: st.DataObject, note: str, doubt: bool) -> None:
        span = self.some(data, Span, annotator=who)
        if span is not None:
            self.do(Change("Note", who, put=[replace(span, note=note or None, doubt=doubt)]))

    @rule(who=PUT_BY, data=st.data())
    def link(self, who: str, data: st.DataObject) -> None:
        claim = self.some(data, Span, annotator=who, label="Claim")
        cue = claim and self.some(data, Span, annotator=who, label="Cue", article=claim.article)
        if claim and cue:
            relation = Relation(new_id(), claim.article, who, "cued_by", claim.id, cue.id)
            self.do(Change("Link", who, put=[relation]))

    @rule(
        who=PUT_BY,
        data=st.data(),
        kind=st.sampled_from([Span, Relation, Article, Actor, Decision, Setting, Assignment]),
    )
    def remove(self, who: str, data: st.DataObject, kind: type) -> None:
        record = self.some(data, kind)
        if record is not None:
            self.do(Change("Remove", who, remove=[record]))

    @rule(
        who=PUT_BY, data=st.data(), note=WORDS, status=st.sampled_from(["new", "done", "flagged"])
    )
    def set_status(self, who: str, data: st.DataObject, note: str, status: str) -> None:
        article = self.some(data, Article)
        if article is not None:
            put = Assignment(article.id, who, status, 1.5, note)
            self.do(Change("Status", who, put=[put]))

    @rule(who=PUT_BY, data=st.data(), seconds=st.floats(0, 9))
    def count_time(self, who: str, data: st.DataObject, seconds: float) -> None:
        mark = self.some(data, Assignment, annotator=who)
        if mark is not None:
            put = [replace(mark, seconds=mark.seconds + seconds)]
            self.do(Change("Count time", who, put=put, undoable=False))

    @rule(who=PUT_BY, data=st.data(), name=WORDS.filter(str.strip), old=st.booleans())
    def register(self, who: str, data: st.DataObject, name: str, old: bool) -> None:
        actor = (self.some(data, Actor) if old else None) or Actor(new_id(), "x")
        field = data.draw(st.sampled_from(["name", "kind", "note", "kb_id"]))
        self.do(Change("Register", who, put=[replace(actor, **{field: name})]))

    @rule(who=PUT_BY, key=st.sampled_from(["recipe", "columns"]), value=WORDS)
    def remember(self, who: str, key: str, value: str) -> None:
        self.do(Change("Remember", who, put=[Setting(key, value)]))

    @rule(who=PUT_BY)
    def new_scheme(self, who: str) -> None:
        scheme = self.window.scheme
        version = SchemeVersion(scheme.version + 1, f"{scheme.toml}\n# {scheme.version}\n")
        self.do(Change("New scheme", who, put=[version]))

    @rule(who=PUT_BY, data=st.data(), reason=WORDS)
    def decide(self, who: str, data: st.DataObject, reason: str) -> None:
        article = self.some(data, Article)
        if article is not None:
            old = self.some(data, Decision) if data.draw(st.booleans()) else None
            decision = Decision(new_id(), article.id, "gold", who, (new_id(),), "edited")
            put = replace(old or decision, reason=reason, origin=("ann-02",))
            self.do(Change("Decide", who, put=[put]))

    @rule(who=PUT_BY, data=st.data(), count=st.integers(1, 3), by=PUT_BY)
    def bring_in(self, who: str, data: st.DataObject, count: int, by: str) -> None:
        """Import articles with somebody's work on them, as one change."""
        old = self.some(data, Article)
        put: list[Record] = []
        for n in range(count):
            article = Article(
                *(new_id(), f"A{n}", TEXT),
                metadata={"n": n, "x": [None, "é"]},
                original=b"\0" * n,
                revision_of=old.id if old and n == 0 else None,
            )
            cue = Fragment(21, 25, TEXT[21:25])
            mark = (new_id(), article.id, by, "Cue", (cue,))
            span = Span(*mark, origin="import", scheme_version=self.window.scheme.version)
            put += [article, Assignment(article.id, by, "done"), span]
        self.do(Change("Import", who, put=put, bulk=True))

    @rule(who=PUT_BY)
    def nothing_new_by_a_stranger(self, who: str) -> None:
        """A change that changes nothing leaves nothing, not even who made it."""
        for record in self.model.all(Setting):
            self.do(Change("Same", f"stranger to {who}", put=[record]))

    @rule(who=PUT_BY, data=st.data())
    def half_a_character(self, who: str, data: st.DataObject) -> None:
        broken = data.draw(
            st.sampled_from(
                [
                    Change("x", who, put=[Setting("k", "\ud800")]),
                    Change("\udfff", who, put=[Setting("k", new_id())]),
                    Change("x", who, put=[Article(new_id(), "t", "x", byline="\ud83d")]),
                    Change("x", who, put=[Article(new_id(), "t", "x\ud83d")], bulk=True),
                    Change("x", "\ud83d", put=[Setting("k", new_id())]),
                ]
            )
        )
        with pytest.raises(AnnotatorError):
            self.window.apply(broken)

    @rule(who=PUT_BY)
    def undo(self, who: str) -> None:
        self.agree(
            lambda: self.model.undo(who), lambda: self.window.undo(annotator=who) is not None
        )

    @rule(who=PUT_BY)
    def redo(self, who: str) -> None:
        self.agree(
            lambda: self.model.redo(who), lambda: self.window.redo(annotator=who) is not None
        )

    @rule()
    def change_window(self) -> None:
        self.windows.reverse()
        self.window.catch_up()

    @rule()
    def reopen(self) -> None:
        self.window.close()
        self.windows[0] = Project.open(self.path)

    @invariant()
    def the_file_holds_what_the_model_says(self) -> None:
        project, model = self.window, self.model
        assert {a.id: a for a in project.articles()} == {a.id: a for a in model.all(Article)}
        assert {a.id: a for a in project.actors()} == {a.id: a for a in model.all(Actor)}
        for key in ("recipe", "columns"):
            known = model.now.get((Setting, key))
            assert project.meta(key) == (known and known.value)
        for article in model.all(Article):
            decided = {d.id: d for d in project.decisions(article.id)}
            assert decided == {d.id: d for d in model.all(Decision, article=article.id)}
            for who in PEOPLE:
                layer = project.layer(article.id, who)
                of_layer = {"article": article.id, "annotator": who}
                assert {s.id: s for s in layer.spans} == {
                    s.id: s for s in model.all(Span, **of_layer)
                }
                assert {r.id: r for r in layer.relations} == {
                    r.id: r for r in model.all(Relation, **of_layer)
                }
                empty = Assignment(article.id, who)
                known = model.now.get((Assignment, (article.id, who)), empty)
                assert layer.assignment == known
        for who in PEOPLE:
            for stack, name in (
                (model.done, project.undo_name(who)),
                (model.undone, project.redo_name(who)),
            ):
                assert name == (stack[who][-1].name if stack.get(who) else None)

    def teardown(self) -> None:
        for window in self.windows:
            window.close()
        assert_whole(self.path)
        shutil.rmtree(self.folder)


Projects.TestCase.settings = settings(max_examples=12, stateful_step_count=30)
TestProjects = Projects.TestCase


class LongerProjects(Projects):
    """The same for long."""


LongerProjects.TestCase.settings = settings(
    max_examples=1500, stateful_step_count=60, derandomize=False
)
TestLongerProjects = pytest.mark.timeout(7200)(pytest.mark.soak(LongerProjects.TestCase))
