"""Whatever lies in a folder: what is good comes in, what is not is named, and nothing breaks."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from annotator import Project
from annotator.transfer import import_paths

PROSE = "The government said on Friday that it did not know what the company had done with it."
LAUGHS = '<!DOCTYPE l [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
)
FEED = "]><rss version='2.0'><channel><item><description>&j;</description></item></channel></rss>"


def fill(folder: Path) -> None:
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 200)
    (folder / "deep.html").write_text("<div>" * 100_000 + PROSE + "</div>" * 100_000)
    (folder / "laughs.rss").write_text(LAUGHS + FEED)
    secret = '<!DOCTYPE l [<!ENTITY j SYSTEM "file:///etc/passwd">'
    (folder / "secret.xml").write_text(secret + FEED)
    (folder / "mixed.txt").write_bytes("Café déjà vu. ".encode() * 5 + b"Caf\xe9")
    (folder / "zero.txt").write_bytes(b"")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with zipfile.ZipFile(folder / "laughs.odt", "w") as archive:
        archive.writestr("content.xml", f"{LAUGHS}]><l>&j;</l>")
    with zipfile.ZipFile(folder / "laughs.epub", "w") as archive:
        archive.writestr("META-INF/container.xml", f"{LAUGHS}]><l>&j;</l>")
    (folder / "cr.txt").write_bytes(f"Title\r\r{PROSE}\r\r{PROSE} More.".encode())
    (folder / "line.txt").write_text("word " * 1_000_000)
    (folder / "nul.txt").write_bytes(f"Title\n\n{PROSE * 2}".encode() + b"\0end")
    (folder / "utf16.txt").write_bytes(f"Titel\n\n{PROSE}".encode("utf-16-le"))
    (folder / "western.txt").write_bytes("Café à la crème\n\nC'était bon.".encode("latin-1"))


def test_the_good_comes_in_and_the_bad_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    fill(folder)
    with Project.create(tmp_path / "talks.annotator") as project:
        result = import_paths(project, [folder, folder / "gone.txt"], annotator="me")
        good = {article.source: article for article in project.articles()}
        refused = {Path(item.where).name: item.reason for item in result.refused}
        project.undo(annotator="me")
        assert project.count_articles() == 0
    assert set(good) == {"cr.txt", "line.txt", "nul.txt", "utf16.txt", "western.txt"}
    assert good["cr.txt"].text == f"Title\r\r{PROSE}\r\r{PROSE} More."
    assert [zone.kind for zone in good["cr.txt"].zones] == ["title", "body"]
    assert good["western.txt"].text.startswith("Café à la crème")
    assert len(good["line.txt"].text) == 5_000_000
    reasons = {
        "binary.txt": "binary",
        "deep.html": "nested too deeply",
        "gone.txt": "it is not there",
        "huge.txt": "too large",
        "laughs.epub": "damaged",
        "laughs.odt": "damaged",
        "laughs.rss": "entities",
        "mixed.txt": "byte 88 (0xE9)",
        "secret.xml": "entities",
        "zero.txt": "is empty",
    }
    assert set(refused) == set(reasons)
    for name, reason in reasons.items():
        assert reason in refused[name]


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_a_table_of_200_mb_comes_in_whole_and_again_after_undo(tmp_path: Path) -> None:
    sentence = "The minister said on Monday that nobody knew. "
    text = sentence * (19 * 1024 * 1024 // len(sentence))
    with (tmp_path / "many.jsonl").open("w", encoding="utf-8") as file:
        for n in range(10):
            file.write(json.dumps({"title": f"Long {n}", "text": f"{n} {text}"}) + "\n")
    with Project.create(tmp_path / "talks.annotator") as project:
        result = import_paths(project, [tmp_path / "many.jsonl"], annotator="me")
        assert (result.articles, result.refused) == (10, [])
        for n, article in enumerate(project.articles()):
            assert article.text == f"{n} {text}"
        project.undo(annotator="me")
        project.redo(annotator="me")
        assert project.count_articles() == 10


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_fifty_thousand_files_take_little_memory_each(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for n in range(50_000):
        (folder / f"{n:05}.txt").write_text(f"Title {n}\n\n{PROSE} {n}", encoding="utf-8")
    with Project.create(tmp_path / "talks.annotator") as project:
        tracemalloc.start()
        try:
            result = import_paths(project, [folder])
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert (result.articles, result.refused) == (50_000, [])
    assert peak < 50_000 * 1_300  # bytes: what a file is called and what its article is, no more
