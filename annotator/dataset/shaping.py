"""Gives a layer the shape that a dataset wants: without boilerplate, under other labels.

Pure functions over sheets. What a sheet loses on the way is told, never dropped silently.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.errors import FormatError
from annotator.formats import Loss, Sheet
from annotator.formats.fitting import Losses
from annotator.model import Article, Fragment, LabelType, Scheme, Span, Zone

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shaped:
    """A sheet in its new shape, and a row for each span and link that isn't in it any more."""

    sheet: Sheet
    losses: tuple[Loss, ...] = ()


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
    losses = Losses(sheet)
    spans = []
    for span in sheet.spans:
        places = [moved.range(f.start, f.end) for f in span.fragments]
        if None in places:
            losses.of("zones", span, "", why)
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
    return _shaped(replace(sheet, article=shorter), spans, "zones", losses)


def relabelled(sheet: Sheet, labels: Mapping[str, str]) -> Shaped:
    """Rename labels, merge them by giving several one name, or drop those mapped to ``""``."""
    losses = Losses(sheet)
    spans = []
    for span in sheet.spans:
        if name := labels.get(span.label, span.label):
            spans.append(replace(span, label=name))
        else:
            losses.of("labels", span, "", f"The label {span.label} is left out of this dataset.")
    return _shaped(sheet, spans, "labels", losses)


def scheme_called(scheme: Scheme, labels: Mapping[str, str]) -> Scheme:
    """Return the scheme under the names that ``relabelled`` gives labels.

    Labels that become one have the questions of both. Whatever hangs on a label that is dropped
    goes with it: checks, ends of relations, and the attribution if it was its head. Raises
    ``FormatError`` for a label that the scheme hasn't.
    """
    if not labels:
        return scheme
    for name in labels:
        if scheme.label(name) is None:
            known = ", ".join(label.name for label in scheme.labels)
            raise FormatError(f'The scheme has no label "{name}"; it has: {known}.')

    def called(name: str) -> str:
        return labels.get(name, name)

    def all_called(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in map(called, names) if name))

    renamed: dict[str, LabelType] = {}
    for label in scheme.labels:
        name = called(label.name)
        if name and name not in renamed:
            renamed[name] = replace(label, name=name)
        elif name:
            asked = {attribute.name for attribute in renamed[name].attributes}
            more = tuple(a for a in label.attributes if a.name not in asked)
            merged = (*renamed[name].attributes, *more)
            renamed[name] = replace(renamed[name], attributes=merged)
    roles = scheme.attribution
    head = called(roles.claim) if roles is not None else ""
    return replace(
        scheme,
        labels=tuple(renamed.values()),
        relations=tuple(
            replace(kind, sources=sources, targets=targets)
            for kind in scheme.relations
            if (sources := all_called(kind.sources)) and (targets := all_called(kind.targets))
        ),
        checks=tuple(
            replace(check, label=check.label and called(check.label))
            for check in scheme.checks
            if check.label is None or called(check.label)
        ),
        attribution=replace(roles, claim=head) if roles is not None and head else None,
    )


def _shaped(sheet: Sheet, spans: Sequence[Span], kind: str, losses: Losses) -> Shaped:
    """Keep of the sheet what belongs to these spans."""
    ids = {span.id for span in spans}
    relations = []
    for link in sheet.relations:
        if link.source in ids and link.target in ids:
            relations.append(link)
        else:
            losses.of(kind, link, "", "It is left out, as one of its spans is.")
    shaped = replace(sheet, spans=tuple(spans), relations=tuple(relations))
    return Shaped(shaped, tuple(losses.rows))


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
