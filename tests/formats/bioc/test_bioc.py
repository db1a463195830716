"""BioC is read by the libraries for it as it was meant, and what they write is read here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bconv
import bioc
import pytest
from bioc import biocjson, biocxml
from bioc.validator import BioCValidator

from annotator import Project
from annotator.dataset.making import export, losses
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats import Refused, Sheet, format_for, format_named
from annotator.transfer import import_paths
from tests.formats.hard import CONTROLS, FIRST, LINES, hard_project, work

FORMATS = {"bioc": "a.xml", "bioc-json": "a.json"}
Place = tuple[str, list[tuple[int, int]]]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with hard_project(tmp_path / "hard.annotator") as project:
        yield project


@pytest.fixture(params=FORMATS)
def written(request: pytest.FixtureRequest, project: Project, tmp_path: Path) -> Path:
    path = tmp_path / FORMATS[request.param]
    export(project, Recipe(request.param), path)
    return path


def collection(path: Path) -> bioc.BioCCollection:
    with path.open(encoding="utf-8") as file:
        if path.suffix == ".json":
            return biocjson.load(file)
    return biocxml.load(str(path))


def read(path: Path) -> list[Sheet]:
    format = format_named("bioc-json" if path.suffix == ".json" else "bioc")
    found = list(format.read(path))
    assert all(isinstance(one, Sheet) for one in found), found
    return [one for one in found if isinstance(one, Sheet)]


def test_bioc_reads_the_same_spans_and_links(project: Project, written: Path) -> None:
    documents = collection(written).documents

    for document, sheet in zip(documents, work(project), strict=True):
        (passage,) = document.passages
        assert passage.text == sheet.article.text
        assert [
            (a.id, a.infons["type"], [(p.offset, p.end) for p in a.locations])
            for a in passage.annotations
        ] == [(s.id, s.label, [(f.start, f.end) for f in s.fragments]) for s in sheet.spans]
        assert [
            (r.id, r.infons["type"], [node.refid for node in r.nodes]) for r in document.relations
        ] == [(link.id, link.type, [link.source, link.target]) for link in sheet.relations]


def test_the_validator_of_bioc_finds_no_fault(written: Path) -> None:
    BioCValidator().validate(collection(written))


def test_bioc_reads_documents_one_by_one(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("bioc"), tmp_path / "a.xml")

    with biocxml.iterparse(str(tmp_path / "a.xml")) as documents:
        found = [len(document.passages[0].annotations) for document in documents]

    assert found == [len(sheet.spans) for sheet in work(project)]


@pytest.mark.soak  # its tokenizer takes seconds to load
@pytest.mark.parametrize(("name", "kind"), [("bioc", "bioc_xml"), ("bioc-json", "bioc_json")])
def test_bconv_reads_every_span_in_one_piece(tmp_path: Path, name: str, kind: str) -> None:
    # It takes the text of a span in two pieces for that of each, and stops there.
    spans = [span for span in FIRST["spans"] if len(span["fragments"]) == 1]
    line = {**LINES[0], "spans": spans, "relations": []}
    with hard_project(tmp_path / "whole.annotator", [line, *LINES[1:4]]) as project:
        export(project, Recipe(name), tmp_path / "a")
        sheets = work(project)

    with (tmp_path / "a").open("rb") as file:
        documents = list(bconv.load(kind, file, byte_offsets=False))

    assert [
        sorted((e.id, e.start, e.end, e.text) for e in document.iter_entities())
        for document in documents
    ] == [sorted((s.id, s.start, s.end, s.quote) for s in sheet.spans) for sheet in sheets]


def test_it_comes_back_with_everything(project: Project, written: Path, tmp_path: Path) -> None:
    with hard_project(tmp_path / "again.annotator", []) as again:
        result = import_paths(again, [written])
        export(again, Recipe("jsonl"), tmp_path / "again.jsonl")

    assert not (result.refused or result.moved or result.kept)
    export(project, Recipe("jsonl"), tmp_path / "once.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "once.jsonl").read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_two_exports_are_the_same_bytes(project: Project, tmp_path: Path, name: str) -> None:
    export(project, Recipe(name), tmp_path / "a")
    export(project, Recipe(name), tmp_path / "b")

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_xml_has_no_form_for_is_told_and_stands_in_its_place(tmp_path: Path) -> None:
    with hard_project(tmp_path / "controls.annotator", [CONTROLS]) as project:
        told = list(losses(project, Recipe("bioc")))
        export(project, Recipe("bioc"), tmp_path / "a.xml")
        export(project, Recipe("bioc-json"), tmp_path / "a.json")
        assert not list(losses(project, Recipe("bioc-json")))

    assert {loss.kind for loss in told} == {"text", "metadata", "notes"}
    assert "at 1, 9, 11, 13" in next(loss.what for loss in told if loss.kind == "text")
    (sheet,) = read(tmp_path / "a.xml")
    assert sheet.article.text == "a�b said �c�.�"
    assert [(s.start, s.end, s.quote) for s in sheet.spans] == [(4, 10, "said �")]
    (sheet,) = read(tmp_path / "a.json")
    assert sheet.article.text == CONTROLS["article"]["text"]


PUBMED = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE collection SYSTEM "BioC.dtd">
<collection><source>PubTator</source><date/><key>x.key</key>
<document><id>42</id><infon key="journal">Fog</infon>
<passage><infon key="type">title</infon><offset>0</offset><text>Fög and “sea”</text>
 <annotation id="1"><infon key="type">Weather</infon><infon key="identifier">MESH:D005593</infon>
  <infon key="annotator">tim</infon><location offset="0" length="3"/><text>Fög</text></annotation>
</passage>
<passage><infon key="type">abstract</infon><offset>14</offset><text>The sea is wet.</text>
 <annotation id="2"><infon key="type">Thing</infon><infon key="wet">yes</infon>
  <location offset="18" length="3"/><location offset="25" length="3"/><text>sea wet</text>
 </annotation>
</passage>
<relation id="R1"><infon key="type">makes</infon><node refid="2" role="target"/>
 <node refid="1" role="source"/></relation>
<relation id="R2"><node refid="1" role=""/></relation>
</document></collection>"""


def test_documents_of_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(PUBMED, encoding="utf-8")

    refused, first, second, apart = format_named("bioc").read(tmp_path / "a.xml")

    assert isinstance(refused, Refused) and '"R2" has 1 nodes' in refused.reason
    assert isinstance(apart, Refused) and '"R1" joins no two spans of one' in apart.reason
    assert isinstance(first, Sheet) and isinstance(second, Sheet)
    assert (first.annotator, second.annotator) == ("tim", None)
    assert first.article.text == "Fög and “sea”\nThe sea is wet."
    assert first.article.metadata["journal"] == "Fog"
    assert [(s.label, s.quote) for s in first.spans] == [("Weather", "Fög")]
    assert [(a.name, a.kb_id) for a in first.actors] == [("Fög", "MESH:D005593")]
    assert [(s.quote, s.attributes) for s in second.spans] == [("sea … wet", {"wet": "yes"})]


def test_which_way_a_link_leads_is_told_by_its_roles(tmp_path: Path) -> None:
    one_annotator = PUBMED.replace('<infon key="annotator">tim</infon>', "")
    (tmp_path / "a.xml").write_text(one_annotator, encoding="utf-8")

    _, sheet = format_named("bioc").read(tmp_path / "a.xml")

    assert isinstance(sheet, Sheet)
    assert [(link.type, link.source, link.target) for link in sheet.relations] == [
        ("makes", "1", "2")
    ]


def test_offsets_that_count_bytes_are_told_by_the_quotes(tmp_path: Path) -> None:
    text = "Fög “here”. Sea."
    sea = len("Fög “here”. ".encode())
    annotation = {"id": "1", "infons": {"type": "X"}, "text": "Sea", "relations": []}
    annotation |= {"locations": [{"offset": 100 + sea, "length": 3}]}
    passage = {"offset": 100, "infons": {}, "text": text, "annotations": [annotation]}
    write_collection(tmp_path / "a.json", {"id": "7", "infons": {}, "passages": [passage]})

    (sheet,) = read(tmp_path / "a.json")

    (span,) = sheet.spans
    assert sheet.article.text[span.start : span.end] == "Sea"


def test_text_in_sentences_is_read(tmp_path: Path) -> None:
    sentences = [
        {"offset": 0, "infons": {}, "text": "One.", "annotations": [], "relations": []},
        {
            "offset": 5,
            "infons": {},
            "text": "Two.",
            "annotations": [
                {
                    "id": "a",
                    "infons": {"type": "X"},
                    "text": "Two",
                    "locations": [{"offset": 5, "length": 3}],
                }
            ],
            "relations": [],
        },
    ]
    passage = {"offset": 0, "infons": {}, "sentences": sentences, "annotations": []}
    write_collection(tmp_path / "a.json", {"id": "7", "passages": [passage]})

    (sheet,) = read(tmp_path / "a.json")

    assert sheet.article.text == "One.\nTwo."
    assert [span.quote for span in sheet.spans] == ["Two"]


def write_collection(path: Path, *documents: dict[str, Any]) -> None:
    path.write_text(json.dumps({"source": "", "infons": {}, "documents": documents}), "utf-8")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"passages": 7}, '"passages" is 7'),
        ({"passages": [7]}, "no object"),
        ({"passages": [{"text": 7}]}, '"text" is 7'),
        ({"passages": [{"text": "a", "offset": "x"}]}, "\"offset\" is 'x'"),
        ({"passages": [{"text": "a", "annotations": [{"id": "b"}]}]}, 'no infon "type"'),
        (
            {"passages": [{"text": "a", "annotations": [{"locations": [{"offset": 1}]}]}]},
            "no whole location",
        ),
        ({"infons": {"metadata": "{"}}, '"metadata" is no JSON'),
        ({"infons": {"actors": "7"}}, '"actors" is no list'),
    ],
)
def test_a_wrong_document_costs_itself_only(
    tmp_path: Path, document: dict[str, Any], reason: str
) -> None:
    good = {"id": "1", "passages": [{"text": "fine"}]}
    write_collection(tmp_path / "a.json", document, good)

    refused, sheet = format_named("bioc-json").read(tmp_path / "a.json")

    assert isinstance(refused, Refused) and reason in refused.reason
    assert refused.where == "a.json: document 1"
    assert isinstance(sheet, Sheet) and sheet.article.text == "fine"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"documents": 7}', b'{"documents": [7]}', b"[" * 100_000, b"\xff"],
)
def test_a_file_that_is_no_collection_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)

    with pytest.raises(FormatError, match=r"a\.json"):
        list(format_named("bioc-json").read(tmp_path / "a.json"))


def test_files_are_known_by_their_beginning(written: Path, tmp_path: Path) -> None:
    (tmp_path / "other.xml").write_text("<rss><channel/></rss>", encoding="utf-8")
    (tmp_path / "other.json").write_text('{"title": "Fog"}', encoding="utf-8")

    found = format_for(written)

    assert found is not None and found.name.startswith("bioc")
    assert format_for(tmp_path / "other.xml") is None
    assert format_for(tmp_path / "other.json") is None
