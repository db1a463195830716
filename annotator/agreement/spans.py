"""F1 of one coder's spans against another's, or against gold: exact, overlap, token, SemEval."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from annotator.agreement.flat import Spans, spans_meet
from annotator.agreement.formulas import defined, dice, ratio
from annotator.agreement.matching import match_exactly, match_spans
from annotator.errors import MeasureError
from annotator.model.annotation import Span

Match = Literal["exact", "overlap", "token"]
Tokens = Sequence[tuple[int, int]] | Mapping[Hashable, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of ``b`` taking ``a`` for right; ``None`` where undefined.

    ``matched`` of the ``first`` in a and the ``second`` in b agree.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    matched: float
    first: int
    second: int


def score(matched: float, first: int, second: int) -> Score:
    """Work out a score from counts. With nothing on either side all is undefined."""
    return Score(
        defined(ratio(matched, second)),
        defined(ratio(matched, first)),
        defined(dice(matched, first, second)),
        matched,
        first,
        second,
    )


def span_f1(
    a: Iterable[Any], b: Iterable[Any], match: Match = "exact", *, tokens: Tokens | None = None
) -> Score:
    """Compare two coders' spans; a is taken for right, if one is.

    A span is a ``Span`` of the model or a tuple of its label, its start and its end (numbers
    count as offsets in this order, wherever they stand), with its document before the label if
    there are several.

    - "exact": the same label on the same code points (CoNLL-2003);
    - "overlap": the same label and at least one code point in common, matched one to one (see
      `annotator.agreement.matching`);
    - "token": each (label, token) that a coder's spans touch; ``tokens`` are the text's as
      (start, end), by document if there are several, or else each code point is one.

    A discontinuous span is one span, whose code points are those of its fragments. Nested and
    overlapping spans are matched like any others; by token, those of one label count once.
    """
    if match not in ("exact", "overlap", "token"):
        raise MeasureError(f'{match!r} is no match. Use "exact", "overlap" or "token".')
    first, second = _read(a), _read(b)
    if match == "token":
        held, other = _touched(first, tokens), _touched(second, tokens)
        return score(len(held & other), len(held), len(other))
    spans = _flat(first, second)
    met = spans_meet(spans)
    found = match_exactly(spans, met) if match == "exact" else match_spans(spans, met)
    return score(len(found.first), len(first), len(second))


def semeval_scores(a: Iterable[Any], b: Iterable[Any]) -> dict[str, Score]:
    """The four scores of SemEval-2013 task 9.1 (Segura-Bedmar et al. 2013), a taken for right.

    Spans are matched one to one whatever their labels. "strict": the same code points and label
    count; "exact": the same code points; "partial": the same code points count 1, others that
    match one half; "type": the same label on any match. Spans as in ``span_f1``, discontinuous,
    nested and overlapping ones too.
    """
    first, second = _read(a), _read(b)
    spans = _flat(first, second)
    found = match_spans(spans, spans_meet(spans), blind=True)
    label = spans.label[found.first] == spans.label[found.second]
    place = (found.shared == spans.size[found.first]) & (found.shared == spans.size[found.second])
    counts = semeval_counts(place, label)
    return {name: score(float(n), len(first), len(second)) for name, n in counts.items()}


def semeval_counts(place: np.ndarray, label: np.ndarray) -> dict[str, float]:
    """Count what matched pairs are worth, given whether their places and labels are the same."""
    return {
        "strict": float((place & label).sum()),
        "exact": float(place.sum()),
        "partial": float(place.sum() + 0.5 * (~place).sum()),
        "type": float(label.sum()),
    }


@dataclass(frozen=True, slots=True)
class _Mark:
    document: Hashable
    label: Hashable
    fragments: tuple[tuple[int, int], ...]


def _read(spans: Iterable[Any]) -> list[_Mark]:
    return [_mark(span) for span in spans]


def _mark(span: Any) -> _Mark:
    if isinstance(span, Span):
        fragments = tuple((fragment.start, fragment.end) for fragment in span.fragments)
        return _Mark(span.article, span.label, fragments)
    offsets = [part for part in span if isinstance(part, int | np.integer)]
    names = [part for part in span if not isinstance(part, int | np.integer)]
    if len(offsets) != 2 or len(names) not in (1, 2) or offsets[0] >= offsets[1]:
        raise MeasureError(f"{span!r} is no span. Give (label, start, end).")
    document = names[0] if len(names) == 2 else None
    return _Mark(document, names[-1], ((int(offsets[0]), int(offsets[1])),))


def _flat(first: list[_Mark], second: list[_Mark]) -> Spans:
    marks = [*first, *second]
    documents = {name: n for n, name in enumerate({mark.document for mark in marks})}
    labels = {name: n for n, name in enumerate({mark.label for mark in marks})}
    pieces = [(n, *piece) for n, mark in enumerate(marks) for piece in mark.fragments]
    table = np.array(pieces, dtype=np.intp).reshape(-1, 3)
    return Spans(
        article=np.array([documents[mark.document] for mark in marks], dtype=np.intp),
        coder=np.repeat([0, 1], [len(first), len(second)]),
        label=np.array([labels[mark.label] for mark in marks], dtype=np.intp),
        frag_span=table[:, 0],
        frag_start=table[:, 1],
        frag_end=table[:, 2],
    )


def _touched(marks: list[_Mark], tokens: Tokens | None) -> set[tuple[Hashable, Hashable, int]]:
    """Every (document, label, token) that a mark shares a code point with."""
    touched = set()
    for mark in marks:
        for start, end in mark.fragments:
            if tokens is None:
                places: Iterable[int] = range(start, end)
            else:
                own = tokens[mark.document] if isinstance(tokens, Mapping) else tokens
                places = (n for n, (s, e) in enumerate(own) if s < end and start < e)
            touched |= {(mark.document, mark.label, place) for place in places}
    return touched
