"""CoNLL is read by spaCy and seqeval as it was meant, and read again here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from seqeval.scheme import IOB2, Entities
from spacy.training.converters import conll_ner_to_docs

from annotator import Project
from annotator.dataset.making import export, losses
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats import Refused, Sheet, Terms, format_named
from annotator.formats.labels import one_word
from tests.formats.hard import hard_project, work

CONLL = format_named("conll")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with hard_project(tmp_path / "hard.annotator") as project:
        yield project


def fitted(project: Project, **options: str) -> list[Sheet]:
    """What the export is to hold, as its loss report leaves it."""
    terms = Terms(project.scheme, {"tokens": "words", "edges": "expand", **options})
    return [CONLL.fit(sheet, terms).sheet for sheet in work(project)]


def said(sheet: Sheet) -> list[tuple[str, str]]:
    return [(one_word(span.label), "".join(span.quote.split())) for span in sheet.spans]


def read(path: Path) -> list[Sheet]:
    found = list(CONLL.read(path))
    assert all(isinstance(one, Sheet) for one in found)
    return [one for one in found if isinstance(one, Sheet)]


def refused(path: Path) -> list[Refused]:
    return [one for one in CONLL.read(path) if isinstance(one, Refused)]


def lines_of(path: Path) -> list[list[tuple[str, str]]]:
    """The file's sentences, read the plainest way."""
    parts = path.read_text(encoding="utf-8").split("\n\n")
    sentences = [part.strip("\n").split("\n") for part in parts if part.strip("\n")]
    return [
        [(line.split("\t")[0], line.split("\t")[1]) for line in sentence]
        for sentence in sentences
        if sentence != ["-DOCSTART- -X- O O"]
    ]


@pytest.mark.parametrize("options", [{}, {"edges": "contract"}, {"tokens": "whitespace"}])
def test_spacy_finds_what_the_report_leaves(
    project: Project, tmp_path: Path, options: dict[str, str]
) -> None:
    export(project, Recipe("conll", options=options), tmp_path / "a.conll")

    docs = list(conll_ner_to_docs((tmp_path / "a.conll").read_text("utf-8"), no_print=True))

    # spaCy makes no document of an article without a word.
    articles = [sheet for sheet in fitted(project, **options) if sheet.article.text.strip()]
    found = [[(e.label_, "".join(e.text.split())) for e in doc.ents] for doc in docs]
    assert found == [said(sheet) for sheet in articles]


def test_seqeval_finds_the_same_by_the_strict_rule(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("conll"), tmp_path / "a.conll")
    sentences = lines_of(tmp_path / "a.conll")

    entities = Entities([[tag for _, tag in sentence] for sentence in sentences], IOB2)

    found = [
        (entity.tag, "".join(token for token, _ in sentence[entity.start : entity.end]))
        for sentence, chunks in zip(sentences, entities.entities, strict=True)
        for entity in chunks
    ]
    assert found == [one for sheet in fitted(project) for one in said(sheet)]


def test_what_is_lost_is_told_for_each_thing(project: Project) -> None:
    told = list(losses(project, Recipe("conll")))

    assert {"edges", "overlap", "attributes", "relations", "text"} <= {loss.kind for loss in told}
    moved = [loss.what for loss in told if loss.kind == "edges"]
    assert len(moved) == 2
    assert "'erywhere'" in moved[0] or "'erywhere'" in moved[1]
    assert "'The '" in moved[0] or "'The '" in moved[1]


def test_a_span_over_sentences_is_cut_and_told(tmp_path: Path) -> None:
    text = "It is fog. She left."
    line = {
        "article": {"text": text},
        "spans": [{"label": "Claim", "fragments": [[0, len(text)]], "id": "c"}],
    }
    with hard_project(tmp_path / "two.annotator", [line]) as project:
        (sheet,) = fitted(project)
        told = list(losses(project, Recipe("conll")))

    assert [span.quote for span in sheet.spans] == ["It is fog .", "She left ."]
    assert "sentences" in {loss.kind for loss in told}


def test_it_is_read_again(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("conll"), tmp_path / "a.conll")

    found = read(tmp_path / "a.conll")

    expected = fitted(project)
    assert [sheet.article.text for sheet in found] == [sheet.article.text for sheet in expected]
    assert [[(s.label, s.fragments) for s in sheet.spans] for sheet in found] == [
        [(one_word(s.label), s.fragments) for s in sheet.spans] for sheet in expected
    ]
    for sheet in found:
        for span in sheet.spans:
            assert sheet.article.text[span.start : span.end] == span.quote


def test_two_exports_are_the_same_bytes(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("conll"), tmp_path / "a.conll")
    export(project, Recipe("conll"), tmp_path / "b.conll")

    assert (tmp_path / "a.conll").read_bytes() == (tmp_path / "b.conll").read_bytes()


def test_columns_between_token_and_tag_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "german.conll"
    file.write_bytes(
        b"\xef\xbb\xbf-DOCSTART- -X- O O\r\n\r\n# id = 7\r\nEU NNP B-NP I-ORG\r\nrejects VBZ B-VP O"
        b"\r\n\r\n\r\nGerman JJ B-NP S-MISC\r\n"
    )

    (sheet,) = read(file)

    assert sheet.article.text == "EU rejects\nGerman"
    assert said(sheet) == [("ORG", "EU"), ("MISC", "German")]


def test_a_file_without_separators_is_one_article(tmp_path: Path) -> None:
    (tmp_path / "a.iob").write_text("Fog\tB-X\nlifts\tO\n\nIt\tO\n", encoding="utf-8")

    (sheet,) = read(tmp_path / "a.iob")

    assert (sheet.article.title, sheet.article.text) == ("Fog lifts", "Fog lifts\nIt")


def test_a_line_without_a_tag_costs_its_article_only(tmp_path: Path) -> None:
    file = tmp_path / "a.conll"
    begin = "-DOCSTART- -X- O O\n\n"
    file.write_text(f"{begin}a\tO\nb\n\n{begin}c\tO\n{begin}d\tFOG\n", encoding="utf-8")

    assert [one.where for one in refused(file)] == ["a.conll:4", "a.conll:11"]
    assert "there is no tag" in refused(file)[0].reason
    assert "'FOG' is no tag" in refused(file)[1].reason
    assert [one.article.text for one in CONLL.read(file) if isinstance(one, Sheet)] == ["c"]


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b"# a comment\n"])
def test_a_file_without_tokens_has_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.conll").write_bytes(content)

    assert list(CONLL.read(tmp_path / "a.conll")) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a\tO\n\xff\tO\n", "a.conll:2: the line is not UTF-8"),
        (b"x" * 2_000_000, "a.conll:1: the line is longer than"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.conll").write_bytes(content)

    with pytest.raises(FormatError, match=reason):
        list(CONLL.read(tmp_path / "a.conll"))


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        list(CONLL.read(tmp_path / "gone.conll"))
