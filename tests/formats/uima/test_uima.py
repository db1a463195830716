"""CASes are read by dkpro-cassis as they were meant, and INCEpTION's are read here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cassis
import pytest
from lxml import etree

from annotator import Project
from annotator.dataset.making import export, losses
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats import Refused, Sheet, format_named
from annotator.transfer import import_paths
from tests.formats.hard import CONTROLS, TEXT, hard_project, work

FORMATS = {"uima-xmi": ".xmi", "uima-json": ".json"}
SPAN, RELATION = "webanno.custom.Span", "webanno.custom.Relation"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with hard_project(tmp_path / "hard.annotator") as project:
        yield project


@pytest.fixture(params=FORMATS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def loaded(folder: Path) -> dict[tuple[str, str], cassis.Cas]:
    """All CASes by folder and file name."""
    found = {}
    for path in folder.rglob("*.xmi"):
        system = cassis.load_typesystem(folder / "TypeSystem.xml")
        found[path.parent.name, path.stem] = cassis.load_cas_from_xmi(path, system)
    for path in folder.rglob("*.json"):
        found[path.parent.name, path.stem] = cassis.load_cas_from_json(path.read_text("utf-8"))
    return found


def test_cassis_reads_the_same_spans_and_links(project: Project, tmp_path: Path, name: str) -> None:
    export(project, Recipe(name), tmp_path / "out")

    cases = loaded(tmp_path / "out")

    found = {}
    for cas in cases.values():
        (article,) = cas.select("annotator.Article")
        assert all(one.get_covered_text() for one in cas.select(SPAN))
        places = sorted((s.spanId, s.label, s.begin, s.end) for s in cas.select(SPAN))
        links = sorted(
            (r.relationId, r.label, r.Governor.spanId, r.Dependent.spanId)
            for r in cas.select(RELATION)
        )
        found[cas.sofa_string, article.annotator] = (places, links)
    assert found == {
        (sheet.article.text, sheet.annotator): (
            sorted((s.id, s.label, f.start, f.end) for s in sheet.spans for f in s.fragments),
            sorted((r.id, r.type, r.source, r.target) for r in sheet.relations),
        )
        for sheet in work(project)
    }


def test_answers_have_features_of_their_kind(project: Project, tmp_path: Path, name: str) -> None:
    export(project, Recipe(name), tmp_path / "out")

    (cas,) = (
        cas
        for (_, who), cas in loaded(tmp_path / "out").items()
        if who == "ann-01" and cas.sofa_string == TEXT
    )

    first = next(s for s in cas.select(SPAN) if s.fragment == 1)
    assert first.quotation == "direct"
    assert first.topics.elements == ["fog", "sea, or so"]
    assert first.checkworthy is True
    assert first.how_sure_ == 0.25
    texts = [s.type_ for s in cas.select(SPAN) if s.type_ is not None]
    assert texts == ['a <b> & "c"\nd']


def test_files_count_utf_16_units(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("uima-xmi"), tmp_path / "out")
    (path,) = (p for p in (tmp_path / "out").rglob("ann-01.xmi") if "Ferry" in p.parent.name)

    spans = etree.parse(path).findall("{http:///webanno/custom.ecore}Span")

    utf16 = TEXT.encode("utf-16-le")
    quotes = [
        utf16[2 * int(s.get("begin")) : 2 * int(s.get("end"))].decode("utf-16-le") for s in spans
    ]
    assert "Ola Brandt" in quotes and "👩‍👩‍👧" in quotes


def test_files_are_called_as_inception_has_them(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("uima-xmi"), tmp_path / "out")

    files = sorted(
        p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*")
    )

    assert "TypeSystem.xml" in files
    assert "Ferry-late-lost/ann-01.xmi" in files
    assert "Ferry-late-lost/gold.xmi" in files
    assert "Nobody-s/INITIAL_CAS.xmi" in files


def test_sentences_and_tokens_are_there(project: Project, tmp_path: Path, name: str) -> None:
    export(project, Recipe(name), tmp_path / "out")
    segmentation = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"

    cas = loaded(tmp_path / "out")["Nobody-s", "INITIAL_CAS"]

    sentences = [s.get_covered_text() for s in cas.select(f"{segmentation}.Sentence")]
    assert sentences == ["Nobody's text.", "Two sentences."]
    tokens = [t.get_covered_text() for t in cas.select(f"{segmentation}.Token")]
    assert "".join(tokens) == "Nobody'stext.Twosentences."


def test_it_comes_back_with_everything(project: Project, tmp_path: Path, name: str) -> None:
    export(project, Recipe(name), tmp_path / "out")
    with hard_project(tmp_path / "again.annotator", []) as again:
        result = import_paths(again, [tmp_path / "out"])
        export(again, Recipe("jsonl"), tmp_path / "again.jsonl")

    assert not (result.refused or result.moved or result.kept)
    export(project, Recipe("jsonl"), tmp_path / "once.jsonl")

    def lines(file: str) -> list[Any]:
        found = [json.loads(line) for line in (tmp_path / file).read_bytes().splitlines()]
        for line in found:
            # Which of an article's lines has the actors that nobody spoke of is a matter of order.
            line["actors"] = sorted(
                a["id"] for a in line["actors"] if a["name"] != "Nobody spoke of"
            )
        return sorted(found, key=repr)

    assert lines("again.jsonl") == lines("once.jsonl")


def test_two_exports_are_the_same_bytes(project: Project, tmp_path: Path, name: str) -> None:
    export(project, Recipe(name), tmp_path / "a")
    export(project, Recipe(name), tmp_path / "b")

    def files(folder: Path) -> dict[str, bytes]:
        return {
            str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()
        }

    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_what_xml_has_no_form_for_is_told(tmp_path: Path) -> None:
    with hard_project(tmp_path / "controls.annotator", [CONTROLS]) as project:
        assert {loss.kind for loss in losses(project, Recipe("uima-xmi"))} == {
            "text",
            "metadata",
            "notes",
        }
        assert not list(losses(project, Recipe("uima-json")))
        export(project, Recipe("uima-xmi"), tmp_path / "out")

    (cas,) = loaded(tmp_path / "out").values()
    assert cas.sofa_string == "a�b said �c�.�"


def inception(folder: Path) -> Path:
    """An export of INCEpTION: layers of its own, in folders of its own."""
    system = cassis.TypeSystem()
    dkpro = "de.tudarmstadt.ukp.dkpro.core.api"
    annotation = "uima.tcas.Annotation"
    entity = system.create_type(f"{dkpro}.ner.type.NamedEntity", annotation)
    for feature in ("value", "identifier"):
        system.create_feature(entity, feature, "uima.cas.String")
    token = system.create_type(f"{dkpro}.segmentation.type.Token", annotation)
    pos = system.create_type(f"{dkpro}.lexmorph.type.pos.POS", annotation)
    link = system.create_type("webanno.custom.EventLink", "uima.cas.TOP")
    event = system.create_type("webanno.custom.Event", annotation)
    system.create_feature(event, "how", "uima.cas.String", description="How it came about.")
    system.create_feature(event, "parts", "uima.cas.FSArray", elementType=link)
    system.create_feature(link, "role", "uima.cas.String")
    system.create_feature(link, "target", entity)
    near = system.create_type("webanno.custom.Near", annotation)
    for feature in ("Governor", "Dependent"):
        system.create_feature(near, feature, entity)
    cas = cassis.Cas(system, sofa_string="🌫 Ola left Oslo.")
    ola = entity(begin=2, end=5, value="PER", identifier="http://www.wikidata.org/entity/Q7")
    oslo = entity(begin=11, end=15, value="LOC")
    who = link(role="who", target=ola)
    parts = system.get_type("uima.cas.FSArray")(elements=[who])
    leaves = event(begin=6, end=10, how="by ferry", parts=parts)
    cas.add_all([token(begin=2, end=5), pos(begin=2, end=5), ola, oslo, leaves])
    cas.add(near(begin=11, end=15, Governor=ola, Dependent=oslo))
    place = folder / "annotation" / "fog.txt"
    place.mkdir(parents=True)
    cas.to_xmi(place / "ines.xmi")
    system.to_xml(place / "TypeSystem.xml")
    return place / "ines.xmi"


def test_layers_of_inception_are_read(tmp_path: Path) -> None:
    sheet, left_out = format_named("uima-xmi").read(inception(tmp_path))

    assert isinstance(sheet, Sheet) and isinstance(left_out, Refused)
    assert (sheet.article.title, sheet.annotator) == ("fog.txt", "ines")
    assert [(s.label, s.quote, dict(s.attributes)) for s in sheet.spans] == [
        ("PER", "Ola", {}),
        ("Event", "left", {"how": "by ferry"}),
        ("LOC", "Oslo", {}),
    ]
    ends = {span.id: span.quote for span in sheet.spans}
    assert sorted((r.type, ends[r.source], ends[r.target]) for r in sheet.relations) == [
        ("Near", "Ola", "Oslo"),
        ("who", "left", "Ola"),
    ]
    assert [(a.name, a.kb_id) for a in sheet.actors] == [
        ("Ola", "http://www.wikidata.org/entity/Q7")
    ]
    assert "1 annotations of the linguistic layer POS" in left_out.reason


def test_a_cas_needs_its_type_system(tmp_path: Path) -> None:
    path = inception(tmp_path)
    (path.parent / "TypeSystem.xml").unlink()

    with pytest.raises(FormatError, match=r"there is no TypeSystem\.xml"):
        list(format_named("uima-xmi").read(path))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares the entity"),
        (b"<x>" * 500, "nested more than"),
        (b"<a/>", "no CAS|cannot"),
    ],
)
def test_a_broken_xmi_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = inception(tmp_path)
    path.write_bytes(content)

    with pytest.raises(FormatError, match=reason):
        list(format_named("uima-xmi").read(path))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"%TYPES": 7}', b'{"%FEATURE_STRUCTURES": [{}]}'],
)
def test_a_broken_json_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)

    with pytest.raises(FormatError, match=r"a\.json"):
        list(format_named("uima-json").read(tmp_path / "a.json"))
