"""Texts are cut into tokens that say where they stand, and hold no white space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.formats.tokens.sentences import in_sentences
from annotator.formats.tokens.tokenizers import RULES, tokenize
from annotator.text.characters import BLANK
from annotator.text.words import words
from tests.text.hostile import texts


def cut(text: str, rule: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in tokenize(text, rule, language).places]


@pytest.mark.parametrize(
    ("text", "rule", "tokens"),
    [
        ("“Fog,” said F-Secure.", "words", ["“", "Fog", ",", "”", "said", "F-Secure", "."]),
        ("don't … 1,000.5", "words", ["don't", "…", "1,000.5"]),
        ("a\u00a0b\r\nc", "words", ["a", "b", "c"]),
        ("👩‍👩‍👧 left 🇯🇵.", "words", ["👩‍👩‍👧", "left", "🇯🇵", "."]),
        ("Zoë said: no. 5!", "words", ["Zoë", "said", ":", "no", ".", "5", "!"]),
        ("日本でニュース。", "words", ["日本", "で", "ニュース", "。"]),
        ("e\u0301t\u0301", "words", ["e\u0301t\u0301"]),
        ("“Fog,” \u200bsaid", "whitespace", ["“Fog,”", "said"]),
        ("霧だ e\u0301", "characters", ["霧", "だ", "e\u0301"]),
        ("Dr. No can't.", "spacy", ["Dr.", "No", "ca", "n't", "."]),
        (" \n", "words", []),
        ("", "spacy", []),
    ],
)
def test_tokens(text: str, rule: str, tokens: list[str]) -> None:
    assert cut(text, rule, "en-GB") == tokens


def test_the_rule_names_the_language_that_spacy_was_asked_for() -> None:
    assert tokenize("a b", "spacy", "de").rule == "spacy:de"
    assert tokenize("a b", "spacy").rule == "spacy:xx"


def test_a_language_that_spacy_does_not_know_is_cut_into_words() -> None:
    assert tokenize("a b", "spacy", "tlh").rule == "words"


def test_another_rule_is_refused_with_those_there_are() -> None:
    with pytest.raises(FormatError, match=r'"bytes"; there are: words, '):
        tokenize("a", "bytes")


@given(texts, st.sampled_from(RULES))
def test_tokens_stand_in_order_and_hold_no_white_space(text: str, rule: str) -> None:
    places = tokenize(text, rule, "en").places

    ends = [place for pair in places for place in pair]
    assert ends == sorted(ends)
    assert all(text[start:end].split() == [text[start:end]] for start, end in places)


@given(texts, st.sampled_from(["words", "whitespace", "characters"]))
def test_every_visible_character_is_in_a_token(text: str, rule: str) -> None:
    covered = {n for start, end in tokenize(text, rule).places for n in range(start, end)}

    assert {n for n, character in enumerate(text) if character not in BLANK} <= covered


@given(texts)
def test_words_are_those_that_a_double_click_takes(text: str) -> None:
    places = tokenize(text).places

    assert [place for place in places if place in set(words(text))] == list(words(text))


@given(texts)
def test_every_token_is_in_one_sentence(text: str) -> None:
    tokens = tokenize(text)

    sentences = in_sentences(text, tokens)

    assert [n for numbers in sentences for n in numbers] == list(range(len(tokens.places)))


def test_sentences_part_tokens() -> None:
    text = "It is fog. She said so.\nA line ends one"
    tokens = tokenize(text)

    sentences = in_sentences(text, tokens, "en")

    assert [text[tokens.places[n[0]][0] : tokens.places[n[-1]][1]] for n in sentences] == [
        "It is fog.",
        "She said so.",
        "A line ends one",
    ]


@given(texts, st.data())
def test_touching_and_inside_are_told_from_the_places(text: str, data: st.DataObject) -> None:
    tokens = tokenize(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    touching = [n for n, (s, e) in enumerate(tokens.places) if s < end and start < e]
    inside = [n for n, (s, e) in enumerate(tokens.places) if start <= s and e <= end]
    assert list(tokens.inside(start, end)) == inside
    if start < end:
        assert list(tokens.touching(start, end)) == touching
