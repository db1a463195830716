from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.errors import IntakeError
from annotator.intake import KINDS, SUFFIXES, Refusal, read_articles, read_file
from annotator.intake.folders import files_in
from annotator.model import Article

PROSE = "The government said on Friday that it did not know what the company had done with it."


def read_all(*paths: Path) -> Iterator[Article | Refusal]:
    for place in (found for path in paths for found in files_in(path)):
        if isinstance(place, Refusal):
            yield place
            continue
        try:
            yield from read_articles(place)
        except IntakeError as error:
            yield Refusal(place, str(error))


def sources(root: Path) -> list[str]:
    return [
        found.source or "" if isinstance(found, Article) else f"refused {Path(found.where).name}"
        for found in read_all(root)
    ]


def test_a_text_file_becomes_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    data = f"\ufeffTitle\r\n\r\n{PROSE}\r\n".encode()
    path.write_bytes(data)
    article = read_file(path)
    assert article.text == f"Title\r\n\r\n{PROSE}\r\n"
    assert (article.title, article.source, article.original) == ("Title", "a.txt", data)
    assert article.metadata == {"encoding": "utf-8", "encoding_reason": "byte order mark"}


def test_the_file_names_an_article_without_a_short_line(tmp_path: Path) -> None:
    path = tmp_path / "huawei-5g.txt"
    path.write_text("word " * 100, encoding="utf-8")
    assert read_file(path).title == "huawei-5g"


def test_a_chosen_encoding_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Правда".encode("koi8-r"))
    article = read_file(path, encoding="koi8-r")
    assert article.text == "Правда"
    assert article.metadata["encoding_reason"] == "chosen"


def test_a_page_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.HTM"
    path.write_text(f"<article><h1>Title</h1><p>{PROSE}</p><p>{PROSE}</p></article>", "utf-8")
    assert read_file(path).title == "Title"


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c.text", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PROSE, encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert sources(tmp_path) == ["1.txt", "2.txt", "b.txt", "c.text", "refused photo.jpg"]


def test_what_a_browser_saves_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    for place in ("a.html", "a_files/ad.html", "a_files/a.css", "b_files/c.txt", "ü.htm"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(f"<p>{PROSE} {place}</p>", encoding="utf-8")
    (tmp_path / "ü-Dateien").mkdir()
    (tmp_path / "ü-Dateien" / "x.js").touch()
    assert sources(tmp_path) == ["a.html", "c.txt", "ü.htm"]


def test_a_bad_file_stops_nothing_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(b"")
    (tmp_path / "2.txt").write_bytes(b"\0\1\2\3" * 100)
    (tmp_path / "3.txt").write_text(PROSE, encoding="utf-8")
    found = list(read_all(tmp_path / "gone.txt", tmp_path))
    reasons = [item.reason for item in found if isinstance(item, Refusal)]
    assert [name for name in ("gone.txt", "1.txt", "2.txt") if name in "".join(reasons)]
    assert len(reasons) == 3
    assert "not there" in reasons[0]
    assert "is empty" in reasons[1]
    assert "binary" in reasons[2]
    assert isinstance(found[-1], Article)


def test_loops_of_links_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert sources(tmp_path) == ["refused up", "x.txt", "refused self"]


def test_thousands_of_files_come_one_by_one(tmp_path: Path) -> None:
    for number in range(5_000):
        (tmp_path / f"{number:04}.txt").write_bytes(b"One line.")
    stream = read_all(tmp_path)
    first = next(stream)
    assert isinstance(first, Article)
    assert first.source == "0000.txt"
    (tmp_path / "0001.txt").unlink()
    vanished = next(stream)
    assert isinstance(vanished, Refusal)
    assert sum(isinstance(found, Article) for found in stream) == 4_998


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(25 * 1024 * 1024)
    with pytest.raises(IntakeError, match=r"a\.txt.* too large .*25\.0 MB.* 20 MB"):
        read_file(path)


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="no file here has no size")
def test_a_file_that_is_longer_than_it_was_is_refused_not_cut(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/proc/version")  # said to have no bytes, until it is read
    with pytest.raises(IntakeError, match="grew while it was read"):
        read_file(tmp_path / "a.txt")


def test_a_small_file_asks_for_little_memory(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\n\nText.", encoding="utf-8")
    read_file(tmp_path / "a.txt")
    tracemalloc.start()
    try:
        read_file(tmp_path / "a.txt")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def test_the_limit_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PROSE, encoding="utf-8")
    with pytest.raises(IntakeError, match="too large"):
        read_file(path, limit=10)


def test_an_unreadable_file_and_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    if os.access(tmp_path / "a.txt", os.R_OK):
        pytest.skip("this user may read everything")
    (tmp_path / "b").mkdir(mode=0)
    assert sources(tmp_path) == ["refused a.txt", "refused b"]
    (tmp_path / "b").chmod(0o700)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.txt").mkdir()
    with pytest.raises(IntakeError, match="is a folder"):
        read_file(tmp_path / "d.txt")
    with pytest.raises(IntakeError, match="not a file name"):
        read_file("a\0.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(IntakeError, match="no ordinary file"):
        read_file(tmp_path / "pipe.txt")


@pytest.mark.parametrize("name", ["a.exe", "a", "a.txt.bak"])
def test_an_unknown_ending_says_which_are_known(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PROSE, encoding="utf-8")
    with pytest.raises(IntakeError, match=r"left out: .*\.txt, .*\.html"):
        read_file(tmp_path / name)


def test_every_ending_belongs_to_one_kind() -> None:
    assert len(set(SUFFIXES)) == len(SUFFIXES) == sum(len(kind.suffixes) for kind in KINDS)
