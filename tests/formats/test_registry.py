"""Formats are found by name and by their files' endings, plug-ins among them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from annotator.errors import FormatError
from annotator.formats import format_for, format_named, formats
from annotator.formats.holds import EVERYTHING

PLUG_IN = """
from annotator.formats import Format, Holds

class Whispers(Format):
    name = "whispers"
    title = "Whispers"
    suffixes = (".hush",)
    holds = Holds(text=True)

    def read(self, path):
        yield from ()

    def write(self, sheets, to, terms):
        to.write_text("hush", encoding="utf-8")

FORMAT = Whispers()
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, leads_to: str) -> None:
    """Put a package with a format where Python finds it, as pip would."""
    (folder / "whispers_format.py").write_text(PLUG_IN, encoding="utf-8")
    info = folder / "whispers-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: whispers\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[annotator.formats]\nwhispers = {leads_to}\n")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "whispers_format", raising=False)


def test_the_native_format_is_found_by_name_and_ending() -> None:
    native = format_named("jsonl")

    assert format_for(Path("talks.JSONL")) is native
    assert native.holds == EVERYTHING
    assert native in formats()


def test_other_endings_are_no_annotated_data() -> None:
    assert format_for(Path("talks.txt")) is None


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(FormatError, match=r'"jsonlines"; there are: .*jsonl'):
        format_named("jsonlines")


def test_a_package_brings_a_format_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "whispers_format:FORMAT")

    assert format_named("whispers").title == "Whispers"
    assert "whispers" in [format.name for format in formats()]
    found = format_for(Path("a.hush"))
    assert found is not None and found.name == "whispers"


def test_a_broken_plug_in_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "whispers_format:GONE")

    with pytest.raises(FormatError, match="Update or remove whispers"):
        format_named("whispers")
    assert format_named("jsonl").name == "jsonl"
