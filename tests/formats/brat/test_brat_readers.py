"""brat's own readers in Python find the same spans and links in an export."""

from __future__ import annotations

from pathlib import Path

import bioc.brat
import pybrat.parser
import pytest

from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.formats.gathering import sheets
from tests.formats.hard_sample import hard_project

Found = tuple[set[tuple[str, str]], set[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Found]]:
    """An export, and by annotator its spans, as brat writes them, and the links between them."""
    folder = tmp_path_factory.mktemp("brat")
    expected: dict[str, Found] = {}
    with hard_project(folder / "hard.annotator") as project:
        export(project, Recipe("brat"), folder / "out")
        for sheet in sheets(project):
            if sheet.annotator is None or not sheet.spans:
                continue
            places = {
                s.id: ";".join(f"{f.start} {f.end}" for f in s.fragments) for s in sheet.spans
            }
            expected[sheet.annotator.replace(" ", "-").rstrip(".")] = (
                {(s.label.replace(" ", "_x20_"), places[s.id]) for s in sheet.spans},
                {
                    (r.type.replace(" ", "_x20_"), places[r.source], places[r.target])
                    for r in sheet.relations
                },
            )
    return folder / "out", expected


def test_bioc_finds_every_span_and_link(exported: tuple[Path, dict[str, Found]]) -> None:
    out, expected = exported
    for annotator, (spans, links) in expected.items():
        found_spans: set[tuple[str, str]] = set()
        found_links: set[tuple[str, str, str]] = set()
        for document in bioc.brat.scandir(out / annotator):
            places = {
                entity.id: ";".join(f"{at.begin} {at.end}" for at in sorted(entity.locations))
                for entity in document.entities
            }
            found_spans |= {(entity.type, places[entity.id]) for entity in document.entities}
            for link in document.relations:
                ends = [places[link.arguments[name]] for name in ("Arg1", "Arg2")]
                found_links.add((link.type, ends[0], ends[1]))
        assert found_spans == spans
        assert found_links == links


def test_pybrat_finds_every_span_and_link(exported: tuple[Path, dict[str, Found]]) -> None:
    out, expected = exported
    for annotator, (spans, links) in expected.items():
        found_spans: set[tuple[str, str]] = set()
        found_links: set[tuple[str, str, str]] = set()
        for example in pybrat.parser.BratParser().parse(str(out / annotator)):

            def place(entity: pybrat.parser.Entity) -> str:
                return ";".join(f"{s.start} {s.end}" for s in entity.spans)

            found_spans |= {(entity.type, place(entity)) for entity in example.entities}
            found_links |= {(r.type, place(r.arg1), place(r.arg2)) for r in example.relations}
        assert found_spans == spans
        assert found_links == links
