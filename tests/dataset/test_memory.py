"""An export of a large project takes the memory of a small one's; each is one of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from annotator import Project
from annotator.formats import formats
from annotator.transfer import import_paths

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's own figures"),
]

#: Both have more than what formats write in one go: 500,000 tokens, 1,000 rows.
SMALL, LARGE = 2000, 6000
#: In bytes for each article more: less than its text alone has.
MOST = 3000
WORDS = [f"{first}{last}" for first in ("ka", "lo", "mi", "nu", "re") for last in "bdfgklmnprst"]


def filled(path: Path, articles: int) -> Path:
    chance = Random(articles)
    lines = path.with_suffix(".jsonl")
    with lines.open("w", encoding="utf-8") as handle:
        for n in range(articles):
            sentences = [" ".join(chance.choices(WORDS, k=12)).capitalize() for _ in range(70)]
            text = f"Story {n}\n\n{'. '.join(sentences)}."
            places = [[at, at + 40] for at in range(20, 2500, 120)]
            spans = [{"label": "Claim", "fragments": [place]} for place in places]
            article = {"text": text, "language": "en"}
            handle.write(json.dumps({"article": article, "annotator": "a", "spans": spans}) + "\n")
    with Project.create(path) as project:
        assert import_paths(project, [lines]).articles == articles
    return path


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("projects")
    return [filled(folder / f"{number}.annotator", number) for number in (SMALL, LARGE)]


#: Exports as the command does, and tells the peak of what it had in memory itself.
COMMAND = """
import sys
from annotator.cli.main import main
code = main(["export", *sys.argv[1:]])
print(open("/proc/self/status").read())
sys.exit(code)
"""


def peak(project: Path, format: str, to: Path) -> int:
    """Return the most bytes that an export has in memory at a time."""
    command = [sys.executable, "-c", COMMAND, project, "--format", format, "--to", to]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    [kilobytes] = re.findall(r"VmHWM:\s+(\d+) kB", told)
    return int(kilobytes) * 1024


@pytest.mark.parametrize("format", [format.name for format in formats()])
def test_memory_does_not_grow_with_the_project(
    projects: list[Path], tmp_path: Path, format: str
) -> None:
    small, large = (peak(project, format, tmp_path / project.stem) for project in projects)

    print(f"{format}: {small / 1e6:.0f} MB, {large / 1e6:.0f} MB of {LARGE / SMALL:.0f} times that")
    assert large - small < (LARGE - SMALL) * MOST
