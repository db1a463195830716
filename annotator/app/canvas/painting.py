"""Paints one block: tints, selection, text, lines in lanes, the selected span's box and chip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.marks import Mark
from annotator.app.canvas.styles import LANE_STEP, LANES, Styles
from annotator.app.theme import MarkColours

_PENS = {
    "solid": Qt.PenStyle.SolidLine,
    "dashed": Qt.PenStyle.CustomDashLine,
    "dotted": Qt.PenStyle.CustomDashLine,
}
_DASHES = {"dashed": [3.0, 2.0], "dotted": [1.0, 1.0]}
_LINE_WIDTH = 2.0
_TINT_INSET, _INSETS = 2.0, 3
_CHIP_RISE = 9.0


@dataclass(slots=True)
class Scene:
    """What is to be seen on the blocks besides their text.

    ``current`` is the selected span's id, ``chips`` what its fragments' chips say, ``linked``
    the colours behind spans linked with it, ``badges`` the numbers over candidates for a link.
    """

    styles: Styles
    selection: tuple[int, int] = (0, 0)
    caret: int | None = None
    current: str | None = None
    chips: dict[int, str] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    badges: dict[str, str] = field(default_factory=dict)
    chip_places: list[tuple[QRectF, str]] = field(default_factory=list)


def paint_block(
    painter: QPainter, laid: LaidBlock, marks: Sequence[Mark], scene: Scene, at: QPointF
) -> None:
    """Paint a block whose top left is ``at``; chips' places are noted in the scene."""
    painter.save()
    painter.translate(at)
    theme = scene.styles.theme
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
    laid.layout.draw(painter, QPointF(0, 0))
    for mark in marks:
        if mark.style != "tint":
            _paint_line(painter, laid, mark, scene)
    for mark in marks if scene.current is not None else ():
        if mark.span.id == scene.current:
            _paint_box(painter, laid, mark, scene)
            _paint_chip(painter, laid, mark, scene, at)
        if mark.span.id in scene.badges and mark.fragment == 0:
            _paint_badge(painter, laid, mark, scene)
    if scene.caret is not None and laid.block.start <= scene.caret <= laid.block.end:
        x, line = laid.caret(scene.caret)
        rect = laid.text_rect(line, x, x)
        painter.fillRect(QRectF(round(x) - 0.5, rect.top(), 1.5, rect.height()), theme.accent)
    painter.restore()


def _paint_tint(painter: QPainter, laid: LaidBlock, mark: Mark, scene: Scene) -> None:
    colours = _colours(scene, mark)
    chosen = mark.span.id == scene.current
    inset = min(mark.lane, _INSETS) * _TINT_INSET
    # A nested tint is laid over the outer one and darkens it, whatever label that has.
    colour = QColor(colours.tint_deep if chosen else colours.line)
    if not chosen:
        colour.setAlphaF(0.24 if scene.styles.theme.dark else 0.12)
    for line, left, right in laid.strips(mark.start, mark.end):
        rect = _padded(laid.text_rect(line, left, right)).adjusted(0, inset, 0, -inset)
        painter.fillRect(rect, colour)


def _paint_behind(
    painter: QPainter, laid: LaidBlock, mark: Mark, colour: str, scene: Scene
) -> None:
    back = QColor(scene.styles.theme.mark(colour).line)
    back.setAlphaF(0.16)
    for line, left, right in laid.strips(mark.start, mark.end):
        painter.fillRect(_padded(laid.text_rect(line, left, right)), back)


def _paint_line(painter: QPainter, laid: LaidBlock, mark: Mark, scene: Scene) -> None:
    colours = _colours(scene, mark)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(_pen(mark.style, colours.line.name()))
    below = _lane_offset(laid, mark.lane)
    for line, left, right in laid.strips(mark.start, mark.end):
        y = round(laid.baseline(line) + below)
        painter.drawLine(round(left), y, round(right), y)


@lru_cache(maxsize=64)
def _pen(style: str, colour: str) -> QPen:
    pen = QPen(QColor(colour), _LINE_WIDTH, _PENS[style])
    if style in _DASHES:
        pen.setDashPattern(_DASHES[style])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _lane_offset(laid: LaidBlock, lane: int) -> float:
    """Return how far below the baseline a lane lies; lanes beyond the last share it."""
    first = max(laid.style.descent * 0.75, 4.0)
    return first + min(lane, LANES - 1) * LANE_STEP


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


def _paint_chip(painter: QPainter, laid: LaidBlock, mark: Mark, scene: Scene, at: QPointF) -> None:
    text = scene.chips.get(mark.fragment)
    strip = next(iter(laid.strips(mark.start, mark.end)), None)
    goes_on = mark.start > mark.span.fragments[mark.fragment].start
    if not text or strip is None or goes_on:
        return
    line, left, _ = strip
    colours = _colours(scene, mark)
    rect = _sign_rect(scene, text, left - 1, laid.text_rect(line, left, left).top())
    _paint_sign(painter, scene, text, rect, colours.chip, colours.chip_ink)
    scene.chip_places.append((rect.translated(at), mark.span.id))


def _paint_badge(painter: QPainter, laid: LaidBlock, mark: Mark, scene: Scene) -> None:
    strip = next(iter(laid.strips(mark.start, mark.end)), None)
    if strip is not None:
        line, left, _ = strip
        text = scene.badges[mark.span.id]
        rect = _sign_rect(scene, text, left - 3, laid.text_rect(line, left, left).top())
        theme = scene.styles.theme
        _paint_sign(painter, scene, text, rect, theme.ink, theme.page)


def _sign_rect(scene: Scene, text: str, left: float, top: float) -> QRectF:
    metrics = QFontMetricsF(scene.styles.chip_font)
    width = metrics.horizontalAdvance(text) + 7
    return QRectF(round(left), round(top - _CHIP_RISE), width, metrics.height())


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
    return scene.styles.theme.mark(mark.colour)


def _padded(rect: QRectF) -> QRectF:
    return rect.adjusted(0, -1, 0, 1)


def _within(laid: LaidBlock, selection: tuple[int, int]) -> tuple[int, int]:
    return max(selection[0], laid.block.start), min(selection[1], laid.block.end)
