"""BIO tags: one for each token, and back.

What is written is IOB2: ``B-`` begins a span, ``I-`` goes on with it, ``O`` is outside. What is
read may also be IOB1, BIOES or BILOU.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotator.formats.tokens.tokenizers import Tokens
from annotator.model import Span

OUTSIDE = "O"

_BEGIN = "BSU"
_GO_ON = "IEL"
_END = "ESLU"


def tag_names(labels: Iterable[str]) -> list[str]:
    """Return all tags there can be with these labels, ``O`` first."""
    return [OUTSIDE, *(f"{mark}-{label}" for label in labels for mark in "BI")]


def tags(spans: Iterable[Span], tokens: Tokens) -> list[str]:
    """Return the tag of each token under spans that lie on tokens and don't overlap."""
    found = [OUTSIDE] * len(tokens.places)
    for span in spans:
        for fragment in span.fragments:
            numbers = tokens.touching(fragment.start, fragment.end)
            for number in numbers:
                mark = "B" if number == numbers[0] else "I"
                found[number] = f"{mark}-{span.label}"
    return found


def is_tag(text: str) -> bool:
    """Say whether this can be a token's tag."""
    return text == OUTSIDE or (len(text) > 2 and text[1] == "-" and text[0] in _BEGIN + _GO_ON)


def untagged(marks: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the label, first token and token behind the last of each span that tags mark.

    ``I-`` without a beginning begins a span, as it does in IOB1.
    """
    label, first = "", 0
    for number, mark in enumerate([*marks, OUTSIDE]):
        goes_on = bool(label) and mark[0] in _GO_ON and mark[2:] == label
        if label and not goes_on:
            yield label, first, number
            label = ""
        if mark == OUTSIDE:
            continue
        if not label:
            label, first = mark[2:], number
        if mark[0] in _END:
            yield label, first, number + 1
            label = ""
