"""Words as a double click and the keyboard's word steps take them."""

from __future__ import annotations

import pytest
from hypothesis import given

from annotator.text.graphemes import is_boundary
from annotator.text.words import next_word, previous_word, word_at
from tests.text.hostile import texts


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("don't stop", 2, "don't"),
        ("at F-Secure.", 5, "F-Secure"),
        ("1,000.5 crowns", 3, "1,000.5"),
        ("said.", 4, "said"),
        ("said.The", 6, "The"),
        ("日本でニュース", 0, "日本"),
        ("日本でニュース", 4, "ニュース"),
        ("قال الوزير", 5, "الوزير"),
        ("a 👩‍👩‍👧 b", 3, "👩‍👩‍👧"),
        ("“quoted”", 3, "quoted"),
        ("nbsp\u00a0here", 6, "here"),
        ("Huawei's", 3, "Huawei"),
        ("Huawei’s", 7, "’s"),
        ("l’Iran et", 0, "l’"),
        ("d'accord", 4, "accord"),
        ("O’Brien", 4, "O’Brien"),
        ("the U.S. said", 6, "U.S."),
        ("と述べた", 1, "述べた"),
        ("述べたと", 3, "と"),
        ("华为否认了", 0, "华为"),
        ("华为否认了", 2, "否认"),
        ("和平的目的", 0, "和平"),
        ("国際的な", 0, "国際的な"),
    ],
)
def test_the_word_at_a_place(text: str, at: int, word: str) -> None:
    start, end = word_at(text, at)
    assert text[start:end] == word


@given(texts)
def test_steps_go_on_and_cut_nothing(text: str) -> None:
    for n in range(len(text) + 1):
        start, end = word_at(text, n)
        assert start <= n <= end
        assert next_word(text, n) > n or n == len(text)
        assert previous_word(text, n) < n or n == 0
        for place in (start, end, next_word(text, n), previous_word(text, n)):
            assert is_boundary(text, place) or place == n
