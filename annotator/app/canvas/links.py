"""Draws the selected span's links: quiet curves in margin and leading, never over the text."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from annotator.app.canvas.page import Page
from annotator.app.theme import Theme
from annotator.model import Fragment, Span

_AWAY, _FURTHER, _MOST_AWAY = 10.0, 7.0, 34.0
_BESIDE, _DOT = 8.0, 2.5
# How a link within one line rises in the leading, and how far it reaches over the other's words.
_BELOW_TOP, _RISE, _INTO = 5.0, 8.0, 10.0
_FAR = 20


def strip(page: Page, left: int, view: QRect) -> QRect:
    """Return where links are drawn beside a column that begins at ``left``."""
    beside = left + page.width
    return QRect(beside, view.top(), round(_BESIDE + _MOST_AWAY + 2 * _DOT), view.height())


def paint(painter: QPainter, page: Page, span: Span, origin: QPointF, view: QRect) -> None:
    """Draw a curve from a span to each that is linked with it.

    It lies beside the column, or within one line in the leading over it. Where one lies on the
    other there is no way to go, and what stands behind the words tells of the link.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    away = _AWAY
    for relation in page.layer.links(span.id):
        other = page.layer.span(relation.target if relation.source == span.id else relation.source)
        label = page.scheme.label(other.label) if other else None
        if other is None or label is None:
            continue
        here, there = _nearest(span, other)
        if here.start < there.end and there.start < here.end:
            continue
        colour = page.styles.mark(label.colour).line
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ys = (page.middle(here.start) + origin.y(), page.middle(there.start) + origin.y())
        if max(ys) < view.top() - _FAR or min(ys) > view.bottom() + _FAR:
            continue
        over = _over_line(page, here, there, origin)
        if over is not None:
            painter.drawPath(over)
            end = over.currentPosition()
        else:
            # What lies beyond the view is only pointed at.
            end = QPointF(
                origin.x() + page.width + _BESIDE,
                min(max(ys[1], view.top() - 20), view.bottom() + 20),
            )
            painter.drawPath(_beside(end.x(), ys[0], end.y(), away))
            away = min(away + _FURTHER, _MOST_AWAY)
        painter.setBrush(colour)
        painter.drawEllipse(end, _DOT, _DOT)
    painter.restore()


def _nearest(span: Span, other: Span) -> tuple[Fragment, Fragment]:
    """Return the fragments of two spans that lie nearest to each other."""
    pairs = ((a, b) for a in span.fragments for b in other.fragments)
    return min(pairs, key=lambda p: max(p[0].start - p[1].end, p[1].start - p[0].end, 0))


def _beside(x: float, from_y: float, to_y: float, away: float) -> QPainterPath:
    path = QPainterPath(QPointF(x, from_y))
    path.cubicTo(QPointF(x + away, from_y), QPointF(x + away, to_y), QPointF(x, to_y))
    return path


def _over_line(page: Page, here: Fragment, there: Fragment, origin: QPointF) -> QPainterPath | None:
    """Return the way over the line on which two fragments face each other, if there is one."""
    first, second = (here, there) if here.end <= there.start else (there, here)
    if not (page.is_laid(first.end) and page.is_laid(second.start)):
        return None
    left, right = page.place(first.end), page.place(second.start)
    if (left.block, left.line) != (right.block, right.line):
        return None
    near, far = (left, right) if first is here else (right, left)
    # The end lies over the other's words, not just between the two.
    end_x = far.x + (_INTO if far.x >= near.x else -_INTO)
    y = near.top + origin.y() + _BELOW_TOP
    path = QPainterPath(QPointF(near.x + origin.x(), y))
    path.cubicTo(
        QPointF(near.x + origin.x(), y - _RISE),
        QPointF(end_x + origin.x(), y - _RISE),
        QPointF(end_x + origin.x(), y),
    )
    return path


def paint_drag(painter: QPainter, theme: Theme, start: QPointF, end: QPointF) -> None:
    """Draw the link that is being drawn with the mouse."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.accent, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath(start)
    middle = (start.x() + end.x()) / 2
    path.cubicTo(QPointF(middle, start.y() - 20), QPointF(middle, end.y() - 20), end)
    painter.drawPath(path)
    painter.setBrush(theme.accent)
    painter.drawEllipse(end, _DOT, _DOT)
    painter.restore()
