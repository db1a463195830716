"""What may be asked for in a list of articles: words, phrases and conditions, and how it is read.

``status:done actor:"the port" -label:Claim grounding`` asks for all of these at once. A minus
leaves out what fulfils the term; commas part values of which any will do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import get_args

from annotator.errors import QueryError
from annotator.model.annotation import Status

#: What each condition asks for, in a few words for people.
CONDITIONS = {
    "status": "done, new, flagged …",
    "label": "has such spans",
    "annotator": "whose work",
    "actor": "names this actor",
    "source": "file, address, byline",
    "date": "2024-03, 2024-01..2024-03",
    "is": "doubt, note, empty",
}
#: How terms may be written, for people too.
SYNTAX = '-not   a,b either   "a phrase"'
#: What ``is:`` may ask: in doubt, with a note, without any span.
STATES = ("doubt", "note", "empty")
#: What the statuses are called.
STATUS_WORDS: dict[Status, str] = {
    "new": "new",
    "started": "in progress",
    "done": "done",
    "flagged": "flagged",
    "skipped": "skipped",
}

_TERM = re.compile(
    r"(?P<minus>-)?(?:(?P<key>[^\W\d_]+):(?!//)\s*)?"
    r'(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+)|$)'
)
_QUOTES = str.maketrans("“”„‟", '""""')
_DATE = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_DATES = re.compile(rf"(?P<low>{_DATE})?(?P<to>\.\.)?(?P<high>(?<=\.\.){_DATE})?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase in title or text; ``wanted`` or else not to be there."""

    text: str
    phrase: bool = False
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """Something asked of an article or the work on it: any of the values will do."""

    key: str
    values: tuple[str, ...]
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """All that a query asks for; an article has to fulfil every part."""

    words: tuple[Word, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        """An empty query asks for nothing, so that every article fulfils it."""
        return bool(self.words or self.conditions)


def parse_query(text: str) -> Query:
    """Read a query. Raises ``QueryError`` for a condition that there isn't.

    A quotation that isn't closed goes to the end; a condition without a value asks for nothing
    yet, so that a query can be read while it is typed.
    """
    words: list[Word] = []
    conditions: list[Condition] = []
    for match in _TERM.finditer(text.translate(_QUOTES)):
        key, wanted = (match["key"] or "").casefold(), match["minus"] is None
        quoted, plain = match["quoted"], match["plain"] or ""
        if key and key not in CONDITIONS:
            known = ", ".join(f"{name}:" for name in CONDITIONS)
            raise QueryError(
                f'"{match["key"]}:" asks for nothing known. There are {known}; '
                "words with a colon go in quotation marks."
            )
        if key:
            values = [quoted] if quoted is not None else plain.split(",")
            values = [" ".join(value.split()) for value in values if value.strip()]
            if values:
                conditions.append(Condition(key, tuple(values), wanted))
        elif quoted is not None and quoted.strip():
            words.append(Word(quoted, True, wanted))
        elif plain:
            words.append(Word(plain, False, wanted))
    return Query(tuple(words), tuple(conditions))


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be written instead of the text from ``start`` to ``end``, and what it means."""

    start: int
    end: int
    text: str
    hint: str = ""


def completions(
    text: str, at: int, values: Callable[[str], Iterable[str]], limit: int = 12
) -> list[Completion]:
    """Offer what the term in which the caret stands, at offset ``at``, may go on with.

    Where no condition is begun these are the conditions, else values that begin like what is
    typed or hold a word that does; ``values`` gives all of one condition.
    """
    term = next(m for m in _TERM.finditer(text.translate(_QUOTES)) if at <= m.end())
    key = (term["key"] or "").casefold()
    if key not in CONDITIONS:
        if term["quoted"] is not None or at < term.end():
            return []
        typed = (term["plain"] or "").casefold()
        start = term.start("plain") if typed else at
        names = [name for name in CONDITIONS if name.startswith(typed)]
        return [Completion(start, at, f"{name}:", CONDITIONS[name]) for name in names]
    quoted = term["quoted"] is not None
    start = term.start("quoted") - 1 if quoted else term.end() - len(term["plain"] or "")
    typed = (term["quoted"] if quoted else term["plain"]) or ""
    if not quoted and "," in typed:
        start, typed = start + typed.rindex(",") + 1, typed.rpartition(",")[2]
    fitting = sorted(_fitting(values(key), typed))[:limit]
    return [Completion(start, term.end(), _written(value)) for _, value in fitting]


def status_meant(value: str) -> Status:
    """Return the status that a value names or begins. Raises ``QueryError`` if none."""
    for status in get_args(Status):
        if _begins(STATUS_WORDS[status], value) or _begins(status, value):
            found: Status = status
            return found
    there = ", ".join(STATUS_WORDS.values())
    raise QueryError(f'No status is called "{value}"; there are {there}.')


def state_meant(value: str) -> str:
    """Return the state that a value names or begins. Raises ``QueryError`` if none."""
    return one_of(value, STATES, "state")[0]


def one_of(value: str, names: Iterable[str], what: str) -> list[str]:
    """Return the names that a value means: itself, in whatever case, or all that it begins.

    Raises ``QueryError`` if there are none; ``what`` is what the names are.
    """
    names = list(names)
    exact = [name for name in names if name.casefold() == value.casefold()]
    found = exact or [name for name in names if _begins(name, value)]
    if not found:
        there = ", ".join(names[:12]) or "none"
        raise QueryError(f'No {what} is called "{value}"; there is {there}.')
    return found


def dates_meant(value: str) -> tuple[str | None, str | None]:
    """Return the first and last day, month or year that a value means; ``None``: open.

    Raises ``QueryError`` for what is neither a date nor a range of dates.
    """
    match = _DATES.fullmatch(value)
    if match is None or not (match["low"] or match["high"]):
        raise QueryError(
            f'"{value}" is no date. Write 2024, 2024-03 or 2024-03-05, '
            "or a range such as 2024-01..2024-03 or 2024-06.."
        )
    return (match["low"], match["high"]) if match["to"] else (match["low"], match["low"])


def _begins(name: str, value: str) -> bool:
    return name.casefold().startswith(value.casefold())


def _fitting(values: Iterable[str], typed: str) -> Iterable[tuple[int, str]]:
    """Yield the values that begin with what was typed, and those with a word that does."""
    typed = typed.casefold()
    for value in values:
        words = value.casefold()
        if words.startswith(typed):
            yield 0, value
        elif any(word.startswith(typed) for word in words.split()):
            yield 1, value


def _written(value: str) -> str:
    """Write a value so that it is read as one."""
    plain = value.replace('"', "")
    return f'"{plain}"' if re.search(r'[\s",]', value) else value
