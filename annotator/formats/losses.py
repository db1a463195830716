"""What an export loses, told before anything is written: one row for each thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a format can't hold, or can't as it is.

    ``kind`` is what the format lacks, by the name that it has in ``Holds`` or one of the format's
    own; ``article`` is an id, ``annotator`` is ``None`` for what belongs to the article itself;
    ``thing`` is the id of the span, link or actor, empty if it is about the article or the layer;
    ``what`` says what it is, and ``reason`` what becomes of it.
    """

    kind: str
    article: str
    title: str
    annotator: str | None
    thing: str
    what: str
    reason: str


def summary(losses: Iterable[Loss]) -> dict[tuple[str, str], int]:
    """Return how many rows there are of each kind and reason, in order of kind."""
    counts = Counter((loss.kind, loss.reason) for loss in losses)
    return dict(sorted(counts.items()))
