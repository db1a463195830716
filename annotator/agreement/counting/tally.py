"""Counts that add up: what a lot of articles contributes to every measure.

Each table has a row for an article and two of its coders, or one of them, so that articles can be
added, taken out, weighed and drawn anew without being read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.counting.answers import Answers, answer_counts
from annotator.agreement.counting.items import sentence_counts, token_counts
from annotator.agreement.counting.links import identity_counts, link_counts
from annotator.agreement.counting.spans import label_counts, span_counts
from annotator.agreement.counting.tables import Columns
from annotator.agreement.counting.units import layer_counts, length_counts, unit_counts
from annotator.agreement.flat import Ints
from annotator.agreement.gathering import Lot
from annotator.errors import MeasureError

#: The most labels that a token's set of labels can be kept for.
MOST_LABELS = 62


@dataclass(slots=True)
class Tally:
    """Tables of counts. Each has the column ``article``, a number that lasts for the study.

    - ``pairs``: a row for an article and two coders ``a`` < ``b``; columns by label where there
      are several;
    - ``layers``: for an article and a coder;
    - ``lengths``: how many stretches (``gap`` or not) of which length, by label and coder;
    - ``tokens``, ``sentences``: how many of them hold the labels ``left`` (as bits) for a and
      ``right`` for b;
    - ``labels``: how many matched spans are ``left`` for a and ``right`` for b, -1 if missed;
    - ``answers``: for an attribute (by number), how many matched spans have which answers;
    - ``units``: every span from its first start to its last end, for γ.
    """

    tables: dict[str, Columns]

    def __getitem__(self, name: str) -> Columns:
        return self.tables[name]

    def take_in(self, others: Sequence[Tally], instead_of: Sequence[int]) -> None:
        """Add other tallies in place of what was counted of some articles.

        It goes column by column and empties the others, so that memory holds all of it once.
        """
        gone = np.array(sorted(instead_of), dtype=np.intp)
        for name, table in self.tables.items():
            keep = ~np.isin(table["article"], gone)
            for column, values in table.items():
                parts = [other[name].pop(column) for other in others]
                table[column] = np.concatenate([values[keep] if gone.size else values, *parts])


def tally(
    lot: Lot, articles: Ints, answers: Answers, attribution: tuple[int, int] | None, links: int
) -> Tally:
    """Count one lot; ``articles`` are its articles' lasting numbers.

    ``attribution`` is the label of what is said and the type of link that leads from there to its
    source, ``links`` how many types there are.
    """
    if lot.labels > MOST_LABELS:
        raise MeasureError(f"Agreement can be measured for up to {MOST_LABELS} labels.")
    pairs = _keys(lot, articles)
    pairs |= span_counts(lot)
    pairs |= unit_counts(lot)
    pairs |= link_counts(lot, attribution, links)
    pairs |= identity_counts(lot)
    of = articles[lot.spans.article]
    return Tally(
        {
            "pairs": pairs,
            "layers": layer_counts(lot, articles),
            "lengths": length_counts(lot, articles),
            "tokens": token_counts(lot, articles),
            "sentences": sentence_counts(lot, articles),
            "labels": label_counts(lot, articles),
            "answers": answer_counts(lot, articles, answers),
            "units": {
                "article": of,
                "coder": lot.spans.coder,
                "label": lot.spans.label,
                "start": lot.spans.start,
                "end": lot.spans.end,
            },
        }
    )


def _keys(lot: Lot, articles: Ints) -> Columns:
    article, a, b = lot.pairs.T
    return {"article": articles[article], "a": a, "b": b, "length": lot.lengths[article]}
