"""Sentences, quotations, the units around a selection, and other places of the same words."""

from __future__ import annotations

import pytest
from hypothesis import given

from annotator.errors import TextError
from annotator.text.graphemes import is_boundary
from annotator.text.occurrences import occurrences, search
from annotator.text.paragraphs import paragraphs
from annotator.text.quotations import goes_on, is_closed, quotation_at, quotations_in_line
from annotator.text.sentences import sentence_at, sentences
from annotator.text.structure import enclosing, expand
from annotator.text.units import units
from tests.text.hostile import texts, texts_with_ranges

NEWS = (
    'The port, Mr. Dast said, "is safe." It won\'t close at 5 a.m. today.\n\n'
    "“It is in every kitchen.\n\n“Most is poured away,” he said."
)


def pieces(text: str, ranges: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in ranges]


def quotations(text: str) -> list[tuple[int, int]]:
    return [q for line in paragraphs(text) for q in quotations_in_line(text, *line)]


def test_sentences_end_at_line_breaks_and_not_at_abbreviations() -> None:
    assert pieces(NEWS, sentences(NEWS, language="en")) == [
        'The port, Mr. Dast said, "is safe."',
        "It won't close at 5 a.m. today.",
        "“It is in every kitchen.",
        "“Most is poured away,” he said.",
    ]
    start, end = sentence_at(NEWS, NEWS.index("won't"))
    assert NEWS[start:end] == "It won't close at 5 a.m. today."
    long = "All is well here. " * 2000
    start, end = sentence_at(long, 18 * 1000 + 5)
    assert (start, long[start:end]) == (18 * 1000, "All is well here.")


@pytest.mark.parametrize(("language", "count"), [("de", 2), (None, 3)])
def test_what_ends_a_sentence_is_the_languages(language: str | None, count: int) -> None:
    text = "Das gilt z.B. am 3. Mai. Dann nicht."
    assert len(sentences(text, language=language)) == count
    assert units(text, "sentence", 0, len(text), language) == sentences(text, language=language)
    assert (sentence_at(text, 20, language)[0] == 0) is (language == "de")


@given(texts)
def test_sentences_are_in_order_and_hold_all_that_is_not_blank(text: str) -> None:
    last = 0
    for start, end in sentences(text):
        assert last <= start < end <= len(text)
        assert not text[last:start].strip() or not text[last:start].isprintable()
        last = end
    for n in range(len(text) + 1):
        start, end = sentence_at(text, n)
        assert 0 <= start <= end <= len(text)


def test_quotations_with_their_marks_and_where_they_go_on() -> None:
    found = quotations(NEWS)
    assert pieces(NEWS, found) == [
        '"is safe."',
        "“It is in every kitchen.",
        "“Most is poured away,”",
    ]
    assert [is_closed(NEWS, q) for q in found] == [True, False, True]
    assert goes_on(NEWS, found[1]) == found[2]
    assert goes_on(NEWS, found[0]) is None
    assert quotation_at(NEWS, NEWS.index("safe")) == found[0]
    assert quotation_at(NEWS, NEWS.index("won't")) is None
    nested = "“He said ‘no’ to it”"
    assert quotation_at(nested, 10) == (9, 13)
    assert quotation_at(nested, 15) == (0, len(nested))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("er sagte: „Nein.“ Dann", "„Nein.“"),
        ("dit « non » hier", "« non »"),
        ("「夜は不便だ」と述べた", "「夜は不便だ」"),
        ("the 'smart' crews' boats", None),
        ("she said “don’t”", "“don’t”"),
    ],
)
def test_quotation_marks_of_many_scripts(text: str, quoted: str | None) -> None:
    found = pieces(text, quotations(text))
    assert (quoted in found) if quoted else not any("crews" in q for q in found)


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("“It is,” she said. “And will be.”", "“And will be.”"),
        ("'It is', she said. 'And will be.'", "'And will be.'"),
        ("“It is.” She laughed. “And will be.”", None),
        (f"“It is,” she said{' and said' * 40}. “And will be.”", None),
        ("“It is,” she said.\n“And will be.”", None),
        ("“It is\n\n«And will be.»", None),
        ("“It is\n\nAnd “will” be.", None),
        ("“It is,” she said.", None),
    ],
)
def test_a_quotation_goes_on_behind_who_says_it(text: str, following: str | None) -> None:
    found = goes_on(text, quotations(text)[0])
    assert (None if found is None else text[slice(*found)]) == following


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said: “It is here.\n\n“And there.”", ["“It is here.", "“And there.”"]),
        ("He said: “It is here.\n\nAnd there.", []),
        ("“It is here.\n\nAnd there.", ["“It is here."]),
    ],
)
def test_an_open_mark_quotes_at_the_head_of_a_line_or_if_the_next_goes_on(
    text: str, quoted: list[str]
) -> None:
    assert pieces(text, quotations(text)) == quoted


def test_a_selection_grows_by_structure() -> None:
    at = NEWS.index("safe") + 1
    grown = pieces(NEWS, enclosing(NEWS, at, at, "en"))
    assert grown[0] == "safe"
    assert "is safe." in grown and '"is safe."' in grown
    assert 'The port, Mr. Dast said, "is safe."' in grown
    assert grown[-2:] == [NEWS.split("\n", maxsplit=1)[0], NEWS]


@given(texts_with_ranges())
def test_growing_goes_on_until_the_whole_text(drawn: tuple[str, int, int]) -> None:
    text, start, end = drawn
    for _ in range(20):
        low, high = expand(text, start, end)
        assert low <= start and end <= high
        if (low, high) == (start, end):
            break
        start, end = low, high
    assert (start, end) == (0, len(text))


@given(texts_with_ranges())
def test_occurrences_say_the_same(drawn: tuple[str, int, int]) -> None:
    text, start, end = drawn
    quote = text[start:end]
    for words in (True, False):
        assert set(pieces(text, occurrences(text, quote, whole_words=words))) <= {quote}
    if quote and is_boundary(text, start) and is_boundary(text, end):
        assert (start, end) in occurrences(text, quote, whole_words=False) or quote in text[
            : end - 1
        ]


def test_occurrences_are_whole_words_unless_told() -> None:
    text = "Port, port and airport"
    assert occurrences(text, "port") == [(6, 10)]
    assert len(occurrences(text, "port", case=False)) == 2
    assert len(occurrences(text, "port", whole_words=False)) == 2


def test_searching_plainly_and_by_expression() -> None:
    assert search("a.c abc", "A.C") == [(0, 3)]
    assert search("a.c abc", "a.c", regex=True) == [(0, 3), (4, 7)]
    assert search("a.c abc", "A.C", case=True) == []
    assert search("abc", "") == search("abc", "x*", regex=True) == []
    with pytest.raises(TextError, match="cannot be read"):
        search("abc", "(", regex=True)
    with pytest.raises(TextError, match="given up"):
        search("a" * 60 + "b", "(a|a|aa)+$", regex=True)
