"""Tokens of many texts at once: a run of letters, digits and marks, or any other visible sign.

Scripts without spaces give a token for each sign. It is made for counting, not for reading: see
`annotator.text.words` for what a person would call a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.flat import Ints

_BLANK, _WORD, _SIGN = 1, 2, 3
_SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def token_bounds(texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """Return where tokens start and end, all texts in a row, and where each text begins there.

    Texts are a blank apart; the end of all comes last. Offsets are code points.
    """
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.intp)
    base = np.concatenate([[0], np.cumsum(lengths)])
    joined = " ".join(texts) + " "
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kind = _kinds(points)
    word = kind == _WORD
    before = np.concatenate([[False], word[:-1]])
    after = np.concatenate([word[1:], [False]])
    sign = kind == _SIGN
    starts = np.flatnonzero(sign | (word & ~before))
    ends = np.flatnonzero(sign | (word & ~after)) + 1
    return starts, ends, base.astype(np.intp)


def _kinds(points: NDArray[np.uint32]) -> NDArray[np.uint8]:
    top = int(points.max(initial=0)) + 1
    used = np.flatnonzero(np.bincount(points, minlength=top))
    table = np.zeros(top, dtype=np.uint8)
    table[used] = [_kind(chr(point)) for point in used]
    return table[points]


def _kind(character: str) -> int:
    category = unicodedata.category(character)
    if category[0] in "ZC":
        return _BLANK
    if category[0] not in "LMN" and character != "_":
        return _SIGN
    return _SIGN if unicodedata.name(character, "").startswith(_SPACELESS) else _WORD
