"""Where the signs over marks stand: the selected span's chips, what is asked of it, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.marks import Mark
from annotator.app.canvas.scene import Scene
from annotator.app.canvas.styles import SIGN_SHARE

_GAP = 2.0


Kind = Literal["chip", "question", "number"]


@dataclass(frozen=True, slots=True)
class Sign:
    """A few letters in the leading over a mark's beginning; ``rect`` lies in its block."""

    mark: Mark
    text: str
    rect: QRectF
    kind: Kind


def signs_on(laid: LaidBlock, marks: Sequence[Mark], scene: Scene) -> list[Sign]:
    """Return a block's signs; where marks begin together they stand side by side.

    There is none where a mark only goes on from another block.
    """
    found: list[Sign] = []
    for mark, text, kind in _wanted(marks, scene):
        begins = mark.start == mark.span.fragments[mark.fragment].start
        strips = laid.strips(mark.start, mark.end) if begins else []
        if strips:
            rect = _free_place(laid, strips, text, scene, [sign.rect for sign in found])
            found.append(Sign(mark, text, rect, kind))
    return found


def _wanted(marks: Sequence[Mark], scene: Scene) -> Iterator[tuple[Mark, str, Kind]]:
    for mark in marks if scene.chips else ():
        if mark.span.id == scene.current and mark.fragment in scene.chips:
            yield mark, scene.chips[mark.fragment], "chip"
            if scene.question is not None and mark.fragment == 0:
                yield mark, str(scene.question), "question"
    for mark in marks if scene.badges else ():
        if mark.span.id in scene.badges and mark.fragment == 0:
            yield mark, scene.badges[mark.span.id], "number"


def _free_place(
    laid: LaidBlock,
    strips: list[tuple[int, float, float]],
    text: str,
    scene: Scene,
    taken: list[QRectF],
) -> QRectF:
    line = strips[0][0]
    metrics = QFontMetricsF(scene.styles.chip_font)
    width = metrics.horizontalAdvance(text) + 7
    top = round(laid.text_rect(line, 0, 0).top() - SIGN_SHARE * metrics.height())
    if laid.right_to_left:
        left = max(right for n, _, right in strips if n == line) + 1 - width
    else:
        left = min(left for n, left, _ in strips if n == line) - 1
    rect = QRectF(round(left), top, width, metrics.height())
    back = QRectF(rect)
    _move_past(rect, taken, rightwards=not laid.right_to_left)
    if rect.left() >= 0 and rect.right() <= laid.width:
        return rect
    # Where the line ends, against the direction of reading, and at worst over another.
    _move_past(back, taken, rightwards=laid.right_to_left)
    back.moveLeft(max(min(back.left(), laid.width - width), 0.0))
    return back


def _move_past(rect: QRectF, taken: Sequence[QRectF], *, rightwards: bool) -> None:
    """Move a rectangle one way until it meets none of those that are taken."""
    while hit := next((other for other in taken if other.intersects(rect)), None):
        if rightwards:
            rect.moveLeft(hit.right() + _GAP)
        else:
            rect.moveRight(hit.left() - _GAP)
