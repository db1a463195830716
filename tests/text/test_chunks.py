"""Noun-like chunks, the names in them and the phrases that they join to, in several languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import TextError
from annotator.text.chunks import chunks, names, phrases
from annotator.text.graphemes import is_boundary
from tests.text.hostile import texts

LANGUAGES = st.sampled_from([None, "en", "de", "fr", "ar", "ja", "zh", "ko", "xx"])


def pieces(text: str, found: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "The US government is trying to persuade allied countries to avoid using Huawei kit",
            ["The US government", "allied countries", "Huawei kit"],
        ),
        (
            "en",
            "Officials who signed the Act warned them, Mr. Dast said, according to local firms",
            ["Officials", "the Act", "Mr. Dast", "local firms"],
        ),
        ("en", "Huawei's spokesperson told us that she left", ["Huawei", "spokesperson", "she"]),
        ("en", "the Bank of England and AT&T", ["the Bank of England", "AT&T"]),
        (
            "de",
            "Der Sprecher sagte, die US-Regierung versuche, verbündete Länder zu überzeugen",
            ["Der Sprecher", "die US-Regierung", "verbündete Länder"],
        ),
        (
            "fr",
            "Le porte-parole a déclaré que l’Iran avait accepté l’offre de la Banque de France",
            ["Le porte-parole", "l’Iran", "l’offre", "la Banque de France"],
        ),
        ("ar", "قال وزير الخارجية المصري إن الميناء آمن", ["وزير الخارجية المصري", "الميناء آمن"]),
        ("ja", "米国政府は同盟国に対し、製品を使わないよう求めた", ["米国政府", "同盟国", "製品"]),
        ("zh", "华为公司否认了美国政府的指控", ["华为公司", "美国政府", "指控"]),
        ("xx", "Premier Donald Tusk powiedział wczoraj", ["Premier Donald Tusk"]),
        ("ko", "정부는 동맹국에 요청했다", ["정부는", "동맹국에", "요청했다"]),
    ],
)
def test_what_names_somebody_or_something_is_a_chunk(
    language: str, text: str, expected: list[str]
) -> None:
    assert pieces(text, chunks(text, 0, len(text), language)) == expected


def test_names_are_what_has_capitals_in_a_chunk() -> None:
    text = "a Wall Street Journal report on the Bank of England, ZTE technology and the Act"
    assert pieces(text, names(text, 0, len(text))) == [
        "Wall Street Journal",
        "Bank of England",
        "ZTE",
        "Act",
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "the use of Chinese equipment in it", "the use of Chinese equipment"),
        ("de", "die Sprecherin der Regierung sagte", "die Sprecherin der Regierung"),
        ("fr", "le chef du parti", "le chef du parti"),
        ("zh", "美国政府的指控", "美国政府的指控"),
        ("ja", "企業の製品を", "企業の製品"),
    ],
)
def test_of_joins_chunks_to_a_phrase(language: str, text: str, expected: str) -> None:
    assert pieces(text, phrases(text, 0, len(text), language)) == [expected]


@given(texts, LANGUAGES)
def test_chunks_are_in_order_apart_and_cut_nothing(text: str, language: str | None) -> None:
    for find in (chunks, names, phrases):
        last = 0
        for start, end in find(text, 0, len(text), language):
            assert last <= start < end <= len(text)
            assert is_boundary(text, start) and is_boundary(text, end)
            last = end


def test_a_range_outside_the_text_is_refused() -> None:
    with pytest.raises(TextError):
        chunks("abc", 2, 9)
