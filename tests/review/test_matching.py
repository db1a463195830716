"""Which spans of several annotators mean the same: at most one each, best overlap, ties stable."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Fragment, Span, new_id
from annotator.review.matching import likeness, match


def span(who: str, label: str, *places: tuple[int, int]) -> Span:
    fragments = tuple(Fragment(start, end, "x" * (end - start)) for start, end in places)
    return Span(new_id(), "a", who, label, fragments)


def groups(**layers: list[Span]) -> list[dict[str, Span]]:
    return [dict(group) for group in match(layers)]


def test_spans_alike_are_one_case_whoever_made_them() -> None:
    one, two, three = (span(who, "Claim", (0, 10)) for who in "abc")
    assert groups(a=[one], b=[two], c=[three]) == [{"a": one, "b": two, "c": three}]


def test_the_same_words_under_two_labels_are_matched_label_by_label() -> None:
    source, actor = span("a", "Source", (0, 10)), span("a", "Actor", (0, 10))
    other_actor, other_source = span("b", "Actor", (0, 10)), span("b", "Source", (0, 10))
    found = groups(a=[source, actor], b=[other_actor, other_source])
    assert {"a": source, "b": other_source} in found
    assert {"a": actor, "b": other_actor} in found


def test_another_boundary_or_another_label_is_still_the_same_case() -> None:
    long, short = span("a", "Claim", (0, 40)), span("b", "Claim", (5, 30))
    who, name = span("a", "Source", (50, 60)), span("b", "Actor", (50, 60))
    assert groups(a=[long, who], b=[short, name]) == [
        {"a": long, "b": short},
        {"a": who, "b": name},
    ]


def test_nested_spans_find_their_own_kind_of_size() -> None:
    outer, inner = span("a", "Claim", (0, 100)), span("a", "Claim", (20, 40))
    other_inner, other_outer = span("b", "Claim", (21, 40)), span("b", "Claim", (0, 98))
    assert groups(a=[outer, inner], b=[other_inner, other_outer]) == [
        {"a": outer, "b": other_outer},
        {"a": inner, "b": other_inner},
    ]


def test_a_span_in_fragments_meets_one_that_covers_the_gap() -> None:
    broken, whole = span("a", "Claim", (0, 20), (30, 60)), span("b", "Claim", (0, 60))
    assert groups(a=[broken], b=[whole]) == [{"a": broken, "b": whole}]


def test_what_only_one_has_stays_alone() -> None:
    mine, theirs = span("a", "Claim", (0, 10)), span("b", "Claim", (10, 20))
    assert groups(a=[mine], b=[theirs]) == [{"a": mine}, {"b": theirs}]
    actor = span("c", "Actor", (2, 4))
    assert {"c": actor} in groups(a=[mine], c=[actor])


def test_the_best_assignment_is_taken_not_the_first() -> None:
    # Taking the nearest for the first would leave the second without any.
    first, second = span("a", "Claim", (0, 30)), span("a", "Claim", (10, 20))
    one, two = span("b", "Claim", (8, 30)), span("b", "Claim", (0, 9))
    found = groups(a=[first, second], b=[one, two])
    assert {"a": second, "b": one} in found
    assert {"a": first, "b": two} in found


PLACE = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda p: (p[0], p[0] + p[1]))


@st.composite
def layers(draw: st.DrawFn, most: int = 6) -> dict[str, list[Span]]:
    names = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True))
    found = {}
    for name in names:
        marks = draw(st.lists(st.tuples(st.sampled_from(["Claim", "Actor"]), PLACE), max_size=most))
        found[name] = [span(name, label, place) for label, place in marks]
    return found


@given(layers())
def test_every_span_is_in_one_group_and_no_annotator_twice(found: dict[str, list[Span]]) -> None:
    grouped = match(found)
    ids = [one.id for group in grouped for one in group.values()]
    assert sorted(ids) == sorted(one.id for spans in found.values() for one in spans)
    for group in grouped:
        assert all(one.annotator == name for name, one in group.items())
        members = list(group.values())
        assert all(likeness(a, b) for a in members for b in members if a is not b)


@given(layers())
def test_the_order_in_which_spans_come_is_of_no_account(found: dict[str, list[Span]]) -> None:
    mixed = {name: list(reversed(found[name])) for name in reversed(found)}
    assert match(mixed) == match(found)


@given(layers(most=4))
def test_two_annotators_are_matched_as_well_as_can_be(found: dict[str, list[Span]]) -> None:
    two = list(found.values())[:2]
    if len(two) < 2:
        return
    # What is wholly alike is matched by rule; the best is looked for among the others.
    places = [{(s.label, s.fragments) for s in spans} for spans in two]
    mine, theirs = (
        [s for s in spans if (s.label, s.fragments) not in places[0] & places[1]] for spans in two
    )
    got = sum(
        likeness(*group.values()) for group in match({"a": mine, "b": theirs}) if len(group) == 2
    )
    few, many = sorted((mine, theirs), key=len)
    best = max(
        sum(likeness(a, b) for a, b in zip(few, order, strict=True))
        for order in permutations(many, len(few))
    )
    assert got >= best - 1e-9


def test_two_who_say_it_one_way_and_two_who_say_it_another_are_one_case() -> None:
    long = {who: span(who, "Claim", (0, 40)) for who in "ab"}
    short = {who: span(who, "Claim", (2, 38)) for who in "cd"}
    inner = {who: span(who, "Claim", (10, 30)) for who in "bc"}
    layers = {who: [spans[who] for spans in (long, short, inner) if who in spans] for who in "abcd"}
    assert match(layers) == [{**long, **short}, inner]
