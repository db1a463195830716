"""The command line as people and scripts use it: status, stdout, stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator import Project, __version__
from annotator.cli import main

TEXT = "Ferry late\n\nFog, said Ola Brandt.\n"
CUE = {"label": "Cue", "fragments": [[17, 21]], "text": ["said"]}

Out = pytest.CaptureFixture[str]


@pytest.fixture
def talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project among files to import, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Project.create("talks.annotator").close()
    Path("ferry.txt").write_bytes(TEXT.encode())
    write("labels.jsonl", {"article": {"text": TEXT}, "annotator": "ann-01", "spans": [CUE]})
    return Path("talks.annotator")


def write(name: str, *lines: dict[str, Any]) -> None:
    Path(name).write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "annotator", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )


def test_columns_are_remembered_and_refusals_reported(talks: Path, capsys: Out) -> None:
    Path("a.csv").write_text("text,copy\nno,Fog came in.\nno,\n", encoding="utf-8")
    Path("b.csv").write_text("text,copy\nno,The fog lifted.\n", encoding="utf-8")

    assert main(["import", str(talks), "a.csv", "--columns", "text=copy", "--report", "r.csv"]) == 1
    assert "row 3" in capsys.readouterr().err
    report = Path("r.csv").read_text(encoding="utf-8").splitlines()
    assert report[0] == "what,where,why"
    assert report[1].startswith("refused,") and "row 3" in report[1]

    assert main(["import", str(talks), "b.csv"]) == 0
    with Project.open(talks) as project:
        assert [a.text for a in project.articles()] == ["Fog came in.", "The fog lifted."]

    assert main(["import", str(talks), "b.csv", "--columns", "copy"]) == 2
    assert "names no column" in capsys.readouterr().err


def test_an_encoding_can_be_chosen(talks: Path, capsys: Out) -> None:
    Path("a.txt").write_bytes("Правда".encode("koi8-r"))
    assert main(["import", str(talks), "a.txt"]) == 2
    assert "a.txt" in capsys.readouterr().err
    assert main(["import", str(talks), "a.txt", "--encoding", "koi8-r"]) == 0
    with Project.open(talks) as project:
        assert [a.text for a in project.articles()] == ["Правда"]


def test_near_duplicates_are_told_and_taken(talks: Path, capsys: Out) -> None:
    words = " ".join(f"word{n}" for n in range(200))
    Path("a.txt").write_text(f"One title\n\n{words}.", encoding="utf-8")
    Path("b.txt").write_text(f"Another title\n\n{words}.\n\nAnd more here.", encoding="utf-8")
    assert main(["import", str(talks), "a.txt", "b.txt", "--near"]) == 0
    assert '"Another title" is also in "One title"' in capsys.readouterr().out
    with Project.open(talks) as project:
        assert project.count_articles() == 2


@pytest.mark.usefixtures("talks")
def test_new_import_info_export(capsys: Out) -> None:
    assert main(["new", "fresh"]) == 0
    assert "Made fresh.annotator" in capsys.readouterr().out

    assert main(["import", "fresh.annotator", "ferry.txt", "labels.jsonl"]) == 0
    said = capsys.readouterr()
    assert "Imported 1 article, 1 layer, 1 span." in said.out
    assert said.err == ""

    assert main(["info", "fresh.annotator"]) == 0
    told = capsys.readouterr().out
    assert "ann-01" in told and "Cue" in told

    assert main(["export", "fresh.annotator", "--format", "jsonl", "--to", "out.jsonl"]) == 0
    assert "out.jsonl" in capsys.readouterr().out
    (line,) = Path("out.jsonl").read_bytes().splitlines()
    assert json.loads(line)["spans"][0]["text"] == ["said"]


@pytest.mark.usefixtures("talks")
def test_the_suffix_is_left_alone_if_there_is_one(capsys: Out) -> None:
    assert main(["new", "fresh.db"]) == 0

    assert Path("fresh.db").is_file()


@pytest.mark.usefixtures("talks")
def test_new_never_overwrites(talks: Path, capsys: Out) -> None:
    before = talks.read_bytes()

    assert main(["new", "talks"]) == 2

    assert talks.read_bytes() == before
    assert capsys.readouterr().err == (
        "annotator: talks.annotator exists already. Open it, or choose a new name.\n"
    )


@pytest.mark.usefixtures("talks")
def test_a_scheme_may_be_a_file(capsys: Out) -> None:
    Path("tiny.toml").write_text('name = "tiny"\n[[label]]\nname = "Thing"\n', encoding="utf-8")

    assert main(["new", "fresh", "--scheme", "tiny.toml"]) == 0

    with Project.open("fresh.annotator") as project:
        assert project.scheme.name == "tiny"


@pytest.mark.parametrize(
    ("scheme", "reason"),
    [
        ("none", 'No scheme is called "none"'),
        ("gone.toml", "gone.toml cannot be read"),
        ("bad.toml", "bad.toml is not valid TOML"),
        ("latin.toml", "latin.toml is not in UTF-8"),
    ],
)
@pytest.mark.usefixtures("talks")
def test_a_bad_scheme_makes_no_project(capsys: Out, scheme: str, reason: str) -> None:
    Path("bad.toml").write_text("name = ", encoding="utf-8")
    Path("latin.toml").write_bytes('name = "Zoë"'.encode("latin-1"))

    assert main(["new", "fresh", "--scheme", scheme]) == 2

    assert reason in capsys.readouterr().err
    assert not Path("fresh.annotator").exists()


@pytest.mark.usefixtures("talks")
def test_refused_items_are_named_on_stderr_and_the_rest_is_done(capsys: Out) -> None:
    write(
        "odd.jsonl",
        {"article": {"text": TEXT}, "spans": [CUE, {"label": "Yell", "fragments": [[0, 5]]}]},
        {"article": {}},
    )

    assert main(["import", "talks.annotator", "odd.jsonl", "gone.txt"]) == 1

    said = capsys.readouterr()
    assert "Imported 1 article" in said.out
    assert "3 items refused" in said.out
    errors = said.err.splitlines()
    assert all(line.startswith("annotator: ") for line in errors)
    assert any("odd.jsonl:1" in line and '"Yell"' in line for line in errors)
    assert any("odd.jsonl:2" in line for line in errors)
    assert any("gone.txt" in line for line in errors)


@pytest.mark.usefixtures("talks")
def test_nothing_done_is_status_2(capsys: Out) -> None:
    assert main(["import", "talks.annotator", "gone.txt"]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert "gone.txt" in said.err


@pytest.mark.usefixtures("talks")
def test_a_duplicate_is_told_and_no_failure(capsys: Out) -> None:
    main(["import", "talks.annotator", "ferry.txt"])

    assert main(["import", "talks.annotator", "ferry.txt"]) == 0

    told = capsys.readouterr().out
    assert "There was nothing new." in told
    assert '"Ferry late" is in the project already' in told


def test_the_project_may_lie_among_what_is_imported(talks: Path, capsys: Out) -> None:
    assert main(["import", str(talks), "."]) == 0

    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("talks")
def test_json_is_one_document_and_alone_on_stdout(capsys: Out) -> None:
    write("odd.jsonl", {"article": {"text": TEXT + "💡"}}, {"article": {}})

    assert main(["import", "talks.annotator", "labels.jsonl", "odd.jsonl", "--json"]) == 1
    said = capsys.readouterr()
    result = json.loads(said.out)
    assert (result["articles"], result["layers"], result["spans"]) == (2, 1, 1)
    assert [item["where"] for item in result["refused"]] == ["odd.jsonl:2"]
    assert "odd.jsonl:2" in said.err

    assert main(["info", "talks.annotator", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["labels"] == {"Cue": 1}
    assert {"name": "ann-01", "role": "annotator", "articles": {"done": 1, "new": 1}} in facts[
        "annotators"
    ]

    export = ["export", "talks.annotator", "--format", "jsonl", "--to", "out.jsonl", "--json"]
    assert main(export) == 0
    assert json.loads(capsys.readouterr().out)["path"] == "out.jsonl"

    assert main(["formats", "--json"]) == 0
    formats = json.loads(capsys.readouterr().out)
    lossless = [f["name"] for f in formats if all(f["holds"].values())]
    assert "jsonl" in lossless and "conll" not in lossless


@pytest.mark.usefixtures("talks")
def test_one_layer_is_exported_by_name(capsys: Out) -> None:
    main(["import", "talks.annotator", "labels.jsonl"])
    export = ["export", "talks.annotator", "--format", "jsonl", "--to", "out.jsonl", "--layer"]

    assert main([*export, "ann-01"]) == 0
    assert main([*export, "gold"]) == 2
    assert "ann-01" in capsys.readouterr().err


@pytest.mark.usefixtures("talks")
def test_the_scheme_is_extended_when_asked(capsys: Out) -> None:
    write("odd.jsonl", {"article": {"text": TEXT}, "spans": [CUE | {"label": "Yell"}]})

    assert main(["import", "talks.annotator", "odd.jsonl"]) == 1
    assert "With --extend-scheme" in capsys.readouterr().out
    assert main(["import", "talks.annotator", "odd.jsonl", "--extend-scheme"]) == 0

    with Project.open("talks.annotator") as project:
        assert project.scheme.label("Yell") is not None


@pytest.mark.usefixtures("talks")
def test_a_backup_is_a_project(capsys: Out) -> None:
    assert main(["backup", "talks.annotator", "--to", "copy.annotator"]) == 0
    with Project.open("copy.annotator") as project:
        assert project.name == "talks"

    assert main(["backup", "talks.annotator", "--to", "copy.annotator"]) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "talks.annotator"],
        ["export", "talks.annotator", "--to", "out.jsonl"],
        ["export", "talks.annotator", "--format", "tsv", "--to", "out.tsv"],
        ["info"],
        ["info", "gone.annotator"],
        ["info", "ferry.txt"],
        ["info", "."],
        ["improt", "talks.annotator", "ferry.txt"],
        ["--nonsense"],
        ["gone.annotator"],
        ["."],
    ],
)
@pytest.mark.usefixtures("talks")
def test_mistakes_are_one_line_on_stderr_and_status_2(capsys: Out, arguments: list[str]) -> None:
    assert main(arguments) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("annotator: ")
    assert said.err.count("\n") == 1


def test_version_and_help(capsys: Out) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"annotator {__version__}\n"

    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in ("new", "import", "export", "info", "formats", "demo"))


def test_a_command_says_how_it_is_used(capsys: Out) -> None:
    assert main(["import", "--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: annotator import [-h]")


@pytest.mark.usefixtures("talks")
def test_names_cannot_steer_the_terminal(capsys: Out) -> None:
    main(["import", "talks.annotator", "gone\x1b[2J\nannotator: all is well"])

    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_a_reader_that_leaves_early_is_no_error(talks: Path) -> None:
    many = [{"article": {"text": f"Article {n}"}} for n in range(3000)]
    write("many.jsonl", *many)
    main(["import", str(talks), "many.jsonl"])

    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", "import", str(talks), "many.jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()

    assert process.stderr.read() == b""
    assert process.wait() == 0
    process.stderr.close()


def test_what_stdout_cannot_show_does_not_stop_it(talks: Path) -> None:
    write("labels.jsonl", {"article": {"text": TEXT}, "annotator": "Zoë 💡"})
    main(["import", str(talks), "labels.jsonl"])
    plain = {**os.environ, "PYTHONIOENCODING": "ascii"}

    told = run("info", str(talks), env=plain)
    facts = run("info", str(talks), "--json", env=plain)

    assert told.returncode == facts.returncode == 0
    assert "Zo\\xeb" in told.stdout
    assert "Zoë 💡" in [annotator["name"] for annotator in json.loads(facts.stdout)["annotators"]]


def test_no_progress_where_nobody_watches(talks: Path) -> None:
    done = run("import", str(talks), "ferry.txt")

    assert (done.returncode, done.stderr) == (0, "")


def test_commands_do_not_pay_for_each_other() -> None:
    code = "import sys, annotator.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    ours = {name for name in loaded if name.startswith("annotator.")}
    assert ours <= {
        "annotator.cli",
        "annotator.cli.agreeing",
        "annotator.cli.console",
        "annotator.cli.exports",
        "annotator.cli.main",
        "annotator.cli.keeping",
        "annotator.cli.projects",
        "annotator.cli.transfers",
        "annotator.cli.reviews",
        "annotator.cli.shared",
        "annotator.cli.window",
        "annotator.errors",
        "annotator.pace",
        "annotator.version",
    }
