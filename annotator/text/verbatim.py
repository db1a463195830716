"""The text is the truth: what may be stored of it."""

from __future__ import annotations

from annotator.errors import TextError


def check_text(text: str, *, name: str) -> None:
    """Raise `TextError`, naming the article and the place, if `text` can't be stored verbatim.

    Only a lone surrogate is refused: it is half a character, and neither UTF-8 nor SQLite can
    hold it. NUL and everything else is allowed. The place is a code point offset from 0.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise TextError(
            f"{name} cannot be stored: lone surrogate U+{code:04X} at character {error.start}. "
            "Half a character was lost where the text was made; mend it there and import again."
        ) from error
