"""Has Python look for rubbish less often while many records are made or read that are none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects before the youngest are looked through, and how often before older ones are: by
# themselves a few hundred, so that a large import spends a sixth of its time on finding nothing.
_SELDOM = (100_000, 50, 100)
_USUAL = gc.get_threshold()
# So many spans are felt when they are looked through again and again.
_MANY = 5000


@contextmanager
def seldom() -> Iterator[None]:
    """Let the block run with rubbish looked for seldom, but still, as other threads make some."""
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        # Not what it was before: of two threads the later to end would leave it seldom.
        gc.set_threshold(*_USUAL)


@contextmanager
def paused() -> Iterator[None]:
    """Look for none while the block reads what somebody waits for and all of which is kept."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def set_apart(spans: int) -> None:
    """Have what was read so far not looked through any more, if it was many spans.

    Each time would be felt as a key that hangs.
    """
    if spans > _MANY:
        gc.freeze()
