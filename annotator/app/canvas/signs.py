"""Where the signs over marks stand: the selected span's chips, and numbers over candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.marks import Mark
from annotator.app.canvas.scene import Scene
from annotator.app.canvas.styles import SIGN_SHARE

_GAP = 2.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A few letters in the leading over a mark's beginning; ``rect`` lies in its block."""

    mark: Mark
    text: str
    rect: QRectF
    chip: bool


def signs_on(laid: LaidBlock, marks: Sequence[Mark], scene: Scene) -> list[Sign]:
    """Return a block's signs; where marks begin together they stand side by side.

    There is none where a mark only goes on from another block.
    """
    found: list[Sign] = []
    for mark, text, chip in _wanted(marks, scene):
        begins = mark.start == mark.span.fragments[mark.fragment].start
        strips = laid.strips(mark.start, mark.end) if begins else []
        if strips:
            rect = _free_place(laid, strips, text, scene, [sign.rect for sign in found])
            found.append(Sign(mark, text, rect, chip))
    return found


def _wanted(marks: Sequence[Mark], scene: Scene) -> Iterator[tuple[Mark, str, bool]]:
    for mark in marks if scene.chips else ():
        if mark.span.id == scene.current and mark.fragment in scene.chips:
            yield mark, scene.chips[mark.fragment], True
    for mark in marks if scene.badges else ():
        if mark.span.id in scene.badges and mark.fragment == 0:
            yield mark, scene.badges[mark.span.id], False


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
    # In the direction of reading.
    while hit := next((other for other in taken if other.intersects(rect)), None):
        if laid.right_to_left:
            rect.moveRight(hit.left() - _GAP)
        else:
            rect.moveLeft(hit.right() + _GAP)
    return rect
