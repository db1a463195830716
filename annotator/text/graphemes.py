"""Grapheme clusters: what a person takes for one character, such as é, 👩‍👩‍👧, 🇯🇵 or CRLF.

Each function looks only at the surroundings of the offset, however long the text. Offsets are
code points; one outside the text raises `TextError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from annotator.text.offsets import check_offset, check_range

if TYPE_CHECKING:
    import regex


_NEAR = 32


def is_boundary(text: str, offset: int) -> bool:
    """Say whether `offset` lies between two clusters, or at either end of the text."""
    return snap_down(text, offset) == offset


def snap_down(text: str, offset: int) -> int:
    """Give the last boundary at or before `offset`."""
    check_offset(text, offset)
    if offset == len(text) or _breaks_anywhere(text, offset):
        return offset
    start = offset
    while not _breaks_anywhere(text, start) and not _breaks_for_certain(text, start):
        start -= 1
    return last_boundary(text, start, offset)


def snap_up(text: str, offset: int) -> int:
    """Give the first boundary at or behind `offset`."""
    start = snap_down(text, offset)
    if start == offset:
        return offset
    return _cluster_end(text, start)


def next_boundary(text: str, offset: int) -> int:
    """Give the first boundary behind `offset`; the text's end has none and gives itself."""
    check_offset(text, offset)
    return snap_up(text, min(offset + 1, len(text)))


def previous_boundary(text: str, offset: int) -> int:
    """Give the last boundary before `offset`; the text's start has none and gives itself."""
    check_offset(text, offset)
    return snap_down(text, max(offset - 1, 0))


def clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the clusters of a range one after the other, as if there were no more text than that.

    Raises `TextError` if the range isn't in the text.
    """
    check_range(text, start, end)
    return (match.span() for match in _cluster().finditer(text, start, end))


def last_boundary(text: str, known: int, offset: int) -> int:
    """Give the last boundary at or before `offset`, counting clusters from `known` on.

    `known` is a boundary at or before `offset`. Unlike `snap_down` this takes time only for what
    lies between the two, even within a long run of flags.
    """
    if offset == len(text) or _breaks_anywhere(text, offset):
        return offset
    boundary = known = _certain_boundary(text, known, offset)
    # Whether two characters are parted never depends on what follows them.
    for match in _cluster().finditer(text[known : offset + 1]):
        boundary = known + match.start()
    return boundary


def _certain_boundary(text: str, known: int, offset: int) -> int:
    """Give a boundary near before `offset` that is one for certain, else the known one."""
    for at in range(offset - 1, max(known, offset - _NEAR), -1):
        if _breaks_anywhere(text, at) or _breaks_for_certain(text, at):
            return at
    return known


def _breaks_anywhere(text: str, offset: int) -> bool:
    """Say whether a boundary is plain to see: an end of the text, or two simple characters.

    No character below U+0300 joins another, but for CR with LF.
    """
    if offset == 0 or offset == len(text):
        return True
    before, after = text[offset - 1], text[offset]
    return before < "\u0300" and after < "\u0300" and not (before == "\r" and after == "\n")


def _breaks_for_certain(text: str, offset: int) -> bool:
    """Say whether the two characters at `offset` are parted whatever comes before them.

    Behind an extending character or a joiner it may depend on more (emoji sequences, conjuncts).
    """
    if _cluster().fullmatch(text, offset - 1, offset + 1):
        return False
    return not _extending().match(text, offset - 1)


def _cluster_end(text: str, start: int) -> int:
    match = _cluster().match(text, start)
    return match.end() if match else len(text)


@cache
def _cluster() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\X")


@cache
def _extending() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"[\p{GCB=Extend}\p{GCB=ZWJ}]")
