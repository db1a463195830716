"""What must always hold of the measures, and what they do where there is nothing to measure."""

from __future__ import annotations

import math
from itertools import permutations, product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import agreement
from annotator.agreement import (
    b_cubed,
    bennett_s,
    ceaf_e,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    link_f1,
    percent_agreement,
    scott_pi,
    span_f1,
    unitized_alpha,
    unitized_alpha_2016,
)
from annotator.errors import MeasureError
from annotator.model import Fragment, Span

TABLE_MEASURES = [
    percent_agreement,
    bennett_s,
    scott_pi,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
]
CORRECTED = TABLE_MEASURES[1:]

cells = st.sampled_from(["a", "b", "c", None])
tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.lists(cells, min_size=coders, max_size=coders), max_size=12)
)


@given(tables)
def test_a_value_is_a_number_of_at_most_1_or_none(table: list[list[str | None]]) -> None:
    for measure in TABLE_MEASURES:
        value = measure(table)
        assert value is None or (math.isfinite(value) and value <= 1 + 1e-9)


@given(tables, st.randoms(use_true_random=False))
def test_who_comes_first_does_not_matter(table: list[list[str | None]], random: Random) -> None:
    shuffled = [list(row) for row in table]
    order = list(range(len(table[0]) if table else 0))
    random.shuffle(order)
    random.shuffle(shuffled)
    shuffled = [[row[n] for n in order] for row in shuffled]

    for measure in TABLE_MEASURES:
        assert measure(shuffled) == pytest.approx(measure(table))


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=12))
def test_full_agreement_is_1_unless_nothing_else_could_be(values: list[str]) -> None:
    table = [[value, value, value] for value in values]

    for measure in CORRECTED:
        assert measure(table) == (pytest.approx(1) if len(set(values)) > 1 else None)
    assert percent_agreement(table) == 1


@pytest.mark.parametrize("measure", TABLE_MEASURES)
@pytest.mark.parametrize("table", [[], [["a", None], [None, "b"]], [[None, None]], [["a"], ["b"]]])
def test_nothing_to_pair_is_undefined(measure: Any, table: list[list[str | None]]) -> None:
    assert measure(table) is None


def test_what_could_have_been_chosen_counts_where_it_matters() -> None:
    table = [["a", "a"], ["a", "b"]]

    assert bennett_s(table, categories="abcd") == pytest.approx((0.5 - 0.25) / 0.75)
    assert cohen_kappa(table, categories="abcd") == cohen_kappa(table)
    with pytest.raises(MeasureError, match="not among the categories"):
        bennett_s(table, categories="a")


def test_a_table_must_be_a_table() -> None:
    with pytest.raises(MeasureError, match="place for each coder"):
        percent_agreement([["a", "b"], ["a"]])
    with pytest.raises(MeasureError, match="needs numbers"):
        krippendorff_alpha([["a", "b"]], "interval")
    with pytest.raises(MeasureError, match="two dimensions"):
        percent_agreement(np.array([1, 2, 3]))
    with pytest.raises(MeasureError, match="no level"):
        krippendorff_alpha([["a", "b"]], "nominale")  # type: ignore[arg-type]


def test_sets_are_values_too() -> None:
    table = [[{"a"}, {"a"}], [{"a", "b"}, {"a"}], [set(), {"b"}], [{"b"}, {"b"}]]

    nominal, jaccard, masi = (krippendorff_alpha(table, k) for k in ("nominal", "jaccard", "masi"))

    assert nominal is not None and jaccard is not None and masi is not None
    assert nominal < masi < jaccard


@pytest.mark.parametrize(
    ("a", "b", "jaccard", "masi"),
    [
        ("xy", "xy", 0, 0),
        ("", "", 0, 0),
        ("x", "", 1, 1),
        ("x", "y", 1, 1),
        ("x", "xyz", 2 / 3, 1 - 1 / 3 * 2 / 3),
        ("xy", "yz", 2 / 3, 1 - 1 / 3 * 1 / 3),
    ],
)
def test_sets_are_as_far_apart_as_passonneau_has_it(
    a: str, b: str, jaccard: float, masi: float
) -> None:
    for one, other in ((set(a), set(b)), (set(b), set(a))):
        assert agreement.jaccard(one, other) == pytest.approx(jaccard)
        assert agreement.masi(one, other) == pytest.approx(masi)


def test_numbers_far_apart_or_with_fractions_are_read_as_they_are() -> None:
    far = np.array([[1.5, 1.5], [1e12, 1e12], [-3.25, 2.0]])

    assert percent_agreement(far) == pytest.approx(2 / 3)
    assert krippendorff_alpha(far, "interval") == pytest.approx(1)
    assert percent_agreement(np.array([["a", "a"], ["a", "b"]])) == pytest.approx(1 / 2)


@given(st.integers(1, 3), st.lists(st.sampled_from([None, -4, 0, 1, 7]), max_size=24))
def test_an_array_of_numbers_is_the_table_it_holds(coders: int, cells: list[int | None]) -> None:
    """Numbers in an array are read another, faster way."""
    rows = [cells[n : n + coders] for n in range(0, len(cells) - coders + 1, coders)]
    arrays = [np.array(rows, dtype=np.float64).reshape(len(rows), coders)]
    if all(cell is not None for row in rows for cell in row):
        arrays += [arrays[0].astype(np.int8), arrays[0] > 0]

    for array in arrays:
        held = [[None if cell != cell else cell for cell in row] for row in array.tolist()]
        for measure in TABLE_MEASURES:
            for categories in (None, {*array[array == array].tolist(), 12}):
                options = {} if measure is krippendorff_alpha else {"categories": categories}
                assert measure(array, **options) == pytest.approx(measure(held, **options))
        if array.dtype != bool:
            assert krippendorff_alpha(array, "interval") == pytest.approx(
                krippendorff_alpha(held, "interval")
            )


def test_touching_units_stay_apart_and_overlapping_ones_are_joined() -> None:
    whole = [("i", 0, 10, "c"), ("j", 0, 10, "c")]
    halves = [("i", 0, 5, "c"), ("i", 5, 5, "c"), ("j", 0, 10, "c")]
    nested = [("i", 0, 10, "c"), ("i", 2, 3, "c"), ("j", 0, 10, "c")]

    assert unitized_alpha(whole, 0, 50) == 1
    assert unitized_alpha(nested, 0, 50) == 1
    halved = unitized_alpha(halves, 0, 50)
    assert halved is not None and halved < 1


def test_unitizing_is_undefined_without_units_or_a_second_coder() -> None:
    assert unitized_alpha([], 0, 10, coders=["i", "j"]) is None
    assert unitized_alpha([("i", 0, 2, "c")], 0, 10) is None
    for kind in ("binary", "nominal", "cu"):
        assert unitized_alpha_2016([], 0, 10, kind, coders=["i", "j"]) is None
        assert unitized_alpha_2016([("i", 0, 2, "c")], 0, 10, kind) is None
    for measure in (unitized_alpha, unitized_alpha_2016):
        alone = measure([("i", 0, 2, "c")], 0, 10, coders=["i", "j"])
        assert alone is not None and alone < 0.1


def test_a_unit_without_length_or_outside_the_continuum_is_refused() -> None:
    for start, length in ((5, 0), (-1, 3), (5, 10)):
        with pytest.raises(MeasureError, match="no length or lies outside the continuum"):
            unitized_alpha([("i", start, length, "c")], 0, 10)
    assert unitized_alpha([("i", 0, 10, "c"), ("j", 0, 10, "c")], 0, 10) is not None


def span(label: str, *fragments: tuple[int, int], article: str = "x") -> Span:
    pieces = tuple(Fragment(start, end, "." * (end - start)) for start, end in fragments)
    return Span(f"{label}{fragments}", article, "ann", label, pieces)


def test_discontinuous_nested_and_equal_spans_are_matched_as_they_are() -> None:
    a = [span("Claim", (0, 10), (20, 30)), span("Claim", (2, 6)), span("Claim", (2, 6))]
    b = [span("Claim", (0, 10), (20, 30)), span("Claim", (2, 6)), span("Claim", (0, 30))]

    assert span_f1(a, b).matched == 2
    assert span_f1(a, b, "overlap").matched == 3
    tokens = span_f1(a, b, "token")
    assert (tokens.first, tokens.second, tokens.matched) == (20, 30, 20)
    words = span_f1(a, b, "token", tokens=[(0, 9), (12, 18), (22, 40)])
    assert (words.first, words.second) == (2, 3)


def test_tokens_are_those_of_each_document() -> None:
    a = [("one", "Claim", 0, 9), ("two", "Claim", 0, 9)]
    b = [("one", "Claim", 0, 4), ("two", "Cue", 0, 9)]

    found = span_f1(a, b, "token", tokens={"one": [(0, 4), (5, 9)], "two": [(0, 9)]})

    assert (found.first, found.second, found.matched) == (3, 2, 1)


def test_a_good_pair_is_not_torn_apart_for_two_poor_ones() -> None:
    a = [span("Claim", (0, 100)), span("Claim", (99, 110))]
    b = [span("Claim", (0, 100)), span("Claim", (97, 99))]

    assert span_f1(a, b, "overlap").matched == 1


def test_two_pairs_that_are_liker_together_part_the_likest_one() -> None:
    a = [("Claim", 10, 20), ("Claim", 17, 27)]
    b = [("Claim", 6, 16), ("Claim", 13, 23)]  # the second is liker to the first of a

    for one, other in ((a, b), (b, a)):
        assert span_f1(one, other, "overlap").matched == 2


def test_other_articles_and_labels_never_match() -> None:
    assert span_f1([span("Claim", (0, 4))], [span("Cue", (0, 4))]).matched == 0
    elsewhere = [span("Claim", (0, 4), article="y")]
    assert span_f1([span("Claim", (0, 4))], elsewhere, "overlap").matched == 0
    assert span_f1([("x", "Claim", 0, 4)], [("y", "Claim", 0, 4)], "token").matched == 0


def test_a_score_without_spans_is_undefined() -> None:
    nothing, one = span_f1([], []), span_f1([("Cue", 0, 2)], [])

    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    assert (one.precision, one.recall, one.f1) == (None, 0, 0)


intervals = st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from("ab"))
marks = st.lists(intervals.map(lambda t: (t[2], t[0], t[0] + t[1])), max_size=6)


@given(marks, marks)
def test_looser_rules_match_no_less(a: list, b: list) -> None:
    assert span_f1(a, b).matched <= span_f1(a, b, "overlap").matched
    scores = agreement.semeval_scores(a, b)
    assert scores["strict"].matched <= min(scores["exact"].matched, scores["type"].matched)
    assert scores["exact"].matched <= scores["partial"].matched


@given(marks, marks)
def test_matching_is_the_best_there_is(a: list, b: list) -> None:
    def like(x: tuple, y: tuple) -> float:
        shared = min(x[2], y[2]) - max(x[1], y[1])
        union = (x[2] - x[1]) + (y[2] - y[1]) - shared
        return shared / union if x[0] == y[0] and shared > 0 else 0.0

    def best(x: list, y: list) -> float:
        if not x or not y:
            return 0.0
        rest = best(x[1:], y)
        return max(
            [rest, *(like(x[0], y[n]) + best(x[1:], y[:n] + y[n + 1 :]) for n in range(len(y)))]
        )

    from annotator.agreement.flat import spans_meet
    from annotator.agreement.matching import match_spans
    from annotator.agreement.spans import _flat, _read

    spans = _flat(_read(a[:4]), _read(b[:4]))
    found = match_spans(spans, spans_meet(spans))
    union = spans.size[found.first] + spans.size[found.second] - found.shared

    assert (found.shared / union).sum() == pytest.approx(best(a[:4], b[:4]))


groups = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8)


@given(groups)
def test_identity_does_not_depend_on_names_or_direction(mentions: list[tuple[int, int]]) -> None:
    a, b = [x for x, _ in mentions], [y for _, y in mentions]
    renamed = [f"n{(y + 1) % 4}" for y in b]

    for measure in (b_cubed, ceaf_e, link_f1):
        assert measure(a, b).f1 == pytest.approx(measure(a, renamed).f1)
        assert measure(a, b).f1 == pytest.approx(measure(b, a).f1)
        assert measure(a, b).precision == pytest.approx(measure(b, a).recall)
    assert b_cubed(a, a).f1 == ceaf_e(a, a).f1 == 1


def test_identity_without_mentions_or_links_is_undefined() -> None:
    assert b_cubed([], []).f1 is ceaf_e([], []).f1 is None
    assert link_f1([1, 2], [1, 2]).f1 is None


def test_links_and_attributions_follow_matched_spans() -> None:
    partners = {"a1": "b1", "a2": "b2", "a3": "b3"}
    a = [("by", "a1", "a2"), ("by", "a3", "a2"), ("by", "a1", "alone")]
    b = [("by", "b1", "b2"), ("cue", "b3", "b2")]

    links = agreement.relation_f1(a, b, partners)
    assert (links.matched, links.first, links.second) == (1, 3, 2)

    said = agreement.attribution_f1(
        [("a1", "a2"), ("a3", None)], [("b1", "b2"), ("b3", None), ("b4", None)], partners
    )
    assert (said.matched, said.first, said.second) == (2, 2, 3)


def weight(kind: str, a: int, b: int, places: list[int]) -> float:
    apart = abs(a - b) / (places[-1] - places[0])
    return {"identity": float(a == b), "linear": 1 - apart, "quadratic": 1 - apart**2}[kind]


@given(
    st.lists(st.lists(st.sampled_from([0, 1, 5, None]), min_size=3, max_size=3), max_size=8),
    st.sampled_from(["identity", "linear", "quadratic"]),
)
def test_weighted_agreement_is_what_the_papers_define(
    rows: list[list[int | None]], kind: str
) -> None:
    """Gwet 2014, eq. 2.10 and 2.12 and chapter 4, pair by pair instead of by matrices."""
    places = [0, 1, 5]
    items = [[cell for cell in row if cell is not None] for row in rows]
    paired = [list(permutations(item, 2)) for item in items if len(item) > 1]
    used = {
        place: np.mean([item.count(place) / len(item) for item in items if item] or [0.0])
        for place in places
    }
    each_two = list(product(places, repeat=2))
    total = sum(weight(kind, a, b, places) for a, b in each_two)
    chance = {
        bennett_s: total / 9,
        fleiss_kappa: sum(weight(kind, a, b, places) * used[a] * used[b] for a, b in each_two),
        gwet_ac1: total / (3 * 2) * sum(share * (1 - share) for share in used.values()),
    }

    if not paired:
        assert percent_agreement(rows, weights=kind, categories=places) is None
        return
    alike = float(
        np.mean([np.mean([weight(kind, a, b, places) for a, b in pairs]) for pairs in paired])
    )
    assert percent_agreement(rows, weights=kind, categories=places) == pytest.approx(alike)
    for measure, expected in chance.items():
        value = measure(rows, weights=kind, categories=places)
        if math.isclose(expected, 1):
            assert value is None
        else:
            assert value == pytest.approx((alike - expected) / (1 - expected))


def test_weights_say_how_near_categories_are() -> None:
    table = [list(pair) for pair in product(range(4), repeat=2)]

    assert percent_agreement(table, weights="linear") == pytest.approx(
        np.mean([1 - abs(a - b) / 3 for a, b in table])
    )
    same = percent_agreement(table, weights=lambda a, b: 1 - abs(a - b) / 3)
    assert same == pytest.approx(percent_agreement(table, weights="linear"))
    with pytest.raises(MeasureError, match="quadratic"):
        cohen_kappa(table, weights="cubic")  # type: ignore[arg-type]
