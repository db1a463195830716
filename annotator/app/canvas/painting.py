"""Paints one block: tints, selection, text, lines in lanes, the selected span's box and signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from annotator.app.canvas.hints import paint_hints
from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.marks import Mark
from annotator.app.canvas.scene import Scene
from annotator.app.canvas.signs import Sign, signs_on
from annotator.app.canvas.voices import paint_fills, paint_voices
from annotator.app.theme import MarkColours, tint_strength

_PENS = {
    "solid": Qt.PenStyle.SolidLine,
    "dashed": Qt.PenStyle.CustomDashLine,
    "dotted": Qt.PenStyle.CustomDashLine,
}
_DASHES = {"dashed": [3.0, 2.0], "dotted": [1.0, 1.0]}
_TINT_INSET, _BOX_OVER = 2.0, 2.0
_CARET_WIDTH = 2.0


def paint_block(
    painter: QPainter,
    laid: LaidBlock,
    marks: Sequence[Mark],
    scene: Scene,
    at: QPointF,
    clip: QRectF,
) -> None:
    """Paint what lies within ``clip`` of a block whose top left is ``at``."""
    painter.save()
    painter.translate(at)
    clip = clip.translated(-at)
    theme = scene.styles.theme
    # Boxes go a little over their line, and lanes below it.
    lines = laid.lines_within(clip.top() - scene.styles.drop, clip.bottom() + _BOX_OVER)
    seen = [(mark, _strips(laid, mark, lines)) for mark in _seen(laid, marks, scene, lines)]
    for mark, strips in seen:
        if mark.style == "tint":
            _paint_tint(painter, laid, mark, strips, scene)
    paint_fills(painter, laid, scene.voices, scene.styles)
    for mark, strips in seen:
        if mark.span.id in scene.linked:
            _paint_behind(painter, laid, scene.linked[mark.span.id], strips, scene)
        elif mark.span.id == scene.current and mark.style != "tint":
            _paint_behind(painter, laid, mark.colour, strips, scene)
    if scene.selection[0] < scene.selection[1]:
        for line, left, right in laid.strips(*_within(laid, scene.selection)):
            painter.fillRect(_padded(laid.text_rect(line, left, right)), theme.selection)
    _paint_tag(painter, laid, scene)
    painter.setPen(theme.faint if laid.block.fold else laid.style.ink)
    laid.layout.draw(painter, QPointF(0, 0), [], clip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for mark, strips in seen:
        if mark.style != "tint":
            _paint_line(painter, laid, mark, strips, scene)
    paint_voices(painter, laid, scene.voices, scene.styles)
    paint_hints(painter, laid, scene.hints, scene.styles)
    for mark, strips in seen:
        if mark.span.id == scene.current:
            _paint_box(painter, laid, mark, strips, scene)
    for sign in signs_on(laid, marks, scene):
        _paint_sign(painter, sign, scene)
    if scene.caret is not None and laid.block.start <= scene.caret <= laid.block.end:
        x, line = laid.caret(scene.caret)
        rect = laid.text_rect(line, x, x)
        caret = QRectF(round(x) - 1, round(rect.top()), _CARET_WIDTH, round(rect.height()))
        painter.fillRect(caret, theme.accent)
    painter.restore()


_Strips = Sequence[tuple[int, float, float]]


def _seen(laid: LaidBlock, marks: Iterable[Mark], scene: Scene, lines: range) -> Iterator[Mark]:
    """Yield the marks of which something is to be seen on these lines."""
    start, end = laid.range_within(lines)
    for mark in marks:
        if mark.start < end and start < mark.end:
            pointed_at = mark.span.id == scene.current or mark.span.id in scene.linked
            if pointed_at or not mark.hidden:
                yield mark


def _strips(laid: LaidBlock, mark: Mark, lines: range) -> _Strips:
    return [strip for strip in laid.strips(mark.start, mark.end) if strip[0] in lines]


def _paint_tint(
    painter: QPainter, laid: LaidBlock, mark: Mark, strips: _Strips, scene: Scene
) -> None:
    colours = _colours(scene, mark)
    chosen = mark.span.id == scene.current
    inset = mark.lane * _TINT_INSET
    # A nested tint is laid over the outer one and darkens it, whatever label that has.
    colour = QColor(colours.tint_deep if chosen else colours.line)
    if not chosen:
        colour.setAlphaF(tint_strength(scene.styles.theme.dark))
    for line, left, right in strips:
        rect = _padded(laid.text_rect(line, left, right)).adjusted(0, inset, 0, -inset)
        painter.fillRect(rect, colour)
        if scene.styles.theme.strong:
            # A tint alone is too faint a sign for those who need contrast.
            painter.setPen(QPen(colours.line, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)


def _paint_behind(
    painter: QPainter, laid: LaidBlock, colour: str, strips: _Strips, scene: Scene
) -> None:
    back = QColor(scene.styles.mark(colour).line)
    back.setAlphaF(0.16)
    for line, left, right in strips:
        painter.fillRect(_padded(laid.text_rect(line, left, right)), back)


def _paint_line(
    painter: QPainter, laid: LaidBlock, mark: Mark, strips: _Strips, scene: Scene
) -> None:
    colour = _colours(scene, mark).line
    painter.setPen(_pen(mark.style, colour.rgb(), scene.styles.line_width))
    below = laid.style.lane_top + mark.lane * scene.styles.lane_step
    for line, left, right in strips:
        y = round(laid.line_top(line) + below)
        painter.drawLine(round(left), y, round(right), y)


@lru_cache(maxsize=64)
def _pen(style: str, rgb: int, width: float) -> QPen:
    pen = QPen(QColor.fromRgb(rgb), width, _PENS[style])
    if style in _DASHES:
        pen.setDashPattern(_DASHES[style])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_box(
    painter: QPainter, laid: LaidBlock, mark: Mark, strips: _Strips, scene: Scene
) -> None:
    painter.setPen(QPen(_colours(scene, mark).line, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line, left, right in strips:
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


def _paint_sign(painter: QPainter, sign: Sign, scene: Scene) -> None:
    colours = _colours(scene, sign.mark)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(scene.styles.chip_font)
    if sign.kind == "question":
        _paint_question(painter, sign, scene)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.chip)
    painter.drawRoundedRect(sign.rect, 2, 2)
    painter.setPen(colours.chip_ink)
    painter.drawText(sign.rect, Qt.AlignmentFlag.AlignCenter, sign.text)


def _paint_question(painter: QPainter, sign: Sign, scene: Scene) -> None:
    """Paint what is asked, quieter than a chip, with its keys told apart from the answers."""
    theme, question = scene.styles.theme, scene.question
    painter.setPen(QPen(_colours(scene, sign.mark).line, 1))
    painter.setBrush(theme.page)
    painter.drawRoundedRect(sign.rect.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    metrics = QFontMetricsF(scene.styles.chip_font)
    left = sign.rect.left() + (sign.rect.width() - metrics.horizontalAdvance(sign.text)) / 2
    for piece, is_key in question.pieces if question is not None else ():
        painter.setPen(theme.accent if is_key else theme.quiet)
        painter.drawText(QPointF(left, sign.rect.top() + metrics.ascent()), piece)
        left += metrics.horizontalAdvance(piece)


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
