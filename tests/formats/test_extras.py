"""A format whose library isn't there says the one line that installs it, both ways."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import MissingExtra
from annotator.formats import format_named
from annotator.formats.tokens import tokenizers
from annotator.transfer import import_paths
from tests.formats.hard import LINES, hard_project

EXTRAS = [
    ("spacy", "spacy", "a.spacy"),
    ("parquet", "pyarrow", "a.parquet"),
    ("uima-xmi", "cassis", "out"),
    ("uima-json", "cassis", "out"),
]


@pytest.mark.parametrize(("name", "library", "target"), EXTRAS)
def test_what_is_missing_is_named_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str, target: str
) -> None:
    with hard_project(tmp_path / "hard.annotator", LINES[:1]) as project:
        export(project, Recipe(name), tmp_path / target)
        for module in [m for m in sys.modules if m.partition(".")[0] == library]:
            monkeypatch.setitem(sys.modules, module, None)
        monkeypatch.setitem(sys.modules, library, None)
        tokenizers.tokenize.cache_clear()
        tokenizers._spacy.cache_clear()
        extra = name.partition("-")[0]

        with pytest.raises(MissingExtra, match=rf"article-annotator\[{extra}\]"):
            export(project, Recipe(name), tmp_path / f"again-{target}")
        result = import_paths(project, [tmp_path / target], format=name)

    assert result.nothing_done
    assert any(f"article-annotator[{extra}]" in item.reason for item in result.refused)
    assert not (tmp_path / f"again-{target}").exists()


@pytest.mark.parametrize(
    ("name", "library", "extra"),
    [("parquet-tables", "pyarrow", "parquet"), ("chat", "fastjsonschema", "chat")],
)
def test_what_only_writing_needs_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with hard_project(tmp_path / "hard.annotator", LINES[:1]) as project:
        with pytest.raises(MissingExtra, match=rf"article-annotator\[{extra}\]"):
            export(project, Recipe(name), tmp_path / "out")
        assert not (tmp_path / "out").exists()


def test_a_format_is_listed_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    for _, library, _ in EXTRAS:
        monkeypatch.setitem(sys.modules, library, None)

    assert format_named("parquet").title == "Parquet for Hugging Face datasets"
