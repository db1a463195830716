"""Projects and files for the tests of formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator import Project
from annotator.transfer import ImportResult, import_paths

Line = dict[str, Any]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "talks.annotator") as project:
        yield project


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Callable[[], Project]]:
    """Make further projects, each in a file of its own."""
    made: list[Project] = []

    def make() -> Project:
        made.append(Project.create(tmp_path / f"fresh-{len(made)}.annotator"))
        return made[-1]

    yield make
    for project in made:
        project.close()


@pytest.fixture
def seed_gold() -> Path:
    path = Path(__file__).parents[2].parent / "shared" / "data" / "seed_gold.jsonl"
    if not path.is_file():
        pytest.skip("the hand-labelled article lies outside the repository and is not here")
    return path


@pytest.fixture
def bring(tmp_path: Path, project: Project) -> Callable[..., ImportResult]:
    """Import lines, given as objects or as they stand, into the project."""

    def bring(*lines: Line | bytes, name: str = "talks.jsonl", **options: Any) -> ImportResult:
        path = tmp_path / name
        raw = [x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines]
        path.write_bytes(b"\n".join(raw) + b"\n")
        return import_paths(options.pop("into", project), [path], **options)

    return bring
