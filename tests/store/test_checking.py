"""Damage that SQLite doesn't see is found, and what can be read is saved from it."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator import Project
from annotator.errors import ProjectError
from annotator.model import Actor, Article, Change, Fragment, Relation, Span, Zone, new_id
from annotator.store.checking import check
from annotator.store.salvage import salvage
from tests.store.conftest import TEXT, cue, put


@pytest.fixture
def worked_on(project: Project, article: Article, path: Path) -> Path:
    """A project's file with all kinds of records, some undone and done again."""
    claim = Span(new_id(), article.id, "ann-01", "Claim", cue(article, 24, 44).fragments)
    said = cue(article)
    actor = Actor(new_id(), "Huawei")
    project.apply(put(said, claim))
    link = Relation(new_id(), article.id, "ann-01", "cued_by", claim.id, said.id)
    project.apply(Change("Link", "ann-01", put=[link]))
    project.apply(Change("Add actor", "ann-01", put=[actor]))
    project.apply(put(cue(article, 52, 58, "ann-02"), annotator="ann-02"))
    more = [Article(new_id(), f"More {n}", TEXT * (n + 1)) for n in range(30)]
    project.apply(Change("Import 30 articles", "ann-01", put=more, bulk=True))
    project.apply(put(*(cue(extra) for extra in more)))
    for _ in range(3):
        project.undo(annotator="ann-01")
    for _ in range(3):
        project.redo(annotator="ann-01")
    project.close()
    return path


def in_sql(*statements: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            for statement in statements:
                db.execute(statement)
            db.commit()

    return damage


def test_a_sound_project_has_no_findings(worked_on: Path) -> None:
    before = worked_on.read_bytes()
    steps: list[tuple[int, int]] = []
    report = check(worked_on, lambda done, count: steps.append((done, count)))
    assert report.findings == []
    assert (report.articles, report.spans, report.relations) == (31, 33, 1)
    assert steps[-1] == (steps[-1][1], steps[-1][1])
    assert worked_on.read_bytes() == before


def test_what_others_write_meanwhile_is_no_damage(worked_on: Path) -> None:
    written: list[Change] = []
    with Project.open(worked_on) as other:
        [link] = [link for layer in other.layers() for link in layer.relations]

        def unlink(done: int, _count: int) -> None:
            if done > other.count_articles() and not written:
                written.append(Change("Unlink", "ann-01", remove=[link]))
                other.apply(written[0])

        report = check(worked_on, unlink)
    assert written
    assert report.findings == []
    assert report.relations == 0


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (in_sql("UPDATE article SET text = replace(text, 'safe', 'sale') WHERE n = 1"), "hash"),
        (in_sql("UPDATE fragment SET start = start + 1, end = end + 1"), "quotes 'said'"),
        (in_sql("UPDATE span SET label = 'Rumour'"), 'no label "Rumour"'),
        (in_sql('UPDATE span SET attributes = \'{"mood": "sour"}\''), 'no attribute "mood"'),
        (in_sql("UPDATE span SET attributes = '{'"), "can't be understood"),
        (in_sql("DELETE FROM fragment WHERE start = 52"), "place that it marks is gone"),
        (in_sql("DELETE FROM relation"), 'It is gone, though "Link" left it'),
        (in_sql("UPDATE actor SET aliases = '[1]'"), "can't be understood (the actor"),
        (in_sql("UPDATE actor SET name = 'ZTE'"), 'It is otherwise than "Add actor" left it'),
        (in_sql("UPDATE change SET rows = 'x' WHERE name = 'Link'"), "can't be understood"),
        (in_sql("UPDATE relation SET source = 'gone'"), "leads to a span that is gone"),
        (in_sql("UPDATE relation SET type = 'hinted_at'"), 'no relation "hinted_at"'),
        (
            in_sql("UPDATE relation SET source = target, target = source"),
            "leads from Claim to Cue, not",
        ),
        (in_sql("UPDATE article SET metadata = '['"), "can't be understood"),
        (in_sql("UPDATE scheme SET toml = 'x'"), "not valid TOML"),
        (in_sql("CREATE TABLE spy (x)"), '"spy"'),
        (
            in_sql("DELETE FROM fragment WHERE span IN (SELECT id FROM span)", "DELETE FROM span"),
            "It is gone",
        ),
    ],
)
def test_damage_that_sqlite_does_not_see_is_found(
    worked_on: Path, damage: Callable[[Path], None], said: str
) -> None:
    damage(worked_on)
    findings = check(worked_on).findings
    assert any(said in finding.what for finding in findings), findings


def test_a_file_too_damaged_to_be_looked_into_is_no_sound_one(worked_on: Path) -> None:
    os.truncate(worked_on, worked_on.stat().st_size // 3)
    [finding] = check(worked_on).findings
    assert "damaged" in finding.what


def test_what_is_no_project_is_not_checked(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="does not exist"):
        check(tmp_path / "x.annotator")
    other = tmp_path / "x.annotator"
    other.write_text("Dear diary")
    with pytest.raises(ProjectError, match="not a project file"):
        check(other)


def test_a_sound_project_is_saved_whole(worked_on: Path) -> None:
    to = worked_on.with_name("saved.annotator")
    result = salvage(worked_on, to)
    assert result.missing == []
    assert check(to).findings == []
    with Project.open(worked_on) as old, Project.open(to) as new:
        assert list(new.articles()) == list(old.articles())
        assert [layer.spans for layer in new.layers()] == [layer.spans for layer in old.layers()]
        assert new.meta("id") == old.meta("id")
        assert new.undo(annotator="ann-01") is not None
    with pytest.raises(ProjectError, match="exists already"):
        salvage(worked_on, to)


def test_what_the_tables_lost_the_journal_tells(worked_on: Path) -> None:
    in_sql("DELETE FROM relation", "DELETE FROM fragment", "DELETE FROM span")(worked_on)
    to = worked_on.with_name("saved.annotator")
    result = salvage(worked_on, to)
    assert result.missing == []
    with Project.open(to) as new:
        assert new.counts()["spans"] == 33
        assert new.counts()["relations"] == 1


def test_what_was_brought_in_is_saved_from_the_tables_alone(project: Project, path: Path) -> None:
    """Of an import the journal holds the ids, not what it brought."""
    articles = [Article(new_id(), f"A{n}", TEXT, zones=(Zone("body", 4, 20),)) for n in range(3)]
    pieces = (Fragment(4, 11, TEXT[4:11]), Fragment(24, 31, TEXT[24:31]))
    spans = [Span(new_id(), one.id, "ann-01", "Claim", pieces, note="!") for one in articles]
    project.apply(Change("Import", "ann-01", put=[*articles, *spans], bulk=True))
    project.close()
    to = path.with_name("saved.annotator")
    assert salvage(path, to).missing == []
    with Project.open(to) as saved:
        assert list(saved.articles()) == articles
        found = [span for layer in saved.layers() for span in layer.spans]
        assert [(span.fragments, span.note) for span in found] == [(pieces, "!")] * 3
        saved.undo(annotator="ann-01")
    assert salvage(to, path.with_name("again.annotator")).missing == []
    with Project.open(path.with_name("again.annotator")) as again:
        assert again.count_articles() == 0
        again.redo(annotator="ann-01")
        assert list(again.articles()) == articles


def test_a_quote_that_slipped_is_put_back(worked_on: Path) -> None:
    """Where it stands once nearby; without the journal nothing else tells where it was."""
    with Project.open(worked_on) as old:
        [article] = [one for one in old.articles() if one.title == "Harbour"]
        before = {who: old.layer(article.id, who).spans for who in ("ann-01", "ann-02")}
    in_sql("UPDATE fragment SET start = start + 3, end = end + 3", "DELETE FROM change")(worked_on)
    to = worked_on.with_name("saved.annotator")
    result = salvage(worked_on, to)
    assert not any("Harbour" in finding.where for finding in result.missing)
    with Project.open(to) as new:
        assert {who: new.layer(article.id, who).spans for who in before} == before
        for layer in new.layers():
            for span in layer.spans:
                for fragment in span.fragments:
                    assert layer.article.text[fragment.start : fragment.end] == fragment.quote


def test_what_is_lost_is_listed(worked_on: Path) -> None:
    in_sql(
        "DELETE FROM change",
        "DELETE FROM fragment WHERE start = 52",
        "UPDATE article SET text = replace(text, 'safe', 'sale') WHERE n = 1",
    )(worked_on)
    to = worked_on.with_name("saved.annotator")
    result = salvage(worked_on, to)
    listed = [f"{finding.where}: {finding.what}" for finding in result.missing]
    assert any(line.startswith('span "Cue" in "Harbour"') for line in listed)
    assert any('"Harbour": Its text is damaged' in line for line in listed)
    assert any("can't be undone" in line for line in listed)
    assert check(to).findings == []


def test_an_original_that_is_lost_takes_nothing_else_with_it(worked_on: Path) -> None:
    in_sql("UPDATE article SET original = x'0011' WHERE n = 1")(worked_on)
    to = worked_on.with_name("saved.annotator")
    result = salvage(worked_on, to)
    assert [(finding.where, finding.what) for finding in result.missing] == [
        ('article "Harbour"', "Its original file can't be read.")
    ]
    with Project.open(to) as new:
        [article] = [one for one in new.articles() if one.title == "Harbour"]
        assert article.original is None
        assert article.zones == (Zone("body", 0, len(TEXT)),)


def test_a_mark_whose_register_entry_is_lost_is_saved_without_it(
    project: Project, article: Article, path: Path
) -> None:
    actor = Actor(new_id(), "Huawei")
    mention = Span(
        *(new_id(), article.id, "ann-01", "Actor", (Fragment(47, 53, "Huawei"),)), actor=actor.id
    )
    project.apply(Change("Mark", "ann-01", put=[actor, mention]))
    project.close()
    in_sql("DELETE FROM actor", "DELETE FROM change")(path)
    to = path.with_name("saved.annotator")
    result = salvage(path, to)
    told = [(finding.where, finding.what) for finding in result.missing]
    assert ('span "Actor" in "Harbour"', "What it says as its actor is gone.") in told
    with Project.open(to) as new:
        [span] = new.layer(article.id, "ann-01").spans
        assert (span.id, span.actor) == (mention.id, None)
    assert check(to).findings == []


def test_whose_name_is_lost_gets_another(worked_on: Path) -> None:
    in_sql(
        "DELETE FROM annotator WHERE name = 'ann-02'",
        "DELETE FROM meta",
        "DELETE FROM change",
    )(worked_on)
    to = worked_on.with_name("saved.annotator")
    result = salvage(worked_on, to)
    assert check(to).findings == []
    with Project.open(to) as new:
        [lost] = {person.name for person in new.annotators()} - {"ann-01"}
        assert lost.startswith("unknown ")
        assert (lost, "The name of this annotator is lost.") in [
            (finding.where, finding.what) for finding in result.missing
        ]
        spans = [span for layer in new.layers() for span in layer.spans]
        assert len([span for span in spans if span.annotator == lost]) == 1
        assert (new.name, bool(new.meta("id"))) == ("talks", True)


def test_what_lies_between_several_places_of_damage_is_saved(project: Project, path: Path) -> None:
    articles = [Article(new_id(), f"A{n}", f"MARK{n:02} " * 500) for n in range(40)]
    project.apply(Change("Import", "ann-01", put=articles, bulk=True))
    project.close()
    content = bytearray(path.read_bytes())
    for n in (8, 18, 30):
        page = content.index(f"MARK{n:02} MARK{n:02} ".encode()) // 4096 * 4096
        content[page : page + 4096] = bytes(4096)
    path.write_bytes(content)
    to = path.with_name("saved.annotator")
    salvage(path, to)
    with Project.open(to) as new:
        lost = {one.title for one in articles} - {one.title for one in new.articles()}
    assert {"A8", "A18", "A30"} <= lost
    # A page may hold the row before or after, too.
    assert lost <= {f"A{n + near}" for n in (8, 18, 30) for near in (-1, 0, 1)}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_damage_what_is_saved_is_sound(worked_on: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(worked_on.read_bytes())
    match seed % 3:
        case 0:
            for _ in range(8):
                content[chance.randrange(100, len(content))] ^= 1 << chance.randrange(8)
        case 1:
            start = chance.randrange(4096, len(content) - 4096)
            content[start : start + 4096] = bytes(4096)
        case _:
            del content[chance.randrange(4096, len(content)) :]
    worked_on.write_bytes(content)
    to = worked_on.with_name("saved.annotator")
    try:
        check(worked_on)
        result = salvage(worked_on, to)
    except ProjectError as error:
        assert worked_on.name in str(error)
        assert not to.exists()
    else:
        assert check(to).findings == []
        assert result.saved["article"] <= 31
    assert worked_on.read_bytes() == content
    assert not list(worked_on.parent.glob(".*"))
