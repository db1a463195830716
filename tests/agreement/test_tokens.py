"""What a token is, where items are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.tokens import token_bounds


def tokens(text: str) -> list[str]:
    starts, ends, _ = token_bounds([text])
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fog will lift.", ["Fog", "will", "lift", "."]),
        ("„It's 5½%“", ["„", "It", "'", "s", "5½", "%", "“"]),
        ("snake_case\u00a0x²", ["snake_case", "x²"]),
        ("تَقول آب", ["تَقول", "آب"]),
        ("船が出る、ก", ["船", "が", "出", "る", "、", "ก"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("𝕏-ray 👍🏽\n\n", ["𝕏", "-", "ray", "👍", "🏽"]),
        ("\u200b \t\x07", []),
        ("", []),
    ],
)
def test_a_token_is_a_run_of_letters_digits_and_marks_or_a_sign(
    text: str, expected: list[str]
) -> None:
    assert tokens(text) == expected


@given(st.lists(st.text("ab1 .,_船ก", max_size=12), max_size=5))
def test_texts_together_have_the_tokens_of_each(texts: list[str]) -> None:
    starts, ends, base = token_bounds(texts)

    assert len(base) == len(texts) + 1
    found = list(zip(starts.tolist(), ends.tolist(), strict=True))
    alone = []
    for text, begin in zip(texts, base.tolist(), strict=False):
        own, to, _ = token_bounds([text])
        alone += [(int(s) + begin, int(e) + begin) for s, e in zip(own, to, strict=True)]
    assert found == alone
