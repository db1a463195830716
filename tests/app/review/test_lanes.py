"""Lanes below the text: each annotator's own as long as they are few, then shared ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import Project
from annotator.app.review.lanes import OpenCases, lanes_for
from tests.review.conftest import TEXT, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Project.create(tmp_path / "port.annotator") as project:
        yield Desk(project)


def lanes(desk: Desk) -> list[tuple[int, str, float]]:
    """The lanes of the only case: which, of what words, and how thick."""
    [case] = OpenCases(desk.review()).find(0, len(TEXT))
    return [(v.lane, TEXT[v.start : v.end], v.weight) for v in case.voices]


def test_few_annotators_have_a_lane_each(desk: Desk) -> None:
    for who, quote in (("ann-1", "Raske"), ("ann-2", "master Raske"), ("ann-3", "Raske")):
        desk.labels(who, ("Source", quote))
    assert lanes(desk) == [(0, "Raske", 1), (1, "master Raske", 1), (2, "Raske", 1)]


def test_of_many_annotators_those_who_have_the_same_share_a_lane(desk: Desk) -> None:
    for number in range(8):
        desk.labels(f"ann-{number}", ("Source", "master Raske" if number % 4 else "Raske"))
    assert lanes(desk) == [(0, "master Raske", 0.75), (1, "Raske", 0.25)]
    assert lanes_for(8) < 8


def test_more_boundaries_than_lanes_end_in_the_last_lane(desk: Desk) -> None:
    whole = "Harbour master Raske"
    for number in range(8):
        desk.labels(f"ann-{number}", ("Source", whole[: len(whole) - number]))
    assert max(lane for lane, _, _ in lanes(desk)) == lanes_for(8) - 1
