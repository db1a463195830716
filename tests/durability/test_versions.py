"""A file of each version that was ever released opens, is brought up to date, and says the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from annotator import Project
from annotator.store.schema import VERSION
from tests.durability.checks import assert_whole
from tests.durability.projects.describe import describe

PROJECTS = Path(__file__).parent / "projects"
VERSIONS = range(1, VERSION + 1)


def test_there_is_a_file_of_each_version() -> None:
    names = {f"v{version}.annotator" for version in VERSIONS}
    assert {file.name for file in PROJECTS.glob("*.annotator")} == names


@pytest.mark.parametrize("version", VERSIONS)
def test_it_opens_and_says_the_same(version: int, path: Path) -> None:
    shutil.copy(PROJECTS / f"v{version}.annotator", path)
    before = json.loads((PROJECTS / f"v{version}.json").read_text(encoding="utf-8"))
    with Project.open(path) as project:
        assert not project.read_only
        assert_the_same(before, json.loads(json.dumps(describe(project))))
    assert_whole(path)


@pytest.mark.parametrize("version", VERSIONS)
def test_its_undo_goes_back_to_the_beginning_and_forth_again(version: int, path: Path) -> None:
    shutil.copy(PROJECTS / f"v{version}.annotator", path)
    with Project.open(path) as project:
        before = describe(project)
        steps = []
        for who in ("ann-02", "ann-01", "ann-02"):
            while project.undo_name(who) is not None:
                project.undo(annotator=who)
                steps.append(who)
        assert project.count_articles() == 0
        assert project.actors() == []
        for who in reversed(steps):
            assert project.redo(annotator=who) is not None
        assert_the_same(
            {name: before[name] for name in ("articles", "actors", "layers", "undo")},
            describe(project),
        )
    assert_whole(path)


def assert_the_same(before: Any, now: Any, where: str = "") -> None:
    """What was said before is said now; what is said besides came later."""
    if isinstance(before, dict):
        assert isinstance(now, dict)
        for name, value in before.items():
            assert_the_same(value, now.get(name), f"{where}/{name}")
    elif isinstance(before, list):
        assert isinstance(now, list | tuple)
        assert len(before) == len(now), where
        for n, (one, other) in enumerate(zip(before, now, strict=True)):
            assert_the_same(one, other, f"{where}/{n}")
    else:
        assert before == now, where
