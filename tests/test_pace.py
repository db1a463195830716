"""How far, how fast and how long still, in words."""

from __future__ import annotations

from annotator.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_speed_and_time_left_are_told_once_they_can_be_known() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.words(0, 5_000) == "0 of 5,000"
    clock.now += 1
    assert pace.words(100, 5_000) == "100 of 5,000"
    clock.now += 9
    assert pace.words(1_000, 5_000) == "1,000 of 5,000 · 100 a second · 40 s left"


def test_what_begins_anew_is_timed_anew() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.words(0, 10)
    clock.now += 100
    assert pace.words(10, 10).endswith("0 s left")
    assert pace.words(0, 10) == "0 of 10"
    clock.now += 60
    assert pace.words(2, 10) == "2 of 10 · 2 a minute · 4 min left"


def test_nothing_done_yet_has_no_speed() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.words(0, 10)
    clock.now += 10
    assert pace.words(0, 10) == "0 of 10"
