"""What files hold is found out first, and what of it is wanted is taken."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import Project
from annotator.intake import Reading
from annotator.intake.spool import Spool
from annotator.model import Article, Zone, new_id
from annotator.transfer import import_paths, survey, take

WORDS = " ".join(f"word{n}" for n in range(200))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "talks.annotator") as project:
        yield project


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "1.txt").write_text(f"One title\n\n{WORDS}.", encoding="utf-8")
    (folder / "2.txt").write_text(f"One title\n\n{WORDS}.", encoding="utf-8")
    (folder / "3.txt").write_text(f"Another title\n\n{WORDS}.\n\nAnd more.", encoding="utf-8")
    (folder / "4.txt").write_bytes(b"")
    (folder / "5.txt").write_bytes("Café au lait in the morning".encode("cp1252"))
    return folder


def test_a_survey_tells_what_is_there_and_takes_nothing(project: Project, inbox: Path) -> None:
    with survey(project, [inbox]) as found:
        first, same, near, western = found.articles.values()
        assert (first.title, first.same_as, first.near) == ("One title", None, None)
        assert (same.same_as, Path(same.where).name) == ("One title", "2.txt")
        assert near.near == "One title" and near.share > 0.9
        assert (western.encoding, western.encoding_reason) == (
            "cp1252",
            "not UTF-8, and fits Windows-1252",
        )
        assert [Path(item.where).name for item in found.refused] == ["4.txt"]
        assert found.spool[near.id].text.startswith("Another title")
    assert project.count_articles() == 0


def test_only_what_is_chosen_is_taken(project: Project, inbox: Path) -> None:
    with survey(project, [inbox]) as found:
        near = next(one for one in found.articles.values() if one.near)
        result = take(project, found, only={near.id}, annotator="Ines")
    assert result.articles == 1
    assert [article.title for article in project.articles()] == ["Another title"]
    assert project.undo_name("Ines") == "Import 1 article"


def test_near_duplicates_are_found_in_the_project_too(project: Project, inbox: Path) -> None:
    import_paths(project, [inbox / "1.txt"])
    with survey(project, [inbox / "3.txt"]) as found:
        [one] = found.articles.values()
    assert one.near == "One title"


def test_many_files_stay_out_of_memory(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(25):
        (folder / f"{n}.txt").write_text(f"{n}\n{'a' * 1_000_000}", encoding="utf-8")
    tracemalloc.start()
    try:
        result = import_paths(project, [folder], reading=Reading())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert result.articles == 25
    assert peak < 30_000_000


def test_an_article_comes_out_of_the_spool_as_it_went_in() -> None:
    article = Article(
        new_id(),
        "Ti\u2028tle 👩‍👩‍👧",
        "a\0b\r\nc",
        metadata={"n": [1, None]},
        zones=(Zone("body", 0, 3),),
        original=b"\0\xff" * 2_000_000,
    )
    empty = Article(new_id(), "Empty", "x", original=b"")
    with Spool() as spool:
        spool[article.id] = article
        spool[empty.id] = empty
        assert [spool[i] for i in spool] == [article, empty]
        spool[article.id] = empty
        assert list(spool.values()) == [empty, empty]
        del spool[empty.id]
        assert list(spool) == [article.id]
