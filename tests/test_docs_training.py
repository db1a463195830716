"""The tutorial on training is run as it stands."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import DocBin
from spacy.vocab import Vocab

from annotator.cli.main import main

ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "docs" / "training.md"
#: Brings what takes hundreds of megabytes; `make soak` makes it.
READERS = ROOT / ".venv-readers" / "bin" / "python"

#: Without any of these the sample's job is done without a window.
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")

BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```", TUTORIAL.read_text("utf-8"), re.M | re.S)


@pytest.fixture
def shell(tmp_path: Path) -> Callable[[str], str]:
    """Run lines of a shell in an empty folder, with this environment's commands."""
    bin_folder = Path(sys.executable).parent
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf")}
    environment = os.environ | offline | dict.fromkeys(DISPLAYS, "")
    environment["PATH"] = f"{bin_folder}{os.pathsep}{environment['PATH']}"

    def run(lines: str) -> str:
        done = subprocess.run(
            ["bash", "-euc", lines],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_the_datasets_are_made_as_it_says_and_share_no_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for display in DISPLAYS:
        monkeypatch.delenv(display, raising=False)
    for kind, block in BLOCKS:
        for line in block.replace("\\\n", " ").splitlines() if kind == "sh" else ():
            if line.startswith("annotator "):
                assert main(shlex.split(line)[1:]) == 0, line
    parts = [DocBin().from_disk(tmp_path / "spans" / f"{part}.spacy") for part in ("train", "dev")]
    texts = [{document.text for document in part.get_docs(Vocab())} for part in parts]
    assert not texts[0] & texts[1]
    assert all(texts)
    assert {p.name for p in (tmp_path / "tokens").iterdir()} >= {"train.parquet", "README.md"}


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_every_block_of_it_runs_in_turn(shell: Callable[[str], str], tmp_path: Path) -> None:
    assert READERS.is_file(), "`make soak` makes the environment that this needs"
    told = []
    for number, (kind, block) in enumerate(BLOCKS):
        if kind == "sh":
            told.append(shell(block))
            continue
        script = tmp_path / f"block{number}.py"
        script.write_text(block, encoding="utf-8")
        python = READERS if "torch" in block else "python"
        told.append(shell(f"{python} {script.name}"))
    output = "\n".join(told)
    assert "Saved pipeline to output directory" in output
    assert "No overlap between training and evaluation data" in output
    losses = [float(loss) for loss in re.findall(r"epoch \d+: loss ([\d.]+)", output)]
    assert losses[0] > losses[-1]
    assert re.search(r"\d+% of the tokens .* have the right tag", output)
