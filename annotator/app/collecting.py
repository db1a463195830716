"""Keeps Python's garbage collector from looking through large articles again and again.

Tens of thousands of spans are read at once and all of them are kept: the collector finds nothing
among them, but each of its runs would be felt as a key that hangs.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 5000


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing while much is read."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def set_apart(spans: int) -> None:
    """Have what was read so far not looked through any more, if it was many spans."""
    if spans > _MANY:
        gc.freeze()
