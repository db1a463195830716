"""Web annotations as others write them, and exports as other readers understand them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anchorpoint.textselectors import TextPositionSelector, TextQuoteSelector
from pyld import jsonld

from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.formats import Refused, Sheet
from annotator.formats.gathering import sheets
from annotator.formats.webannotation import FORMAT
from annotator.transfer import import_paths
from tests.formats.hard_sample import HARD, hard_project

TEXT = "Fog 😀, said Ola Brandt. Fog again."

OA, AS = "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# What http://www.w3.org/ns/anno.jsonld says of the terms that an export uses.
TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "creator": {"@id": "http://purl.org/dc/terms/creator", "@type": "@id"},
    "value": f"{RDF}value",
    "total": f"{AS}totalItems",
    "startIndex": f"{AS}startIndex",
    "first": {"@id": f"{AS}first", "@type": "@id"},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    **{
        name: f"{OA}{name}"
        for name in (
            *("Annotation", "TextualBody", "SpecificResource", "TextPositionSelector"),
            *("TextQuoteSelector", "classifying", "commenting", "identifying", "linking"),
            *("exact", "prefix", "suffix", "start", "end"),
        )
    },
    **{
        name: {"@id": f"{OA}{iri}", "@type": kind}
        for name, iri, kind in (
            ("body", "hasBody", "@id"),
            ("target", "hasTarget", "@id"),
            ("source", "hasSource", "@id"),
            ("selector", "hasSelector", "@id"),
            ("motivation", "motivatedBy", "@vocab"),
            ("purpose", "hasPurpose", "@vocab"),
        )
    },
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a text and annotations of it; give the latter's path."""

    def write(*annotations: Any, name: str = "a.jsonld") -> Path:
        (tmp_path / "a.txt").write_bytes(TEXT.encode())
        path = tmp_path / name
        whole = annotations[0] if len(annotations) == 1 else list(annotations)
        path.write_text(json.dumps(whole), encoding="utf-8")
        return path

    return write


def annotation(*selectors: Any, **more: Any) -> dict[str, Any]:
    return {
        "type": "Annotation",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": "Claim"},
        "target": {"source": "a.txt", "selector": list(selectors)},
        **more,
    }


@pytest.mark.parametrize(
    "selector",
    [
        {"type": "TextPositionSelector", "start": 12, "end": 15},
        {"type": "TextQuoteSelector", "exact": "Ola"},
        {"type": "TextQuoteSelector", "exact": "Ola", "prefix": "said ", "suffix": " B"},
        {"type": "FragmentSelector", "value": "char=12,15"},
    ],
)
def test_a_place_is_found_by_any_selector(write: Write, selector: Any) -> None:
    (sheet,) = FORMAT.read(write(annotation(selector)))

    assert isinstance(sheet, Sheet)
    (span,) = sheet.spans
    assert (span.label, span.start, span.quote) == ("Claim", 12, "Ola")


def test_creators_have_sheets_of_their_own_and_links_join_their_spans(write: Write) -> None:
    position = {"type": "TextPositionSelector", "start": 0, "end": 3}
    link = {
        "type": "Annotation",
        "motivation": "linking",
        "body": [{"purpose": "tagging", "value": "of"}, {"purpose": "linking", "source": "b"}],
        "target": "a",
    }
    path = write(
        annotation(position, id="a", creator={"name": "Ines"}),
        annotation(
            position, id="b", creator={"name": "Ines"}, body="no label", motivation="tagging"
        ),
        annotation(position, id="c", creator="https://example.org/zoe"),
        link,
    )

    found = {sheet.annotator: sheet for sheet in FORMAT.read(path) if isinstance(sheet, Sheet)}

    assert [span.label for span in found["Ines"].spans] == ["Claim", "tagging"]
    (joined,) = found["Ines"].relations
    assert (joined.type, joined.source, joined.target) == ("of", "a", "b")
    assert len(found["https://example.org/zoe"].spans) == 1


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"target": "https://example.org/page"}, "Its text is not here"),
        ({"target": {"source": "../../../etc/passwd"}}, "Its text is not here"),
        ({"target": {"source": "a.txt"}}, "neither a position nor a quote"),
        ({"target": []}, "not about one text"),
        (
            {
                "target": {
                    "source": "a.txt",
                    "selector": {"type": "TextQuoteSelector", "exact": "Fog"},
                }
            },
            "not there once",
        ),
    ],
)
def test_what_has_no_place_in_a_text_here_is_refused(write: Write, wrong: Any, reason: str) -> None:
    (refused,) = (x for x in FORMAT.read(write(annotation() | wrong)) if isinstance(x, Refused))

    assert reason in refused.reason
    assert refused.where == "a.jsonld:1"


def test_texts_are_no_articles_of_their_own(write: Write, project: Any) -> None:
    path = write(annotation({"type": "TextQuoteSelector", "exact": "Ola"}))

    result = import_paths(project, [path.parent / "a.jsonld", path.parent / "a.txt"])

    assert (result.articles, result.spans, result.duplicates) == (1, 1, [])


def test_json_ld_and_selectors_are_understood_by_other_readers(tmp_path: Path) -> None:
    with hard_project(tmp_path / "hard.annotator") as project:
        export(project, Recipe("webannotation"), tmp_path / "out")
        (sheet,) = (s for s in sheets(project, "ann-01") if s.article.text == HARD)
    (path,) = (p for p in (tmp_path / "out" / "ann-01").iterdir() if p.name.startswith("Kafé"))

    graph = jsonld.expand(
        json.loads(path.read_text("utf-8")),
        {"base": path.as_uri(), "documentLoader": only_the_annotation_context},
    )

    items = graph[0][f"{AS}first"][0][f"{AS}items"][0]["@list"]
    found, links = set(), set()
    for item in items:
        said = {body[f"{OA}hasPurpose"][0]["@id"]: body for body in item[f"{OA}hasBody"]}
        label = said[f"{OA}classifying"][f"{RDF}value"][0]["@value"]
        if item[f"{OA}motivatedBy"][0]["@id"] == f"{OA}linking":
            end = said[f"{OA}linking"][f"{OA}hasSource"][0]["@id"]
            links.add((label, item[f"{OA}hasTarget"][0]["@id"], end))
            continue
        quotes = tuple(quote_at(target) for target in item[f"{OA}hasTarget"])
        found.add((item["@id"], label, quotes))
    assert found == {
        (f"urn:uuid:{s.id}", s.label, tuple(f.quote for f in s.fragments)) for s in sheet.spans
    }
    assert links == {
        (r.type, f"urn:uuid:{r.source}", f"urn:uuid:{r.target}") for r in sheet.relations
    }


def only_the_annotation_context(url: str, options: Any) -> dict[str, Any]:
    assert url == "http://www.w3.org/ns/anno.jsonld"
    return {"document": {"@context": TERMS}, "documentUrl": url, "contextUrl": None}


def quote_at(target: dict[str, Any]) -> str:
    """Give what both of a target's selectors select in the text."""
    position, quote = target[f"{OA}hasSelector"]

    def said(selector: dict[str, Any], name: str) -> Any:
        return selector[f"{OA}{name}"][0]["@value"]

    place = TextPositionSelector(start=said(position, "start"), end=said(position, "end"))
    words = TextQuoteSelector(
        exact=said(quote, "exact"), prefix=said(quote, "prefix"), suffix=said(quote, "suffix")
    )
    selected: str = place.select_text(HARD)
    assert words.exact == selected
    assert HARD.count(words.prefix + words.exact + words.suffix) == 1
    return selected
