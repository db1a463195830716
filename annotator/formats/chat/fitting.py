"""Makes a sheet such as answers about its windows can hold."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from annotator.formats.chat.windows import Window, windows
from annotator.formats.fitting import Fitted, Losses, fitted
from annotator.formats.format import Terms
from annotator.formats.holds import Holds
from annotator.formats.sheet import Sheet
from annotator.model import Span


def fit(sheet: Sheet, terms: Terms, holds: Holds) -> Fitted:
    """Return the sheet without what lies in no one window, and without what no answer says."""
    result = fitted(sheet, holds, terms.scheme)
    losses = Losses(result.sheet)
    sheet = _without_entries(result.sheet, losses)
    article = sheet.article
    borders = windows(article.text, terms.options["window"], article.language)
    places = {span.id: window_of(span, borders) for span in sheet.spans}
    kept = []
    for span in sheet.spans:
        if places[span.id] is None:
            losses.of("windows", span, "", "It is left out: no window holds all of it.")
        else:
            kept.append(span)
    links = []
    for link in sheet.relations:
        source, target = places[link.source], places[link.target]
        if source is not None and source == target:
            links.append(link)
        else:
            losses.of("windows", link, "", "It is left out: no window holds both of its ends.")
    sheet = replace(sheet, spans=tuple(kept), relations=tuple(links))
    return Fitted(sheet, (*result.losses, *losses.rows))


def window_of(span: Span, borders: tuple[Window, ...]) -> int | None:
    """Return the number of the window that holds the whole span, or ``None``."""
    number = bisect_right(borders, span.start, key=lambda window: window[0]) - 1
    return number if span.end <= borders[number][1] else None


def _without_entries(sheet: Sheet, losses: Losses) -> Sheet:
    """Leave out the entries of a knowledge base: answers call actors by name."""
    for actor in sheet.actors:
        if actor.kb_id is not None:
            losses.of("register", actor, f"entry {actor.kb_id}", "It is left out.")
    return replace(sheet, actors=tuple(replace(actor, kb_id=None) for actor in sheet.actors))
