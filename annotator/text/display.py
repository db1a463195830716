"""A copy of the text for drawing: as long as the text, but safe to lay out.

Qt takes some characters for line breaks, drops others, and obeys bidi controls that can make a
text look like something it isn't. The copy has a visible stand-in for each:

====================================  ==========================================================
in the text                           in the copy
====================================  ==========================================================
C0 controls but tab, DEL              their pictures: ␀ … ␟, ␡ (so LF is ␊ and CR is ␍)
NEL, U+2028, U+2029                   ␤; paragraphs are found in the text, not in the copy
other C1 controls                     ␦
BOM U+FEFF                            ␢
U+FDD0 … U+FDEF, U+FFFC, U+FFFE/F     � (noncharacters, and Qt's own mark for an inline object)
U+202A … U+202E, U+2066 … U+2069      embeddings ⇢ ⇠, overrides ⇥ ⇤, isolates ↦ ↤ ↥, ends ⇡ ↧
U+200E, U+200F, U+061C                ⇀ ↼ ↽, unless the text has right-to-left letters: they are
                                      ordinary typography there
====================================  ==========================================================

Tab, soft hyphen, NO-BREAK SPACE, joiners and everything else stay. Both sides of each pair are one
code point and one UTF-16 unit, so every offset holds in both.
"""

from __future__ import annotations

import re
from functools import cached_property

from annotator.text.characters import DIRECTION_CONTROLS, DIRECTION_MARKS

_STAND_INS: dict[int, str] = (
    {code: chr(0x2400 + code) for code in range(0x20) if code != ord("\t")}
    | {0x7F: "␡"}
    | dict.fromkeys(range(0x80, 0xA0), "␦")
    | dict.fromkeys((0x85, 0x2028, 0x2029), "␤")
    | dict.fromkeys((*range(0xFDD0, 0xFDF0), 0xFFFC, 0xFFFE, 0xFFFF), "\ufffd")
    | {0xFEFF: "␢"}
    | {ord(a): b for a, b in zip(DIRECTION_CONTROLS, "⇢⇠⇡⇥⇤↦↤↥↧", strict=True)}
    | {ord(a): b for a, b in zip(DIRECTION_MARKS, "↽⇀↼", strict=True)}
)

_MARK = re.compile(f"[{DIRECTION_MARKS}]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u05ff\u0620-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def _class(codes: set[int]) -> re.Pattern[str]:
    return re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(codes)) + "]")


_UNSAFE = _class(set(_STAND_INS))
_UNSAFE_RIGHT_TO_LEFT = _class(set(_STAND_INS) - set(map(ord, DIRECTION_MARKS)))


class DisplayCopy:
    """The copy of one text, made piece by piece as it is asked for.

    A piece has the same length as what it stands for, in code points and in UTF-16 units.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def piece(self, start: int, end: int) -> str:
        """Give the copy of a range of the text (code points, half-open)."""
        piece = self._text[start:end]
        if piece.isascii() and piece.isprintable():
            return piece
        keep_marks = _MARK.search(piece) is not None and self._has_right_to_left
        unsafe = _UNSAFE_RIGHT_TO_LEFT if keep_marks else _UNSAFE
        return unsafe.sub(_stand_in, piece)

    @cached_property
    def _has_right_to_left(self) -> bool:
        return _RIGHT_TO_LEFT.search(self._text) is not None


def display_copy(text: str) -> str:
    """Give the copy of the whole of a text."""
    return DisplayCopy(text).piece(0, len(text))


def _stand_in(match: re.Match[str]) -> str:
    return _STAND_INS[ord(match[0])]
