"""spaCy reads its DocBin with all spans, and everything else in the documents' user data."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Corpus

from annotator import Project
from annotator.dataset.making import export, losses
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats import Refused, Sheet, format_named
from annotator.formats.docbin import reading, writing
from annotator.transfer import import_paths
from tests.formats.hard import FIRST, TEXT, hard_project, work

SPACY = format_named("spacy")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with hard_project(tmp_path / "hard.annotator") as project:
        yield project


def docs_of(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))


def pairs(spans: object) -> list[tuple[str, str, str]]:
    return [(span.label_, span.text, span.id_) for span in spans]  # type: ignore[attr-defined]


def test_spacy_reads_texts_verbatim_and_all_spans(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("spacy"), tmp_path / "a.spacy")

    docs = docs_of(tmp_path / "a.spacy")

    sheets = work(project)
    assert [doc.text for doc in docs] == [sheet.article.text for sheet in sheets]
    told = {loss.thing for loss in losses(project, Recipe("spacy")) if loss.kind == "edges"}
    for doc, sheet in zip(docs, sheets, strict=True):
        found = {(s.id_, s.label_, s.start_char, s.end_char) for s in doc.spans["sc"]}
        for span in sheet.spans:
            places = {(span.id, span.label, f.start, f.end) for f in span.fragments}
            assert places <= found or span.id in told
        assert {name for name, *_ in found} == {span.id for span in sheet.spans}


def test_entities_are_those_that_the_report_does_not_name(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("spacy"), tmp_path / "a.spacy")

    entities = {e.ent_id_ for doc in docs_of(tmp_path / "a.spacy") for e in doc.ents}

    missed = {
        loss.thing
        for loss in losses(project, Recipe("spacy"))
        if "is not in doc.ents" in loss.reason
    }
    spans = {span.id for sheet in work(project) for span in sheet.spans}
    assert missed
    assert entities == spans - missed


def test_links_attributes_and_actors_are_in_the_user_data(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("spacy"), tmp_path / "a.spacy")

    first = docs_of(tmp_path / "a.spacy")[0]

    data = first.user_data["annotator"]
    sheet = next(sheet for sheet in work(project) if sheet.annotator == data["annotator"])
    assert [(r["type"], r["from"], r["to"]) for r in data["relations"]] == [
        (link.type, link.source, link.target) for link in sheet.relations
    ]
    assert [json.loads(span["attributes"]).keys() for span in data["spans"]] == [
        span.attributes.keys() for span in sheet.spans
    ]
    assert data["tokens"] == "spacy:en"
    assert "text" not in data["article"]
    (minister,) = (span for span in first.spans["sc"] if span.kb_id_)
    assert (minister.text, minister.kb_id_) == ("الوزير", "Q42")


@pytest.mark.parametrize("tokens", ["spacy", "words", "whitespace", "characters"])
def test_it_comes_back_with_everything(project: Project, tmp_path: Path, tokens: str) -> None:
    export(project, Recipe("spacy", options={"tokens": tokens}), tmp_path / "a.spacy")
    with hard_project(tmp_path / "again.annotator", []) as again:
        result = import_paths(again, [tmp_path / "a.spacy"])
        export(again, Recipe("jsonl"), tmp_path / "again.jsonl")

    assert not (result.refused or result.moved or result.kept)
    export(project, Recipe("jsonl"), tmp_path / "once.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "once.jsonl").read_bytes()


def test_two_exports_are_the_same_bytes(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("spacy"), tmp_path / "a.spacy")
    export(project, Recipe("spacy"), tmp_path / "b.spacy")

    assert (tmp_path / "a.spacy").read_bytes() == (tmp_path / "b.spacy").read_bytes()


@pytest.fixture
def short_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file hold a few words only, so that a small project takes several."""
    monkeypatch.setattr(writing, "MOST_TOKENS", 60)


def test_what_is_too_much_for_one_file_becomes_a_folder_that_spacy_reads(
    project: Project, tmp_path: Path, short_files: None
) -> None:
    to = tmp_path / "train.spacy"

    export(project, Recipe("spacy"), to)

    assert len(list(to.glob("*.spacy"))) > 1
    examples = Corpus(to)(spacy.blank("xx"))
    assert [one.reference.text for one in examples] == [s.article.text for s in work(project)]


def test_it_comes_back_from_a_folder_too(
    project: Project, tmp_path: Path, short_files: None
) -> None:
    export(project, Recipe("spacy"), tmp_path / "a.spacy")
    with hard_project(tmp_path / "again.annotator", []) as again:
        assert not import_paths(again, [tmp_path / "a.spacy"]).refused
        export(again, Recipe("jsonl"), tmp_path / "again.jsonl")

    export(project, Recipe("jsonl"), tmp_path / "once.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "once.jsonl").read_bytes()


def test_a_file_takes_the_place_of_a_folder_and_a_folder_that_of_a_file(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "a.spacy"
    for most, is_folder in ((60, True), (10_000, False), (60, True), (60, True)):
        monkeypatch.setattr(writing, "MOST_TOKENS", most)
        export(project, Recipe("spacy"), to)
        assert to.is_dir() is is_folder
        assert list(tmp_path.glob("*.spacy*")) == [to]
        assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("name", ["thesis.spacy", "thesis.doc"])
def test_a_folder_of_somebody_elses_is_left_alone(
    project: Project, tmp_path: Path, short_files: None, name: str
) -> None:
    (tmp_path / "a.spacy").mkdir()
    (tmp_path / "a.spacy" / name).write_text("years of work")

    with pytest.raises(FormatError, match="is a folder"):
        export(project, Recipe("spacy"), tmp_path / "a.spacy")

    assert (tmp_path / "a.spacy" / name).is_file()


def foreign(path: Path) -> None:
    """Documents as other people's code makes them."""
    doc = spacy.blank("en")("Ola Brandt of Oslo said so. \n Fog.")
    doc.ents = [Span(doc, 0, 2, "PERSON", kb_id="Q7"), Span(doc, 3, 4, "GPE")]
    doc.spans["sc"] = [Span(doc, 0, 4, "SOURCE"), Span(doc, 0, 2, "PERSON")]
    doc.cats["news"] = 1.0
    DocBin(docs=[doc], store_user_data=True).to_disk(path)


def test_documents_of_others_are_read(tmp_path: Path) -> None:
    foreign(tmp_path / "a.spacy")

    (sheet,) = SPACY.read(tmp_path / "a.spacy")

    assert isinstance(sheet, Sheet)
    assert sheet.article.text == "Ola Brandt of Oslo said so. \n Fog."
    assert sheet.article.metadata == {"cats": {"news": 1.0}}
    assert [(span.label, span.quote) for span in sheet.spans] == [
        ("PERSON", "Ola Brandt"),
        ("GPE", "Oslo"),
        ("SOURCE", "Ola Brandt of Oslo"),
    ]
    (actor,) = sheet.actors
    assert (actor.name, actor.kb_id) == ("Ola Brandt", "Q7")
    assert sheet.spans[0].actor == actor.id


def test_what_our_data_says_is_held_against_the_text(tmp_path: Path) -> None:
    doc = spacy.blank("en")("Another text")
    doc.user_data["annotator"] = {"article": {"sha256": "0" * 64}}
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "a.spacy")

    (found,) = SPACY.read(tmp_path / "a.spacy")

    assert isinstance(found, Refused)
    assert found.where == "a.spacy: document 1"
    assert "not the one" in found.reason


@pytest.mark.parametrize(
    "content",
    [b"", b"no", zlib.compress(b"no"), zlib.compress(b"\x81\xa5attrs\xc0"), b"PK\x03\x04"],
)
def test_a_file_that_is_no_docbin_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.spacy").write_bytes(content)

    with pytest.raises(FormatError, match=r"a\.spacy is no DocBin"):
        list(SPACY.read(tmp_path / "a.spacy"))


def test_a_broken_file_loses_nothing_silently(tmp_path: Path) -> None:
    foreign(tmp_path / "a.spacy")
    whole = zlib.decompress((tmp_path / "a.spacy").read_bytes())
    (tmp_path / "cut.spacy").write_bytes(zlib.compress(whole[: len(whole) // 2]))

    with pytest.raises(FormatError, match="no DocBin"):
        list(SPACY.read(tmp_path / "cut.spacy"))


def test_a_file_that_grows_beyond_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1000)
    (tmp_path / "a.spacy").write_bytes(zlib.compress(b"\0" * 100_000))

    with pytest.raises(FormatError, match="more than 1,000 bytes, unpacked"):
        list(SPACY.read(tmp_path / "a.spacy"))


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")
def test_spacy_trains_on_it_and_finds_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from spacy.cli.debug_data import debug_data
    from spacy.cli.init_config import init_config
    from spacy.cli.train import train

    monkeypatch.setattr(writing, "MOST_TOKENS", 2000)  # so that training reads several files
    settings: dict[str, object] = {"training.max_steps": 20, "training.eval_frequency": 10}
    for name, numbers in {"train": range(100), "dev": range(100, 110)}.items():
        # The same article under another number, so that none is in both.
        lines = [{**FIRST, "article": {"text": f"{TEXT}{n}", "language": "en"}} for n in numbers]
        with hard_project(tmp_path / f"{name}.annotator", lines) as project:
            export(project, Recipe("spacy"), tmp_path / f"{name}.spacy")
        assert (tmp_path / f"{name}.spacy").is_dir() is (name == "train")
        settings[f"paths.{name}"] = str(tmp_path / f"{name}.spacy")
    config = init_config(lang="en", pipeline=["spancat"], optimize="efficiency", gpu=False)
    config.to_disk(tmp_path / "config.cfg")

    debug_data(tmp_path / "config.cfg", config_overrides=settings, silent=False, no_format=True)
    train(tmp_path / "config.cfg", tmp_path / "model", overrides=settings)

    trained = spacy.load(tmp_path / "model" / "model-last")
    assert "sc" in trained("Ola Brandt said so").spans
    meta = json.loads((tmp_path / "model" / "model-last" / "meta.json").read_text())
    assert "Cue" in meta["labels"]["spancat"]
