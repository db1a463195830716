"""Clauses: where a claim begins and ends within its sentence."""

from __future__ import annotations

import pytest
from hypothesis import given

from annotator.text.clauses import clauses
from tests.text.hostile import texts
from tests.text.test_chunks import LANGUAGES, pieces


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "In the report, it's claimed that US officials have reached out. The WSJ cites a man.",
            [
                "In the report",
                "it's claimed",
                "US officials have reached out.",
                "The WSJ cites a man.",
            ],
        ),
        (
            "en",
            "These sources say the US is concerned with kit in countries that host bases",
            ["These sources say", "the US is concerned with kit in countries that host bases"],
        ),
        (
            "en",
            "Firms push to build networks and Huawei are said to be ahead of Nokia and Ericsson.",
            ["Firms push to build networks", "Huawei are said to be ahead of Nokia and Ericsson."],
        ),
        (
            "en",
            "“It is safe,” she said. “1,000 left at 10:30, Mr. Dast wrote. We stayed.”",
            [
                "“It is safe,”",
                "she said.",
                "“1,000 left at 10:30",
                "Mr. Dast wrote.",
                "We stayed.”",
            ],
        ),
        (
            "de",
            "Der Minister sagte am Montag, dass die Lage ernst sei",
            ["Der Minister sagte am Montag", "die Lage ernst sei"],
        ),
        ("ar", "قال الوزير إن الميناء آمن، وأضاف أن", ["قال الوزير", "الميناء آمن", "وأضاف"]),
        ("ja", "政府は求めた、と報じた。", ["政府は求めた", "と報じた。"]),
    ],
)
def test_clauses_end_at_punctuation_that_and_and(
    language: str, text: str, expected: list[str]
) -> None:
    assert pieces(text, clauses(text, 0, len(text), language)) == expected


@given(texts, LANGUAGES)
def test_clauses_are_in_order_and_apart(text: str, language: str | None) -> None:
    last = 0
    for start, end in clauses(text, 0, len(text), language):
        assert last <= start < end <= len(text)
        last = end
