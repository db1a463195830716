"""What screen readers get from the canvas: the line at the caret, and the marks that lie there.

Qt's text interface would give them the whole text; but Python can't implement two of its methods
that they call, so the canvas doesn't claim to have it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from annotator.text.paragraphs import line_at

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from annotator.app.canvas.canvas import TextCanvas


class AccessibleCanvas(QAccessibleWidget):
    """A canvas as Qt's accessibility sees it; made by Qt when it asks for one."""

    def __init__(self, canvas: TextCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.Document, canvas.accessibleName())
        self._canvas = canvas

    def text(self, t: QAccessible.Text, /) -> str:
        """Return the selected text or the line at the caret, or tell the marks there."""
        match t:
            case QAccessible.Text.Value:
                return _words(self._canvas)
            case QAccessible.Text.Description:
                return _marks(self._canvas)
            case _:
                return super().text(t)


@cache
def offer_to_screen_readers(kind: type[TextCanvas]) -> None:
    """Have Qt describe widgets of this class by `AccessibleCanvas`; once is enough."""

    def made(_: str, thing: QObject) -> QAccessibleInterface | None:
        return AccessibleCanvas(thing) if isinstance(thing, kind) else None

    QAccessible.installFactory(made)


def tell_screen_readers(canvas: TextCanvas) -> None:
    """Say that the caret or the selection moved, if anybody listens."""
    if QAccessible.isActive():
        for event in (QAccessible.Event.ValueChanged, QAccessible.Event.DescriptionChanged):
            QAccessible.updateAccessibility(QAccessibleEvent(canvas, event))


def _words(canvas: TextCanvas) -> str:
    start, end = canvas.selected_range
    if start == end:
        start, end = line_at(canvas.text, start)
    return canvas.text[start:end]


def _marks(canvas: TextCanvas) -> str:
    spans = canvas.spans_at(canvas.selection()[1])
    told = [canvas.name_of(span) for span in spans]
    current = canvas.current_span
    if current is not None:
        told = [name for name, span in zip(told, spans, strict=True) if span.id != current.id]
        told.insert(0, f"{canvas.name_of(current)} selected")
    return ", ".join(told)
