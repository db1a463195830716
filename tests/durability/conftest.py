"""Projects for the tests of what lasts."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import Project
from annotator.model import Article, Assignment, Change, Fragment, Span, new_id

PARAGRAPH = (
    "The harbour master said the channel was safe. “Nobody knows,” Mara Ollinvar of the Harbour "
    "Office told reporters, “how long this will take,” and Huawei denied it.\n\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talks.annotator"


def fill(path: Path, articles: int = 3) -> None:
    """Make a project of some articles, on which two people worked."""
    put = [Article(new_id(), f"Talks {n}", PARAGRAPH * 8) for n in range(articles)]
    with Project.create(path) as project:
        project.apply(Change("Import", "import", put=put, bulk=True))
        for who, ends in (("ann-01", (19, 23)), ("ann-02", (19, 28))):
            spans = []
            for article in put:
                piece = Fragment(*ends, article.text[slice(*ends)])
                spans.append(Span(new_id(), article.id, who, "Cue", (piece,)))
                spans.append(Assignment(article.id, who, "done"))
            project.apply(Change("Mark", who, put=spans))
