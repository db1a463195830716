"""Counts what goes into a dataset, part by part, while it passes by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from annotator.formats import Sheet


@dataclass(slots=True)
class Tally:
    """What one part of a dataset holds; code points are those of its texts."""

    articles: set[str] = field(default_factory=set)
    code_points: int = 0
    layers: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)

    def add(self, sheet: Sheet, annotator: str | None) -> None:
        """Count a sheet in; ``annotator`` is whose work it is, even if the sheet can't say so."""
        if sheet.article.id not in self.articles:
            self.articles.add(sheet.article.id)
            self.code_points += len(sheet.article.text)
        if annotator is not None:
            self.layers[annotator] += 1
        self.labels.update(sheet.labels)
        self.relations.update(sheet.types)

    @property
    def spans(self) -> int:
        """How many spans there are."""
        return self.labels.total()

    @property
    def links(self) -> int:
        """How many relations there are."""
        return self.relations.total()
