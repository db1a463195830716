"""One figure, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.agreement.measures import MEASURES


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that is not counted, and why."""

    article: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: a measure of a label (``None``: all together) among some annotators.

    ``value`` is ``None`` where ``reason`` says why; ``low`` and ``high`` bound the 95 %
    bootstrap interval by article, ``None`` where there are too few. ``articles`` and ``units``
    are how much was compared, ``left_out`` what wasn't.
    """

    measure: str
    label: str | None
    annotators: tuple[str, ...]
    value: float | None
    low: float | None
    high: float | None
    articles: int
    units: int
    left_out: tuple[LeftOut, ...] = field(default=(), repr=False)
    reason: str | None = None

    @property
    def name(self) -> str:
        """What people call the figure: the measure, and what it is of."""
        base, _, attribute = self.measure.partition(":")
        if attribute:
            return f"{self.label}: {attribute}"
        title = MEASURES[base].title
        return f"{title}: {self.label.replace('_', ' ')}" if self.label else title
