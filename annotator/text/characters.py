"""Which characters break a line, are blank, or belong to scripts written without spaces."""

from __future__ import annotations

import re
from unicodedata import bidirectional

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""One line break: LF, CRLF, CR, NEL, LINE SEPARATOR or PARAGRAPH SEPARATOR."""

LINE_BREAK_CHARACTERS = "\n\r\x85\u2028\u2029"

WHITE_SPACE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""Everything that `str.isspace` calls white space, NO-BREAK SPACE included."""

DIRECTION_MARKS = "\u061c\u200e\u200f"
DIRECTION_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

INVISIBLE = "\xad\u180e\u200b\u2060\ufeff" + DIRECTION_MARKS + DIRECTION_CONTROLS
"""Characters that draw nothing: soft hyphen, ZERO WIDTH SPACE, word joiner, BOM, bidi controls.

The joiners U+200C and U+200D aren't among them: they belong to the letter or emoji before them.
"""

BLANK = WHITE_SPACE + INVISIBLE
"""What neither starts nor ends a span."""

_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff"
    "\uff66-\uffdc\U00020000-\U0003ffff]"
)


def is_spaceless(character: str) -> bool:
    """Say whether the script of `character` sets words, or their particles, without spaces.

    So it is in Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean: there a letter beside a
    word doesn't mean that the word goes on.
    """
    return _SPACELESS.match(character) is not None


def reads_right_to_left(text: str) -> bool:
    """Say whether the first letter that has a direction goes from right to left."""
    directions = map(bidirectional, text)
    return next((d for d in directions if d in ("L", "R", "AL")), "L") != "L"
