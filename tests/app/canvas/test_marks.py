"""Lines nest like brackets, and marks of one kind that overlap never share a lane."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.app.canvas.document import Block
from annotator.app.canvas.marks import Mark, innermost_first, marks_on
from annotator.app.canvas.styles import LANES, TINTS
from annotator.assets import resource
from annotator.model import Article, Assignment, Fragment, Layer, Span
from annotator.model.codebook import parse_scheme

SCHEME = parse_scheme(resource("schemes", "attribution.toml").read_text(encoding="utf-8"))
TEXT = "x" * 60

ranges = st.tuples(st.integers(0, 59), st.integers(1, 30)).map(
    lambda r: (r[0], min(r[0] + r[1], len(TEXT)))
)
labels = st.sampled_from([label.name for label in SCHEME.labels])


def marks_of(spans: list[tuple[str, tuple[int, int]]], block: Block | None = None) -> list[Mark]:
    layer = Layer(
        Article("a", "A", TEXT),
        Assignment("a", "me"),
        [
            Span(f"s{n:02}", "a", "me", label, (Fragment(start, end, TEXT[start:end]),))
            for n, (label, (start, end)) in enumerate(spans)
        ],
    )
    return marks_on(layer, SCHEME, block or Block(0, len(TEXT), "body", gap=False))


@given(st.lists(st.tuples(labels, ranges), max_size=12))
def test_overlapping_lines_share_no_lane_but_the_last(
    spans: list[tuple[str, tuple[int, int]]],
) -> None:
    lines = [mark for mark in marks_of(spans) if mark.style != "tint"]
    for n, one in enumerate(lines):
        for other in lines[n + 1 :]:
            if one.start < other.end and other.start < one.end:
                assert one.lane != other.lane or one.lane == LANES - 1


@given(st.lists(st.tuples(labels, ranges), max_size=12))
def test_what_is_inside_lies_nearer_to_the_text(
    spans: list[tuple[str, tuple[int, int]]],
) -> None:
    marks = marks_of(spans)
    for outer in marks:
        for inner in marks:
            within = outer.start <= inner.start and inner.end <= outer.end
            shorter = inner.end - inner.start < outer.end - outer.start
            if within and shorter and (inner.style == "tint") == (outer.style == "tint"):
                if inner.style == "tint":
                    assert inner.lane > outer.lane or inner.hidden or outer.hidden  # further in
                    assert marks.index(inner) > marks.index(outer)  # and over it
                else:
                    assert inner.lane < outer.lane or inner.lane == LANES - 1


@given(st.lists(st.tuples(labels, ranges), max_size=30))
def test_what_is_hidden_has_others_all_over_it(
    spans: list[tuple[str, tuple[int, int]]],
) -> None:
    marks = marks_of(spans)
    seen = [mark for mark in marks if not mark.hidden]
    for at in range(len(TEXT)):
        here = [mark for mark in seen if mark.start <= at < mark.end]
        assert sum(mark.style == "tint" for mark in here) <= TINTS
        looks = {(mark.style, mark.colour) for mark in here}
        for mark in marks:
            if mark.hidden and mark.style != "tint" and mark.start <= at < mark.end:
                assert (mark.style, mark.colour) in looks
    for mark in marks:
        if mark.hidden and mark.style == "tint":
            others = [m for m in seen if m.style == "tint" and m.lane == TINTS - 1]
            assert any(m.start < mark.end and mark.start < m.end for m in others)


def test_thousands_at_one_place_leave_a_few_to_be_seen() -> None:
    spans = [(label, (n % 20, 60 - n % 17)) for n in range(3000) for label in ("Claim", "Source")]
    marks = marks_of(spans)
    assert len(marks) == len(spans)
    assert sum(not mark.hidden for mark in marks) <= TINTS + LANES + 20


@given(st.lists(st.tuples(labels, ranges), max_size=12), ranges)
def test_a_block_has_just_what_lies_on_it(
    spans: list[tuple[str, tuple[int, int]]], at: tuple[int, int]
) -> None:
    start, end = at
    marks = marks_of(spans, Block(start, end, "body", gap=False))
    clipped = {
        (f"s{n:02}", max(a, start), min(b, end))
        for n, (_, (a, b)) in enumerate(spans)
        if a < end and start < b
    }
    assert {(mark.span.id, mark.start, mark.end) for mark in marks} == clipped


def test_a_folded_zone_shows_no_marks() -> None:
    fold = Block(0, len(TEXT), "boilerplate", gap=False, fold=True, lines=3)
    assert marks_of([("Actor", (3, 9))], fold) == []


def test_innermost_is_what_covers_least() -> None:
    def span(id: str, *fragments: tuple[int, int]) -> Span:
        return Span(id, "a", "me", "Claim", tuple(Fragment(a, b, "") for a, b in fragments))

    wide, split, word = span("a", (0, 50)), span("b", (0, 10), (20, 30)), span("c", (4, 9))
    assert innermost_first([wide, split, word]) == [word, split, wide]
