"""The samples hold what their README says, and are labelled by the scheme's rules."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotator.assets import resource
from annotator.intake import read_file
from annotator.model import Article, Fragment, Layer, Scheme, Span, Zone
from annotator.model.codebook import parse_scheme
from annotator.model.validation import validate_article, validate_span
from annotator.text.trim import split_at_breaks

LINES: list[dict[str, Any]] = [
    json.loads(line)
    for line in resource("samples", "labels.jsonl").read_text(encoding="utf-8").splitlines()
]
LAYERS = [line for line in LINES if line["annotator"]]
TEXTS = {
    path.stem: path.read_bytes().decode("utf-8")
    for path in resource("samples", "articles").glob("*.txt")
}


def named(line: dict[str, Any]) -> str:
    return f"{line['article']['title'][:20]}-{line['annotator']}"


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return parse_scheme(resource("schemes", "attribution.toml").read_text(encoding="utf-8"))


def article_of(line: dict[str, Any]) -> Article:
    article = line["article"]
    zones = tuple(Zone(**zone) for zone in article["zones"])
    return Article(article["id"], article["title"], article["text"], zones=zones)


def spans_of(line: dict[str, Any]) -> list[Span]:
    return [
        Span(
            id=span["id"],
            article=line["article"]["id"],
            annotator=line["annotator"],
            label=span["label"],
            fragments=tuple(
                Fragment(start, end, quote)
                for (start, end), quote in zip(span["fragments"], span["text"], strict=True)
            ),
            attributes=span["attributes"],
            actor=span["actor"],
        )
        for span in line["spans"]
    ]


@pytest.mark.parametrize("line", LAYERS, ids=named)
def test_each_span_keeps_the_scheme_and_the_boundary_rules(
    line: dict[str, Any], scheme: Scheme
) -> None:
    article = article_of(line)
    validate_article(article)
    for span in spans_of(line):
        validate_span(span, article.text, scheme)
        for fragment in span.fragments:
            place = (fragment.start, fragment.end)
            assert split_at_breaks(article.text, *place) == [place]
            zone = article.zone_at(fragment.start)
            assert zone is None or zone.kind != "boilerplate"


@pytest.mark.parametrize("line", LAYERS, ids=named)
def test_each_link_joins_what_the_scheme_lets_it(line: dict[str, Any], scheme: Scheme) -> None:
    labels = {span["id"]: span["label"] for span in line["spans"]}
    for relation in line["relations"]:
        kind = scheme.relation(relation["type"])
        assert kind is not None
        assert kind.joins(labels[relation["from"]], labels[relation["to"]])


@pytest.mark.parametrize("line", LINES, ids=named)
def test_the_labels_are_on_the_very_text_of_a_file(line: dict[str, Any]) -> None:
    assert line["article"]["text"] in TEXTS.values()
    zones = line["article"]["zones"]
    ends = [place for zone in zones for place in (zone["start"], zone["end"])]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param("\u00a0", id="no-break space"),
        pytest.param("“", id="curly quote"),
        pytest.param("\u200d", id="zero-width joiner"),
        pytest.param("\r\n", id="CRLF"),
        pytest.param("ا", id="Arabic"),
        pytest.param("の", id="Japanese"),
        pytest.param("sea.The", id="missing space"),
    ],
)
def test_what_makes_texts_hard_is_among_them(sign: str) -> None:
    texts = list(TEXTS.values())
    if sign == "sea.The":
        import re

        assert any(re.search(r"[a-z]{3}\.[A-Z][a-z]", text) for text in texts)
    else:
        assert any(sign in text for text in texts)


def test_a_quotation_is_broken_off_and_one_runs_on_over_paragraphs() -> None:
    claims = [span for line in LAYERS for span in spans_of(line) if len(span.fragments) > 1]
    texts = {line["article"]["id"]: line["article"]["text"] for line in LAYERS}

    assert claims
    assert any("\n" in texts[c.article][c.start : c.end] for c in claims)


def test_the_annotators_differ() -> None:
    places: dict[str, dict[str, set[object]]] = {}
    for line in LAYERS:
        marked = {(s.label, s.fragments) for s in spans_of(line)}
        places.setdefault(line["article"]["id"], {})[line["annotator"]] = set(marked)

    assert all(len(layers) >= 2 for layers in places.values())
    assert all(len(set(map(frozenset, layers.values()))) > 1 for layers in places.values())


def test_the_saved_page_has_a_quotation_over_paragraphs_and_no_navigation() -> None:
    page = read_file(resource("samples", "articles", "lighthouse-ferry.html"))

    assert page.title == "Island ferry to sail on used cooking oil"
    assert page.published == "2024-05-17"
    assert "forty minutes at sea.\n\n“The oil" in page.text
    assert "Letters" not in page.text
    assert any(zone.kind == "caption" for zone in page.zones)


def test_layers_can_be_made_of_them(scheme: Scheme) -> None:
    from annotator.model import Assignment

    for line in LAYERS:
        article = article_of(line)
        layer = Layer(article, Assignment(article.id, line["annotator"]), spans_of(line))
        assert layer.span_count == len(line["spans"])
