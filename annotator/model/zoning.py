"""Correcting which stretch of an article is what: the zones once one of them is set by hand."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.article import Article, Zone

#: What the metadata of an article says under ``zones`` once a person corrected them.
CORRECTED = "corrected"
_JOINING = frozenset({"body", "boilerplate"})


def with_zone(article: Article, kind: str, start: int, end: int) -> Article:
    """Return the article with one stretch of this kind, code points, and the others around it.

    White space at its edges belongs to no zone; neighbours of body and of boilerplate join, since
    they are what is read, or folded away, as one.
    """
    start, end = _trimmed(article.text, start, end)
    if start >= end:
        return article
    zones = [Zone(kind, start, end)]
    for zone in article.zones:
        for a, b in ((zone.start, min(zone.end, start)), (max(zone.start, end), zone.end)):
            left, right = _trimmed(article.text, a, b)
            if left < right:
                zones.append(Zone(zone.kind, left, right))
    zones.sort(key=lambda zone: zone.start)
    joined: list[Zone] = []
    for zone in zones:
        if joined and zone.kind in _JOINING and joined[-1].kind == zone.kind:
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, zone.end))
        else:
            joined.append(zone)
    return replace(article, zones=tuple(joined))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
