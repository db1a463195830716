"""How far long work is: how it tells that, and how fast it goes and how long it takes, in words."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

#: Hears how much of long work is done, and of how much; what it raises ends the work.
Progress = Callable[[int, int], None]

_SURE_AFTER = 2.0  # seconds; a speed measured over less is a guess


class Pace:
    """Follows one piece of work from its first report on; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._first = self._last = 0
        self._count = 0

    def words(self, done: int, count: int) -> str:
        """Return "1,200 of 5,000 · 80 a second · 48 s left", as far as that can be told.

        Work that begins anew, with fewer done than before or of another number, is timed anew.
        """
        now = self._clock()
        if done < self._last or count != self._count:
            self._began, self._first, self._count = now, done, count
        self._last = done
        took, made = now - self._began, done - self._first
        told = [f"{done:,} of {count:,}"]
        if took >= _SURE_AFTER and made:
            speed = made / took
            told.append(f"{speed:,.0f} a second" if speed >= 1 else f"{speed * 60:,.0f} a minute")
            told.append(f"{_time((count - done) / speed)} left")
        return " · ".join(told)


def _time(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 100 else f"{minutes / 60:.0f} h"
