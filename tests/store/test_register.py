"""The register in a project: who is named how often, where, and what can't be stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator import Project
from annotator.errors import ChangeError, TextError
from annotator.model import Actor, Article, Change, new_id
from annotator.model.register import merge, remove
from annotator.store.summary import Mentioned
from tests.store.conftest import TEXT, cue, put

HUAWEI, ZTE = Actor(new_id(), "Huawei", "company"), Actor(new_id(), "ZTE")


def test_mentions_are_counted_and_listed_as_they_are_read(
    project: Project, article: Article
) -> None:
    second = Article("0" * 36, "Second", TEXT)
    project.apply(Change("Import", "ann-01", put=[second], bulk=True))
    places = ((second, 47, 53), (article, 47, 53), (article, 4, 11))
    mine = [replace(cue(*place), label="Actor", actor=HUAWEI.id) for place in places]
    theirs = replace(cue(article, 4, 11, "ann-02"), label="Actor", actor=HUAWEI.id)
    project.apply(Change("Register", "ann-01", put=[HUAWEI, ZTE]))
    project.apply(put(*mine))
    project.apply(put(theirs, annotator="ann-02"))

    assert project.mentioned("ann-01") == {HUAWEI.id: Mentioned(all=4, mine=3, articles=2)}
    assert project.mentioned("nobody") == {HUAWEI.id: Mentioned(all=4, mine=0, articles=0)}
    visited = [s.id for s in project.mentions(HUAWEI.id, "ann-01")]
    assert visited == [mine[2].id, mine[1].id, mine[0].id]
    assert len(project.mentions(HUAWEI.id)) == 4
    assert project.mentions(HUAWEI.id, "nobody") == []


def test_merging_reaches_every_annotator_and_is_undone_as_one(
    project: Project, article: Article
) -> None:
    project.apply(Change("Register", "ann-01", put=[HUAWEI, ZTE]))
    theirs = replace(cue(article, 47, 53, "ann-02"), label="Actor", actor=ZTE.id)
    project.apply(put(theirs, annotator="ann-02"))
    project.apply(merge(HUAWEI, ZTE, project.mentions(ZTE.id), "ann-01"))
    assert [a.name for a in project.actors()] == ["Huawei"]
    assert project.layer(article.id, "ann-02").spans[0].actor == HUAWEI.id
    project.undo(annotator="ann-01")
    assert [a.name for a in project.actors()] == ["Huawei", "ZTE"]
    assert project.layer(article.id, "ann-02").spans[0].actor == ZTE.id


def test_what_spans_name_is_never_deleted(project: Project, article: Article) -> None:
    project.apply(Change("Register", "ann-01", put=[HUAWEI, ZTE]))
    project.apply(put(replace(cue(article, 47, 53), label="Actor", actor=HUAWEI.id)))
    with pytest.raises(ChangeError, match="Huawei is named by spans"):
        project.apply(remove([HUAWEI], project.mentioned("ann-01"), "ann-01"))
    with pytest.raises(ChangeError):
        project.apply(Change("Delete", "ann-01", remove=[HUAWEI]))
    project.apply(remove([ZTE], project.mentioned("ann-01"), "ann-01"))
    assert [a.name for a in project.actors()] == ["Huawei"]


def test_half_a_character_is_refused_by_name(project: Project) -> None:
    with pytest.raises(TextError, match="lone surrogate"):
        project.apply(Change("Register", "ann-01", put=[replace(ZTE, note="\ud800")]))
    assert project.actors() == []
