"""A layer follows what the store says, and finds its spans by place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Article, Assignment, Delta, Fragment, Layer, Relation, Span, Zone

TEXT = "x" * 5000


def span(number: int, start: int, length: int) -> Span:
    end = min(start + length, len(TEXT))
    return Span(f"s{number}", "a", "me", "L", (Fragment(start, end, TEXT[start:end]),))


places = st.tuples(st.integers(0, 40), st.integers(0, 4990), st.integers(1, 2500), st.booleans())


@given(st.lists(places, max_size=60), st.integers(0, 5000), st.integers(0, 3000))
def test_following_is_the_same_as_reading_anew(
    steps: list[tuple[int, int, int, bool]], start: int, length: int
) -> None:
    article = Article("a", "A", TEXT)
    layer = Layer(article, Assignment("a", "me"))
    now: dict[str, Span] = {}
    for number, at, long, gone in steps:
        new = span(number, at, long)
        old = now.get(new.id)
        if gone and old is not None:
            layer.follow([Delta(old, None)])
            del now[new.id]
        elif not gone:
            layer.follow([Delta(old, new)])
            now[new.id] = new

    anew = Layer(article, Assignment("a", "me"), now.values())
    end = min(start + length, len(TEXT))
    assert layer.spans == anew.spans
    assert layer.span_count == len(now)
    assert layer.touching(start, end) == anew.touching(start, end)
    expected = [
        s
        for s in anew.spans
        if (s.start < end and start < s.end) or (start == end and s.start <= start <= s.end)
    ]
    assert anew.touching(start, end) == expected
    for one in (layer, anew):
        goes_round(one, start)


def goes_round(layer: Layer, offset: int) -> None:
    spans = layer.spans
    if not spans:
        assert layer.following(offset) is None
        return
    behind = [span for span in spans if span.start >= offset]
    before = [span for span in spans if span.start < offset]
    assert layer.following(offset) == (behind or spans)[0]
    assert layer.following(offset, forward=False) == (before or spans)[-1]
    for n, span in enumerate(spans):
        assert layer.neighbour(span, 1) == spans[(n + 1) % len(spans)]
        assert layer.neighbour(span, -1) == spans[n - 1]


def test_what_concerns_others_is_passed_over() -> None:
    layer = Layer(Article("a", "A", TEXT), Assignment("a", "me"))
    theirs = Span("t", "a", "you", "L", (Fragment(0, 1, "x"),))
    elsewhere = Span("e", "b", "me", "L", (Fragment(0, 1, "x"),))

    assert layer.follow([Delta(None, theirs), Delta(None, elsewhere)]) == []
    assert layer.spans == ()
    done = Assignment("a", "me", "done")
    layer.follow([Delta(None, done)])
    assert layer.status == "done"
    layer.follow([Delta(done, None)])
    assert layer.status == "new"


def test_links_are_found_from_both_their_ends() -> None:
    one, two, three = span(1, 0, 3), span(2, 5, 3), span(3, 9, 3)
    link = Relation("r", "a", "me", "joins", one.id, two.id)
    other = Relation("q", "a", "me", "joins", two.id, three.id)
    article = Article("a", "A", TEXT)
    layer = Layer(article, Assignment("a", "me"), [one, two, three], [link, other])
    assert layer.links(two.id) == (other, link)
    assert layer.links(three.id) == (other,)
    layer.follow([Delta(other, None)])
    assert layer.links(two.id) == layer.links(one.id) == (link,)
    assert not layer.links(three.id)


def test_a_zone_holds_its_first_character_and_not_the_one_behind_it() -> None:
    title, body = Zone("title", 0, 5), Zone("body", 6, 20)
    article = Article("a", "A", TEXT, zones=(title, body))
    assert [article.zone_at(n) for n in (0, 4, 5, 6, 19, 20)] == [
        title,
        title,
        None,
        body,
        body,
        None,
    ]
