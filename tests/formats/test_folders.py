"""Folders appear whole or not at all, and nothing that isn't an export's is replaced."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from annotator.errors import FormatError
from annotator.formats.files import replacing_folder
from annotator.formats.names import FileNames


def fill(target: Path, **files: str) -> None:
    with replacing_folder(target) as folder:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


def test_a_folder_is_replaced_at_the_end_by_the_next_export(tmp_path: Path) -> None:
    target = tmp_path / "out"
    fill(target, a="one", b="two")
    (target / "a").write_text("edited")

    fill(target, c="three")

    assert set(contents(target)) == {"c", "SHA256SUMS"}
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not here")
def test_its_list_of_checksums_is_one_that_others_can_check(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with replacing_folder(target) as folder:
        (folder / "in a").mkdir()
        (folder / "in a" / "b c.txt").write_text("x")

    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    assert subprocess.run(check, cwd=target, check=False, capture_output=True).returncode == 0


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "out"
    fill(target, a="one")
    (target / "thesis.doc").write_text("years of work")

    with pytest.raises(FormatError, match=r"thesis\.doc, which no export has written"):
        fill(target, b="two")

    assert set(contents(target)) == {"a", "SHA256SUMS", "thesis.doc"}


def test_an_empty_folder_may_be_filled_and_a_file_may_not(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    fill(tmp_path / "empty", a="one")
    (tmp_path / "file").write_text("x")

    with pytest.raises(FormatError, match="is a file"):
        fill(tmp_path / "file", a="one")
    assert (tmp_path / "empty" / "a").is_file()


def test_what_was_there_stays_if_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "out"
    fill(target, a="one")

    with pytest.raises(RuntimeError), replacing_folder(target) as folder:
        (folder / "a").write_text("half")
        raise RuntimeError

    assert contents(target)["a"] == "one"
    assert list(tmp_path.iterdir()) == [target]


def test_where_no_folder_can_be_is_told(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be written"):
        fill(tmp_path / "gone" / "out", a="one")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ferry late, again!", "Ferry-late-again"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\x\0y", "C-x-y"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("...", "untitled"),
        ("", "untitled"),
        ("トラム 🚋 遅延", "トラム-遅延"),
        ("क्षि", "क्षि"),
        ("x" * 300, "x" * 120),
        ("字" * 300, "字" * 40),
    ],
)
def test_any_title_makes_a_safe_file_name(title: str, name: str) -> None:
    assert FileNames().name("1", title) == name


def test_each_article_has_a_name_of_its_own() -> None:
    names = FileNames()

    given = [names.name(key, title) for key, title in [("1", "A b"), ("2", "a B"), ("1", "A b")]]

    assert given == ["A-b", "a-B-2", "A-b"]


def test_thousands_may_have_the_same_title() -> None:
    names = FileNames()

    given = [names.name(str(n), "Untitled") for n in range(20_000)]

    assert given[-1] == "Untitled-20000"
    assert len(set(given)) == 20_000
