"""Selecting by keys, in the real window: unit by unit, more and less, and where keys lead next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import Project
from annotator.app.annotate.actor_line import ActorLine
from annotator.model import Actor, Article, Change, Fragment, new_id
from tests.app.annotate.conftest import SHIFT, Hands

NEWS = (
    "Ministry denies leak\r\n"
    "The port ministry, according to a Baltic Times report, said that Lena Dast was "
    "concerned with the use of old pumps in the harbour, such as Nord and Ost.\r\n"
    "“It is safe,” said Lena Dast, its spokeswoman. “Nobody was hurt.\r\n"
    "“We are sure of it.”"
)


def opened_on(text: str, language: str, opened: Callable[[Path], Hands], folder: Path) -> Hands:
    path = folder / "p.annotator"
    with Project.create(path) as project:
        article = Article(new_id(), "News", text, language=language)
        project.apply(Change("Import", "me", put=[article], bulk=True))
    return opened(path)


@pytest.fixture
def news(opened: Callable[[Path], Hands], tmp_path: Path) -> Hands:
    return opened_on(NEWS, "en", opened, tmp_path)


def keys(hands: Hands, pressed: str) -> None:
    """Press keys written as letters and signs; a capital is the letter with Shift."""
    for key in pressed:
        code = Qt.Key.Key_Space if key in " _" else Qt.Key(ord(key.upper()))
        hands.key(code, SHIFT if key.isupper() or key == "_" else None)


def selected(hands: Hands) -> str:
    canvas = hands.workspace.canvas
    return canvas.text[slice(*canvas.selected_range)]


def go(hands: Hands, quote: str) -> None:
    at = hands.workspace.canvas.text.index(quote)
    hands.workspace.canvas.set_selection(at, at)


def test_names_and_nouns_are_a_key_apart(news: Hands) -> None:
    go(news, "The port")
    seen = []
    for _ in range(4):
        keys(news, "n")
        seen.append(selected(news))
    assert seen == ["The port ministry", "a Baltic Times report", "Lena Dast", "the use"]
    keys(news, "NN")
    assert selected(news) == "a Baltic Times report"
    keys(news, "E")
    assert selected(news) == "Baltic Times"
    keys(news, "ee")
    assert selected(news) == "according to a Baltic Times report"


def test_words_are_added_and_taken_off(news: Hands) -> None:
    go(news, "according")
    keys(news, "  ")
    assert selected(news) == "according to"
    keys(news, " _")
    assert selected(news) == "according to"
    keys(news, "3")
    assert news.current is not None and news.current.quote == "according to"
    keys(news, " ")
    assert selected(news) == "a"


def test_a_claim_is_what_follows_its_cue(news: Hands) -> None:
    go(news, "said that")
    keys(news, "w3.")
    assert selected(news).startswith("Lena Dast was") and selected(news).endswith("harbour")
    keys(news, ".")
    assert selected(news).endswith("Nord and Ost.")
    keys(news, ",")
    assert selected(news).endswith("harbour")
    keys(news, "1")
    assert news.current is not None and news.current.quote.startswith("Lena Dast was")


def test_what_a_span_names_comes_next_and_words_behind_it(news: Hands) -> None:
    go(news, "The port")
    keys(news, "j1n")
    assert selected(news) == "The port ministry"
    keys(news, "4w")
    assert selected(news) == "according"


def test_steps_cross_line_breaks_of_two_characters(news: Hands) -> None:
    go(news, "leak")
    keys(news, "ww")
    assert selected(news) == "The"
    keys(news, "W")
    assert selected(news) == "leak"


def test_a_quotation_goes_on_behind_its_speaker_and_in_the_next_paragraph(news: Hands) -> None:
    keys(news, "q1ffd")
    assert news.current is not None
    assert [fragment.quote for fragment in news.current.fragments] == [
        "“It is safe,”",
        "“Nobody was hurt.",
        "“We are sure of it.”",
    ]
    keys(news, "f")
    assert "Select the text" in news.told


@pytest.mark.parametrize(
    ("language", "text", "pressed", "expected"),
    [
        ("de", "„Nein“, sagte die Sprecherin der Regierung.", "q", "„Nein“"),
        (
            "de",
            "„Nein“, sagte die Sprecherin der Regierung.",
            "nne",
            "die Sprecherin der Regierung",
        ),
        ("fr", "« Non », a dit le chef d’Air France.", "q", "« Non »"),
        ("fr", "Il pense que l’Iran a accepté.", "nn", "l’Iran"),
        ("ar", "قال الوزير إن «الميناء آمن» اليوم.", "q", "«الميناء آمن»"),
        ("ar", "قال الوزير إن «الميناء آمن» اليوم.", "n", "الوزير"),
        ("ja", "政府は「夜は不便だ」と述べた。", "q", "「夜は不便だ」"),
        ("ja", "米国政府は同盟国に要求した。", "nn", "同盟国"),
        ("zh", "华为公司否认了美国政府的指控。", "ww", "否认"),
        ("zh", "华为公司否认了美国政府的指控。", "nn", "美国政府"),
    ],
)
def test_units_suit_the_language(
    opened: Callable[[Path], Hands],
    tmp_path: Path,
    language: str,
    text: str,
    pressed: str,
    expected: str,
) -> None:
    hands = opened_on(text, language, opened, tmp_path)
    keys(hands, pressed)
    assert selected(hands) == expected


def test_where_spans_lie_on_each_other_the_chip_says_which_it_is(news: Hands) -> None:
    go(news, "The port")
    keys(news, "j1")
    news.mark("Source", "The port ministry")
    news.mark("Actor", "port ministry")
    scene = news.workspace.canvas._scene
    assert list(scene.chips.values()) == ["ACTOR 1 · 1 OF 3 HERE"]
    keys(news, "v")
    assert list(scene.chips.values()) == ["SOURCE 1 · 2 OF 3 HERE"]
    keys(news, "vv")
    assert news.current is not None and news.current.label == "Actor"


def asked() -> ActorLine:
    """Return the line that has the keyboard."""
    line = QApplication.focusWidget()
    assert isinstance(line, ActorLine)
    return line


def test_whom_a_span_names_takes_two_keys(news: Hands, qtbot: QtBot) -> None:
    project = news.project
    paper, person = Actor(new_id(), "Baltic Times"), Actor(new_id(), "Lena Dast", "person")
    project.apply(Change("Register", "me", put=[paper, person]))
    news.mark("Source", "a Baltic Times report")
    keys(news, "a")
    line = asked()
    assert [line.choices.item(n).text() for n in range(line.choices.count())] == [
        "1  Baltic Times",
        "2  New: Baltic Times report",
    ]
    news.press(line, Qt.Key.Key_Return)
    assert news.current is not None and news.current.actor == paper.id
    assert news.workspace.canvas.hasFocus()

    news.mark("Source", "its spokeswoman")
    keys(news, "a")
    line = asked()
    qtbot.keyClicks(line, "le")
    news.press(line, Qt.Key.Key_Return)
    assert news.current is not None and news.current.actor == person.id

    news.mark("Actor", "Nobody")
    keys(news, "a")
    line = asked()
    news.press(line, Qt.Key.Key_Escape)
    assert news.current is not None and news.current.actor is None


def outlined(hands: Hands) -> list[tuple[str, str]]:
    """Return what is outlined on the page, and the signs on it."""
    canvas = hands.workspace.canvas
    hints = canvas._scene.hints.within(0, len(canvas.text))
    return [(canvas.text[hint.start : hint.end], hint.sign) for hint in hints]


def test_where_a_quotation_goes_on_is_outlined_before_the_key_is_pressed(
    news: Hands, qtbot: QtBot
) -> None:
    keys(news, "q1")
    qtbot.waitUntil(lambda: outlined(news) == [("“Nobody was hurt.", "F")])
    keys(news, "w")
    qtbot.waitUntil(lambda: outlined(news) == [])
    news.key(Qt.Key.Key_Tab)
    keys(news, "f")
    qtbot.waitUntil(lambda: outlined(news) == [("“We are sure of it.”", "F")])
    keys(news, "f")
    qtbot.waitUntil(lambda: outlined(news) == [])
    news.mark("Cue", "It is")
    assert news.workspace.acts.next_fragment is None, "a word in a quotation does not go on"


def test_all_hits_are_outlined_while_one_is_selected(news: Hands, qtbot: QtBot) -> None:
    go(news, "The port")
    keys(news, "/")
    bar = news.workspace.find_bar
    qtbot.keyClicks(bar.line, "it")
    assert [quote for quote, _ in outlined(news)] == ["it", "It", "it", "it"]
    qtbot.keyClick(bar.line, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert bar.case.isChecked()
    assert [quote for quote, _ in outlined(news)] == ["it", "it", "it"]
    bar.line.clear()
    qtbot.keyClick(bar.line, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(bar.line, "(")
    assert outlined(news) == [] and "cannot be read" in bar.told.text()
    qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    assert news.workspace.canvas.hasFocus()


def test_in_a_long_text_a_search_waits_for_a_pause_or_enter(hands: Hands, qtbot: QtBot) -> None:
    article = Article(new_id(), "Long", "Some words of the port.\n" * 15_000)
    hands.session.apply(lambda: Change("Add", "me", put=[article]))
    hands.workspace.open_article(article.id)
    hands.key(Qt.Key.Key_Slash)
    bar = hands.workspace.find_bar
    qtbot.keyClicks(bar.line, "port")
    assert bar.told.text() == ""
    qtbot.waitUntil(lambda: bar.told.text() == "1 of 15000")
    hands.type(bar.line, "of the port")
    hands.press(bar.line, Qt.Key.Key_Return)
    assert hands.workspace.canvas.selected_range == (11, 22)


def test_other_places_are_outlined_with_what_becomes_of_them(news: Hands, qtbot: QtBot) -> None:
    go(news, "Lena Dast was")
    keys(news, "n4o")
    others = news.workspace.others
    assert outlined(news) == [("Lena Dast", "✓")]
    qtbot.keyClick(others, Qt.Key.Key_Space)
    assert outlined(news) == [("Lena Dast", "–")]
    qtbot.keyClick(others, Qt.Key.Key_Space)
    qtbot.keyClick(others, Qt.Key.Key_Return)
    assert outlined(news) == []
    assert [span.quote for span in news.layer.spans] == ["Lena Dast", "Lena Dast"]


def test_places_stay_outlined_when_something_is_asked_for_that_stands_nowhere_else(
    news: Hands, qtbot: QtBot
) -> None:
    go(news, "Lena Dast was")
    keys(news, "n4o")
    others = news.workspace.others
    quote = news.layer.article.text[:60]
    others.offer(replace(news.layer.spans[0], fragments=(Fragment(0, 60, quote),)))
    qtbot.keyClick(others, Qt.Key.Key_Space)
    assert outlined(news) == [("Lena Dast", "–")]
