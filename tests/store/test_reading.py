"""Articles with all work on them, read a lot at a time, are what they are one by one."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given

from annotator import Project
from annotator.model import Article, Change, Record, Relation, new_id
from annotator.store.reading import LOT
from tests.examples import few
from tests.formats.strategies import records
from tests.store.conftest import cue


@few(15)
@given(records())
def test_layers_read_together_are_those_read_one_by_one(content: list[Record]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "a.annotator") as project,
    ):
        project.apply(Change("Fill", "ann-01", put=content))
        ids = project.article_ids()

        worked = list(project.worked(ids))

        assert [one.article for one in worked] == list(project.articles())
        for one in worked:
            for stored, layer in zip(one.layers, one.open(), strict=True):
                alone = project.layer(one.article.id, layer.annotator)
                assert stored.spans == layer.spans == alone.spans
                assert stored.relations == layer.relations == alone.relations
                assert stored.assignment == layer.assignment == alone.assignment
                assert stored.actors == {s.actor for s in alone.spans if s.actor is not None}


def test_links_come_by_what_they_are_and_where_they_lead(project: Project) -> None:
    article = Article(new_id(), "Fog", "Fog, Ola said, Bo said.")
    claim = replace(cue(article, 0, 3), label="Claim")
    marks = [
        *(cue(article, 18, 22), cue(article, 9, 13)),
        *(replace(cue(article, *place), label="Source") for place in ((15, 17), (5, 8))),
    ]
    kinds = {"Cue": "cued_by", "Source": "attributed_to"}
    links = [
        Relation(new_id(), article.id, "ann-01", kinds[mark.label], claim.id, mark.id)
        for mark in marks
    ]
    project.apply(Change("Fill", "ann-01", put=[article, claim, *marks, *links]))

    [worked] = project.worked([article.id])

    assert list(worked.layers[0].relations) == list(reversed(links))
    assert project.layer(article.id, "ann-01").relations == tuple(reversed(links))


def test_more_than_one_lot_comes_in_the_order_asked_for(project: Project) -> None:
    articles = [Article(new_id(), f"T{n}", f"Text {n}") for n in range(2 * LOT + 1)]
    project.apply(Change("Fill", "ann-01", put=articles))
    wanted = [article.id for article in reversed(articles)]

    found = list(project.worked([*wanted, new_id()]))

    assert [one.article.id for one in found] == wanted
    assert not any(one.layers for one in found)


def test_originals_may_stay_where_they_are(project: Project) -> None:
    article = Article(new_id(), "T", "Text", original=b"<p>Text</p>", media_type="text/html")
    project.apply(Change("Fill", "ann-01", put=[article]))

    [with_it] = project.worked([article.id])
    [without] = project.worked([article.id], originals=False)

    assert with_it.article == article
    assert without.article == replace(article, original=None)
