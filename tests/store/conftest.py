"""A project with one article, for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import Project
from annotator.model import Article, Change, Fragment, Span, Zone, new_id

TEXT = "The harbour master said the channel was safe.\n\nHuawei denied it."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talks.annotator"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with Project.create(path) as project:
        yield project


@pytest.fixture
def article(project: Project) -> Article:
    article = Article(
        new_id(),
        "Harbour",
        TEXT,
        source="harbour.txt",
        metadata={"section": "sea"},
        zones=(Zone("body", 0, len(TEXT)),),
        original=TEXT.encode(),
        media_type="text/plain",
    )
    project.apply(Change("Import 1 article", "ann-01", put=[article], bulk=True))
    return article


def cue(article: Article, start: int = 19, end: int = 23, annotator: str = "ann-01") -> Span:
    """Mark a cue; "said", unless told otherwise."""
    quote = article.text[start:end]
    return Span(new_id(), article.id, annotator, "Cue", (Fragment(start, end, quote),))


def put(*spans: Span, name: str = "Label Cue", annotator: str = "ann-01") -> Change:
    return Change(name, annotator, put=list(spans))
