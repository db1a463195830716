"""What is written for others, browsers, spreadsheets and terminals, does nothing there."""

from __future__ import annotations

import csv
import sqlite3
import unicodedata
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest

from annotator.cli import main
from tests.hostile.nasty import nasty_project

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nasty")
    return nasty_project(folder, folder / "trap.png")


class Page(HTMLParser):
    """Which elements a page has, as a browser would find them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_a_report_holds_no_element_of_the_projects_own(project: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    assert main(["agree", str(project), "--html", str(report)]) == 0
    page = Page(report.read_text(encoding="utf-8"))
    names = {tag for tag, _ in page.tags}
    assert {"html", "table"} <= names
    assert not names & {"img", "script", "iframe", "object", "link", "base", "form"}
    for tag, attributes in page.tags:
        for name, value in attributes.items():
            assert not name.startswith("on"), tag
            assert "file:" not in (value or "") or name in ("title", "aria-label", "data-text")
            assert name not in ("href", "src") or not (value or "").startswith(("file", "http"))


def test_no_cell_of_a_table_is_a_formula(project: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    assert main(["agree", str(project), "--csv", str(figures)]) == 0
    tables = tmp_path / "tables"
    assert main(["export", str(project), "--format", "csv", "--to", str(tables)]) == 0
    inbox = tmp_path / "=1+1"
    inbox.mkdir()
    (inbox / "=cmd|'x'!A1.txt").write_text("", encoding="utf-8")
    (inbox / "@SUM(A1).docx").write_text("no document", encoding="utf-8")
    for name in ("one.txt", "two.txt"):
        (inbox / name).write_text("=1+1\n\nThe same words twice, he said.", encoding="utf-8")
    report = tmp_path / "report.csv"
    assert main(["import", str(project), "--report", str(report), str(inbox)]) != 0
    assert "duplicate" in report.read_text(encoding="utf-8")
    files = [figures, report, *tables.rglob("*.csv")]
    assert len(files) > 3
    for file in files:
        for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines()):
            for cell in row:
                number = cell.lstrip("-+").replace(".", "").replace("e", "").isdigit()
                assert number or not cell.startswith(_BEGINS_A_FORMULA), f"{file.name}: {cell!r}"


def test_a_terminal_is_not_steered(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "p\u202e\x9b2J.annotator"
    damaged.write_bytes(project.read_bytes())
    with closing(sqlite3.connect(damaged)) as db:
        db.execute("UPDATE article SET text = replace(text, 'said', 'paid')")
        db.execute("UPDATE actor SET name = name || 'x'")
        db.execute("UPDATE change SET rows = 'x' WHERE seq = 2")
        db.commit()
    ann = "Nobody \x1b]0;owned\x07 \u202eereht"
    for arguments in (
        ["info", str(project)],
        ["agree", str(project)],
        ["agree", str(project), "--annotator", ann],
        ["adjudicate", str(project), "--rule", f"prefer:{ann}"],
        ["export", str(project), "--format", "jsonl", "--to", "/nowhere\x1b[2J/x"],
        ["export", str(project), "--format", f"x{ann}", "--to", "x"],
        ["import", str(project), f"/gone\x1b[31m{ann}"],
        ["check", str(project)],
        ["open\x1b[31m"],
        ["info", str(project), "--json"],
        ["agree", str(project), "--json"],
        ["feedback", str(project)],
        ["feedback", str(project), "--json"],
        ["register", str(project)],
        ["register", str(project), "--json"],
        ["guidelines", str(project)],
        ["backup", str(project)],
        ["backup", str(project), "--list"],
        ["backup", str(project), "--to", "/nowhere\x1b[2J/x"],
        ["restore", str(project), "--from", "/nowhere\x1b[2J/x"],
        ["check", str(damaged)],
        ["check", str(damaged), "--repair"],
        ["check", str(damaged), "--json"],
        ["info", str(damaged.with_name("gone\x9b31m.annotator"))],
    ):
        main(arguments)
        said = capfd.readouterr()
        for text in (said.out, said.err):
            steering = [c for c in text if c not in "\n\t" and unicodedata.category(c) in _STEERS]
            assert not steering, (arguments, steering[:5])


_STEERS = ("Cc", "Cf", "Cs")
