"""What is left out of a dataset takes nothing else with it, and every quote stays true."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.dataset.shaping import relabelled, scheme_called, without_zones
from annotator.errors import FormatError
from annotator.formats import Sheet
from annotator.model import Article, Fragment, Relation, Span, Zone, new_id
from annotator.model.codebook import parse_scheme
from annotator.model.codebook_toml import to_toml
from annotator.store.project import built_in_scheme

TEXT = "Port shut\n\nMost Popular\n\nThe port is shut, said Raske. 🚢\n\nShare this"


def sheet(*marks: tuple[str, str], text: str = TEXT, zones: tuple[Zone, ...] = ()) -> Sheet:
    article = Article("a", "A", text, zones=zones)
    return Sheet("a", article, "me", spans=tuple(span(text, *mark) for mark in marks))


def span(text: str, label: str, *quotes: str) -> Span:
    places = [(text.index(quote), quote) for quote in quotes]
    fragments = tuple(Fragment(at, at + len(quote), quote) for at, quote in places)
    return Span(new_id(), "a", "me", label, fragments)


def zone(kind: str, quote: str) -> Zone:
    return Zone(kind, TEXT.index(quote), TEXT.index(quote) + len(quote))


ZONES = (
    zone("title", "Port shut"),
    zone("boilerplate", "Most Popular"),
    zone("body", "The port is shut, said Raske. 🚢"),
    zone("boilerplate", "Share this"),
)


def test_boilerplate_is_left_out_and_offsets_follow() -> None:
    before = sheet(("Claim", "Port shut"), ("Cue", "said"), zones=ZONES)
    after = without_zones(before, ["boilerplate"]).sheet
    article = after.article
    assert article.text == "Port shut\n\nThe port is shut, said Raske. 🚢"
    assert [article.text[s.start : s.end] for s in after.spans] == ["Port shut", "said"]
    assert [(z.kind, article.text[z.start : z.end]) for z in article.zones] == [
        ("title", "Port shut"),
        ("body", "The port is shut, said Raske. 🚢"),
    ]
    kept = [TEXT[start:end] for start, end in article.metadata["kept"]]
    assert "".join(kept) == article.text


def test_a_span_in_what_is_left_out_is_told_and_takes_its_links_along() -> None:
    before = sheet(("Claim", "Most Popular"), ("Cue", "said"), zones=ZONES)
    claim, cue = before.spans
    link = Relation(new_id(), "a", "me", "cued_by", claim.id, cue.id)
    shaped = without_zones(
        Sheet("a", before.article, "me", spans=before.spans, relations=(link,)), ["boilerplate"]
    )
    assert [(row.kind, row.thing, row.reason) for row in shaped.losses] == [
        ("zones", claim.id, "It lies in a part of the article that is left out: boilerplate."),
        ("zones", link.id, "It is left out, as one of its spans is."),
    ]
    assert shaped.sheet.relations == ()


def test_an_article_without_such_zones_stays_as_it_is() -> None:
    before = sheet(("Cue", "said"))
    assert without_zones(before, ["boilerplate"]).sheet is before


def test_an_article_that_is_all_boilerplate_becomes_empty() -> None:
    before = sheet(zones=(Zone("boilerplate", 0, len(TEXT)),))
    assert without_zones(before, ["boilerplate"]).sheet.article.text == ""


def test_labels_are_renamed_merged_and_dropped() -> None:
    before = sheet(("Claim", "The port is shut"), ("Source", "Raske"), ("Cue", "said"))
    shaped = relabelled(before, {"Source": "Party", "Claim": "Party", "Cue": ""})
    assert [(s.label, s.quote) for s in shaped.sheet.spans] == [
        ("Party", "The port is shut"),
        ("Party", "Raske"),
    ]
    assert [row.thing for row in shaped.losses] == [before.spans[2].id]


def test_the_scheme_is_called_as_the_labels_are() -> None:
    scheme = built_in_scheme("attribution")
    merged = scheme_called(scheme, {"Source": "Party", "Actor": "Party", "Claim": "Statement"})
    assert [label.name for label in merged.labels] == ["Statement", "Party", "Cue"]
    assert merged.relation("about") is not None
    assert merged.relations_between("Statement", "Party")
    assert merged.attribution is not None
    assert merged.attribution.claim == "Statement"
    party = merged.label("Party")
    assert party is not None
    assert party.attribute("naming") is not None

    without = scheme_called(scheme, {"Claim": ""})
    assert without.attribution is None
    assert [relation.name for relation in without.relations] == ["quotes", "same_as"]
    assert parse_scheme(to_toml(without), where="it").labels == without.labels
    with pytest.raises(FormatError, match=r'no label "Clam"; it has: Claim'):
        scheme_called(scheme, {"Clam": "Claim"})


@given(
    st.text(alphabet="ab \n🚢é", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=6),
)
def test_every_span_still_covers_its_quote(
    text: str, cuts: list[tuple[int, int]], places: list[tuple[int, int]]
) -> None:
    ends = sorted({min(n, len(text)) for pair in cuts for n in pair})
    zones = tuple(
        Zone("boilerplate" if n % 2 else "body", a, b) for n, (a, b) in enumerate(pairwise(ends))
    )
    spans = tuple(
        Span(new_id(), "a", "me", "Cue", (Fragment(a, b, text[a:b]),))
        for a, length in places
        if (b := min(a + length, len(text))) > a
    )
    shaped = without_zones(
        Sheet("a", Article("a", "A", text, zones=zones), "me", spans=spans), ["boilerplate"]
    )
    after = shaped.sheet
    assert len(after.spans) + len(shaped.losses) == len(spans)
    for one in after.spans:
        for f in one.fragments:
            assert after.article.text[f.start : f.end] == f.quote
    kept = after.article.metadata.get("kept", [[0, len(text)]])
    assert after.article.text == "".join(text[a:b] for a, b in kept)
