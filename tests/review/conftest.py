"""A project with one article that several people labelled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import Project
from annotator.model import Article, Assignment, Change, Fragment, Relation, Span, new_id
from annotator.review.adjudicating import gather
from annotator.review.article_review import ArticleReview

TEXT = "“The port is shut,” said Harbour master Raske. Crews doubt it, and Huawei said so."

Mark = tuple[str, ...]


class Desk:
    """Who labelled what, by quotes, and the review of it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.article = Article(new_id(), "Port", TEXT)
        project.apply(Change("Import 1 article", "ann-01", put=[self.article]))

    def labels(self, who: str, *marks: Mark, **answers: str) -> list[Span]:
        spans = [self.span(who, *mark, **answers) for mark in marks]
        done = Assignment(self.article.id, who, "done")
        self.project.apply(Change("Label", who, put=[*spans, done]))
        return spans

    def span(self, who: str, label: str, *quotes: str, **answers: str) -> Span:
        places = [(TEXT.index(quote), quote) for quote in quotes]
        fragments = tuple(Fragment(at, at + len(quote), quote) for at, quote in places)
        return Span(new_id(), self.article.id, who, label, fragments, answers)

    def links(self, who: str, type: str, source: Span, *targets: Span) -> None:
        made = [
            Relation(new_id(), self.article.id, who, type, source.id, target.id)
            for target in targets
        ]
        self.project.apply(Change("Link", who, put=made))

    def review(self, layer: str = "gold") -> ArticleReview:
        return gather(self.project, self.article.id, layer=layer)

    def gold(self) -> list[tuple[str, str]]:
        return [(s.label, s.quote) for s in self.project.layer(self.article.id, "gold").spans]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Project.create(tmp_path / "port.annotator") as project:
        yield Desk(project)
