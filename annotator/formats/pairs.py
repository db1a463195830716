"""Pairs of spans, linked and not, to learn relations from: JSON Lines with a pair each.

``h`` (the head) and ``t`` (the tail) have their ``pos`` in ``text``, as OpenNRE reads it: code
points, half-open. ``start`` is where the text begins in the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

from annotator.formats.fitting import Fitted, Losses, fitted
from annotator.formats.format import Format, Option, Terms
from annotator.formats.holds import Holds
from annotator.formats.json.writing import write_lines
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.sentences import as_tokens
from annotator.model import Span

#: What a pair without a link is said to be.
NO_RELATION = "no_relation"

#: How many sentences two spans without a link may be apart to make a pair.
NEAR = 3

NEGATIVES = Option(
    "negatives",
    ("1", "0", "2", "5", "all"),
    "1",
    "how many pairs without a link come for each linked one of the same layer: such as the scheme "
    f"would allow a link between, at most {NEAR} sentences apart, drawn by the seed",
)

Pair = tuple[Span, Span, str]


class SpanPairs(Format):
    """The format ``pairs``."""

    name = "pairs"
    title = "Pairs of spans, for relations"
    suffixes = (".jsonl",)
    reads = False
    holds = Holds(overlap=True, relations=True, layers=True)
    options = (NEGATIVES,)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet as pairs hold it, and tell the spans that are in none."""
        result = fitted(sheet, self.holds, terms.scheme)
        losses = Losses(result.sheet)
        paired = {span.id for head, tail, _ in _pairs(result.sheet, terms) for span in (head, tail)}
        for span in result.sheet.spans:
            if span.id not in paired:
                losses.of("pairs", span, "", "It is left out: it is in no pair.")
        return Fitted(result.sheet, (*result.losses, *losses.rows))

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a line for each pair of each sheet."""
        write_lines((line for sheet in sheets for line in _lines(sheet, terms)), to)


def _pairs(sheet: Sheet, terms: Terms) -> list[Pair]:
    """Return the linked pairs and the others that are drawn, as their heads stand in the text."""
    spans = {span.id: span for span in sheet.spans}
    linked = [(spans[link.source], spans[link.target], link.type) for link in sheet.relations]
    wanted = terms.options["negatives"]
    if wanted == "0" or not linked:
        return sorted(linked, key=_place)
    unlinked = sorted(_unlinked(sheet, terms), key=lambda pair: _luck(pair, terms.seed))
    if wanted != "all":
        unlinked = unlinked[: int(wanted) * len(linked)]
    return sorted([*linked, *unlinked], key=_place)


def _unlinked(sheet: Sheet, terms: Terms) -> Iterator[Pair]:
    known = {(link.source, link.target) for link in sheet.relations}
    known |= {(link.target, link.source) for link in sheet.relations}
    relations = terms.scheme.relations
    allowed = {ends for one in relations for ends in product(one.sources, one.targets)}
    parts = as_tokens(sheet.article.text, sheet.article.language)
    starts = [parts.touching(span.start, span.end).start for span in sheet.spans]
    placed = sorted(zip(starts, sheet.spans, strict=True), key=lambda one: (one[0], one[1].order))
    for number, (here, span) in enumerate(placed):
        for there, other in placed[number + 1 :]:
            if there - here > NEAR:
                break
            if (span.id, other.id) in known:
                continue
            for head, tail in ((span, other), (other, span)):
                if (head.label, tail.label) in allowed:
                    yield head, tail, NO_RELATION


def _luck(pair: Pair, seed: int) -> bytes:
    return sha256(f"{seed}:{pair[0].id}:{pair[1].id}".encode()).digest()


def _place(pair: Pair) -> tuple[Any, ...]:
    return pair[0].order, pair[1].order, pair[2]


def _lines(sheet: Sheet, terms: Terms) -> Iterator[dict[str, Any]]:
    article = sheet.article
    parts = as_tokens(article.text, article.language)
    for head, tail, relation in _pairs(sheet, terms):
        start, end = min(head.start, tail.start), max(head.end, tail.end)
        if touched := parts.touching(start, end):
            first, last = parts.place(touched)
            start, end = min(start, first), max(end, last)
        yield {
            "text": article.text[start:end],
            "h": _end(head, start),
            "t": _end(tail, start),
            "relation": relation,
            "article_id": article.id,
            "title": article.title,
            "annotator": sheet.annotator,
            "start": start,
        }


def _end(span: Span, start: int) -> dict[str, Any]:
    return {
        "id": span.id,
        "name": span.quote,
        "label": span.label,
        "pos": [span.start - start, span.end - start],
    }


FORMAT = SpanPairs()
