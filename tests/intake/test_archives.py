"""ZIP and web archives: many files in one, none of them trusted."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from annotator.errors import IntakeError
from annotator.intake import Refusal, read_articles
from annotator.model import Article

PROSE = "The government said on Friday that it did not know what the company had done with it."
PAGE = f"<html><article><h1>Harbour</h1><p>{PROSE}</p><p>{PROSE}</p></article></html>"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_every_file_in_an_archive_is_read(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"x.txt": b"x"}).read_bytes()
    path = zipped(
        tmp_path / "a.zip",
        {
            "news/1.txt": PROSE.encode(),
            "news/2.html": PAGE.encode(),
            "rows.jsonl": json.dumps({"title": "Row", "text": PROSE}).encode(),
            "bad.txt": b"\0\1\2" * 100,
            "photo.jpg": b"\xff\xd8\xff",
            "../out.txt": PROSE.encode(),
            "/etc/passwd.txt": PROSE.encode(),
            "__MACOSX/._1.txt": b"x",
            "deep.zip": inner,
        },
    )
    found = list(read_articles(path))
    articles = [item for item in found if isinstance(item, Article)]
    reasons = {
        item.where.partition("› ")[2]: item.reason for item in found if isinstance(item, Refusal)
    }
    assert [a.source for a in articles] == [
        "a.zip/news/1.txt",
        "a.zip/news/2.html",
        "a.zip/rows.jsonl",
    ]
    assert "outside the archive" in reasons['"../out.txt"']
    assert "outside the archive" in reasons['"/etc/passwd.txt"']
    assert "binary" in reasons['"bad.txt"']
    assert "cannot be read" in reasons['"photo.jpg"']
    assert "archive in an archive" in reasons['"deep.zip"']
    assert len(reasons) == 5
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip", "inner.zip"]


def test_a_bomb_is_refused_and_what_stands_before_it_is_taken(tmp_path: Path) -> None:
    bomb = b"\0" * (60 * 1024 * 1024)
    found = list(
        read_articles(zipped(tmp_path / "a.zip", {"1.txt": PROSE.encode(), "2.txt": bomb}))
    )
    assert isinstance(found[0], Article)
    assert isinstance(found[1], Refusal) and "unpacks to more than" in found[1].reason


def test_what_a_bomb_keeps_from_being_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.intake.zipped.MEMBER_LIMIT", 1_000)
    members = {f"{n:03}.txt": PROSE.encode() for n in range(200)}
    *articles, last = read_articles(zipped(tmp_path / "a.zip", members))
    assert 0 < len(articles) < 200
    assert isinstance(last, Refusal)
    assert last.reason.endswith("From here on it is left out: split it.")


def test_what_is_no_archive_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 but no more")
    with pytest.raises(IntakeError, match="no ZIP archive"):
        list(read_articles(tmp_path / "a.zip"))


def warc(path: Path, *pages: tuple[str, str, bytes, str]) -> Path:
    records = []
    for url, kind, data, status in pages:
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + data
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2018-11-23T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}"
            "\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        records.append(gzip.compress(record) if path.suffix == ".gz" else record)
    path.write_bytes(b"".join(records))
    return path


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_pages_of_a_web_archive_are_articles(tmp_path: Path, name: str) -> None:
    path = warc(
        tmp_path / name,
        ("https://a.example/1", "text/html; charset=utf-8", PAGE.encode(), "200 OK"),
        ("https://a.example/gone", "text/html", b"<p>gone</p>", "404 Not Found"),
        ("https://a.example/x.png", "image/png", b"\x89PNG", "200 OK"),
        ("https://a.example/empty", "text/html", b"", "200 OK"),
    )
    article, refused = read_articles(path)
    assert isinstance(article, Article) and isinstance(refused, Refusal)
    assert (article.title, article.url, article.source) == ("Harbour", "https://a.example/1", name)
    assert article.metadata["fetched"]
    assert "https://a.example/empty" in refused.where


def test_the_pages_of_a_web_archive_are_in_the_encoding_that_was_sent_along(tmp_path: Path) -> None:
    russian = "<p>Порт закрыт, сказал начальник порта в пятницу.</p>".encode("koi8-r")
    path = warc(
        tmp_path / "a.warc",
        ("https://a.example/1", "text/html; charset=koi8-r", russian, "200 OK"),
    )
    [article] = read_articles(path)
    assert isinstance(article, Article)
    assert article.text == "Порт закрыт, сказал начальник порта в пятницу."


def test_a_web_archive_without_pages_or_in_pieces_says_so(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc", ("https://a.example/x", "image/png", b"\x89PNG", "200 OK"))
    with pytest.raises(IntakeError, match="no web page"):
        list(read_articles(path))
    path.write_bytes(b"this is no WARC file\r\n\r\n")
    with pytest.raises(IntakeError, match="no web archive, or has no web page"):
        list(read_articles(path))
