"""Whole projects drawn at random, over texts that break offset arithmetic."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import strategies as st

from annotator.formats import Sheet
from annotator.model import (
    Actor,
    Annotator,
    Article,
    Assignment,
    Fragment,
    Layer,
    Record,
    Relation,
    Span,
    Zone,
    new_id,
)
from annotator.model.annotation import Status

SCHEME = "attribution"
HOSTILE = st.text(
    st.one_of(
        st.sampled_from('a b\r\n\u2028\u00a0\u200d\u0301\x00\ufeff👩👧🇩🇪שלוםمرحبا漢字"\\{}'),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=60,
)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """A project's whole content: articles, layers by several annotators, actors."""
    name = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
    actors = [
        Actor(new_id(), draw(name) + "x", draw(st.none() | name), tuple(draw(st.lists(name))), None)
        for _ in range(draw(st.integers(0, 3)))
    ]
    actors = [replace(actor, note=draw(st.none() | name)) for actor in actors]
    found: list[Record] = [*actors, Annotator(new_id(), "tagger", "model")]
    texts = draw(st.lists(HOSTILE, min_size=1, max_size=3, unique=True))
    earlier: str | None = None
    for text in texts:
        article = Article(
            new_id(),
            draw(HOSTILE | st.just("")),
            text,
            url=draw(st.none() | name),
            published=draw(st.none() | st.just("2026-03-02")),
            metadata=draw(st.dictionaries(name, st.none() | name | st.integers() | st.booleans())),
            zones=(Zone("body", 0, len(text)),) if draw(st.booleans()) else (),
            revision_of=earlier if draw(st.booleans()) else None,
        )
        earlier = article.id
        found.append(article)
        for annotator in draw(st.sets(st.sampled_from(["ann-01", "gold", "tagger", "Zoë"]))):
            found += draw(layer(article, annotator, [actor.id for actor in actors]))
    return found


@st.composite
def layer(draw: st.DrawFn, article: Article, annotator: str, actors: list[str]) -> list[Record]:
    size = len(article.text)
    found: list[Record] = []
    if draw(st.booleans()):
        status = draw(st.sampled_from(get_args(Status)))
        seconds = draw(st.just(0.0) | st.floats(0, 1e6))
        note = draw(st.none() | st.just("why?"))
        found.append(Assignment(article.id, annotator, status, seconds, note))
    spans = []
    for _ in range(draw(st.integers(0, 4))):
        edges = sorted(draw(st.sets(st.integers(0, size), min_size=2, max_size=6)))
        pieces = tuple(
            Fragment(a, b, article.text[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=False)
        )
        label = draw(st.sampled_from(["Claim", "Source"]))
        actor = draw(st.none() | st.sampled_from(actors)) if label == "Source" and actors else None
        spans.append(
            Span(
                new_id(),
                article.id,
                annotator,
                label,
                pieces,
                {"checkworthy": True} if label == "Claim" and draw(st.booleans()) else {},
                actor,
                draw(st.none() | st.just("a note")),
                draw(st.booleans()),
                draw(st.sampled_from(["human", "import", "suggestion"])),
                draw(st.none() | st.floats(0, 1)),
            )
        )
    links = {
        (claim.id, source.id): Relation(
            new_id(), article.id, annotator, "attributed_to", claim.id, source.id
        )
        for claim in spans
        for source in spans
        if (claim.label, source.label) == ("Claim", "Source") and draw(st.booleans())
    }
    return [*found, *spans, *links.values()]


def sheets_of(content: list[Record]) -> list[Sheet]:
    """Give the records as an export has them: a sheet for each layer, articles in their order."""
    articles = [record for record in content if isinstance(record, Article)]
    actors = [record for record in content if isinstance(record, Actor)]
    roles = {record.name: record.role for record in content if isinstance(record, Annotator)}
    found = []
    for article in articles:
        mine = [r for r in content if isinstance(r, Assignment | Span | Relation)]
        mine = [record for record in mine if record.article == article.id]
        if not mine:
            found.append(Sheet(article.id, article))
        for annotator in sorted({record.annotator for record in mine}):
            own = [record for record in mine if record.annotator == annotator]
            work = next((r for r in own if isinstance(r, Assignment)), None)
            layer = Layer(
                article,
                work or Assignment(article.id, annotator),
                [record for record in own if isinstance(record, Span)],
                [record for record in own if isinstance(record, Relation)],
            )
            named = {span.actor for span in layer.spans}
            found.append(
                Sheet(
                    article.id,
                    article,
                    annotator,
                    roles.get(annotator),
                    layer.status,
                    layer.assignment.seconds,
                    layer.assignment.note,
                    layer.spans,
                    layer.relations,
                    tuple(actor for actor in actors if actor.id in named),
                )
            )
    return found
