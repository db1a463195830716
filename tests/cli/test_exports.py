"""Datasets from the command line."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.demo import prepare

Out = pytest.CaptureFixture[str]


@pytest.fixture
def sample(tmp_path: Path) -> str:
    return str(prepare(tmp_path / "sample").project)


def test_a_dataset_with_a_split_and_the_recipe_that_repeats_it(
    sample: str, tmp_path: Path, capsys: Out
) -> None:
    split = ["--split", "train=0.6,dev=0.2,test=0.2", "--seed", "3", "--status", "done"]
    arguments = ["--format", "jsonl", *split, "--boilerplate", "drop", "--save-recipe", "weekly"]
    assert main(["export", sample, *arguments, "--to", str(tmp_path / "one"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["parts"]) == {"train", "dev", "test"}
    assert told["articles"] == sum(part["articles"] for part in told["parts"].values()) > 0
    assert told["left_out"]

    assert main(["export", sample, "--recipe", "weekly", "--to", str(tmp_path / "two")]) == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert "train" in capsys.readouterr().out


@pytest.mark.parametrize(
    "choices",
    [
        "--format conll --layer ann-01 --names --card --option tokens=words",
        "--format pairs --seed 4 --views --min-agreement 0.2 --boilerplate keep --status any",
        "--format jsonl --split a=0.333,b=0.667 --group-by source --group-by date --temporal",
        "--format csv --split train=0.6,test=0.4 --freeze test --licence 'CC BY 4.0, in \"part\"'",
        "--format parquet --label Claim='What is said' --label Cue= --label Actor=Source --card",
    ],
)
def test_the_command_on_a_card_makes_the_dataset_again(
    sample: str, tmp_path: Path, choices: str
) -> None:
    assert main(["export", sample, *shlex.split(choices), "--to", str(tmp_path / "one")]) == 0
    card = (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    [command] = re.findall(r"```sh\nannotator (.*)\n```", card)
    places = {"PROJECT": sample, "OUT": str(tmp_path / "two")}

    assert main([places.get(word, word) for word in shlex.split(command)]) == 0

    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")


@pytest.mark.parametrize("format", ["jsonl", "spacy", "brat"])
def test_a_dataset_is_read_again_without_what_tells_about_it(
    sample: str, tmp_path: Path, capsys: Out, format: str
) -> None:
    (tmp_path / "set").mkdir()
    to = str(tmp_path / "set" / "one")
    split = ["--split", "train=0.6,test=0.4", "--status", "done"]
    main(["export", sample, "--format", format, *split, "--to", to])
    again = str(tmp_path / "again.annotator")
    main(["new", again])
    capsys.readouterr()

    assert main(["import", again, str(tmp_path / "set"), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["articles"], told["refused"]) == (8, [])


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_nothing_finished_is_told_with_the_mend(tmp_path: Path, capsys: Out) -> None:
    path = str(tmp_path / "p.annotator")
    (tmp_path / "a.txt").write_text("Port shut\n\nIt is shut, said Raske.\n")
    main(["new", path])
    main(["import", path, str(tmp_path / "a.txt")])
    target = tmp_path / "out.jsonl"
    target.write_text("made when something was finished\n")
    arguments = ["--format", "jsonl", "--status", "done", "--to", str(target)]
    assert main(["export", path, *arguments]) == 2
    said = capsys.readouterr().err
    assert "Nobody worked on it." in said
    assert "--status any" in said
    assert target.read_text() == "made when something was finished\n"


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["--format", "jsonl", "--split", "train=2"], "no part of a split"),
        (["--format", "jsonl", "--status", "ready"], '"ready" is no status'),
        (["--format", "jsonl", "--label", "Claim"], "write NAME=VALUE"),
        (["--format", "jsonl", "--freeze", "test"], "cannot be kept"),
        (["--recipe", "none"], 'has no recipe "none"'),
        (["--recipe", "none", "--seed", "3", "--label", "A=B"], "leave out --seed, --label"),
        (["--format", "csv", "--label", "Clam="], 'has no label "Clam"'),
        (["--format", "nothing"], "No format is called"),
    ],
)
def test_what_makes_no_sense_is_refused(
    sample: str, tmp_path: Path, capsys: Out, arguments: list[str], wrong: str
) -> None:
    assert main(["export", sample, *arguments, "--to", str(tmp_path / "x")]) == 2
    assert wrong in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
