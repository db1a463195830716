"""The units that enclose a selection: word, chunk, clause, quotation, sentence, paragraph, text.

Offsets are code points, ranges half-open. Only the selection's own lines are looked at.
"""

from __future__ import annotations

import re

from annotator.text.offsets import check_range
from annotator.text.paragraphs import line_at
from annotator.text.quotations import quotations
from annotator.text.sentences import sentence_at, trim_blank
from annotator.text.trim import trim
from annotator.text.words import word_at

# Small words that stand between noun-like chunks rather than in them, by language; a chunk in
# another language ends at punctuation alone.
_BETWEEN = {
    "en": "a an the of in on at by for from to with and or but as is are was were be been has have "
    "had will would that which who whom whose this these those it its he she they his her their "
    "said says say told not than then if when while because after before into over under about",
}
# A determiner opens a chunk: "the harbour master" is one.
_OPENING = {"en": "a an the this these those its his her their"}
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_PUNCTUATION = '"“”„«»「」『』,;:()[]{}.!?…–—、。，；：（）！？'
_CHUNK_END = re.compile(f"[{re.escape(_PUNCTUATION)}]")
_CLAUSE_END = re.compile(r"[,;:–—()\[\]{}、，；：（）«»“”„「」『』\"]|(?<=\w)[.!?…。！？]")


def enclosing(
    text: str, start: int, end: int, language: str | None = None
) -> list[tuple[int, int]]:
    """Give the units around a range, the smallest first, each holding the one before and more.

    The range itself isn't among them. White space and stray punctuation at their edges are left
    out, quotation marks are not. Raises `TextError` for a range outside the text.
    """
    check_range(text, start, end)
    line = _lines(text, start, end)
    units = [
        _words(text, start, end),
        _chunk(text, start, end, line, language),
        _between(text, start, end, line, _CLAUSE_END),
        *sorted(_quoted(text, start, end, line), key=lambda unit: unit[1] - unit[0]),
        _sentences(text, start, end, language),
        trim_blank(text, *line),
        (0, len(text)),
    ]
    found: list[tuple[int, int]] = []
    for unit in units:
        low, high = found[-1] if found else (start, end)
        if unit[0] <= low and high <= unit[1] and unit != (low, high):
            found.append(unit)
    return found


def expand(text: str, start: int, end: int, language: str | None = None) -> tuple[int, int]:
    """Give the next larger unit around a range; the range itself if it is the whole text."""
    return next(iter(enclosing(text, start, end, language)), (start, end))


def _lines(text: str, start: int, end: int) -> tuple[int, int]:
    return line_at(text, start)[0], line_at(text, end)[1]


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    first = word_at(text, start)
    last = word_at(text, end if end == start else end - 1)
    return min(first[0], start), max(last[1], end)


def _chunk(
    text: str, start: int, end: int, line: tuple[int, int], language: str | None
) -> tuple[int, int]:
    """Give the run of words around the range that no punctuation and no small word parts."""
    low, high = _between(text, start, end, line, _CHUNK_END)
    code = (language or "en").partition("-")[0]
    between = set(_BETWEEN.get(code, "").split())
    opening = set(_OPENING.get(code, "").split())
    first, last = _words(text, start, end)
    for match in reversed(list(_WORD.finditer(text[low:first]))):
        word = match[0].casefold()
        if word in opening:
            first = low + match.start()
        if word in between:
            break
        first = low + match.start()
    return trim(text, first, _chunk_end(text, last, high, between))


def _chunk_end(text: str, last: int, high: int, between: set[str]) -> int:
    end = last
    for match in _WORD.finditer(text[last:high]):
        if match[0].casefold() in between:
            break
        end = last + match.end()
    return end


def _between(
    text: str, start: int, end: int, line: tuple[int, int], pattern: re.Pattern[str]
) -> tuple[int, int]:
    """Give the stretch around the range up to the nearest match on each side."""
    low = max((m.end() for m in pattern.finditer(text, line[0], start)), default=line[0])
    match = pattern.search(text, end, line[1])
    return trim(text, low, match.start() if match else line[1])


def _quoted(text: str, start: int, end: int, line: tuple[int, int]) -> list[tuple[int, int]]:
    """Give the quotations around the range, each without and with its marks."""
    found = []
    for low, high in quotations(text, *line):
        if low <= start and end <= high:
            inner = trim_blank(text, low + 1, high - 1) if high - low > 2 else (low, high)
            found += (
                [inner, (low, high)] if inner[0] <= start and end <= inner[1] else [(low, high)]
            )
    return found


def _sentences(text: str, start: int, end: int, language: str | None) -> tuple[int, int]:
    first = sentence_at(text, start, language)
    last = sentence_at(text, max(end - 1, start), language)
    return min(first[0], start), max(last[1], end)
