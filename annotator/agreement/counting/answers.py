"""Which answers matched spans have to their attributes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from annotator.agreement.counting.tables import NONE, Columns
from annotator.agreement.flat import Ints
from annotator.agreement.gathering import Lot


class Answers:
    """Numbers for attributes and their values, the same throughout a study.

    ``attributes`` says of which label and name an attribute is, and of which kind.
    """

    def __init__(self, attributes: Sequence[tuple[int, str, str]]) -> None:
        self.attributes = tuple(attributes)
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self._by_json: dict[tuple[int, str], int] = {}

    def number(self, attribute: int, text: str) -> int:
        """Return the number of what these attributes (JSON) answer; -1 if nothing."""
        key = attribute, text
        if key not in self._by_json:
            _, name, kind = self.attributes[attribute]
            value = json.loads(text).get(name)
            if kind == "flag":
                value = bool(value)
            elif kind == "multi-choice":
                value = frozenset(value or ())
            self._by_json[key] = (
                NONE
                if value is None
                else self._numbers.setdefault((kind, value), len(self._numbers))
            )
            if len(self._numbers) > len(self.values):
                self.values.append(value)
        return self._by_json[key]


def answer_counts(lot: Lot, articles: Ints, answers: Answers) -> Columns:
    """Which answers matched spans of the same label have to each of its attributes."""
    met = lot.matched
    pair, label = lot.pair_of(met), lot.spans.label[met.first]
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("row", "what", "left", "right")}
    # Few answers are unlike each other, so that looking them up is far quicker than sorting them.
    texts = {text: place for place, text in enumerate(dict.fromkeys(lot.attributes))}
    which = np.array([texts[text] for text in lot.attributes], dtype=np.intp)
    for number, (of, _, _) in enumerate(answers.attributes):
        own = label == of
        codes = np.array([answers.number(number, text) for text in texts], dtype=np.intp)
        parts["row"].append(pair[own])
        parts["what"].append(np.full(int(own.sum()), number))
        parts["left"].append(codes[which[met.first[own]]] if own.any() else pair[own])
        parts["right"].append(codes[which[met.second[own]]] if own.any() else pair[own])
    empty = np.zeros(0, dtype=np.intp)
    table = np.column_stack([np.concatenate([empty, *parts[name]]) for name in parts])
    rows, n = np.unique(table, axis=0, return_counts=True) if len(table) else (table, empty)
    where, a, b = lot.pairs.T
    return {
        "article": articles[where[rows[:, 0]]],
        "a": a[rows[:, 0]],
        "b": b[rows[:, 0]],
        "attribute": rows[:, 1],
        "left": rows[:, 2],
        "right": rows[:, 3],
        "n": n,
    }
