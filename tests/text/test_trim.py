"""Edges come out the same whoever selects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.trim import snap, split_at_breaks, trim
from tests.text.hostile import texts_with_ranges

GOLD = Path(__file__).parents[2].parent / "shared" / "data" / "seed_gold.jsonl"


@pytest.mark.parametrize(
    ("selected", "kept"),
    [
        (" said ", "said"),
        ("\u00a0said\u00a0", "said"),
        (", according to", "according to"),
        ("Linnet Harrow,", "Linnet Harrow"),
        ("The channel is safe.", "The channel is safe"),
        ('"It is safe."', '"It is safe."'),
        ('"It is safe and it will be.', '"It is safe and it will be.'),
        ("It is safe. It will be.", "It is safe. It will be."),
        ("the U.S.", "the U.S."),
        ("Huawei (China)", "Huawei (China)"),
        ("China)", "China"),
        ("(China", "China"),
        ("-5 degrees", "-5 degrees"),
        ("said:", "said"),
        ("– he said –", "he said"),
        ("そうではない。", "そうではない"),
        (" ,. ", ""),
        ('"No," he said "and go.', '"No," he said "and go.'),
        ('"No," he said.', '"No," he said'),
        ("“No,” he said.", "“No,” he said"),
        ("“No,” he said, “and go.", "“No,” he said, “and go."),
        ("「そうではない。", "「そうではない。"),
    ],
)
def test_stray_punctuation_is_left_out(selected: str, kept: str) -> None:
    start, end = trim(selected, 0, len(selected))
    assert selected[start:end] == kept


def test_only_quotations_in_the_range_keep_its_full_stop() -> None:
    for text in ('"a" b said so. "c', "“a he said so. “c", "x” he said so. ”"):
        start, end = text.index(" ") + 1, text.index(". ") + 1
        kept = trim(text, start, end)
        assert text[slice(*kept)].endswith("said so")


def test_white_space_alone_is_left_out_if_wished() -> None:
    assert trim(" said, ", 0, 7, punctuation=False) == (1, 6)


@given(texts_with_ranges(), st.booleans())
def test_trimming_stays_inside_and_is_done_once(
    drawn: tuple[str, int, int], punctuation: bool
) -> None:
    text, start, end = drawn
    low, high = trim(text, start, end, punctuation=punctuation)
    assert start <= low <= high <= end
    if low < high:
        assert not text[low].isspace() and not text[high - 1].isspace()


def test_pieces_keep_their_punctuation() -> None:
    text = "He said,\n – , it is.\n \n"
    assert [text[a:b] for a, b in split_at_breaks(text, 0, len(text))] == ["He said,", "– , it is."]


@given(texts_with_ranges())
def test_pieces_lie_in_lines(drawn: tuple[str, int, int]) -> None:
    text, start, end = drawn
    last = start
    for low, high in split_at_breaks(text, start, end):
        assert last <= low < high <= end
        assert not set(text[low:high]) & set("\r\n\x85\u2028\u2029")
        last = high


@given(texts_with_ranges(), st.booleans())
def test_snapping_widens_once(drawn: tuple[str, int, int], words: bool) -> None:
    text, start, end = drawn
    low, high = snap(text, start, end, words=words)
    assert low <= start <= end <= high
    if not words:
        assert snap(text, low, high) == (low, high)
    assert snap(text, start, start, words=words) == (start, start)


@pytest.mark.skipif(not GOLD.exists(), reason="the gold labels are not at hand")
def test_the_hand_made_labels_are_trimmed_already() -> None:
    line = json.loads(GOLD.read_text(encoding="utf-8").splitlines()[0])
    text = line["article"]["text"]
    for span in line["spans"]:
        for start, end in span["fragments"]:
            assert trim(text, start, end) == (start, end)
            assert split_at_breaks(text, start, end) == [(start, end)]
