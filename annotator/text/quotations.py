"""Quotations: what stands in quotation marks, the marks included.

Known are "straight", “curly”, „low“, «guillemets», ‹single ones›, 「」 and 『』, and 'single' or
‘single’ marks where they can't be apostrophes. A quotation ends on its line. One without a closing
mark runs to the end of its line if it opens the line, or if the next paragraph opens with its mark
again, as newspapers do when a quotation goes on; else its mark is taken for a stray one.

Offsets are code points, ranges half-open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.text.characters import BLANK
from annotator.text.offsets import check_offset, check_range
from annotator.text.paragraphs import line_at
from annotator.text.sentences import trim_blank

_CLOSERS = {
    '"': '"',
    "'": "'",
    "‘": "’",
    "“": "”",
    "”": "”",
    "„": "“”",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
}
_SINGLE = "'‘"
_ALWAYS_OPENS = "„«‹「『"
_COMMAS = frozenset(",،、，")
# Who speaks is said in fewer code points than this.
_LONGEST_TAG = 240

QUOTATION_MARKS = "\"'‘’“”„«»‹›「」『』"

_MARK = re.compile(f"[{QUOTATION_MARKS}]")
_INK = re.compile(f"[^{BLANK}]")


@dataclass(slots=True)
class _Open:
    mark: str
    at: int


def quotations_in_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the quotations of a line, or of a part of it taken for a line of its own.

    Nested ones too, in order, outer before inner. Raises `TextError` if the range isn't in the
    text.
    """
    check_range(text, start, end)
    return _in_line(text, start, end)


def quotation_at(text: str, offset: int) -> tuple[int, int] | None:
    """Give the innermost quotation around `offset`, its two edges included, or `None`.

    Raises `TextError` for an offset outside the text.
    """
    check_offset(text, offset)
    around = [(a, b) for a, b in _in_line(text, *line_at(text, offset)) if a <= offset <= b]
    return min(around, key=lambda quotation: quotation[1] - quotation[0], default=None)


def is_closed(text: str, quotation: tuple[int, int]) -> bool:
    """Say whether a quotation, as given by this module, has its closing mark."""
    start, end = quotation
    return end - start > 1 and text[end - 1] in _CLOSERS[text[start]]


def goes_on(text: str, quotation: tuple[int, int]) -> tuple[int, int] | None:
    """Give the quotation that carries on this one: in the next paragraph, or behind who says it.

    The latter is so where a comma parts it from its speaker: “It is,” she said. “And will be.”
    `None` if it isn't carried on. Raises `TextError` if it isn't in the text.
    """
    check_range(text, *quotation)
    following = _continued(text, quotation)
    if following is not None or not _is_interrupted(text, quotation):
        return following
    line_end = line_at(text, quotation[1])[1]
    found = _in_line(text, quotation[1], line_end)
    near = [(a, b) for a, b in found if a - quotation[1] <= _LONGEST_TAG]
    return near[0] if near else None


def _continued(text: str, quotation: tuple[int, int]) -> tuple[int, int] | None:
    """Give the quotation at the head of the next paragraph that carries on an unclosed one."""
    start, end = quotation
    if start == end or text[start] not in _CLOSERS or is_closed(text, quotation):
        return None
    line_end = line_at(text, end)[1]
    head = _INK.search(text, line_end)
    if _INK.search(text, end, line_end) or head is None or head[0] != text[start]:
        return None
    found = _in_line(text, *line_at(text, head.start()))
    return next(((a, b) for a, b in found if a == head.start()), None)


def _is_interrupted(text: str, quotation: tuple[int, int]) -> bool:
    """Say whether a quotation is closed with a comma, inside or outside of its mark."""
    _start, end = quotation
    if not is_closed(text, quotation):
        return False
    return text[end - 2] in _COMMAS or text[end : end + 1] in _COMMAS


def _in_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    stack: list[_Open] = []
    found = []
    for match in _MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        closed = _closed_by(text, stack, mark, at, start, end)
        if closed is not None:
            found.append((stack[closed].at, at + 1))
            del stack[closed:]
        elif _can_open(text, mark, at, start, end):
            if mark not in _ALWAYS_OPENS:
                stack = [one for one in stack if one.mark != mark]
            stack.append(_Open(mark, at))
    inked = trim_blank(text, start, end)
    following = _INK.search(text, end)
    for one in stack:
        carried_on = following is not None and following[0] == one.mark
        if one.mark not in _SINGLE and (one.at == inked[0] or carried_on):
            found.append((one.at, inked[1]))
    return sorted(found, key=lambda quotation: (quotation[0], -quotation[1]))


def _closed_by(
    text: str, stack: list[_Open], mark: str, at: int, start: int, end: int
) -> int | None:
    """Give the place in `stack` of the quotation that the mark at `at` closes."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if mark in "'’" and (before in BLANK or after.isalnum()):
        return None
    if mark == '"' and before in BLANK and after not in BLANK:
        return None
    for n in range(len(stack) - 1, -1, -1):
        if mark in _CLOSERS[stack[n].mark]:
            return n
    return None


def _can_open(text: str, mark: str, at: int, start: int, end: int) -> bool:
    if mark in _ALWAYS_OPENS:
        return True
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if mark not in _CLOSERS or after in BLANK:
        return False
    if mark == "”":
        return before in BLANK
    return mark == "“" or not before.isalnum()
