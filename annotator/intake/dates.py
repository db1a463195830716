"""Dates as news articles write them on a line of their own or behind the place."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"

#: A date with its year, as a pattern for use inside others; case is to be ignored.
FULL_DATE = (
    r"(?:\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
#: The same, or only day and month in either order.
ANY_DATE = rf"(?:{FULL_DATE}|\d{{1,2}}\.?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}})"

_NUMBERS = re.compile(r"(\d{4})(?:-|\s?年\s?)(\d{1,2})(?:-|\s?月\s?)(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})", re.I)
_MONTH_FIRST = re.compile(r"([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.I)


def iso_date(text: str) -> str | None:
    """Give the first full date in ``text`` as ISO 8601, or None.

    "3/11/2018" is none: half the world reads it the other way round.
    """
    if match := _NUMBERS.search(text):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.search(text):
        return _iso(int(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_FIRST.search(text):
        return _iso(int(match[3]), _month(match[1]), int(match[2]))
    return None


def _month(name: str) -> int:
    """Give the number of the month that begins so, or 0."""
    starts = [month[:3] for month in _MONTHS]
    return starts.index(name.lower()) + 1 if name.lower() in starts else 0


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
