"""A project keeps what is put into it, refuses what contradicts it, and tells what changed."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import Project
from annotator.errors import ChangeError, ProjectError, TextError
from annotator.model import (
    Actor,
    Annotator,
    Article,
    Assignment,
    Change,
    Changed,
    Decision,
    Fragment,
    Relation,
    SchemeVersion,
    Setting,
    Span,
    new_id,
)
from annotator.model.annotation import GOLD
from annotator.store.summary import ReviewRow
from tests.store.conftest import cue, put


def test_what_is_put_in_comes_out_again(project: Project, article: Article, path: Path) -> None:
    actor = Actor(new_id(), "Huawei", "company", ("HW",), "Q160120", "note")
    claim = Span(
        new_id(),
        article.id,
        "ann-01",
        "Claim",
        (Fragment(24, 44, article.text[24:44]),),
        {"quotation": "indirect", "checkworthy": True},
        note="hm",
        doubt=True,
        origin="suggestion",
        score=0.5,
    )
    said = cue(article)
    mention = Span(
        new_id(), article.id, "ann-01", "Actor", (Fragment(47, 53, "Huawei"),), actor=actor.id
    )
    link = Relation(new_id(), article.id, "ann-01", "cued_by", claim.id, said.id)
    status = Assignment(article.id, "ann-01", "flagged", 12.5, "two bylines?")
    project.apply(Change("All", "ann-01", put=[link, mention, said, claim, status, actor]))
    project.close()

    with Project.open(path) as again:
        assert list(again.articles()) == [article]
        layer = again.layer(article.id, "ann-01")
        stored = [replace(s, scheme_version=1) for s in (said, claim, mention)]
        assert list(layer.spans) == stored
        assert layer.relations == (link,)
        assert layer.assignment == status
        assert again.actors() == [actor]
        assert [a.name for a in again.annotators()] == ["ann-01"]
        assert again.name == "talks"
        assert [x.annotator for x in again.layers()] == ["ann-01"]


def test_decisions_come_out_as_they_were_made(
    project: Project, article: Article, path: Path
) -> None:
    agreed = Decision(
        *(new_id(), article.id, GOLD, "rev-01", ("a", "b"), "majority"),
        relation="cued_by",
        origin=("ann-01", "ann-02"),
        gold=("g",),
        reason="two of three",
        note="late",
        at="2026-11-25T10:00:00Z",
    )
    later = Decision(new_id(), article.id, GOLD, "rev-02", ("c",), "later", at="2026-11-24")
    project.apply(Change("Decide", "rev-01", put=[agreed, later]))
    project.close()

    with Project.open(path) as again:
        assert again.decisions(article.id) == [later, agreed]
        people = {person.name: person.role for person in again.annotators()}
        assert people[GOLD] == "reviewer"
        assert set(people) == {"ann-01", "ann-02", "rev-01", "rev-02", GOLD}
        draft = replace(later, id=new_id(), layer="draft")
        again.apply(Change("Decide", "rev-01", put=[draft]))
        assert again.decisions(article.id) == [later, agreed]
        assert again.decisions(article.id, "draft") == [draft]


def test_an_untouched_layer_is_empty_and_new(project: Project, article: Article) -> None:
    layer = project.layer(article.id, "nobody yet")
    assert (layer.spans, layer.relations) == ((), ())
    assert layer.assignment == Assignment(article.id, "nobody yet")
    assert list(project.layers()) == []


def test_listeners_hear_what_changed_once_it_is_committed(
    project: Project, article: Article, path: Path
) -> None:
    heard: list[Changed] = []

    def listen(changed: Changed) -> None:
        heard.append(changed)
        with sqlite3.connect(path) as other:
            assert other.execute("SELECT count(*) FROM span").fetchone() == (1,)

    stop = project.subscribe(listen)
    said = cue(article)
    project.apply(put(said))
    stop()
    project.apply(put(cue(article, 0, 3)))

    [changed] = heard
    assert (changed.name, changed.annotator, changed.kind) == ("Label Cue", "ann-01", "do")
    assert changed.articles == {article.id}
    assert [(d.before, d.after) for d in changed.deltas] == [
        (None, replace(said, scheme_version=1))
    ]


def test_a_change_without_effect_is_none(project: Project, article: Article) -> None:
    assert project.apply(Change("Nothing", "ann-01")) is None
    said = cue(article)
    project.apply(put(said))
    assert project.apply(put(replace(said, scheme_version=1))) is None
    assert project.undo_name("ann-01") == "Label Cue"
    assert project.counts()["changes"] == 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"label": "Rumour"}, 'no label "Rumour"'),
        ({"fragments": ()}, "covers nothing"),
        ({"fragments": (Fragment(0, 3, "the"),)}, "the text from 0 to 3 says 'The'"),
        ({"fragments": (Fragment(60, 600, "x"),)}, "no place in a text of 64"),
        ({"fragments": (Fragment(4, 4, ""),)}, "no place"),
        ({"fragments": (Fragment(4, 11, "harbour"), Fragment(0, 3, "The"))}, "out of order"),
        ({"attributes": {"loudness": "high"}}, 'no attribute "loudness"'),
        ({"actor": "x"}, "no entry in the actor register"),
    ],
)
def test_a_span_that_contradicts_text_or_scheme_is_refused(
    project: Project, article: Article, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(ChangeError) as caught:
        project.apply(put(replace(cue(article), **wrong)))  # type: ignore[arg-type]
    assert said in str(caught.value)
    assert project.layer(article.id, "ann-01").spans == ()


def test_a_link_needs_both_its_ends(project: Project, article: Article) -> None:
    said = cue(article)
    project.apply(put(said))
    gone = Relation(new_id(), article.id, "ann-01", "cued_by", new_id(), said.id)
    with pytest.raises(ChangeError, match="one of them is gone"):
        project.apply(Change("Link", "ann-01", put=[gone]))
    theirs = cue(article, 0, 3, annotator="ann-02")
    across = Relation(new_id(), article.id, "ann-01", "cued_by", theirs.id, said.id)
    with pytest.raises(ChangeError, match="within one layer"):
        project.apply(Change("Link", "ann-01", put=[theirs, across]))
    assert project.layer(article.id, "ann-02").spans == ()


def test_a_span_with_links_is_not_removed_alone(project: Project, article: Article) -> None:
    said = cue(article)
    claim = replace(cue(article, 24, 44), label="Claim")
    link = Relation(new_id(), article.id, "ann-01", "cued_by", claim.id, said.id)
    project.apply(Change("All", "ann-01", put=[said, claim, link]))
    with pytest.raises(ChangeError, match="depend on"):
        project.apply(Change("Delete", "ann-01", remove=[said]))
    assert len(project.layer(article.id, "ann-01").spans) == 2
    project.apply(Change("Delete", "ann-01", remove=[said, link]))
    with pytest.raises(ChangeError, match="gone already"):
        project.apply(Change("Delete", "ann-01", remove=[said]))


def test_a_text_is_never_changed(project: Project, article: Article) -> None:
    with pytest.raises(ChangeError, match="never changed"):
        project.apply(Change("Edit", "ann-01", put=[replace(article, text=article.text.upper())]))
    project.apply(Change("Retitle", "ann-01", put=[replace(article, title="Port")]))
    assert project.article(article.id).title == "Port"
    assert [hit.title for hit in project.search("port")] == ["Port"]
    assert project.search("harbour")[0].article == article.id


def test_half_a_character_is_refused_by_name(project: Project) -> None:
    broken = Article(new_id(), "Broken", "so \ud83d far")
    with pytest.raises(TextError, match=r'article "Broken".*U\+D83D at character 3'):
        project.apply(Change("Import", "ann-01", put=[broken]))
    assert project.count_articles() == 0
    with pytest.raises(TextError, match=r"cannot hold the lone surrogate U\+D83D"):
        project.apply(Change("Remember \ud83d", "ann-01", put=[Setting("recipe.a", "{}")]))
    assert project.meta("recipe.a") is None
    with pytest.raises(TextError, match=r"lone surrogate U\+D83D"):
        project.find("so \ud83d", "ann-01")


@pytest.mark.parametrize(
    "text", ["", "a\0b", "\r\n\r\u2028\u00a0", "👩‍👩‍👧 e\u0301 שלום", "\ufeff"]
)
def test_any_other_text_is_kept_verbatim(project: Project, text: str) -> None:
    made = Article(new_id(), "T", text, original=b"\xff\xfe", media_type="text/plain")
    project.apply(Change("Import", "ann-01", put=[made], bulk=True))
    assert project.article(made.id) == made
    assert project.find_article(None, made.sha256) == made.id


def test_the_history_of_a_record_is_what_was_done_to_itself(
    project: Project, article: Article
) -> None:
    said, claim = cue(article), replace(cue(article, 24, 44), label="Claim")
    link = Relation(new_id(), article.id, "ann-01", "cued_by", claim.id, said.id)
    project.apply(Change("Suggest", "ann-02", put=[said, claim], bulk=True))
    project.apply(Change("Link", "ann-01", put=[link]))
    project.apply(put(replace(said, note="!"), name="Note"))
    project.undo(annotator="ann-01")

    told = [(entry.name, entry.annotator, entry.kind) for entry in project.history(said.id)]

    done = [("Note", "ann-01", "do"), ("Note", "ann-01", "undo")]
    assert told == [("Suggest", "ann-02", "do"), *done]
    assert [entry.name for entry in project.history(link.id)] == ["Link"]
    assert [entry.name for entry in project.history(article.id)] == ["Import 1 article"]
    assert project.history("nothing") == []


def test_the_scheme_grows_by_versions(project: Project, article: Article, path: Path) -> None:
    toml = project.scheme.toml + '\n[[label]]\nname = "Rumour"\n'
    rumour = replace(cue(article), label="Rumour")
    with pytest.raises(ChangeError, match="cannot follow"):
        project.apply(Change("Extend", "ann-01", put=[SchemeVersion(7, toml)]))
    project.apply(Change("Extend", "ann-01", put=[SchemeVersion(2, toml), rumour]))
    assert project.scheme.version == 2
    assert project.layer(article.id, "ann-01").spans[0].scheme_version == 2
    project.undo(annotator="ann-01")
    assert project.scheme.label("Rumour") is None
    project.redo(annotator="ann-01")
    project.close()
    with Project.open(path) as again:
        assert again.scheme.label("Rumour") is not None


def test_the_queue_counts_without_reading_texts(project: Project, article: Article) -> None:
    project.apply(put(replace(cue(article), doubt=True), cue(article, 0, 3)))
    project.apply(put(cue(article, 4, 11, annotator="ann-02"), annotator="ann-02"))
    [row] = project.queue("ann-01")
    assert (row.title, row.status, row.spans, row.relations, row.doubts) == (
        "Harbour",
        "new",
        2,
        0,
        1,
    )
    assert project.queue_row(article.id, "ann-02") == project.queue("ann-02")[0]
    assert project.queue("nobody")[0].spans == 0
    other = Article(new_id(), "Other", article.text)
    claim, said = replace(cue(other, 24, 44), label="Claim"), cue(other)
    link = Relation(new_id(), other.id, "ann-01", "cued_by", claim.id, said.id)
    project.apply(Change("Import", "ann-01", put=[other], bulk=True))
    project.apply(Change("Link", "ann-01", put=[claim, said, link]))
    for who, counted in {
        "ann-01": [(2, 0, 1), (2, 1, 0)],
        "ann-02": [(1, 0, 0), (0, 0, 0)],
    }.items():
        queue = project.queue(who)
        assert [(row.spans, row.relations, row.doubts) for row in queue] == counted
        assert [project.queue_row(row.article, who) for row in queue] == queue
    assert project.queue_row("no such", "ann-01") is None


def test_the_review_queue_holds_what_several_finished(project: Project, article: Article) -> None:
    alone, begun = (Article(new_id(), title, article.text) for title in ("Alone", "Begun"))
    status = {
        article.id: {"ann-01": "done", "ann-02": "done", "ann-03": "done", GOLD: "started"},
        alone.id: {"ann-01": "done", "ann-03": "skipped"},
        begun.id: {"ann-01": "done", "ann-02": "started"},
    }
    progress = [
        Assignment(one, who, stands)  # type: ignore[arg-type]
        for one, people in status.items()
        for who, stands in people.items()
    ]
    decisions = [
        Decision(new_id(), one.id, GOLD, "rev-01", ("a",), outcome)  # type: ignore[arg-type]
        for one, outcome in ((article, "agreed"), (article, "later"), (alone, "agreed"))
    ]
    project.apply(Change("Import", "ann-01", put=[alone, begun], bulk=True))
    project.apply(Change("Work", "ann-01", put=[*progress, *decisions]))

    people = ["ann-01", "ann-02", "nobody"]
    row = ReviewRow(article.id, "Harbour", None, finished=2, status="started", decided=1)
    assert project.review_queue(people) == [row]
    assert project.review_queue([*people, "ann-03"]) == [replace(row, finished=3)]
    assert project.review_queue(people, "draft") == [replace(row, status="new", decided=0)]
    assert project.review_queue(["ann-01"]) == project.review_queue([]) == []


def test_search_finds_words_beginnings_and_scripts_without_spaces(project: Project) -> None:
    train = Article(new_id(), "夜行列車", "社長は記者会見で語った。")
    tricky = Article(new_id(), "Tricky", 'AND OR "NEAR" * - (x')
    project.apply(Change("Import", "ann-01", put=[train, tricky], bulk=True))
    assert [h.title for h in project.search("記者会見")] == ["夜行列車"]
    assert project.search("記者会見")[0].snippet == "…社長は\x02記者会見\x03で語った。…"
    assert project.search("夜行")[0].snippet == train.text, "only the title says it"
    for query in ("記者会見", "語った 夜行", "語った -near"):
        assert project.find(query, "ann-01").articles == {train.id}
    assert not project.find("記者会見 near", "ann-01").articles
    for query in ('"NEAR"', "AND", "OR near", "tri", "(x", "*"):
        assert [h.title for h in project.search(query)] in (["Tricky"], [])
    for query in ("near", "tri", "near o"):
        assert [h.title for h in project.search(query)] == ["Tricky"]
    assert project.search("  ") == []


def test_annotators_are_known_by_name(project: Project, article: Article) -> None:
    project.apply(put(cue(article, annotator=GOLD), annotator=GOLD))
    roles = {a.name: a.role for a in project.annotators()}
    assert roles == {"ann-01": "annotator", "gold": "reviewer"}
    bot = Annotator(new_id(), "bot", "model")
    project.apply(Change("Add", "ann-01", put=[bot]))
    project.apply(Change("Rename", "ann-01", put=[replace(bot, name="robot")]))
    assert [a.name for a in project.annotators()] == ["ann-01", "gold", "robot"]
    with pytest.raises(ChangeError, match="needs a name"):
        project.apply(put(cue(article, 0, 3, annotator=" "), annotator=" "))
    with pytest.raises(ChangeError, match=r'called "robot" already'):
        project.apply(Change("Add", "ann-01", put=[Annotator(new_id(), "robot", "model")]))


def test_another_connections_changes_are_caught_up_with(
    project: Project, article: Article, path: Path
) -> None:
    heard: list[Changed] = []
    project.subscribe(heard.append)
    with Project.open(path) as other:
        other.apply(put(cue(article, annotator="ann-02"), annotator="ann-02"))
    project.catch_up()
    project.catch_up()

    assert [(c.name, c.annotator) for c in heard if c.kind == "do"] == [("Label Cue", "ann-02")]
    assert article.id in heard[-1].articles
    assert len(project.layer(article.id, "ann-02").spans) == 1


def test_it_is_told_which_articles_others_changed(
    project: Project, article: Article, path: Path
) -> None:
    heard: list[Changed] = []
    project.subscribe(heard.append)
    more = [Article(new_id(), f"More {n}", article.text) for n in range(2)]
    spans = [cue(one) for one in more]
    with Project.open(path) as other:
        other.apply(Change("Import", "ann-01", put=more, bulk=True))
        other.apply(Change("Label two", "ann-01", put=spans))
        other.apply(Change("Remove one", "ann-01", remove=spans[:1]))
        other.apply(Change("Retitle", "ann-01", put=[replace(article, title="Fog")]))
        other.apply(Change("Remember", "ann-01", put=[Setting("recipe", "{}")]))
        other.undo(annotator="ann-01")
        third = Article(new_id(), "Third", article.text)
        other.apply(Change("Import", "ann-02", put=[third], bulk=True))
        other.undo(annotator="ann-02")
        other.redo(annotator="ann-02")
    project.catch_up()
    first, second = (one.id for one in more)
    assert [set(changed.articles) for changed in heard] == [
        {first, second},
        {first, second},
        {first},
        {article.id},
        set(),
        set(),
        set(),  # ann-02 is new here
        *[{third.id}] * 3,
    ]


def test_an_article_is_found_by_its_id_before_its_text(project: Project, article: Article) -> None:
    twin = Article(new_id(), "Twin", article.text)
    project.apply(Change("Import", "ann-01", put=[twin], bulk=True))
    assert project.find_article(twin.id, article.sha256) == twin.id
    assert project.find_article("no such", twin.sha256) == article.id, "the first that came"
    assert project.find_article("no such", None) is None


def test_unknown_things_are_named(project: Project) -> None:
    with pytest.raises(ProjectError, match="no article with the id nothing"):
        project.article("nothing")
    assert project.actor("nothing") is None
    assert project.find_article(None, None) is None
    assert project.undo(annotator="nobody") is None
    assert project.undo_name("nobody") is None


def test_what_a_project_remembers_goes_through_the_same_door(project: Project, path: Path) -> None:
    project.apply(Change("Rename project", "ann-01", put=[Setting("name", "Harbour talks")]))
    assert project.name == "Harbour talks"
    project.undo(annotator="ann-01")
    assert project.name == path.stem
    project.redo(annotator="ann-01")
    assert project.name == "Harbour talks"
    project.apply(Change("Remember", "ann-01", put=[Setting("recipe.weekly", "{}")]))
    project.apply(Change("Forget", "ann-01", remove=[Setting("recipe.weekly", "{}")]))
    assert project.meta("recipe.weekly") is None
    with pytest.raises(ChangeError, match="keeps the id"):
        project.apply(Change("Disguise", "ann-01", put=[Setting("id", "another")]))
