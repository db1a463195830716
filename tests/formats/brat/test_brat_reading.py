"""What is made of brat's lines, its settings, and where it has texts and annotators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import FormatError
from annotator.formats import Refused, Sheet
from annotator.formats.brat import FORMAT
from annotator.transfer import import_paths

TEXT = "Ferry\u00a0late\r\n\r\nFog 😀, said Ola Brandt.\nIt will\nlift."

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a text and lines of annotations; give the latter's path."""

    def write(*lines: str, text: str = TEXT, name: str = "a.ann") -> Path:
        (tmp_path / "a.txt").write_bytes(text.encode())
        path = tmp_path / name
        path.write_bytes("".join(f"{line}\n" for line in lines).encode())
        return path

    return write


def at(quote: str, label: str = "Claim", name: str = "T1", said: str | None = None) -> str:
    start = TEXT.index(quote)
    return f"{name}\t{label} {start} {start + len(quote)}\t{said or quote}"


def sheet_in(path: Path) -> Sheet:
    (sheet,) = FORMAT.read(path)
    assert isinstance(sheet, Sheet)
    return sheet


def refused_in(path: Path) -> list[Refused]:
    return [item for item in FORMAT.read(path) if isinstance(item, Refused)]


def test_links_attributes_notes_and_actors_hang_on_their_spans(write: Write) -> None:
    path = write(
        at("Fog"),
        at("Ola Brandt", "Source", "T2"),
        "R1\tattributed_to Arg1:T1 Arg2:T2",
        "A1\tcheckworthy T1",
        "A2\tstance T1 denies",
        "M1\tSpeculation T1",
        "A3\tsure R1",
        "#1\tAnnotatorNotes T1\tno\tdoubt",
        "#2\tQuestion T1\twhy?",
        "N1\tReference T2 Wikidata:Q7\tOla B.",
    )

    sheet = sheet_in(path)

    claim, source = sheet.spans
    assert claim.attributes == {"checkworthy": True, "stance": "denies", "Speculation": True}
    assert claim.note == "no\tdoubt\nQuestion: why?"
    (link,) = sheet.relations
    assert (link.type, link.source, link.target) == ("attributed_to", "T1", "T2")
    assert link.attributes == {"sure": True}
    (actor,) = sheet.actors
    assert (actor.name, actor.kb_id, source.actor) == ("Ola B.", "Wikidata:Q7", actor.id)


def test_an_event_is_its_trigger_with_a_link_to_each_part(write: Write) -> None:
    path = write(
        "E1\tAttribution:T3 Content:T1 Source:T2 Content2:T4",
        "E2\tReport:T3 Content:E1",
        "E3\tAlone:T4",
        "A1\tnegated E1",
        at("Fog"),
        at("Ola Brandt", "Source", "T2"),
        at("said", "Attribution", "T3"),
        at("lift", "Claim", "T4"),
    )

    sheet = sheet_in(path)

    links = [(link.type, link.source, link.target) for link in sheet.relations]
    assert links == [
        ("Content", "T3", "T1"),
        ("Source", "T3", "T2"),
        ("Content", "T3", "T4"),
        ("Content", "E2", "T3"),
    ]
    spans = {span.id: span for span in sheet.spans}
    assert spans["T3"].attributes == {"negated": True}
    assert spans["E2"].fragments == spans["T3"].fragments
    assert len(spans) == 5


def test_spans_that_are_equal_are_linked_one_to_the_next(write: Write) -> None:
    path = write(at("Fog"), at("Ola", name="T2"), at("lift", name="T3"), "*\tEquiv T1 T3 T2")

    links = [(link.type, link.source, link.target) for link in sheet_in(path).relations]

    assert links == [("Equiv", "T1", "T3"), ("Equiv", "T3", "T2")]


@pytest.mark.parametrize(
    "line",
    [
        at("Ferry\u00a0late"),
        at("Ferry\u00a0late", said="Ferry late"),
        at("It will\nlift", said="It will lift"),
        at("It will\nlift"),
        at("late\r\n\r\nFog"),
        at("late\r\n\r\nFog", said="late    Fog"),
        f"T1\tClaim 0 5;{TEXT.index('😀')} {TEXT.index('said')}\tFerry 😀, ",
        f"T1\tClaim 0 5;{TEXT.index('It')} {TEXT.index('lift')}\tFerry It will ",
    ],
)
def test_a_quote_may_be_broken_over_lines_or_have_other_spaces(
    project: Project, write: Write, line: str
) -> None:
    path = write(line, at("said", "Cue", "T2"))

    result = import_paths(project, [path], extend_scheme=True)

    assert (result.refused, result.moved, result.spans) == ([], [], 2)
    (article,) = project.articles()
    assert article.text == TEXT


@pytest.mark.parametrize("unit", ["utf-16-le", "utf-8"])
def test_fragments_are_found_whatever_their_offsets_count(
    project: Project, write: Write, unit: str
) -> None:
    def count(text: str) -> int:
        return len(text.encode(unit)) // (2 if unit == "utf-16-le" else 1)

    ends = [(TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in ("Fog 😀", "lift")]
    places = ";".join(f"{count(TEXT[:start])} {count(TEXT[:end])}" for start, end in ends)

    result = import_paths(project, [write(f"T1\tClaim {places}\tFog 😀 lift")])

    assert not result.refused
    (layer,) = project.layers()
    assert layer.spans[0].quote == "Fog 😀 … lift"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T9\tClaim 0\tF", "needs a label with offsets"),
        ("T9\tClaim a b\tF", "needs a label with offsets"),
        ("T9 Claim 0 1 F", "no line of brat's"),
        ("R1\trel Arg1:T1 Arg2:T8", "needs T8, which is not there"),
        ("R1\trel Arg1:T1", "needs two spans"),
        ("E1\tSay:T8 Who:T1", "needs T8"),
        ("E1\tSay:T1 Who:T8", "Who is T8"),
        ("E1\t", "needs a trigger"),
        ("*\tEquiv T1", "two spans at least"),
        ("A1\tsure T8", "concerns T8"),
        ("#1\tAnnotatorNotes", "concerns nothing"),
        ("N1\tReference T1 nowhere\tOla", "needs a knowledge base"),
        (at("Fog"), "another T1 before it"),
        ("X1\tsomething", "no line of brat's"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_by_number(
    write: Write, line: str, reason: str
) -> None:
    path = write(at("Fog"), "R7\trel Arg1:T1 Arg2:T1", line)

    (refused,) = refused_in(path)

    assert refused.where == "a.ann:3"
    assert reason in refused.reason


def test_what_cannot_be_read_is_told_by_name(tmp_path: Path, write: Write) -> None:
    # In a folder of its own: a text is also looked for in the folders beside that of the labels.
    alone = tmp_path / "labels" / "b.ann"
    alone.parent.mkdir()
    alone.write_text("")
    with pytest.raises(FormatError, match=r"there is no b\.txt"):
        list(FORMAT.read(alone))
    path = write()
    path.write_bytes(b"T1\tClaim 0 1\t\xff")
    with pytest.raises(FormatError, match=r"a\.ann is not UTF-8: byte 13"):
        list(FORMAT.read(path))


def test_names_and_folders_give_annotators_and_texts(tmp_path: Path, project: Project) -> None:
    for folder in ("corpus/text", "corpus/marks", "pair"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "corpus/text/ferry_late.txt").write_bytes(TEXT.encode())
    (tmp_path / "corpus/text/unread.txt").write_text("Nobody has read this.\n\nReally nobody.")
    for name, line in (("4b22", at("Fog")), ("ef2d", at("said", "Cue")), ("none", "")):
        (tmp_path / f"corpus/marks/ferry_late_{name}.ann").write_text(line)
    (tmp_path / "pair/a.txt").write_text("Another text.")
    (tmp_path / "pair/a.ann").write_text("T1\tCue 0 7\tAnother")

    result = import_paths(project, [tmp_path / "corpus", tmp_path / "pair"], annotator="Ines")

    assert result.refused == []
    assert result.formats == {"brat": 4}
    assert (result.articles, result.layers) == (3, 4)
    assert {layer.annotator: len(layer.spans) for layer in project.layers()} == {
        "4b22": 1,
        "ef2d": 1,
        "none": 0,
        "Ines": 1,
    }


SETTINGS = """
# A comment
[entities]
!Thing
\tPerson
\t\tPolitician
Place
----
[relations]
Located Arg1:Person|Politician, Arg2:<ENTITY>
Family Arg1:<KIN>, Arg2:<KIN>, <REL-TYPE>:symmetric-transitive
<OVERLAP> Arg1:Person, Arg2:Place, <OVL-TYPE>:<ANY>
<KIN>=Person|Politician
[events]
Meet Who+:<KIN>, Where?:Place
[attributes]
Negated Arg:<EVENT>
Mood Arg:<ANY>, Value:glad|grim
Certain Arg:<RELATION>, Value:sure|unsure
"""


def test_settings_are_a_scheme(project: Project, tmp_path: Path) -> None:
    (tmp_path / "annotation.conf").write_text(SETTINGS)
    (tmp_path / "visual.conf").write_text("[drawing]\nPerson bgColor:#fc0, fgColor:black\n")

    result = import_paths(project, [tmp_path / "annotation.conf"], extend_scheme=True)

    assert result.refused == []
    person, meet = project.scheme.label("Person"), project.scheme.label("Meet")
    assert person is not None and person.colour == "#FFCC00"
    assert meet is not None and [a.name for a in meet.attributes] == ["Negated", "Mood"]
    mood = meet.attribute("Mood")
    assert mood is not None and mood.values == ("glad", "grim")
    located = project.scheme.relation("Located")
    assert located is not None and located.targets == ("Person", "Politician", "Place")
    assert [a.name for a in located.attributes] == ["Certain"]
    who = project.scheme.relation("Who")
    assert who is not None and (who.sources, who.targets) == (
        ("Meet",),
        ("Person", "Politician"),
    )
    assert project.scheme.relation("<OVERLAP>") is None
    assert project.scheme.label("Claim") is not None


def test_without_leave_the_scheme_stays(project: Project, write: Write) -> None:
    result = import_paths(project, [write(at("Fog", "Weather"), at("said", "Cue", "T2"))])

    (refused,) = result.refused
    assert 'no label "Weather"' in refused.reason
    assert result.spans == 1


def test_a_scheme_comes_back_from_an_export(tmp_path: Path) -> None:
    from tests.formats.hard_sample import scheme

    with Project.create(tmp_path / "a.annotator", scheme()) as project:
        export(project, Recipe("brat"), tmp_path / "out")
    codebook = FORMAT.codebook(tmp_path / "out" / "annotation.conf")

    assert codebook is not None
    for label in scheme().labels:
        again = codebook.label(label.name)
        assert again is not None
        assert (again.colour, again.attributes) == (label.colour, label.attributes)
    for relation in scheme().relations:
        found = codebook.relation(relation.name)
        assert found is not None
        assert (found.sources, found.targets, found.attributes) == (
            relation.sources,
            relation.targets,
            relation.attributes,
        )
