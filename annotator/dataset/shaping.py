"""Gives a layer the shape that a dataset wants: without boilerplate, under other labels.

Pure functions over sheets. What a sheet loses on the way is told, never dropped silently.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.formats import Sheet
from annotator.model import Article, Fragment, Span, Zone

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shaped:
    """A sheet in its new shape; ``lost`` says of each span that isn't in it any more why."""

    sheet: Sheet
    lost: tuple[tuple[Span, str], ...] = ()


def without_zones(sheet: Sheet, kinds: Collection[str]) -> Shaped:
    """Leave zones of these kinds out of the text, and shift every offset to where its text is now.

    The white space behind what is left out goes with it. The article's ``metadata`` tells under
    ``kept`` which ranges of the original text are still there, so that offsets can be brought
    back. A span that reaches into a zone that is left out is lost.
    """
    article = sheet.article
    kept = _kept(article, kinds)
    if kept == [(0, len(article.text))]:
        return Shaped(sheet)
    moved = _Moved(kept)
    why = f"It lies in a part of the article that is left out: {', '.join(sorted(kinds))}."
    lost: list[tuple[Span, str]] = []
    spans = []
    for span in sheet.spans:
        places = [moved.range(f.start, f.end) for f in span.fragments]
        if None in places:
            lost.append((span, why))
            continue
        pieces = zip(filter(None, places), span.fragments, strict=True)
        fragments = tuple(Fragment(*place, old.quote) for place, old in pieces)
        spans.append(replace(span, fragments=fragments))
    text = "".join(article.text[start:end] for start, end in kept)
    zones = [
        Zone(zone.kind, *placed)
        for zone in article.zones
        if zone.kind not in kinds and (placed := moved.range(zone.start, zone.end))
    ]
    metadata = {**article.metadata, "kept": [list(piece) for piece in kept]}
    shorter = replace(article, text=text, zones=tuple(zones), metadata=metadata, original=None)
    return Shaped(_with_spans(replace(sheet, article=shorter), spans), tuple(lost))


def relabelled(sheet: Sheet, labels: Mapping[str, str]) -> Shaped:
    """Rename labels, merge them by giving several one name, or drop those mapped to ``""``."""
    lost = tuple(
        (span, f"The label {span.label} is left out of this dataset.")
        for span in sheet.spans
        if labels.get(span.label) == ""
    )
    spans = [
        replace(span, label=labels.get(span.label, span.label))
        for span in sheet.spans
        if labels.get(span.label) != ""
    ]
    return Shaped(_with_spans(sheet, spans), lost)


def _with_spans(sheet: Sheet, spans: Sequence[Span]) -> Sheet:
    """Keep of the sheet what belongs to these spans."""
    ids = {span.id for span in spans}
    relations = tuple(r for r in sheet.relations if r.source in ids and r.target in ids)
    return replace(sheet, spans=tuple(spans), relations=relations)


def _kept(article: Article, kinds: Collection[str]) -> list[Range]:
    text, kept, at = article.text, list[Range](), 0
    for zone in sorted(article.zones, key=lambda zone: (zone.start, zone.end)):
        if zone.kind not in kinds:
            continue
        if zone.start > at:
            kept.append((at, zone.start))
        at = max(at, zone.end)
        while at < len(text) and text[at].isspace():
            at += 1
    if at < len(text):
        kept.append((at, len(text)))
    elif kept:
        start, end = kept[-1]
        kept[-1] = (start, start + len(text[start:end].rstrip()))
    return kept


class _Moved:
    """Where the text of an article went when only some ranges of it were kept."""

    def __init__(self, kept: Sequence[Range]) -> None:
        self._kept = kept
        self._starts = [start for start, _ in kept]
        self._shifts = []
        length = 0
        for start, end in kept:
            self._shifts.append(start - length)
            length += end - start

    def range(self, start: int, end: int) -> Range | None:
        """Return where a range is now, or ``None`` if part of it is gone."""
        n = bisect_right(self._starts, start) - 1
        if n < 0 or end > self._kept[n][1]:
            return None
        return start - self._shifts[n], end - self._shifts[n]
