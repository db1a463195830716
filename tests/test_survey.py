"""What files hold is found out first, and what of it is wanted is taken."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import Project
from annotator.intake import Reading
from annotator.intake.spool import Spool
from annotator.model import Article, Zone, new_id
from annotator.model.zoning import with_zone
from annotator.survey import read_again
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


def test_one_file_is_read_anew_and_the_rest_stays(project: Project, inbox: Path) -> None:
    (inbox / "0.txt").write_bytes(f"One title\n\n{WORDS}.".encode("utf-16-le"))
    table = inbox / "2.csv"
    table.write_text(f"a,b\nFog,{WORDS}\n", encoding="utf-8")
    with survey(project, [inbox]) as found:
        before = {one.where: one.same_as for one in found.articles.values()}
        assert before[str(inbox / "1.txt")] == "One title"
        assert found.tables == {str(table): ("b", "a")}

        after = read_again(project, found, str(inbox / "0.txt"), Reading(encoding="utf-16-be"))
        after = read_again(project, after, str(table), Reading(columns={"text": "a"}))

        now = {one.where: one for one in after.articles.values()}
        assert list(now) == list(before)
        assert now[str(inbox / "1.txt")].same_as is None
        assert now[str(inbox / "2.txt")].same_as == "One title"
        assert after.spool[now[str(table)].id].text == "Fog"
        assert take(project, after).articles == len(now) - 1


def test_what_a_table_lacks_is_told_with_its_columns(project: Project, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    with survey(project, [table]) as found:
        assert found.tables == {str(table): ("a", "b")}
        [refused] = found.refused
        assert "no column" in refused.reason
        after = read_again(project, found, str(table), Reading(columns={"text": "a"}))
        assert (after.refused, len(after.articles)) == ([], 1)


def test_annotated_data_stays_out_of_memory_but_for_what_is_annotated(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(100):
            spans = [{"label": "Claim", "fragments": [[0, 1]]}]
            line = {"article": {"text": f"{n}\n{'a' * 300_000}"}, "annotator": "a", "spans": spans}
            file.write(json.dumps(line) + "\n")
    tracemalloc.start()
    try:
        result = import_paths(project, [path])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert result.spans == 100
    assert peak < 20_000_000


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
        spool[article.id] = shorter = replace(article, text="x", zones=(), original=None)
        assert list(spool.values()) == [shorter, empty]
        del spool[empty.id]
        assert list(spool) == [article.id]


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return path


def test_annotated_data_is_found_in_archives(project: Project, tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "corpus.zip",
        corpus__a_txt=b"Fog, said Ola Brandt.",
        corpus__a_ann=b"T1\tCue 5 9\tsaid\n",
        corpus__b_txt=b"Nobody has marked anything in this one.",
        corpus__bad_pdf=b"nothing",
    )
    with survey(project, [path], inside=True) as found:
        assert [one.where for one in found.articles.values()] == [f"{path}/corpus/b.txt"]
        assert list(found.annotated) == [f"{path}/corpus/a.ann"]
        unpacked = list(found.unpacked.values())
        assert all(file.is_file() for file in unpacked)
        result = take(project, found)
    assert not any(file.exists() for file in unpacked)
    assert (result.articles, result.spans) == (2, 1)
    assert [Path(item.where).name for item in result.refused] == ["bad.pdf"]


def test_an_archive_of_articles_is_not_unpacked(project: Project, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", a_txt=b"Fog came in.", b_json=b'[{"text": "Rain."}]')
    with survey(project, [path]) as found:
        assert sorted(one.title for one in found.articles.values()) == ["Fog came in.", "Rain."]
        assert not found.unpacked and not found.annotated


def test_what_leads_out_of_an_archive_is_refused(project: Project, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../evil.txt", b"Out")
        archive.writestr("/abs.txt", b"Out")
        archive.writestr('a<b>:"|?*.txt', b"Fog, said Ola.")
        archive.writestr("c.ann", b"T1\tCue 5 9\tsaid\n")
        archive.writestr("c.txt", b"Fog, said Ola Brandt.")
    with survey(project, [tmp_path / "a.zip"]) as found:
        outside = [item.where for item in found.refused if "outside" in item.reason]
        assert len(outside) == 2
        assert all(file.is_relative_to(found._folder.name) for file in found.unpacked.values())
    assert not (tmp_path.parent / "evil.txt").exists()


@pytest.mark.parametrize("name", ["", "c.ann/d.txt", "d" * 300 + ".txt", "c?.txt"])
def test_a_name_in_an_archive_that_no_file_can_have_is_refused(
    project: Project, tmp_path: Path, name: str
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("c.ann", b"T1\tCue 5 9\tsaid\n")
        archive.writestr("c.txt", b"Fog, said Ola Brandt.")
        archive.writestr("c*.txt", b"Another name that is the same without its star.")
        member = zipfile.ZipInfo()
        member.filename = name
        archive.writestr(member, b"x")
    with survey(project, [tmp_path / "a.zip"]) as found:
        [refused] = [item for item in found.refused if "cannot be unpacked" in item.reason]
        assert refused.where == f"{tmp_path / 'a.zip'}/{name}"
        assert len(found.unpacked) == 3


def test_annotated_data_gets_zones_that_fold_nothing_away(project: Project, tmp_path: Path) -> None:
    text = "Fog delays ferry\n\nFog, said Ola Brandt on Friday.\n\nMost Popular\n\nOther news\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tCue 23 27\tsaid\n", encoding="utf-8")
    import_paths(project, [tmp_path / "a.ann"])
    [article] = project.articles()
    assert {zone.kind for zone in article.zones} == {"title", "body"}


def test_one_file_is_read_otherwise_than_the_rest(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Правда".encode("koi8-r"))
    (tmp_path / "b.txt").write_text("Grüße", encoding="utf-8")
    said = {str(tmp_path / "a.txt"): Reading("koi8-r")}
    result = import_paths(project, [tmp_path], reading=Reading(single=said))
    assert [article.title for article in project.articles()] == ["Правда", "Grüße"]
    assert result.refused == []


def test_a_correction_is_followed_within_one_survey(project: Project, tmp_path: Path) -> None:
    for n in range(3):
        text = f"Title {n}\n\n{WORDS} {n}\n\nOur newsletter\n\nSign up"
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    with survey(project, [tmp_path], near=False) as found:
        first, *others = list(found.spool.values())
        start = first.text.index("Our newsletter")
        found.correct(with_zone(first, "boilerplate", start, len(first.text)))
        for other in others:
            zone = found.spool[other.id].zone_at(other.text.index("Our newsletter"))
            assert zone is not None and zone.kind == "boilerplate"


def test_a_file_may_vanish_at_any_time(project: Project, inbox: Path, tmp_path: Path) -> None:
    def vanish(done: int, count: int) -> None:
        (inbox / "2.txt").unlink(missing_ok=True)

    result = import_paths(project, [inbox], progress=vanish)
    assert result.articles == 3
    assert "2.txt" in result.refused[0].where and "not there" in result.refused[0].reason

    labels = tmp_path / "a.jsonl"
    labels.write_text('{"article": {"text": "Rain."}, "annotator": "x", "spans": []}', "utf-8")
    with survey(project, [labels]) as found:
        labels.unlink()
        taken = take(project, found)
    assert (taken.articles, len(taken.refused)) == (0, 1)


def test_cancelled_while_it_is_written_nothing_was_taken(project: Project, inbox: Path) -> None:
    class Cancelled(Exception):
        pass

    def cancel(done: int, count: int) -> None:
        if done == 2 and count == 3:  # articles that are written, not files that are read
            raise Cancelled

    with survey(project, [inbox], near=False) as found, pytest.raises(Cancelled):
        take(project, found, only=set(found.articles), progress=cancel)
    assert project.count_articles() == 0
    assert project.undo_name("import") is None
