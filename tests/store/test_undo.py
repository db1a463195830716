"""Undo and redo: named, unlimited, per annotator, through restarts, and exact."""

from __future__ import annotations

import shutil
import tempfile
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator import Project
from annotator.errors import ChangeError, TextError
from annotator.model import (
    Actor,
    Article,
    Assignment,
    Change,
    Decision,
    Relation,
    Span,
    new_id,
)
from annotator.model.edits import add_seconds
from tests.store.conftest import TEXT, cue, put


def test_undo_goes_back_step_by_step_and_redo_forth(project: Project, article: Article) -> None:
    one, two = cue(article), cue(article, 0, 3)
    project.apply(put(one, name="First"))
    project.apply(put(two, name="Second"))
    project.apply(put(replace(one, doubt=True, scheme_version=1), name="Third"))

    assert project.undo_name("ann-01") == "Third"
    project.undo(annotator="ann-01")
    assert project.undo_name("ann-01") == "Second"
    assert project.redo_name("ann-01") == "Third"
    project.undo(annotator="ann-01")
    assert [s.id for s in project.layer(article.id, "ann-01").spans] == [one.id]
    project.redo(annotator="ann-01")
    assert project.redo_name("ann-01") == "Third"
    assert len(project.layer(article.id, "ann-01").spans) == 2
    project.apply(put(cue(article, 4, 11), name="Fourth"))
    assert project.redo_name("ann-01") is None
    assert project.redo(annotator="ann-01") is None


def test_each_annotator_undoes_their_own(project: Project, article: Article) -> None:
    project.apply(put(cue(article), name="Mine"))
    project.apply(put(cue(article, annotator="ann-02"), name="Theirs", annotator="ann-02"))
    changed = project.undo(annotator="ann-01")
    assert changed is not None and changed.name == "Mine"
    assert len(project.layer(article.id, "ann-02").spans) == 1
    assert project.undo_name("ann-02") == "Theirs"


def test_undo_lasts_through_a_restart(project: Project, article: Article, path: Path) -> None:
    said = cue(article)
    project.apply(put(said))
    project.close()
    with Project.open(path) as again:
        again.undo(annotator="ann-01")
    with Project.open(path) as again:
        assert again.layer(article.id, "ann-01").spans == ()
        again.redo(annotator="ann-01")
        assert again.layer(article.id, "ann-01").spans[0].id == said.id


def test_an_import_is_undone_and_redone_as_one(project: Project, article: Article) -> None:
    more = [Article(new_id(), f"A{n}", f"text {n}", original=b"\0\xff") for n in range(3)]
    spans = [cue(a, 0, 4) for a in more]
    project.apply(Change("Import 3 articles", "ann-01", put=[*more, *spans], bulk=True))
    before = list(project.articles())
    undone = project.undo(annotator="ann-01")
    assert undone is not None
    assert (undone.name, undone.articles) == ("Import 3 articles", {one.id for one in more})
    assert list(project.articles()) == [article]
    assert project.search("text") == []
    project.redo(annotator="ann-01")
    assert list(project.articles()) == before
    assert len(project.search("text")) == 3
    assert project.layer(more[0].id, "ann-01").spans[0].quote == "text"


def test_marks_brought_as_one_go_and_come_back_as_one(project: Project, article: Article) -> None:
    spans = [cue(article, n, n + 4) for n in range(3)]
    project.apply(Change("Suggest", "ann-01", put=spans, bulk=True))
    project.undo(annotator="ann-01")
    assert project.layer(article.id, "ann-01").spans == ()
    project.redo(annotator="ann-01")
    assert {s.id for s in project.layer(article.id, "ann-01").spans} == {s.id for s in spans}


def test_having_looked_at_articles_does_not_hold_their_import(
    project: Project, article: Article
) -> None:
    """The time that its annotator spent goes along; another's work that was undone says nothing."""
    project.apply(add_seconds(project.layer(article.id, "ann-01"), 30))
    started = Assignment(article.id, "ann-02", "started")
    project.apply(Change("Start", "ann-02", put=[started]))
    project.undo(annotator="ann-02")
    project.undo(annotator="ann-01")
    assert project.count_articles() == 0
    project.redo(annotator="ann-01")
    assert project.layer(article.id, "ann-01").assignment.seconds == 30
    project.apply(Change("Start", "ann-02", put=[started]))
    with pytest.raises(ChangeError, match=r"changed since|depend on"):
        project.undo(annotator="ann-01")


def test_gold_of_what_is_agreed_on_goes_and_comes_with_its_article(
    project: Project, article: Article
) -> None:
    """It is made when the review opens an article, which is no step that undo takes back."""
    gold = cue(article, annotator="gold")
    decision = Decision(
        *(new_id(), article.id, "gold", "ann-01", (new_id(),), "agreed"), gold=(gold.id,)
    )
    done = Assignment(article.id, "gold", "done")
    project.apply(Change("Accept", "ann-01", put=[gold, decision, done], undoable=False))
    layer = project.layer(article.id, "gold")
    project.undo(annotator="ann-01")
    assert project.count_articles() == 0
    project.redo(annotator="ann-01")
    again = project.layer(article.id, "gold")
    assert (again.spans, again.assignment) == (layer.spans, done)
    assert project.decisions(article.id) == [decision]
    project.apply(Change("Note", "ann-02", put=[replace(layer.spans[0], note="x")]))
    with pytest.raises(ChangeError, match="changed since"):
        project.undo(annotator="ann-01")


def test_having_looked_at_an_article_does_not_hold_its_paste(project: Project) -> None:
    pasted = Article(new_id(), "Pasted", "text")
    project.apply(Change("Add", "ann-01", put=[pasted]))
    project.apply(add_seconds(project.layer(pasted.id, "ann-01"), 30))
    project.undo(annotator="ann-01")
    assert pasted.id not in project.article_ids()
    project.redo(annotator="ann-01")
    assert project.article(pasted.id) == pasted
    assert project.layer(pasted.id, "ann-01").assignment.seconds == 30


def test_a_mark_that_was_taken_away_comes_back(project: Project, article: Article) -> None:
    started, done = (Assignment(article.id, "ann-01", status) for status in ("started", "done"))
    project.apply(Change("Start", "ann-01", put=[started]))
    project.apply(Change("Take away", "ann-01", remove=[started]))
    project.apply(Change("Finish", "ann-01", put=[done]))
    project.undo(annotator="ann-01")
    project.undo(annotator="ann-01")
    assert project.layer(article.id, "ann-01").assignment == started


class LongImport(Sequence[Article]):
    """Articles of 1 MB that are made when they are asked for, as an import reads them."""

    def __len__(self) -> int:
        return 60

    def __getitem__(self, n: Any) -> Any:
        return Article(new_id(), f"A{n}", str(n % 10) * 1_000_000)

    def __iter__(self) -> Iterator[Article]:
        return (self[n] for n in range(len(self)))


def test_an_import_of_any_size_stays_out_of_memory(project: Project) -> None:
    tracemalloc.start()
    try:
        project.apply(Change("Import", "ann-01", put=LongImport(), bulk=True))
        project.undo(annotator="ann-01")
        project.redo(annotator="ann-01")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert project.count_articles() == 60
    assert peak < 20_000_000


def test_what_an_import_brings_may_refer_far_back(project: Project) -> None:
    article = Article(new_id(), "Long", "x said x " * 1000)
    ends = [cue(article, 9 * n + 2, 9 * n + 6, "new") for n in range(700)]
    claim = replace(ends[0], id=new_id(), label="Claim")
    link = Relation(new_id(), article.id, "new", "cued_by", claim.id, ends[0].id)
    project.apply(Change("Import", "me", put=[article, claim, *ends, link], bulk=True))
    assert project.layer(article.id, "new").relations == (link,)


def test_an_import_that_fails_midway_leaves_nothing(project: Project, article: Article) -> None:
    bad = Article(new_id(), "Bad", "a\ud800")
    with pytest.raises(TextError):
        project.apply(Change("Import", "ann-01", put=[*LongImport(), bad], bulk=True))
    assert list(project.articles()) == [article]
    assert project.counts()["changes"] == 2


def test_a_redo_that_meets_its_article_again_is_refused(project: Project, article: Article) -> None:
    project.undo(annotator="ann-01")
    project.apply(Change("Import", "ann-02", put=[article], bulk=True))
    with pytest.raises(ChangeError, match="changed since"):
        project.redo(annotator="ann-01")
    assert list(project.articles()) == [article]


def test_an_import_that_others_worked_on_stays(project: Project, article: Article) -> None:
    project.apply(put(cue(article, annotator="ann-02"), annotator="ann-02"))
    with pytest.raises(ChangeError, match="depend on"):
        project.undo(annotator="ann-01")
    assert project.count_articles() == 1


def test_an_import_that_others_changed_stays(project: Project, article: Article) -> None:
    project.apply(Change("Date", "ann-02", put=[replace(article, published="2018-06-01")]))
    with pytest.raises(ChangeError, match="changed since"):
        project.undo(annotator="ann-01")
    assert project.article(article.id).published == "2018-06-01"


def test_what_someone_else_changed_since_is_not_undone(project: Project, article: Article) -> None:
    actor = Actor(new_id(), "Huawei")
    project.apply(Change("Register", "ann-01", put=[actor]))
    project.apply(Change("Rename", "ann-02", put=[replace(actor, name="Huawei Ltd")]))
    with pytest.raises(ChangeError, match="changed since"):
        project.undo(annotator="ann-01")
    assert project.actors()[0].name == "Huawei Ltd"
    # Different columns of one record don't stand in each other's way.
    project.undo(annotator="ann-02")
    project.apply(Change("Kind", "ann-01", put=[replace(actor, kind="company")]))
    project.apply(Change("Note", "ann-02", put=[replace(actor, kind="company", note="x")]))
    project.undo(annotator="ann-01")
    assert (project.actors()[0].kind, project.actors()[0].note) == (None, "x")


def test_counting_time_is_no_step(project: Project, article: Article) -> None:
    started = Assignment(article.id, "ann-01", "started")
    project.apply(Change("Label", "ann-01", put=[cue(article), started]))
    project.apply(add_seconds(project.layer(article.id, "ann-01"), 30))
    assert project.undo_name("ann-01") == "Label"
    project.undo(annotator="ann-01")
    layer = project.layer(article.id, "ann-01")
    assert (layer.spans, layer.status, layer.assignment.seconds) == ((), "new", 30)


class Undoing(RuleBasedStateMachine):
    """Two annotators at random against a model that keeps whole states."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "p.annotator"
        self.project = Project.create(self.path)
        self.article = Article(new_id(), "T", TEXT)
        self.project.apply(Change("Import", "importer", put=[self.article], bulk=True))
        self.past: dict[str, list[dict[str, Span]]] = {"a": [], "b": []}
        self.future: dict[str, list[dict[str, Span]]] = {"a": [], "b": []}
        self.now: dict[str, dict[str, Span]] = {"a": {}, "b": {}}

    who = st.sampled_from(["a", "b"])

    def step(self, who: str, after: dict[str, Span]) -> None:
        self.past[who].append(self.now[who])
        self.future[who].clear()
        self.now[who] = after

    @rule(who=who, start=st.integers(0, 40), length=st.integers(1, 20))
    def mark(self, who: str, start: int, length: int) -> None:
        span = replace(cue(self.article, start, start + length, who), scheme_version=1)
        self.project.apply(put(span, annotator=who))
        self.step(who, {**self.now[who], span.id: span})

    @precondition(lambda self: any(self.now.values()))
    @rule(who=who, data=st.data())
    def change_or_delete(self, who: str, data: st.DataObject) -> None:
        if not self.now[who]:
            return
        span = data.draw(st.sampled_from(sorted(self.now[who].values(), key=lambda s: s.id)))
        if data.draw(st.booleans()):
            after = replace(span, note=data.draw(st.text(st.characters(codec="utf-8"), max_size=5)))
            if self.project.apply(put(after, annotator=who)) is not None:
                self.step(who, {**self.now[who], span.id: after})
        else:
            self.project.apply(Change("Delete", who, remove=[span]))
            self.step(who, {i: s for i, s in self.now[who].items() if i != span.id})

    @rule(who=who)
    def undo(self, who: str) -> None:
        changed = self.project.undo(annotator=who)
        assert (changed is not None) == bool(self.past[who])
        if self.past[who]:
            self.future[who].append(self.now[who])
            self.now[who] = self.past[who].pop()

    @rule(who=who)
    def redo(self, who: str) -> None:
        changed = self.project.redo(annotator=who)
        assert (changed is not None) == bool(self.future[who])
        if self.future[who]:
            self.past[who].append(self.now[who])
            self.now[who] = self.future[who].pop()

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.path)

    @invariant()
    def the_file_holds_what_the_model_says(self) -> None:
        for who, spans in self.now.items():
            layer = self.project.layer(self.article.id, who)
            assert {span.id: span for span in layer.spans} == spans

    def teardown(self) -> None:
        self.project.close()
        shutil.rmtree(self.folder)


Undoing.TestCase.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
TestUndoing = Undoing.TestCase
