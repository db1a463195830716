"""In which encoding a text may be, where none can be told for sure: for a person to judge.

Each detector is wrong on some texts, so nothing here is ever followed without being asked.
"""

from __future__ import annotations

import codecs
import logging
from dataclasses import dataclass

from annotator.errors import IntakeError, MissingExtra
from annotator.intake.encoding import DECLARABLE, decode
from annotator.intake.libraries import library

_LOOKED_AT = 100_000  # bytes
_SHOWN = 60  # code points
_MOST = 4
# Nobody wrote articles in the rest, which look likelier than they are.
_IN_USE = DECLARABLE - {f"iso8859-{n}" for n in (3, 4, 10, 14, 16)}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An encoding (Python's name), and how the text begins in it, to be judged by eye."""

    encoding: str
    sample: str


def suggestions(data: bytes) -> tuple[Suggestion, ...]:
    """Return what a detector thinks of a text's encoding, the likeliest first.

    Only encodings in which all of the text can be read, each with another beginning. Nothing where
    charset-normalizer isn't installed.
    """
    if not data:
        return ()
    try:
        detector = library("charset_normalizer", "Suggestions of encodings")
    except MissingExtra:
        return ()
    logging.getLogger("charset_normalizer").setLevel(logging.CRITICAL)
    found: dict[str, Suggestion] = {}
    for match in detector.from_bytes(data[:_LOOKED_AT], cp_isolation=sorted(_IN_USE)):
        name = codecs.lookup(match.encoding).name
        try:
            text = decode(data, encoding=name).text
        except IntakeError:
            continue
        sample = _telling(text)
        found.setdefault(sample, Suggestion(name, sample))
    return tuple(found.values())[:_MOST]


def _telling(text: str) -> str:
    """Return the first words from which the encoding can be judged: those beyond ASCII."""
    first = next((n for n, c in enumerate(text) if c > "\x7f"), 0)
    start = text.rfind(" ", 0, max(first - 10, 0)) + 1
    return " ".join(text[start : start + _SHOWN].split())
