"""Which parts of an article are title, standfirst, byline, dateline, caption, body, site matter.

A guess that people can correct, and a careful one: what is not surely something else is body, so
that nothing to be labelled is ever folded away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.intake import cues, markers
from annotator.model import Zone
from annotator.text.paragraphs import is_blank, paragraphs

_TITLE_WIDTH = 200
_STANDFIRST_WIDTHS = range(30, 301)
_CAPTION_WIDTH = 100
_HEAD_UNITS = 8  # the body begins by then
_PROSE_AFTER_STRONG, _PROSE_AFTER_WEAK = 100, 25
_WRAPPED_WIDTHS = range(45, 101)


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph: code points ``start`` to ``end`` of the text, and its kind where known."""

    start: int
    end: int
    text: str
    kind: str | None = None


def guess_zones(text: str, title: str | None = None) -> tuple[Zone, ...]:
    """Guess the zones of a plain text; with its ``title``, if that is known and may be in it.

    They are in order, do not overlap, begin and end with something else than white space, and
    cover everything else in the text.
    """
    return zones_of(units_of(text), title)


def zones_of(units: Sequence[Unit], title: str | None = None) -> tuple[Zone, ...]:
    """Guess the kinds of the units that have none, and join neighbours of body and site matter.

    Where the ``title`` is known, nothing else is taken for one.
    """
    kinds = [unit.kind for unit in units]
    first = _mark_head(units, kinds, title)
    _mark_tail(units, kinds, first)
    zones: list[Zone] = []
    for index, unit in enumerate(units):
        kind = kinds[index] or "body"
        start = unit.start
        if kind == "body" and index == first and (length := cues.dateline_length(unit.text)):
            zones.append(Zone("dateline", start, start + length))
            rest = unit.text[length:]
            start += length + len(rest) - len(rest.lstrip())
        if start == unit.end:
            continue
        if zones and zones[-1].kind == kind and kind in {"body", "boilerplate"}:
            zones[-1] = replace(zones[-1], end=unit.end)
        else:
            zones.append(Zone(kind, start, unit.end))
    return tuple(zones)


def units_of(text: str) -> list[Unit]:
    """Split a text into its paragraphs: lines, unless a block of lines was wrapped to a width."""
    blocks: list[list[tuple[int, int]]] = [[]]
    for start, end in paragraphs(text):
        line = text[start:end]
        if is_blank(text, start, end) or not line.strip():
            blocks.append([])
            continue
        left = len(line) - len(line.lstrip())
        blocks[-1].append((start + left, start + len(line.rstrip())))
    units = []
    for block in blocks:
        pieces = [(block[0][0], block[-1][1])] if _is_wrapped(block) else block
        units += [Unit(start, end, text[start:end]) for start, end in pieces]
    return units


def _is_wrapped(block: Sequence[tuple[int, int]]) -> bool:
    """Say whether all lines but the last are about as long as a page is wide."""
    lengths = [end - start for start, end in block[:-1]]
    return (
        bool(lengths)
        and all(length in _WRAPPED_WIDTHS for length in lengths)
        and max(lengths) - min(lengths) <= 25
        and block[-1][1] - block[-1][0] <= max(lengths) + 15
    )


def _mark_head(units: Sequence[Unit], kinds: list[str | None], known: str | None) -> int:
    """Set the kinds of what stands before the body; give the index of the body's first unit."""
    if units and "title" not in kinds and kinds[0] is None and _is_title(units, known):
        kinds[0] = "title"
    if "title" not in kinds:
        return _next_body(kinds, 0)
    index = title = kinds.index("title")
    guessed_caption = False
    for index in range(title + 1, min(len(units), title + _HEAD_UNITS)):
        if kinds[index] is not None:
            continue
        kind = _own_kind(units[index].text)
        if kind is None and "standfirst" not in kinds and "caption" not in kinds:
            kind = "standfirst" if _is_standfirst(units, index) else None
        elif kind is None and "standfirst" in kinds and not guessed_caption:
            guessed_caption = _is_label(units, index)
            kind = "caption" if guessed_caption else None
        if kind is None:
            return index
        kinds[index] = kind
    return _next_body(kinds, index)


def _next_body(kinds: Sequence[str | None], index: int) -> int:
    """Give the first index from ``index`` on that has no kind yet or is body."""
    while index < len(kinds) and kinds[index] not in {None, "body"}:
        index += 1
    return index


def _own_kind(text: str) -> str | None:
    """Tell the kind that a paragraph of the head shows by itself."""
    if cues.byline(text) is not None:
        return "byline"
    if cues.is_caption(text):
        return "caption"
    if cues.is_date_line(text):
        return "dateline"
    return None


def _is_title(units: Sequence[Unit], known: str | None) -> bool:
    text = units[0].text
    if known is not None:
        return text.casefold().split() == known.casefold().split()
    return (
        len(units) > 1
        and cues.width(text) <= _TITLE_WIDTH
        and not (
            cues.ends_sentence(text) and text.rstrip("\"'”’»)]」』）").endswith((".", "。", "۔"))
        )
        and not cues.dateline_length(text)
        and not cues.is_list_item(text)
        and _own_kind(text) is None
    )


def _is_standfirst(units: Sequence[Unit], index: int) -> bool:
    text = units[index].text
    if cues.width(text) not in _STANDFIRST_WIDTHS or cues.is_list_item(text):
        return False
    if cues.dateline_length(text) or text.endswith((":", "：")):
        return False
    following = units[index + 1 : index + 4]
    if cues.ends_sentence(text):
        return bool(following) and _own_kind(following[0].text) in {"byline", "dateline"}
    return any(cues.is_prose(unit.text, 80) for unit in following)


def _is_label(units: Sequence[Unit], index: int) -> bool:
    """Say whether the unit is a short phrase before prose: what stands under a picture."""
    text = units[index].text
    following = units[index + 1 : index + 2]
    return (
        cues.width(text) <= _CAPTION_WIDTH
        and not cues.ends_sentence(text)
        and not text.endswith((":", "："))
        and not cues.is_list_item(text)
        and not cues.dateline_length(text)
        and any(cues.is_prose(unit.text, 80) for unit in following)
    )


def _mark_tail(units: Sequence[Unit], kinds: list[str | None], first: int) -> None:
    """Set the kinds of captions within the body and of the site's matter behind it."""
    tail = _tail_start(units, max(first, 1))
    for index in range(first, len(units)):
        if kinds[index] is not None:
            continue
        if index >= tail:
            kinds[index] = "boilerplate"
        elif cues.is_caption(units[index].text):
            kinds[index] = "caption"


def _tail_start(units: Sequence[Unit], first: int) -> int:
    """Give the index of the first marker behind which no more of the article follows.

    After a heading such as "Most Popular" only a long statement is the article's; after a line
    such as "Advertisement", which may stand between paragraphs, a short one is too. The first
    paragraph of the body is never a marker: something must be left to read.
    """
    tail = len(units)
    longest = 0  # width of the widest statement from here to the end
    for index in range(len(units) - 1, first, -1):
        text = units[index].text
        allowed = _PROSE_AFTER_STRONG if markers.is_strong(text) else _PROSE_AFTER_WEAK
        is_marker = markers.is_strong(text) or markers.is_weak(text)
        if is_marker and longest < allowed and not cues.is_caption(text):
            tail = index
        elif cues.is_prose(text, 1) and not markers.is_notice(text):
            longest = max(longest, cues.width(text))
    return tail
