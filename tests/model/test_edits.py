"""What an annotator asks for becomes the change that was meant, or a sentence that says why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.errors import ChangeError
from annotator.model import Actor, Assignment, Change, Delta, Layer, Relation, Scheme, Span
from annotator.model.edits import (
    Edge,
    add_fragment,
    add_span,
    delete_spans,
    label_others,
    link,
    move_edge,
    relabel,
    remove_fragment,
    set_actor,
    set_attribute,
    set_doubt,
    set_note,
    set_status,
    shorten,
    unlink,
)
from annotator.model.scheme import AttributeType


def follow(layer: Layer, change: Change) -> Change:
    """Have the layer follow a change, as it would if the store had applied it."""
    deltas = []
    for record in change.put:
        before = layer.span(record.id) if isinstance(record, Span) else None
        deltas.append(Delta(before, record))
    deltas += [Delta(record, None) for record in change.remove]
    layer.follow(deltas)
    return change


def mark(layer: Layer, scheme: Scheme, label: str, quote: str) -> Span:
    start = layer.article.text.index(quote)
    change = follow(layer, add_span(layer, scheme, label, start, start + len(quote)))
    [span] = [record for record in change.put if isinstance(record, Span)]
    return span


def test_a_selection_becomes_a_span_with_the_labels_defaults(layer: Layer, scheme: Scheme) -> None:
    span = mark(layer, scheme, "Claim", '"The oil is there,"')

    assert span.quote == '"The oil is there,"'
    assert span.attributes == {
        "quotation": "direct",
        "stance": "asserts",
        "attribution": "attributed",
    }
    assert span.annotator == "ann-01"


def test_a_selection_may_name_an_actor_and_answer_at_once(layer: Layer, scheme: Scheme) -> None:
    start = layer.article.text.index("Linnet Harrow")
    change = add_span(layer, scheme, "Source", start, start + 13, actor="x")
    assert [r.actor for r in change.put if isinstance(r, Span)] == ["x"]
    answers = {"stance": "denies"}
    change = add_span(layer, scheme, "Claim", start, start + 13, attributes=answers)
    assert [r.attributes["stance"] for r in change.put if isinstance(r, Span)] == ["denies"]


def test_a_link_begins_with_its_defaults(layer: Layer, scheme: Scheme) -> None:
    sure = AttributeType("sure", "choice", ("yes", "no"), default="yes")
    open_ = AttributeType("why", "text")
    kinds = tuple(replace(kind, attributes=(sure, open_)) for kind in scheme.relations)
    asking = replace(scheme, relations=kinds)
    claim = mark(layer, asking, "Claim", '"The oil is there,"')
    change = link(layer, asking, claim, mark(layer, asking, "Source", "Linnet Harrow"))
    assert [r.attributes for r in change.put if isinstance(r, Relation)] == [{"sure": "yes"}]


def test_other_places_are_labelled_alike(layer: Layer, scheme: Scheme) -> None:
    span = mark(layer, scheme, "Source", "Linnet Harrow")
    for change in (
        set_actor(layer, scheme, span, Actor("x", "Linnet Harrow")),
        set_note(layer, span, "the engineer"),
    ):
        follow(layer, change)
    noted = replace(layer.spans[0], doubt=True, actor="x", attributes={"a": "b"})
    at = layer.article.text.index("She")
    change = label_others(layer, scheme, noted, [(0, 5), (at, at + 3)])
    first, second = (record for record in change.put if isinstance(record, Span))
    assert change.name == "Label 2 more Source"
    assert [fragment.quote for fragment in (*first.fragments, *second.fragments)] == [
        "Ferry",
        "She",
    ]
    assert len({span.id, first.id, second.id}) == 3
    for other in (first, second):
        assert (
            replace(other, id=noted.id, fragments=noted.fragments, note=noted.note, doubt=True)
            == noted
        )
        assert (other.note, other.doubt) == (None, False)
    with pytest.raises(ChangeError, match="marked as Source already"):
        label_others(layer, scheme, noted, [(span.start, span.end)])


def test_the_first_span_starts_the_work(layer: Layer, scheme: Scheme) -> None:
    change = add_span(layer, scheme, "Cue", 0, 5)

    assert Assignment("a", "ann-01", "started") in change.put
    follow(layer, change)
    assert not any(isinstance(r, Assignment) for r in add_span(layer, scheme, "Cue", 6, 8).put)


def test_edges_are_trimmed(layer: Layer, scheme: Scheme) -> None:
    assert mark(layer, scheme, "Cue", " said ").quote == "said"
    assert mark(layer, scheme, "Source", " Linnet Harrow. ").quote == "Linnet Harrow"


def test_a_selection_over_lines_becomes_a_fragment_in_each(layer: Layer, scheme: Scheme) -> None:
    text = layer.article.text
    start, end = text.index('"It is in'), text.index(" She warned")
    change = add_span(layer, scheme, "Claim", start, end)
    [span] = [r for r in change.put if isinstance(r, Span)]

    assert [f.quote for f in span.fragments] == [
        '"It is in every kitchen.',
        '"Most is poured away."',
    ]
    with pytest.raises(ChangeError, match="stays within one line"):
        add_span(layer, scheme, "Actor", start, end)


def test_nothing_is_no_span(layer: Layer, scheme: Scheme) -> None:
    for start, end in ((5, 5), (20, 22)):
        with pytest.raises(ChangeError, match="nothing to label"):
            add_span(layer, scheme, "Claim", start, end)


def test_the_same_mark_is_not_made_twice(layer: Layer, scheme: Scheme) -> None:
    mark(layer, scheme, "Cue", "said")
    with pytest.raises(ChangeError, match="already"):
        mark(layer, scheme, "Cue", "said")
    assert mark(layer, scheme, "Actor", "said").label == "Actor"


def test_overlap_is_refused_where_the_scheme_says_so(layer: Layer, scheme: Scheme) -> None:
    strict = replace(scheme, labels=tuple(replace(x, overlap=False) for x in scheme.labels))
    mark(layer, strict, "Actor", "Linnet Harrow")
    with pytest.raises(ChangeError, match="may not overlap"):
        mark(layer, strict, "Actor", "Harrow")


def test_relabelling_drops_what_the_new_label_cannot_have(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    source = mark(layer, scheme, "Source", "Linnet Harrow")
    follow(layer, link(layer, scheme, claim, source))

    change = follow(layer, relabel(layer, scheme, claim, "Cue"))

    assert [r.type for r in change.remove if isinstance(r, Relation)] == ["attributed_to"]
    after = layer.span(claim.id)
    assert after is not None and after.label == "Cue" and after.attributes == {}
    assert layer.relations == ()


def test_relabelling_keeps_what_the_new_label_can_have(layer: Layer, scheme: Scheme) -> None:
    claim, source = scheme.labels[0], next(x for x in scheme.labels if x.register)
    twin = replace(claim, name="Rumour", attributes=claim.attributes[:1], register=True)
    single = replace(claim, name="Single", fragments=False)
    wider = replace(scheme, labels=(*scheme.labels, twin, single))
    text = layer.article.text
    span = mark(layer, wider, source.name, "Linnet Harrow")
    follow(layer, set_actor(layer, wider, span, Actor("x", "Linnet Harrow")))

    assert not relabel(layer, wider, layer.spans[0], source.name)
    change = follow(layer, relabel(layer, wider, layer.spans[0], "Rumour", actor="other"))
    assert change.name == f"Relabel {source.name} as Rumour"
    assert change.annotator == "ann-01"
    [after] = layer.spans
    assert after.actor == "x"
    follow(layer, set_attribute(layer, wider, after, claim.attributes[0].name, "indirect"))

    follow(layer, relabel(layer, wider, layer.spans[0], claim.name))
    [back] = layer.spans
    assert back.attributes[claim.attributes[0].name] == "indirect"
    assert back.actor is None
    follow(layer, relabel(layer, wider, back, "Rumour", actor="other"))
    assert layer.spans[0].actor == "other"

    one = relabel(layer, wider, layer.spans[0], "Single")
    assert [r.label for r in one.put if isinstance(r, Span)] == ["Single"]
    start = text.index('"It is in')
    follow(layer, add_fragment(layer, wider, layer.spans[0], start, start + 24))
    with pytest.raises(ChangeError, match="A Single is one continuous piece of text"):
        relabel(layer, wider, layer.spans[0], "Single")


def test_relabelling_keeps_links_that_still_join(layer: Layer, scheme: Scheme) -> None:
    claim, source = scheme.labels[0].name, "Source"
    kinds = tuple(
        replace(kind, sources=(*kind.sources, "Actor"), targets=(*kind.targets, "Actor"))
        for kind in scheme.relations
    )
    wider = replace(scheme, relations=kinds)
    one = mark(layer, wider, claim, '"The oil is there,"')
    other = mark(layer, wider, source, "Linnet Harrow")
    follow(layer, link(layer, wider, one, other, "attributed_to"))
    for span in (other, one):
        assert relabel(layer, wider, span, "Actor").remove == []
    assert relabel(layer, scheme, other, "Actor").remove == list(layer.relations)
    assert relabel(layer, scheme, other, "Cue").remove == list(layer.relations)


def test_a_label_may_not_come_to_lie_over_another_of_its_own(layer: Layer, scheme: Scheme) -> None:
    strict = replace(scheme, labels=tuple(replace(x, overlap=False) for x in scheme.labels))
    first = mark(layer, strict, "Claim", "The oil")
    second = mark(layer, strict, "Claim", " is there")
    assert (first.end + 1, second.quote) == (second.start, "is there")
    for act in (
        lambda: move_edge(layer, strict, first, 0, "end", second.start + 2),
        lambda: move_edge(layer, strict, second, 0, "start", first.end - 1),
        lambda: add_fragment(layer, strict, first, second.start, second.end - 2),
        lambda: relabel(layer, strict, mark(layer, strict, "Cue", "oil is"), "Claim"),
    ):
        with pytest.raises(ChangeError, match="may not overlap"):
            act()
    follow(layer, move_edge(layer, strict, first, 0, "end", second.start))
    assert layer.spans[0].end == second.start
    at = layer.article.text.index(" said Linnet")
    grown = follow(layer, add_fragment(layer, strict, second, second.end, at + 5))
    [after] = [record for record in grown.put if isinstance(record, Span)]
    assert [fragment.quote for fragment in after.fragments] == ["is there", '" said']


def test_what_was_done_is_named_for_undo(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    source = mark(layer, scheme, "Source", "Linnet Harrow")
    actor = Actor("x", "Linnet Harrow")
    start = layer.article.text.index('"It is in')
    wide = follow(layer, add_fragment(layer, scheme, claim, start, start + 24))
    [two] = [record for record in wide.put if isinstance(record, Span)]
    joined = follow(layer, link(layer, scheme, two, source))
    [relation] = [record for record in joined.put if isinstance(record, Relation)]
    named = set_actor(layer, scheme, source, actor)
    changes = {
        "Label Cue": add_span(layer, scheme, "Cue", 0, 5),
        "Extend Claim": wide,
        "Shorten Claim": remove_fragment(layer, scheme, two, 1),
        "Move edge of Claim": move_edge(layer, scheme, two, 0, "start", claim.start + 1),
        "Set quotation of Claim": set_attribute(layer, scheme, two, "quotation", "indirect"),
        "Name actor Linnet Harrow": named,
        "Unname actor of Source": set_actor(layer, scheme, replace(source, actor="x"), None),
        "Note on Claim": set_note(layer, two, "!"),
        "Doubt Claim": set_doubt(layer, two, doubt=True),
        "Settle Claim": set_doubt(layer, replace(two, doubt=True), doubt=False),
        "Unlink attributed_to": unlink(layer, relation),
        "Delete Claim": delete_spans(layer, [two]),
        "Delete 2 spans": delete_spans(layer, [two, source]),
        "Mark done": set_status(layer, "done"),
    }
    assert {change.name: bool(change) for change in changes.values()} == dict.fromkeys(
        changes, True
    )
    assert {change.annotator for change in changes.values()} == {"ann-01"}
    assert named.put[0] == actor
    assert changes["Unname actor of Source"].put == [replace(source, actor=None)]
    for idle in (
        set_note(layer, two, None),
        set_doubt(layer, two, doubt=False),
        set_actor(layer, scheme, source, None),
        move_edge(layer, scheme, two, 0, "start", claim.start),
    ):
        assert not idle


@pytest.mark.parametrize(
    ("index", "edge", "to", "quotes"),
    [
        (0, "start", 22, ['"The', "there", "Linnet"]),
        (0, "end", 60, ["The oil is ", "there", "Linnet"]),
        (1, "start", 0, ["The", " oil is there", "Linnet"]),
        (1, "end", 60, ["The", 'there," said ', "Linnet"]),
        (2, "start", 0, ["The", "there", '," said Linnet']),
        (2, "end", 58, ["The", "there", "Linnet Harr"]),
    ],
)
def test_edges_go_as_far_as_the_neighbours(
    layer: Layer, scheme: Scheme, index: int, edge: Edge, to: int, quotes: list[str]
) -> None:
    mark(layer, scheme, "Claim", "The")
    for quote in ("there", "Linnet"):
        at = layer.article.text.index(quote)
        follow(layer, add_fragment(layer, scheme, layer.spans[0], at, at + len(quote)))
    change = move_edge(layer, scheme, layer.spans[0], index, edge, to)
    [moved] = [record for record in change.put if isinstance(record, Span)]
    assert [fragment.quote for fragment in moved.fragments] == quotes


def test_long_words_are_shortened_to_a_limit() -> None:
    assert shorten("  two\n lines ") == "two lines"
    assert shorten("x" * 32) == "x" * 32
    assert shorten("x" * 33) == "x" * 31 + "…"
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one two three", 8) == "one two…"


def test_deleting_a_span_deletes_its_links(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    cue = mark(layer, scheme, "Cue", "said")
    follow(layer, link(layer, scheme, cue, claim))

    follow(layer, delete_spans(layer, [claim]))

    assert layer.spans == (cue,)
    assert layer.relations == ()


def test_fragments_are_added_joined_and_removed(layer: Layer, scheme: Scheme) -> None:
    text = layer.article.text
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    start = text.index('"It is in')
    follow(layer, add_fragment(layer, scheme, claim, start, start + 24))
    two = layer.span(claim.id)
    assert two is not None and len(two.fragments) == 2

    follow(layer, add_fragment(layer, scheme, two, claim.start, text.index('. "It is')))
    joined = layer.span(claim.id)
    assert joined is not None
    assert joined.fragments[0].quote == '"The oil is there," said Linnet Harrow'
    assert len(joined.fragments) == 2

    follow(layer, remove_fragment(layer, scheme, joined, 0))
    left = layer.span(claim.id)
    assert left is not None and left.quote == '"It is in every kitchen.'
    follow(layer, remove_fragment(layer, scheme, left, 0))
    assert layer.span(claim.id) is None


def test_an_edge_moves_between_its_neighbours(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", "The oil")
    follow(layer, move_edge(layer, scheme, claim, 0, "end", claim.end + 3))
    moved = layer.span(claim.id)
    assert moved is not None and moved.quote == "The oil is"
    assert not move_edge(layer, scheme, moved, 0, "end", moved.start)
    for edge, to in (("end", len(layer.article.text)), ("start", 21)):
        with pytest.raises(ChangeError, match="where its line ends"):
            move_edge(layer, scheme, moved, 0, edge, to)  # type: ignore[arg-type]


def test_attributes_are_checked(layer: Layer, scheme: Scheme) -> None:
    claim = mark(layer, scheme, "Claim", "The oil")
    follow(layer, set_attribute(layer, scheme, claim, "quotation", "direct"))
    marked = layer.span(claim.id)
    assert marked is not None and next(iter(marked.attributes)) == "quotation"
    with pytest.raises(ChangeError, match="'loud' is not one of direct"):
        set_attribute(layer, scheme, claim, "quotation", "loud")
    with pytest.raises(ChangeError, match='no attribute "volume"'):
        set_attribute(layer, scheme, claim, "volume", "loud")
    follow(layer, set_attribute(layer, scheme, marked, "quotation", None))
    assert "quotation" not in layer.spans[0].attributes


def test_only_what_the_scheme_allows_is_linked(layer: Layer, scheme: Scheme) -> None:
    cue = mark(layer, scheme, "Cue", "said")
    source = mark(layer, scheme, "Source", "Linnet Harrow")
    with pytest.raises(ChangeError, match="No relation links a Cue and a Source"):
        link(layer, scheme, cue, source)
    claim = mark(layer, scheme, "Claim", '"The oil is there,"')
    # Drawn backwards, a link still leads the way that the scheme has it.
    change = follow(layer, link(layer, scheme, source, claim))
    [relation] = [r for r in change.put if isinstance(r, Relation)]
    assert (relation.type, relation.source, relation.target) == (
        "attributed_to",
        claim.id,
        source.id,
    )
    assert change.name == 'Link Claim to Source "Linnet Harrow"'
    assert not link(layer, scheme, claim, source)
    follow(layer, unlink(layer, relation))
    assert layer.relations == ()


def test_a_relation_has_a_maximum(layer: Layer, scheme: Scheme) -> None:
    once = replace(
        scheme, relations=tuple(replace(relation, maximum=1) for relation in scheme.relations)
    )
    claim = mark(layer, once, "Claim", '"The oil is there,"')
    follow(layer, link(layer, once, claim, mark(layer, once, "Source", "Linnet Harrow")))
    with pytest.raises(ChangeError, match="only once"):
        link(layer, once, claim, mark(layer, once, "Source", "She"))


def test_notes_doubts_actors_and_status(layer: Layer, scheme: Scheme) -> None:
    span = mark(layer, scheme, "Actor", "Linnet Harrow")
    follow(layer, set_note(layer, span, "the engineer"))
    follow(layer, set_doubt(layer, layer.spans[0], doubt=True))
    follow(layer, set_actor(layer, scheme, layer.spans[0], Actor("x", "Linnet Harrow")))
    assert (layer.spans[0].note, layer.spans[0].doubt, layer.spans[0].actor) == (
        "the engineer",
        True,
        "x",
    )
    with pytest.raises(ChangeError, match="no entry in the actor register"):
        set_actor(layer, scheme, mark(layer, scheme, "Cue", "said"), Actor("x", "X"))
    follow(layer, set_status(layer, "flagged", "two bylines?"))
    assert (layer.status, layer.assignment.note) == ("flagged", "two bylines?")
    assert not set_status(layer, "flagged", "two bylines?")
