"""What becomes of work that a format can hold in part only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.formats import Holds, Sheet, fitted
from annotator.formats.format import Option, chosen
from annotator.formats.holds import EVERYTHING
from annotator.formats.jsonl import FORMAT
from annotator.formats.selection import without_overlap
from annotator.model import Article, Fragment, Relation, Scheme, Span
from annotator.model.codebook import parse_scheme

TEXT = "zero one two three four five"


@pytest.fixture
def scheme() -> Scheme:
    return parse_scheme('name = "x"\n[[label]]\nname = "B"\n[[label]]\nname = "A"\n')


def span(name: str, label: str, *quotes: str) -> Span:
    pieces = tuple(Fragment(TEXT.index(q), TEXT.index(q) + len(q), q) for q in quotes)
    return Span(name, "a1", "ann-01", label, pieces)


def sheet(*spans: Span, relations: tuple[Relation, ...] = ()) -> Sheet:
    return Sheet("a1", Article("a1", "T", TEXT), "ann-01", spans=spans, relations=relations)


def link(name: str, source: Span, target: Span) -> Relation:
    return Relation(name, "a1", "ann-01", "leads to", source.id, target.id)


def test_a_format_that_holds_everything_loses_nothing(scheme: Scheme) -> None:
    whole = sheet(span("1", "A", "one", "three"), span("2", "B", "one two"))

    result = fitted(whole, EVERYTHING, scheme)

    assert result.sheet == whole
    assert result.losses == ()


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([span("1", "A", "one"), span("2", "A", "zero one two")], {"2"}),
        ([span("2", "A", "two thr"), span("1", "A", "one two")], {"1"}),
        ([span("1", "A", "one"), span("2", "B", "one")], {"2"}),
        ([span("2", "A", "one"), span("1", "A", "one")], {"1"}),
        ([span("1", "A", "zero", "four"), span("2", "A", "one two three")], {"1", "2"}),
        ([span("1", "A", "zero", "two"), span("2", "A", "two three")], {"2"}),
    ],
)
def test_of_spans_that_overlap_the_longest_stays_then_the_first(
    spans: list[Span], kept: set[str], scheme: Scheme
) -> None:
    assert without_overlap(spans, scheme) == kept


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6), st.sampled_from("AB"))))
def test_what_stays_never_overlaps_and_what_goes_always_would(
    places: list[tuple[int, int, str]],
) -> None:
    scheme = parse_scheme('name = "x"\n[[label]]\nname = "B"\n[[label]]\nname = "A"\n')
    spans = [
        Span(str(n), "a1", "ann-01", label, (Fragment(start, start + length, ""),))
        for n, (start, length, label) in enumerate(places)
    ]

    kept = without_overlap(spans, scheme)

    taken = [set(range(s.start, s.end)) for s in spans if s.id in kept]
    assert len(set().union(*taken)) == sum(map(len, taken))
    for one in spans:
        if one.id not in kept:
            rivals = [t for t in taken if t & set(range(one.start, one.end))]
            assert max(map(len, rivals)) >= one.end - one.start


def test_links_go_with_their_spans(scheme: Scheme) -> None:
    outer, inner, other = span("1", "A", "one two"), span("2", "A", "one"), span("3", "A", "four")
    links = (link("r1", outer, other), link("r2", inner, other))

    result = fitted(
        sheet(outer, inner, other, relations=links), replace(EVERYTHING, overlap=False), scheme
    )

    assert [one.id for one in result.sheet.relations] == ["r1"]
    rows = [(row.kind, row.thing, row.what) for row in result.losses]
    assert rows == [
        ("overlap", "2", "A 5–8 'one'"),
        ("relations", "r2", "leads to from A 5–8 to A 19–23"),
    ]


def test_a_split_span_keeps_its_links_with_its_first_piece(scheme: Scheme) -> None:
    split, other = span("1", "A", "one", "three"), span("3", "A", "four")
    whole = sheet(split, other, relations=(link("r1", split, other),))

    result = fitted(whole, replace(EVERYTHING, fragments=False), scheme)

    assert [(one.id, one.quote) for one in result.sheet.spans] == [
        ("1", "one"),
        ("1/2", "three"),
        ("3", "four"),
    ]
    assert result.sheet.relations == whole.relations
    (row,) = result.losses
    assert (row.kind, row.thing) == ("fragments", "1")


def test_a_format_that_holds_nothing_leaves_the_text(scheme: Scheme) -> None:
    result = fitted(sheet(span("1", "A", "one")), Holds(), scheme)

    assert result.sheet.annotator is None
    assert result.sheet.article.text == TEXT
    assert {row.kind for row in result.losses} == {"text", "metadata", "layers", "certainty"}


def test_options_are_those_that_the_format_has(tmp_path: Path) -> None:
    class Choosy(type(FORMAT)):  # type: ignore[misc]
        options = (Option("ends", ("lf", "crlf"), "lf", "How lines end."),)

    assert chosen(Choosy(), {}) == {"ends": "lf"}
    assert chosen(Choosy(), {"ends": "crlf"}) == {"ends": "crlf"}
    with pytest.raises(FormatError, match="'cr'; it can be lf, crlf"):
        chosen(Choosy(), {"ends": "cr"})
    with pytest.raises(FormatError, match='no option "end"; it has: ends'):
        chosen(Choosy(), {"end": "cr"})
