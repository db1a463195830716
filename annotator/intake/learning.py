"""What people's corrections of zones tell of further articles from the same site.

A paragraph that somebody put into the body, a caption or the site's matter is put there again
when it comes again; dates and other numbers in it may differ. What began the site's matter at the
end of an article begins it in the next.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from annotator.intake.zones import Unit, units_of
from annotator.model import Article
from annotator.model.zoning import with_zone

_TAUGHT = frozenset({"body", "boilerplate", "caption"})
_DIGITS = re.compile(r"\d+")


class Learnt:
    """The corrections made so far, by site; articles without a known site share one."""

    def __init__(self, corrected: Iterable[Article] = ()) -> None:
        self._kinds: dict[str, dict[str, str]] = defaultdict(dict)
        self._tails: dict[str, set[str]] = defaultdict(set)
        for article in corrected:
            self.learn(article)

    def applied(self, article: Article) -> Article:
        """Return the article with its zones as corrections of its site would have them."""
        site = site_of(article)
        kinds, tails = self._kinds.get(site, {}), self._tails.get(site, set())
        if not kinds:
            return article
        units = units_of(article.text)
        for unit in units:
            kind, zone = kinds.get(_key(unit)), article.zone_at(unit.start)
            if kind is not None and (zone is None or zone.kind != kind):
                article = with_zone(article, kind, unit.start, unit.end)
        tail = next((unit for unit in units[1:] if _key(unit) in tails), None)
        if tail is not None:
            article = with_zone(article, "boilerplate", tail.start, len(article.text))
        return article

    def learn(self, article: Article) -> None:
        """Follow this article's zones in others of its site from now on."""
        site = site_of(article)
        for unit in units_of(article.text):
            zone = article.zone_at(unit.start)
            if zone is not None and zone.kind in _TAUGHT:
                self._kinds[site][_key(unit)] = zone.kind
                self._tails[site].discard(_key(unit))
        last = article.zones[-1] if article.zones else None
        if last is not None and last.kind == "boilerplate":
            first = next(unit for unit in units_of(article.text[last.start :]))
            self._tails[site].add(_key(first))


def site_of(article: Article) -> str:
    """Return which site an article is from: its name, or else its address, or nothing."""
    site = article.metadata.get("site")
    return str(site or urlsplit(article.url or "").hostname or "").casefold()


def _key(unit: Unit) -> str:
    """Return what stays the same of a paragraph that a site repeats."""
    return _DIGITS.sub("0", " ".join(unit.text.casefold().split()))
