"""What a study is about: who, which articles and labels, and how figures come together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from annotator.agreement.measures import Unit
from annotator.errors import MeasureError

# As much of a date of ISO 8601 as matters.
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Average = Literal["pooled", "articles", "pairs"]
Match = Literal["exact", "overlap", "token"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a study is about.

    ``annotators`` are those compared, ``None`` for all but reviewers, gold and models;
    ``articles`` their ids, ``None`` for all; ``labels`` names of labels, ``None`` for all.
    ``since`` and ``until`` are the first and last date of publication (ISO 8601, as much of it as
    matters: "2018", "2018-06"), ``rounds`` names of rounds (see `annotator.agreement.ledger`).

    ``by`` says what the measures of ratings count: tokens, sentences or matched spans. ``average``
    is how articles and pairs of annotators come together: "pooled" adds counts up before the
    ratio, "articles" and "pairs" take the mean of each one's value. ``match`` is the rule of the
    F1 by which articles are sorted and the course over time is told. ``unfinished`` counts layers
    that are not done as well. Intervals and chance are drawn with ``seed``.
    """

    annotators: tuple[str, ...] | None = None
    articles: frozenset[str] | None = None
    labels: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    rounds: tuple[str, ...] | None = None
    by: Unit = "token"
    average: Average = "pooled"
    match: Match = "overlap"
    unfinished: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise ``MeasureError`` for what is no date."""
        for date in (self.since, self.until):
            if date is not None and not _DATE.fullmatch(date):
                raise MeasureError(f'"{date}" is no date; write 2018, 2018-06 or 2018-06-30.')

    @property
    def dated(self) -> bool:
        """Whether it matters when an article was published."""
        return self.since is not None or self.until is not None

    def spans_date(self, published: str | None) -> bool:
        """Say whether an article of this date is among those meant."""
        if not self.dated:
            return True
        if published is None:
            return False
        after = self.since is None or published >= self.since
        return after and (self.until is None or published[: len(self.until)] <= self.until)
