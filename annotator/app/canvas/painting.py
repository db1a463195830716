"""Paints one block: tints, selection, text, lines in lanes, the selected span's box and chip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from annotator.app.canvas.hints import Hints, paint_hints
from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.marks import Mark
from annotator.app.canvas.styles import LANES, Styles
from annotator.app.theme import MarkColours, tint_strength

_PENS = {
    "solid": Qt.PenStyle.SolidLine,
    "dashed": Qt.PenStyle.CustomDashLine,
    "dotted": Qt.PenStyle.CustomDashLine,
}
_DASHES = {"dashed": [3.0, 2.0], "dotted": [1.0, 1.0]}
_TINT_INSET, _INSETS = 2.0, 3
_SIGN_GAP = 2.0
# How much of a chip stands over the text that it belongs to.
_CHIP_SHARE = 0.7
_CARET_WIDTH = 2.0


@dataclass(slots=True)
class Scene:
    """What is to be seen on the blocks besides their text.

    ``current`` is the selected span's id, ``chips`` what its fragments' chips say, ``linked``
    the colours behind spans linked with it, ``badges`` the numbers over candidates for a link,
    ``preview`` the selected fragment as a drag would leave it, ``hints`` what is outlined.
    """

    styles: Styles
    selection: tuple[int, int] = (0, 0)
    caret: int | None = None
    current: str | None = None
    chips: dict[int, str] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    badges: dict[str, str] = field(default_factory=dict)
    preview: Mark | None = None
    hints: Hints = field(default_factory=Hints)
    chip_places: list[tuple[QRectF, str]] = field(default_factory=list)


def paint_block(
    painter: QPainter,
    laid: LaidBlock,
    marks: Sequence[Mark],
    scene: Scene,
    at: QPointF,
    clip: QRectF,
) -> None:
    """Paint what lies within ``clip`` of a block whose top left is ``at``.

    Chips' places are noted in the scene.
    """
    painter.save()
    painter.translate(at)
    clip = clip.translated(-at)
    theme = scene.styles.theme
    lines = laid.lines_within(clip.top(), clip.bottom())
    if len(lines) < laid.line_count:
        marks = [
            mark
            for mark in marks
            if any(line in lines for line, _, _ in laid.strips(mark.start, mark.end))
        ]
    for mark in marks:
        if mark.style == "tint":
            _paint_tint(painter, laid, mark, scene)
    for mark in marks if scene.current is not None else ():
        if mark.span.id in scene.linked:
            _paint_behind(painter, laid, mark, scene.linked[mark.span.id], scene)
        elif mark.span.id == scene.current and mark.style != "tint":
            _paint_behind(painter, laid, mark, mark.colour, scene)
    if scene.selection[0] < scene.selection[1]:
        for line, left, right in laid.strips(*_within(laid, scene.selection)):
            painter.fillRect(_padded(laid.text_rect(line, left, right)), theme.selection)
    _paint_tag(painter, laid, scene)
    painter.setPen(theme.faint if laid.block.fold else laid.style.ink)
    laid.layout.draw(painter, QPointF(0, 0), [], clip)
    for mark in marks:
        if mark.style != "tint":
            _paint_line(painter, laid, mark, scene)
    paint_hints(painter, laid, scene.hints, scene.styles)
    signs: list[QRectF] = []
    for mark in marks if scene.current is not None else ():
        if mark.span.id == scene.current:
            _paint_box(painter, laid, mark, scene)
            _paint_chip(painter, laid, mark, scene, at, signs)
    for mark in marks if scene.badges else ():
        if mark.span.id in scene.badges and mark.fragment == 0:
            _paint_badge(painter, laid, mark, scene, signs)
    if scene.caret is not None and laid.block.start <= scene.caret <= laid.block.end:
        x, line = laid.caret(scene.caret)
        rect = laid.text_rect(line, x, x)
        caret = QRectF(round(x) - 1, round(rect.top()), _CARET_WIDTH, round(rect.height()))
        painter.fillRect(caret, theme.accent)
    painter.restore()


def _paint_tint(painter: QPainter, laid: LaidBlock, mark: Mark, scene: Scene) -> None:
    colours = _colours(scene, mark)
    chosen = mark.span.id == scene.current
    inset = min(mark.lane, _INSETS) * _TINT_INSET
    # A nested tint is laid over the outer one and darkens it, whatever label that has.
    colour = QColor(colours.tint_deep if chosen else colours.line)
    if not chosen:
        colour.setAlphaF(tint_strength(scene.styles.theme.dark))
    for line, left, right in laid.strips(mark.start, mark.end):
        rect = _padded(laid.text_rect(line, left, right)).adjusted(0, inset, 0, -inset)
        painter.fillRect(rect, colour)
        if scene.styles.theme.strong:
            # A tint alone is too faint a sign for those who need contrast.
            painter.setPen(QPen(colours.line, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)


def _paint_behind(
    painter: QPainter, laid: LaidBlock, mark: Mark, colour: str, scene: Scene
) -> None:
    back = QColor(scene.styles.mark(colour).line)
    back.setAlphaF(0.16)
    for line, left, right in laid.strips(mark.start, mark.end):
        painter.fillRect(_padded(laid.text_rect(line, left, right)), back)


def _paint_line(painter: QPainter, laid: LaidBlock, mark: Mark, scene: Scene) -> None:
    colours = _colours(scene, mark)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(_pen(mark.style, colours.line.rgb(), scene.styles.line_width))
    below = _lane_offset(laid, mark.lane, scene.styles.lane_step)
    for line, left, right in laid.strips(mark.start, mark.end):
        y = round(laid.baseline(line) + below)
        painter.drawLine(round(left), y, round(right), y)


@lru_cache(maxsize=64)
def _pen(style: str, rgb: int, width: float) -> QPen:
    pen = QPen(QColor.fromRgb(rgb), width, _PENS[style])
    if style in _DASHES:
        pen.setDashPattern(_DASHES[style])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _lane_offset(laid: LaidBlock, lane: int, step: float) -> float:
    """Return how far below the baseline a lane lies; lanes beyond the last share it."""
    first = max(laid.style.descent * 0.75, 4.0)
    return first + min(lane, LANES - 1) * step


def _paint_box(painter: QPainter, laid: LaidBlock, mark: Mark, scene: Scene) -> None:
    painter.setPen(QPen(_colours(scene, mark).line, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for line, left, right in laid.strips(mark.start, mark.end):
        rect = _padded(laid.text_rect(line, left, right)).adjusted(-1, 0, 1, 1)
        top, bottom = round(rect.top()), round(rect.bottom())
        low, high = laid.line_range(line)
        sides = [(QPointF(rect.left(), top), QPointF(rect.right(), top))]
        sides.append((QPointF(rect.left(), bottom), QPointF(rect.right(), bottom)))
        # Open at the side where the fragment goes on in another line.
        if mark.start >= low:
            sides.append((QPointF(rect.left(), top), QPointF(rect.left(), bottom)))
        if mark.end <= high:
            sides.append((QPointF(rect.right(), top), QPointF(rect.right(), bottom)))
        for one, other in sides:
            painter.drawLine(one, other)


def _paint_chip(
    painter: QPainter, laid: LaidBlock, mark: Mark, scene: Scene, at: QPointF, signs: list[QRectF]
) -> None:
    text = scene.chips.get(mark.fragment)
    rect = _sign_rect(laid, mark, scene, text, signs) if text else None
    if text and rect is not None:
        colours = _colours(scene, mark)
        _paint_sign(painter, scene, text, rect, colours.chip, colours.chip_ink)
        place = (rect.translated(at), mark.span.id)
        if place not in scene.chip_places:
            scene.chip_places.append(place)


def _paint_badge(
    painter: QPainter, laid: LaidBlock, mark: Mark, scene: Scene, signs: list[QRectF]
) -> None:
    text, theme = scene.badges[mark.span.id], scene.styles.theme
    rect = _sign_rect(laid, mark, scene, text, signs)
    if rect is not None:
        _paint_sign(painter, scene, text, rect, theme.ink, theme.page)


def _sign_rect(
    laid: LaidBlock, mark: Mark, scene: Scene, text: str, signs: list[QRectF]
) -> QRectF | None:
    """Return a free place for a sign in the leading over the beginning of a mark.

    There is none where the mark only goes on from another block. ``signs`` are those placed.
    """
    strips = laid.strips(mark.start, mark.end)
    if not strips or mark.start > mark.span.fragments[mark.fragment].start:
        return None
    line = strips[0][0]
    metrics = QFontMetricsF(scene.styles.chip_font)
    width = metrics.horizontalAdvance(text) + 7
    top = round(laid.text_rect(line, 0, 0).top() - _CHIP_SHARE * metrics.height())
    if laid.right_to_left:
        left = max(right for n, _, right in strips if n == line) + 1 - width
    else:
        left = min(left for n, left, _ in strips if n == line) - 1
    rect = QRectF(round(left), top, width, metrics.height())
    # Marks that begin together have their signs side by side, in the direction of reading.
    while hit := next((other for other in signs if other.intersects(rect)), None):
        if laid.right_to_left:
            rect.moveRight(hit.left() - _SIGN_GAP)
        else:
            rect.moveLeft(hit.right() + _SIGN_GAP)
    signs.append(rect)
    return rect


def _paint_sign(
    painter: QPainter, scene: Scene, text: str, rect: QRectF, back: QColor, ink: QColor
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(back)
    painter.drawRoundedRect(rect, 2, 2)
    painter.setFont(scene.styles.chip_font)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _paint_tag(painter: QPainter, laid: LaidBlock, scene: Scene) -> None:
    if not laid.tag:
        return
    metrics = QFontMetricsF(scene.styles.tag_font)
    height = metrics.height() + 2
    top = laid.gap + (laid.style.leading - height) / 2
    rect = QRectF(0.5, round(top) + 0.5, round(laid.tag_width - 8), round(height))
    pen = QPen(scene.styles.theme.faint, 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([3, 2])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, 3, 3)
    painter.setFont(scene.styles.tag_font)
    painter.setPen(scene.styles.theme.faint)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, laid.tag)


def _colours(scene: Scene, mark: Mark) -> MarkColours:
    return scene.styles.mark(mark.colour)


def _padded(rect: QRectF) -> QRectF:
    return rect.adjusted(0, -1, 0, 1)


def _within(laid: LaidBlock, selection: tuple[int, int]) -> tuple[int, int]:
    return max(selection[0], laid.block.start), min(selection[1], laid.block.end)
