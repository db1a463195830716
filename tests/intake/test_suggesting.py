"""Where the rules tell no encoding, some are suggested, each with a look at the text in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from annotator import Project
from annotator.intake.suggesting import suggestions
from annotator.transfer import import_paths

TEXTS = {
    "koi8-r": "Правда и мир, сказал министр в понедельник. Никто не знал, что будет дальше.",
    "cp1251": "Правда и мир, сказал министр в понедельник. Никто не знал, что будет дальше.",
    "iso8859-2": "Zażółć gęślą jaźń, powiedział minister. Nikt nie wiedział, co będzie dalej.",
    "shift_jis": "政府は金曜日に、会社が何をしたか知らないと述べた。",
    "gb18030": "政府周五表示，它不知道公司做了什么。",
    "iso8859-7": "ο υπουργός είπε την Δευτέρα ότι δεν ξέρει",
    "cp1256": "وزارة الخارجية تنفي التقارير",
}


@pytest.mark.parametrize(("encoding", "text"), TEXTS.items())
def test_one_of_the_suggestions_shows_the_text_as_it_is(encoding: str, text: str) -> None:
    found = suggestions(text.encode(encoding))

    assert any(text.startswith(one.sample) for one in found)
    assert len({one.sample for one in found}) == len(found) <= 4
    for one in found:
        assert text.encode(encoding).decode(one.encoding)


def test_nothing_is_suggested_of_nothing_or_without_the_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert suggestions(b"") == ()
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    assert suggestions(TEXTS["koi8-r"].encode("koi8-r")) == ()


def test_a_refusal_names_the_suggestions_and_follows_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXTS["koi8-r"].encode("koi8-r"))
    with Project.create(tmp_path / "talks.annotator") as project:
        result = import_paths(project, [tmp_path / "a.txt"])

    assert result.articles == 0
    assert "It may be koi8-r (“Правда и мир" in result.refused[0].reason
