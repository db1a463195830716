"""Files and folders of all kinds come in by one act, and projects go out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.transfer import import_paths

TEXT = "Ferry late\n\nFog, said Ola Brandt.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "talks.annotator") as project:
        yield project


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "b").mkdir(parents=True)
    (folder / "a.txt").write_bytes(TEXT.encode())
    (folder / "b" / "c.txt").write_bytes(b"Another article\n\nIt has two lines.\n")
    (folder / ".hidden.txt").write_bytes(b"Not this one")
    return folder


def labelled(path: Path, text: str) -> Path:
    line = {
        "article": {"text": text},
        "annotator": "ann-01",
        "spans": [{"label": "Cue", "fragments": [[17, 21]], "text": ["said"]}],
    }
    path.write_text(json.dumps(line), encoding="utf-8")
    return path


def test_a_folder_is_one_change_that_says_how_many_articles(project: Project, inbox: Path) -> None:
    result = import_paths(project, [inbox], annotator="Ines")

    assert result.articles == 2
    assert not result.refused
    assert project.undo_name("Ines") == "Import 2 articles"
    project.undo(annotator="Ines")
    assert project.count_articles() == 0


def test_articles_and_their_labels_join_in_one_import(project: Project, inbox: Path) -> None:
    labelled(inbox / "z.jsonl", TEXT)

    result = import_paths(project, [inbox])

    assert (result.articles, result.layers, result.spans) == (2, 1, 1)
    (layer,) = project.layers()
    assert layer.article.original is not None
    assert project.undo_name("import") == "Import 3 files"


def test_the_same_text_comes_in_once(project: Project, inbox: Path) -> None:
    (inbox / "copy.txt").write_bytes(TEXT.encode())

    first = import_paths(project, [inbox])
    again = import_paths(project, [inbox / "a.txt"])

    assert [Path(item.where).name for item in first.duplicates] == ["copy.txt"]
    assert (again.articles, len(again.duplicates)) == (0, 1)
    assert not again.nothing_done
    assert project.count_articles() == 2


def test_what_cannot_be_read_is_refused_by_name(project: Project, inbox: Path) -> None:
    (inbox / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (inbox / "loop").symlink_to(inbox, target_is_directory=True)
    missing = inbox / "missing.txt"

    result = import_paths(project, [inbox, missing, project.path])

    refused = {Path(item.where).name for item in result.refused}
    assert refused == {"photo.jpg", "loop", "missing.txt", "talks.annotator"}
    assert result.articles == 2


AS_NOBODY = """
import json, os
from pathlib import Path
from annotator.intake.folders import files_in
from annotator.intake.source import Refusal
if os.geteuid() == 0:  # root may read everything
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
print(json.dumps([p.reason if isinstance(p, Refusal) else p for p in files_in(Path("."))]))
"""


@pytest.mark.skipif(os.name != "posix", reason="rights are given otherwise there")
def test_a_folder_that_may_not_be_read_is_refused(inbox: Path) -> None:
    inbox.chmod(0o755)
    (inbox / "b").chmod(0)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY],
        cwd=inbox,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        check=True,
    )
    (inbox / "b").chmod(0o700)

    plain, refused = json.loads(done.stdout)
    assert plain == "a.txt"
    assert refused.startswith('"b" cannot be read: permission denied')


def test_a_cancelled_import_leaves_the_project_as_it_was(project: Project, inbox: Path) -> None:
    class Cancelled(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        if done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_paths(project, [inbox], progress=cancel)

    assert project.count_articles() == 0
    assert project.counts()["changes"] == 0


def test_progress_ends_at_the_whole(project: Project, inbox: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    import_paths(project, [inbox], progress=lambda done, total: seen.append((done, total)))
    reading, writing = [(0, 2), (1, 2), (2, 2)], [(0, 2), (1, 2), (1, 2), (2, 2)]
    assert seen == reading + writing

    seen.clear()
    export(
        project,
        Recipe("jsonl"),
        tmp_path / "a.jsonl",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 2), (2, 2)]


def test_a_cancelled_export_leaves_the_file_as_it_was(
    project: Project, inbox: Path, tmp_path: Path
) -> None:
    class Cancelled(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    import_paths(project, [inbox])
    target = tmp_path / "out" / "a.jsonl"
    target.parent.mkdir()
    target.write_bytes(b"old")

    with pytest.raises(Cancelled):
        export(project, Recipe("jsonl"), target, progress=cancel)

    assert [path.read_bytes() for path in target.parent.iterdir()] == [b"old"]


def test_the_project_itself_is_no_place_for_an_export(project: Project) -> None:
    with pytest.raises(FormatError, match="the project itself"):
        export(project, Recipe("jsonl"), project.path)

    assert project.count_articles() == 0


def test_a_format_that_there_is_not_stops_the_import(project: Project, inbox: Path) -> None:
    with pytest.raises(FormatError, match='"tsv"'):
        import_paths(project, [inbox], format="tsv")


def test_a_format_can_be_named_for_a_file_with_another_ending(
    project: Project, tmp_path: Path
) -> None:
    result = import_paths(project, [labelled(tmp_path / "odd.data", TEXT)], format="jsonl")

    assert result.spans == 1


def test_an_export_counts_what_it_wrote(project: Project, inbox: Path, tmp_path: Path) -> None:
    import_paths(project, [inbox, labelled(tmp_path / "z.jsonl", TEXT)])

    result = export(project, Recipe("jsonl"), tmp_path / "a.jsonl")

    assert (result.articles, result.layers, result.spans) == (2, 1, 1)
    assert result.bytes == (tmp_path / "a.jsonl").stat().st_size
