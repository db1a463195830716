"""Has Python look for rubbish less often while many records are made or read that are none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects before the youngest are looked through, and how often before older ones are: by
# themselves a few hundred, so that a large import spends a sixth of its time on finding nothing.
_SELDOM = (100_000, 50, 100)


@contextmanager
def seldom() -> Iterator[None]:
    """Let the block run with rubbish looked for seldom, but still, as other threads make some."""
    usual = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
