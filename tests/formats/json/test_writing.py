"""Formats made of JSON hold any number that JSON has a form for, and refuse what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats import format_named
from annotator.model import Article, Change, new_id
from annotator.transfer import import_paths

NAMES = ["chat", "labelbuddy", "labelstudio", "prodigy", "webannotation"]


def exported(name: str, metadata: dict[str, object], folder: Path) -> Path:
    format = format_named(name)
    to = folder / ("out" if format.folder else f"out{format.suffixes[0]}")
    with Project.create(folder / "fog.annotator") as project:
        article = Article(new_id(), "Fog", "Fog came.", metadata=metadata)
        project.apply(Change("Add", "ann-01", put=[article]))
        export(project, Recipe(name), to)
    return to


@pytest.mark.parametrize("name", NAMES)
def test_a_number_of_any_length_comes_back(name: str, tmp_path: Path) -> None:
    metadata = {"views": 2**70, "share": 0.1, "tags": ["sea", None]}

    to = exported(name, metadata, tmp_path)

    with Project.create(tmp_path / "other.annotator") as other:
        import_paths(other, [to])
        assert [article.metadata for article in other.articles()] == [metadata]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_number_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="a number that JSON doesn't have"):
        exported(name, {"tags": {"share": float("nan")}}, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["fog.annotator"]
