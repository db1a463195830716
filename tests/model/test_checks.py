"""What the scheme's checks still miss is told, span by span, until it is mended."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.assets import resource
from annotator.model import Article, Assignment, Delta, Fragment, Layer, Relation, Scheme, Span
from annotator.model.checks import Checked, missing_links, problems, unwanted_types
from annotator.model.codebook import parse_scheme
from annotator.model.edits import link, set_attribute
from tests.model.test_edits import follow, mark


def test_what_is_missing_is_told_and_mended(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    follow(layer, set_attribute(layer, scheme, claim, "quotation", None))
    [claim] = layer.spans
    assert {p.message for p in problems(layer, scheme)} == {
        "no quotation yet",
        "no source yet",
        "no cue yet",
    }
    follow(layer, set_attribute(layer, scheme, claim, "quotation", "direct"))
    assert {p.message for p in problems(layer, scheme)} == {"no source yet"}
    source = mark(layer, scheme, "Source", "Linnet Harrow")
    assert "belongs to no claim yet" in {p.message for p in problems(layer, scheme)}
    follow(layer, link(layer, scheme, claim, source))
    follow(layer, set_attribute(layer, scheme, layer.spans[1], "kind", "person"))
    assert problems(layer, scheme) == []


def test_marks_in_boilerplate_are_told(layer: Layer, scheme: Scheme) -> None:
    mark(layer, scheme, "Actor", "seal pup")
    assert [p.message for p in problems(layer, scheme)] == ["lies in boilerplate"]


def test_other_zones_are_heard_of(layer: Layer, scheme: Scheme) -> None:
    mark(layer, scheme, "Actor", "seal pup")
    checked, article = Checked(layer, scheme), layer.article
    assert len(checked.problems()) == 1
    checked.follow(layer.follow([Delta(article, replace(article, zones=()))]))
    assert checked.problems() == []


def test_an_authors_claim_has_no_source(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", "Ferry to sail on oil")
    follow(layer, set_attribute(layer, scheme, claim, "attribution", "author"))
    follow(layer, set_attribute(layer, scheme, layer.spans[0], "quotation", "none"))
    assert problems(layer, scheme) == []


def test_only_the_spans_asked_for_are_looked_at(layer: Layer, scheme: Scheme) -> None:
    mark(layer, scheme, "Claim", '"The oil is there,"')
    cue = mark(layer, scheme, "Cue", "said")
    assert [p.message for p in problems(layer, scheme, [cue])] == ["belongs to no claim yet"]


def test_answers_say_which_links_are_wanted(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", "Ferry to sail on oil")
    assert missing_links(layer, scheme, claim) == {
        "attributed_to": "no source yet",
        "cued_by": "no cue yet",
    }
    assert unwanted_types(scheme, claim) == set()
    follow(layer, set_attribute(layer, scheme, claim, "attribution", "author"))
    assert missing_links(layer, scheme, layer.spans[0]) == {}
    assert unwanted_types(scheme, layer.spans[0]) == {"attributed_to"}


_LABELS = ("Claim", "Source", "Cue", "Actor")
_acts = st.tuples(
    st.sampled_from(("mark", "unmark", "link", "unlink", "move")), *[st.integers(0, 5)] * 2
)


@given(st.lists(_acts, max_size=20))
def test_following_finds_what_looking_at_everything_finds(acts: list[tuple[str, int, int]]) -> None:
    scheme = parse_scheme(resource("schemes", "attribution.toml").read_text(encoding="utf-8"))
    layer = Layer(Article("a", "t", "word " * 6), Assignment("a", "me"))
    checked = Checked(layer, scheme)
    for act, one, other in acts:
        deltas = []
        span, relation = layer.span(f"s{one}"), layer.relation(f"r{one}{other}")
        match act:
            case "mark" if span is None:
                place = Fragment(one * 5, one * 5 + 4, "word")
                deltas = [Delta(None, Span(f"s{one}", "a", "me", _LABELS[other % 4], (place,)))]
            case "unmark" if span is not None:
                deltas = [Delta(r, None) for r in layer.links(span.id)] + [Delta(span, None)]
            case "link" if span is not None and layer.span(f"s{other}") and relation is None:
                ends = (f"s{one}", f"s{other}")
                new = Relation(f"r{one}{other}", "a", "me", "attributed_to", *ends)
                deltas = [Delta(None, new)]
            case "unlink" if relation is not None:
                deltas = [Delta(relation, None)]
            case "move" if span is not None:
                moved = replace(span, fragments=(Fragment(other * 5, other * 5 + 4, "word"),))
                deltas = [Delta(span, moved)]
        checked.follow(layer.follow(deltas))
        assert checked.problems() == problems(layer, scheme)
