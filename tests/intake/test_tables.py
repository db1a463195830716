"""Tables of every kind, each with two articles and one row without text."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from annotator.errors import IntakeError
from annotator.intake import Reading, Refusal, parse_columns, read_articles
from annotator.model import Article

PROSE = "The government said on Friday that it did not know what the company had done. " * 4
ROWS: list[dict[str, Any]] = [
    {"headline": "Harbour", "body": PROSE, "date": "2018-11-03", "outlet": "ITPro", "words": 60},
    {"headline": "Café 港", "body": f"x {PROSE}\n\n{PROSE}", "date": "", "outlet": "", "words": 7},
    {"headline": "Empty", "body": "", "date": "", "outlet": "", "words": 0},
]


def as_csv(path: Path, delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ROWS[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(ROWS)


def as_xlsx(path: Path) -> None:
    book = Workbook()
    book.active.append(list(ROWS[0]))
    for row in ROWS:
        book.active.append(list(row.values()))
    book.save(path)


WRITERS: dict[str, Callable[[Path], object]] = {
    "a.csv": as_csv,
    "b.csv": lambda path: as_csv(path, ";"),
    "a.tsv": lambda path: as_csv(path, "\t"),
    "a.json": lambda path: path.write_text(json.dumps({"n": 3, "items": ROWS}), "utf-8"),
    "a.jsonl": lambda path: path.write_text("\n".join(map(json.dumps, ROWS)), "utf-8"),
    "a.xlsx": as_xlsx,
    "a.parquet": lambda path: parquet.write_table(arrow.Table.from_pylist(ROWS), path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_each_row_is_an_article(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name)
    one, two, refused = read_articles(tmp_path / name)
    assert isinstance(one, Article) and isinstance(two, Article) and isinstance(refused, Refusal)
    assert (one.title, one.text, one.published) == ("Harbour", PROSE, "2018-11-03")
    assert (two.title, two.text) == ("Café 港", ROWS[1]["body"])
    assert one.metadata["site"] == "ITPro"
    assert str(one.metadata["fields"]["words"]) == "60"
    assert one.metadata["columns"]["text"] == "body"
    assert b"Harbour" in (one.original or b"")
    assert name in refused.where and "nothing in its column" in refused.reason


def test_columns_are_asked_for_remembered_or_guessed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,body,other\n1,"short","{PROSE}"\n', encoding="utf-8")

    def text(reading: Reading) -> str:
        [article] = read_articles(path, reading)
        assert isinstance(article, Article)
        return article.text

    assert text(Reading()) == "short"
    assert text(Reading(columns={"text": "other"})) == PROSE
    elsewhere, here = {"text": "volltext"}, {"text": "other"}
    assert text(Reading(known_columns=(elsewhere, here))) == PROSE
    with pytest.raises(IntakeError, match=r'no column "none".*it has id, body, other'):
        list(read_articles(path, Reading(columns={"text": "none"})))


def test_the_longest_column_is_the_text_if_no_name_tells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'a,b\n1,"{PROSE}"\n', encoding="utf-8")
    [article] = read_articles(path)
    assert isinstance(article, Article) and article.text == PROSE
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(IntakeError, match=r"it has a, b\. .*--columns text=COLUMN"):
        list(read_articles(path))


def test_pages_in_a_column_are_read_as_pages(tmp_path: Path) -> None:
    page = f"<article><h1>Title</h1><p>{PROSE}</p><p>{PROSE}</p></article>"
    (tmp_path / "a.json").write_text(json.dumps([{"html": page, "url": "https://a.example/1"}]))
    [article] = read_articles(tmp_path / "a.json")
    assert isinstance(article, Article)
    assert (article.title, article.url) == ("Title", "https://a.example/1")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b'a,b\n1,"open', "line 2: "),
        ("a.csv", b"a,a\n1,2\n", "names each column differently"),
        ("a.csv", b"a,text\n1,x,3\n", "row 2 .line 2. has 1 more cells"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"a,b\n", "without rows"),
        ("a.json", b"[1, 2", "no JSON: .* at line 1"),
        ("a.json", b"[1]", "item 1 is no object"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.jsonl", b'{"text": "x"}\nx\n', "line 2 is no JSON"),
        ("a.xlsx", b"PK\x03\x04x", "no Excel workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0x", "needs a password"),
        ("a.parquet", b"PAR1x", "no Parquet or Arrow file"),
    ],
)
def test_what_is_no_table_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(IntakeError, match=reason):
        list(read_articles(tmp_path / name))


def test_columns_on_the_command_line() -> None:
    assert parse_columns("text=body, title=Kopf zeile") == {"text": "body", "title": "Kopf zeile"}
    with pytest.raises(IntakeError, match="names no column"):
        parse_columns("text")
    with pytest.raises(IntakeError, match="the fields are text, html, title"):
        parse_columns("textt=body")


def test_a_cell_may_be_as_long_as_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'text\n"{"word " * 40_000}"\n', encoding="utf-8")
    [article] = read_articles(tmp_path / "a.csv")
    assert isinstance(article, Article) and len(article.text) == 200_000 < sys.maxsize


def test_what_stands_where_a_title_would_is_none_if_the_table_has_another(tmp_path: Path) -> None:
    first = "Nobody knew how long it would take"
    rows = [{"title": "Port shut", "text": f"{first}\n\n{PROSE}"}]
    rows += [{"title": first.upper(), "text": f"{first}\n\n{PROSE}"}]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    kinds = [
        [zone.kind for zone in article.zones]
        for article in read_articles(tmp_path / "a.json")
        if isinstance(article, Article)
    ]
    assert kinds == [["body"], ["title", "body"]]
