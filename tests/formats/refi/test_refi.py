"""REFI-QDA projects are read by pyrefiqda as they were meant, and those of others are read here."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyrefiqda import RefiProject
from pyrefiqda.models import Project as Qda

from annotator import Project
from annotator.dataset.making import export, losses
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats import Refused, Sheet, Terms, format_named
from annotator.transfer import import_paths
from tests.formats.hard import CONTROLS, hard_project, work

REFI = format_named("refi")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with hard_project(tmp_path / "hard.annotator") as project:
        yield project


@pytest.fixture
def qda(project: Project, tmp_path: Path) -> Qda:
    """The project as pyrefiqda reads it, its texts beside it."""
    export(project, Recipe("refi"), tmp_path / "a.qdpx")
    return RefiProject.load(tmp_path / "a.qdpx", extract_dir=str(tmp_path / "out"))


def text_of(source: Any, folder: Path) -> str:
    return RefiProject.resolve_source_path(source.plain_text_path, folder).read_bytes().decode()


def fitted(project: Project) -> list[Sheet]:
    return [REFI.fit(sheet, Terms(project.scheme)).sheet for sheet in work(project)]


def test_pyrefiqda_reads_every_selection(project: Project, qda: Qda, tmp_path: Path) -> None:
    users = {user.guid: user.name for user in qda.users.user}
    codes = {code.guid: code.name for code in qda.code_book.codes.code}

    found = set()
    for source in qda.sources.text_source:
        text = text_of(source, tmp_path / "out")
        for one in source.plain_text_selection:
            assert text[one.start_position : one.end_position] == one.name
            labels = [
                codes[c.code_ref.target_guid] for c in one.coding if c.code_ref.target_guid in codes
            ]
            found.add(
                (text, users[one.creating_user], *labels, one.start_position, one.end_position)
            )

    assert found == {
        (sheet.article.text, sheet.annotator, span.label, fragment.start, fragment.end)
        for sheet in work(project)
        for span in sheet.spans
        for fragment in span.fragments
    }


def test_texts_are_verbatim(project: Project, qda: Qda, tmp_path: Path) -> None:
    texts = [text_of(source, tmp_path / "out") for source in qda.sources.text_source]

    assert texts == list(dict.fromkeys(sheet.article.text for sheet in work(project)))


def test_links_join_selections(project: Project, qda: Qda) -> None:
    links = {
        (one.name, one.origin_guid, one.target_guid)
        for one in qda.links.link
        if one.name != "continues"
    }

    assert links == {
        (link.type, link.source, link.target) for sheet in work(project) for link in sheet.relations
    }


def test_the_code_book_has_labels_with_colours_and_their_answers(qda: Qda) -> None:
    claim, *_ = qda.code_book.codes.code

    assert (claim.name, claim.color, claim.is_codable) == ("Claim", "#0072B2", True)
    assert claim.description == "What is said, <tagged> & all."
    assert {q.name: [a.name for a in q.code] for q in claim.code} == {
        "quotation": ["direct", "indirect"],
        "topics": ["fog", "sea, or so", "霧"],
        "checkworthy": ["true", "false"],
    }


def test_actors_are_cases(project: Project, qda: Qda) -> None:
    mentions = {case.name: [r.target_guid for r in case.selection_ref] for case in qda.cases.case}

    names = {actor.id: actor.name for sheet in work(project) for actor in sheet.actors}
    assert mentions == {
        name: [s.id for sheet in work(project) for s in sheet.spans if s.actor == key]
        for key, name in names.items()
    }


def test_what_it_holds_comes_back(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("refi"), tmp_path / "a.qdpx")

    with hard_project(tmp_path / "again.annotator", []) as again:
        result = import_paths(again, [tmp_path / "a.qdpx"])
        assert not (result.refused or result.moved or result.kept)
        found = {(s.article.text, s.annotator): s for s in work(again)}

    for sheet in fitted(project):
        if not sheet.spans:
            continue
        back = found[sheet.article.text, sheet.annotator]
        for span in sheet.spans:
            same = next(one for one in back.spans if one.id == span.id)
            assert (same.fragments, dict(same.attributes), same.note, same.actor) == (
                span.fragments,
                dict(span.attributes),
                span.note,
                span.actor,
            )
        assert {(r.type, r.source, r.target, *r.attributes) for r in back.relations} == {
            (r.type, r.source, r.target, *r.attributes) for r in sheet.relations
        }
        assert back.article.metadata == sheet.article.metadata
        assert back.article.byline == sheet.article.byline
    assert {actor for sheet in found.values() for actor in sheet.actors} == {
        actor for sheet in work(project) for actor in sheet.actors
    }


def test_two_exports_are_the_same_bytes(project: Project, tmp_path: Path) -> None:
    export(project, Recipe("refi"), tmp_path / "a.qdpx")
    export(project, Recipe("refi"), tmp_path / "b.qdpx")

    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_control_characters_stay_in_the_text(tmp_path: Path) -> None:
    with hard_project(tmp_path / "controls.annotator", [CONTROLS]) as project:
        assert {loss.kind for loss in losses(project, Recipe("refi"))} >= {"metadata", "notes"}
        export(project, Recipe("refi"), tmp_path / "a.qdpx")

    (sheet,) = REFI.read(tmp_path / "a.qdpx")

    assert isinstance(sheet, Sheet)
    assert sheet.article.text == CONTROLS["article"]["text"]
    assert [(s.start, s.end, s.note) for s in sheet.spans] == [(4, 10, "�")]


HEAD = '<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="x">'
CODES = (
    '<Users><User guid="{AAAAAAAA-0000-4000-8000-000000000001}" name="Ines"/></Users>'
    '<CodeBook><Codes><Code guid="BBBBBBBB-0000-4000-8000-000000000001" name="Weather" '
    'isCodable="true"><Code guid="BBBBBBBB-0000-4000-8000-000000000002" name="Fog" '
    'isCodable="true"/></Code><Code guid="BBBBBBBB-0000-4000-8000-000000000003" name="Folder" '
    'isCodable="false"><Code guid="BBBBBBBB-0000-4000-8000-000000000004" name="Fog" '
    'isCodable="true"/></Code></Codes></CodeBook>'
)
TEXT = "Thick fog,\r\nsaid Ola 🌫. Thin fog now."


def selection(start: int, end: int, name: str, code: int = 2, inside: str = "") -> str:
    place = f'name="{name}" startPosition="{start}" endPosition="{end}"'
    user = 'creatingUser="AAAAAAAA-0000-4000-8000-000000000001"'
    coding = f'<CodeRef targetGUID="bbbbbbbb-0000-4000-8000-00000000000{code}"/>'
    return (
        f'<PlainTextSelection guid="CCCCCCCC-0000-4000-8000-{start:012}" {place}>{inside}'
        f'<Coding guid="DDDDDDDD-0000-4000-8000-{start:012}" {user}>{coding}</Coding>'
        "</PlainTextSelection>"
    )


def qdpx(path: Path, sources: str, behind: str = "", text: bytes | None = TEXT.encode()) -> Path:
    """A project as other programs write it, upper-case GUIDs and all."""
    with zipfile.ZipFile(path, "w") as archive:
        whole = f"{HEAD}{CODES}<Sources>{sources}</Sources>{behind}</Project>"
        archive.writestr("project.qde", whole)
        if text is not None:
            archive.writestr("Sources/T.txt", text)
    return path


def source(*selections: str, path: str = "internal://T.txt", more: str = "") -> str:
    return (
        '<TextSource guid="EEEEEEEE-0000-4000-8000-000000000001" name="Fog" '
        f'plainTextPath="{path}">{"".join(selections)}{more}</TextSource>'
    )


def only_sheet(path: Path) -> Sheet:
    (sheet,) = REFI.read(path)
    assert isinstance(sheet, Sheet)
    return sheet


def quotes(sheet: Sheet) -> list[str]:
    return [sheet.article.text[span.start : span.end] for span in sheet.spans]


@pytest.mark.parametrize(("before", "behind"), [(0, 0), (0, -1), (1, 1), (1, 0)])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_habit_of_counting_is_told_by_the_quotes(
    tmp_path: Path, before: int, behind: int, mark: bytes
) -> None:
    at = TEXT.index("Thin")
    ones = [
        selection(0 + before, 9 + behind, "Thick fog"),
        selection(at + before, at + 8 + behind, "Thin …"),
    ]

    sheet = only_sheet(qdpx(tmp_path / "a.qdpx", source(*ones), text=mark + TEXT.encode()))

    assert quotes(sheet) == ["Thick fog", "Thin fog"]
    assert [span.label for span in sheet.spans] == ["Fog", "Fog"]
    assert sheet.annotator == "Ines"


def test_names_that_are_no_quotes_are_none(tmp_path: Path) -> None:
    ones = [selection(0, 9, "Selection 1"), selection(6, 9, "")]

    assert quotes(only_sheet(qdpx(tmp_path / "a.qdpx", source(*ones)))) == ["Thick fog", "fog"]


def test_codes_of_one_name_are_told_apart(tmp_path: Path) -> None:
    ones = [selection(0, 9, "Thick fog", 2), selection(6, 9, "fog", 4)]

    sheet = only_sheet(qdpx(tmp_path / "a.qdpx", source(*ones)))

    assert [span.label for span in sheet.spans] == ["Fog", "Folder/Fog"]


def test_codes_become_labels_with_their_colours_and_definitions(
    project: Project, tmp_path: Path
) -> None:
    export(project, Recipe("refi"), tmp_path / "a.qdpx")
    with Project.create(tmp_path / "other.annotator") as other:
        import_paths(other, [tmp_path / "a.qdpx"], extend_scheme=True)

        label = other.scheme.label("Speaker's name")
        assert label is not None and label.colour == "#B36B00"
        answers = other.scheme.label("Claim").attribute("topics")  # type: ignore[union-attr]
        assert answers is not None


def test_notes_and_descriptions_are_read(tmp_path: Path) -> None:
    key = "FFFFFFFF-0000-4000-8000-000000000001"
    content = "<PlainTextContent>so</PlainTextContent>"
    notes = f'<Notes><Note guid="{key}" name="Memo">{content}</Note></Notes>'
    one = selection(0, 9, "Thick fog", inside="<Description>why?</Description>")
    one = one.replace(
        "</PlainTextSelection>", f'<NoteRef targetGUID="{key}"/></PlainTextSelection>'
    )

    sheet = only_sheet(qdpx(tmp_path / "a.qdpx", source(one), notes))

    assert [span.note for span in sheet.spans] == ["why?\nso"]


def test_utf_16_is_read(tmp_path: Path) -> None:
    path = qdpx(tmp_path / "a.qdpx", source(), text=TEXT.encode("utf-16"))

    assert only_sheet(path).article.text == TEXT


@pytest.mark.parametrize(
    ("sources", "text", "reason"),
    [
        (source(path="internal://gone.txt"), b"", "is not in the file"),
        (source(path="relative:///T.txt"), b"", "is not in the file"),
        (source(), b"\xff", "byte 1 of Sources/T.txt"),
        (source().replace("plainTextPath", "richTextPath"), b"", "only in a formatted file"),
        ('<AudioSource guid="x" name="Talk"/>', b"", '"Talk" has no text'),
        (source(selection(0, 1, "").replace('"0"', '"x"')), b"a", "no start and end"),
        (source(selection(0, 1, "a", 9)), b"a", "has no code"),
    ],
)
def test_a_source_that_cannot_be_read_is_told(
    tmp_path: Path, sources: str, text: bytes, reason: str
) -> None:
    found = list(REFI.read(qdpx(tmp_path / "a.qdpx", sources, text=text)))

    refused = [one for one in found if isinstance(one, Refused)]
    assert [reason in one.reason for one in refused] == [True]
    assert refused[0].where == "a.qdpx/project.qde:1"


def test_a_link_between_other_things_is_told(tmp_path: Path) -> None:
    key = "BBBBBBBB-0000-4000-8000-000000000001"
    links = f'<Links><Link guid="{key}" name="near" originGUID="{key}" targetGUID="{key}"/></Links>'

    _, refused = REFI.read(qdpx(tmp_path / "a.qdpx", source(), links))

    assert isinstance(refused, Refused) and '"near" joins no two spans' in refused.reason


def test_an_archive_without_a_project_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.qdpx", "w") as archive:
        archive.writestr("other.txt", "x")

    with pytest.raises(FormatError, match=r"there is no \.qde file"):
        list(REFI.read(tmp_path / "a.qdpx"))


def test_entities_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.qdpx", "w") as archive:
        archive.writestr("project.qde", '<!DOCTYPE a [<!ENTITY b "c">]><Project>&b;</Project>')

    with pytest.raises(FormatError, match="declares the entity"):
        list(REFI.read(tmp_path / "a.qdpx"))
