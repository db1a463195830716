from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import Project
from annotator.intake import read_text
from annotator.intake.learning import Learnt
from annotator.model import Article, Change
from annotator.model.zoning import CORRECTED, with_zone
from annotator.transfer import import_paths

PROSE = "The government said on Friday that it did not know what the company had done with it."
FIRST = (
    f"Harbour closed\n\n{PROSE}\n\nOur best shots\n\nA boat, 8 Sep 2021\n\nMost Popular\n\n{PROSE}"
)
SECOND = f"Fog lifts\n\nIt {PROSE}\n\nOur best shots\n\nA dog, 13 Sep 2021"


def at_site(text: str, site: str = "a.example") -> Article:
    return replace(read_text(text), url=f"https://{site}/1")


def corrected(article: Article, kind: str, start: str, end: str | None = None) -> Article:
    begin = article.text.index(start)
    stop = len(article.text) if end is None else article.text.index(end) + len(end)
    article = with_zone(article, kind, begin, stop)
    return replace(article, metadata={**article.metadata, "zones": CORRECTED})


def kinds(article: Article) -> dict[str, str]:
    lines = [line for line in article.text.split("\n") if line]
    found = {line: article.zone_at(article.text.index(line)) for line in lines}
    return {line: zone.kind for line, zone in found.items() if zone}


def test_the_same_matter_is_marked_from_the_first_correction() -> None:
    fresh = at_site(SECOND)
    assert kinds(fresh)["Our best shots"] == "body"
    learnt = Learnt([corrected(at_site(FIRST), "boilerplate", "Our best shots")])
    after = learnt.applied(fresh)
    assert kinds(after)["Our best shots"] == kinds(after)["A dog, 13 Sep 2021"] == "boilerplate"
    assert kinds(after)[f"It {PROSE}"] == "body"
    assert after.text == fresh.text


def test_numbers_in_a_repeated_line_may_differ() -> None:
    first = corrected(at_site(f"T\n\n{PROSE}\n\nRead 12 comments\n\n{PROSE} End."), "boilerplate",
                      "Read 12", "comments")  # fmt: skip
    after = Learnt([first]).applied(at_site(f"T\n\nNo {PROSE}\n\nRead 7 comments\n\nSo {PROSE}"))
    assert kinds(after)["Read 7 comments"] == "boilerplate"
    assert kinds(after)[f"So {PROSE}"] == "body"


def test_what_was_taken_for_the_sites_matter_comes_back_as_body() -> None:
    taught = corrected(at_site(FIRST), "body", "Most Popular")
    text = f"Fog lifts\n\n{PROSE}\n\nMost Popular"
    assert kinds(at_site(text))["Most Popular"] == "boilerplate"
    assert kinds(Learnt([taught]).applied(at_site(text)))["Most Popular"] == "body"


def test_another_site_is_left_alone() -> None:
    learnt = Learnt([corrected(at_site(FIRST), "boilerplate", "Our best shots")])
    other = at_site(SECOND, "b.example")
    assert learnt.applied(other) == other


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "talks.annotator") as project:
        yield project


def test_an_import_follows_corrections_until_they_are_undone(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "1.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "2.txt").write_text(SECOND, encoding="utf-8")
    import_paths(project, [tmp_path / "1.txt"])
    [first] = project.articles()
    put = [corrected(first, "boilerplate", "Our best shots")]
    project.apply(Change("Mark as boilerplate", "ines", put=put))
    import_paths(project, [tmp_path / "2.txt"], annotator="ines")
    assert kinds(list(project.articles())[1])["Our best shots"] == "boilerplate"

    project.undo(annotator="ines")
    project.undo(annotator="ines")
    import_paths(project, [tmp_path / "2.txt"], annotator="ines")
    assert kinds(list(project.articles())[1])["Our best shots"] == "body"
