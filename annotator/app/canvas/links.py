"""Draws the selected span's links: quiet curves in the margin, never over the text."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from annotator.app.canvas.page import Page
from annotator.app.theme import Theme
from annotator.model import Span

_AWAY, _FURTHER, _MOST_AWAY = 10.0, 7.0, 34.0
_DOT = 2.5


def paint(painter: QPainter, page: Page, span: Span, origin: QPointF, view: QRect) -> None:
    """Draw a curve beside the column from a span's line to that of each span linked with it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x = origin.x() + page.width + 8
    from_y = _middle(page, span) + origin.y()
    away = _AWAY
    for relation in page.layer.links(span.id):
        other = page.layer.span(relation.target if relation.source == span.id else relation.source)
        label = page.scheme.label(other.label) if other else None
        if other is None or label is None:
            continue
        to_y = _middle(page, other) + origin.y()
        colour = page.styles.theme.mark(label.colour).line
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # What lies beyond the view is only pointed at.
        end_y = min(max(to_y, view.top() - 20), view.bottom() + 20)
        path = QPainterPath(QPointF(x, from_y))
        path.cubicTo(QPointF(x + away, from_y), QPointF(x + away, end_y), QPointF(x, end_y))
        painter.drawPath(path)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, end_y), _DOT, _DOT)
        away = min(away + _FURTHER, _MOST_AWAY)
    painter.restore()


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


def _middle(page: Page, span: Span) -> float:
    place = page.place(span.start)
    return place.top + place.height / 2
