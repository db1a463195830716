"""Which keys move the caret: the system's own, so that each system keeps its habits."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QKeyEvent, QKeySequence

_Key = QKeySequence.StandardKey
_MOTIONS = (
    (_Key.MoveToNextChar, _Key.SelectNextChar, "character", 1),
    (_Key.MoveToPreviousChar, _Key.SelectPreviousChar, "character", -1),
    (_Key.MoveToNextWord, _Key.SelectNextWord, "word", 1),
    (_Key.MoveToPreviousWord, _Key.SelectPreviousWord, "word", -1),
    (_Key.MoveToNextLine, _Key.SelectNextLine, "line", 1),
    (_Key.MoveToPreviousLine, _Key.SelectPreviousLine, "line", -1),
    (_Key.MoveToNextPage, _Key.SelectNextPage, "page", 1),
    (_Key.MoveToPreviousPage, _Key.SelectPreviousPage, "page", -1),
    (_Key.MoveToStartOfLine, _Key.SelectStartOfLine, "line_edge", -1),
    (_Key.MoveToEndOfLine, _Key.SelectEndOfLine, "line_edge", 1),
    (_Key.MoveToStartOfDocument, _Key.SelectStartOfDocument, "article", -1),
    (_Key.MoveToEndOfDocument, _Key.SelectEndOfDocument, "article", 1),
)


class Motion(NamedTuple):
    """A step of the caret: by which unit, which way, and whether the selection follows."""

    unit: str
    direction: int
    extend: bool


def motion_of(event: QKeyEvent) -> Motion | None:
    """Return the motion that a key asks for, or ``None``."""
    for plain, extending, unit, direction in _MOTIONS:
        for standard in (plain, extending):
            if event.matches(standard):
                return Motion(unit, direction, standard is extending)
    return None


def moves_caret(key: str) -> bool:
    """Say whether a key, as Qt writes it portably, moves the caret on this system."""
    pressed = QKeySequence(key)
    return any(
        pressed in QKeySequence.keyBindings(standard)
        for plain, extending, _, _ in _MOTIONS
        for standard in (plain, extending)
    )
