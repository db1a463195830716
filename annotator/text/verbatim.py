"""The text is the truth: what may be stored, its fingerprint, and quotes that must match it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.errors import TextError
from annotator.text.offsets import check_range


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stored quote that isn't what the text says at its place."""

    start: int
    end: int
    stored: str
    found: str | None
    """What the text says there; `None` if the range doesn't lie in the text."""


def check_text(text: str, *, name: str) -> None:
    """Raise `TextError`, naming the article and the place, if `text` can't be stored verbatim.

    Only a lone surrogate is refused: it is half a character, and neither UTF-8 nor SQLite can
    hold it. NUL and everything else is allowed. The place is a code point offset from 0.
    """
    _utf8(text, name)


def sha256(text: str) -> str:
    """Give the SHA-256 of the text in UTF-8, as 64 hexadecimal digits.

    Raises `TextError` for a text that `check_text` refuses.
    """
    # Loading OpenSSL takes 15 ms, which the window's start need not pay.
    from hashlib import sha256 as digest

    return digest(_utf8(text, "The text")).hexdigest()


def quote(text: str, start: int, end: int) -> str:
    """Give what the text says from `start` to `end`; `TextError` if that isn't in the text."""
    check_range(text, start, end)
    return text[start:end]


def check_quotes(text: str, fragments: Iterable[tuple[int, int, str]]) -> list[Mismatch]:
    """Compare fragments (start, end, stored quote) with the text and give those that differ."""
    mismatches = []
    for start, end, stored in fragments:
        in_text = 0 <= start <= end <= len(text)
        found = text[start:end] if in_text else None
        if found != stored:
            mismatches.append(Mismatch(start, end, stored, found))
    return mismatches


def _utf8(text: str, name: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise TextError(
            f"{name} cannot be stored: lone surrogate U+{code:04X} at character {error.start}. "
            "Half a character was lost where the text was made; mend it there and import again."
        ) from error
