"""What screen readers get from the canvas: the text, the caret, and the marks that lie there.

Qt's text interface has two methods that Python can't implement. So the canvas lends them that of
a plain text that holds the article once more, is never shown, and follows the canvas when asked.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QFrame, QPlainTextEdit

from annotator.text.display import display_copy
from annotator.text.offsets import OffsetTable
from annotator.text.paragraphs import line_at

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from annotator.app.canvas.canvas import TextCanvas


class AccessibleCanvas(QAccessibleWidget):
    """A canvas as Qt's accessibility sees it; made by Qt when it asks for one."""

    def __init__(self, canvas: TextCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.Document, canvas.accessibleName())
        self._canvas = canvas
        self._lent: LentText | None = None

    def text(self, t: QAccessible.Text, /) -> str:
        """Return the selected text or the line at the caret, or tell the marks there."""
        match t:
            case QAccessible.Text.Value:
                return _words(self._canvas)
            case QAccessible.Text.Description:
                return _marks(self._canvas)
            case _:
                return super().text(t)

    def state(self) -> QAccessible.State:
        """Say that it is text to be read and selected, not written."""
        state = super().state()
        state.readOnly = state.multiLine = state.selectableText = True
        return state

    def interface_cast(self, t: QAccessible.InterfaceType, /) -> Any:
        """Lend the text interface of the text that is never shown; the other ones are Qt's."""
        if t != QAccessible.InterfaceType.TextInterface:
            return super().interface_cast(t)
        if self._lent is None:
            self._lent = LentText(self._canvas)
        return self._lent.interface()


class LentText(QPlainTextEdit):
    """The article of a canvas once more, never shown; its offsets are UTF-16 units, as Qt's are."""

    def __init__(self, canvas: TextCanvas) -> None:
        super().__init__(canvas)
        # As a window of its own it is no part of the canvas, for the eye or for screen readers.
        self.setWindowFlag(Qt.WindowType.Window)
        self._canvas = canvas
        self._held: str | None = None
        self._offsets = OffsetTable("")
        self._place: tuple[int, QPoint, int, int] | None = None
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.selectionChanged.connect(self._select_on_canvas)
        self.cursorPositionChanged.connect(self._select_on_canvas)

    def interface(self) -> QAccessibleTextInterface | None:
        """Return the text interface, as the canvas stands at this moment."""
        self.blockSignals(True)
        self._follow()
        self.blockSignals(False)
        return QAccessible.queryAccessibleInterface(self).textInterface()

    def _follow(self) -> None:
        canvas = self._canvas
        if canvas.text is not self._held:
            self._held = canvas.text
            self._offsets = canvas.offsets
            self._place = None
            self.setPlainText(_readable(canvas.text))
        _, width = canvas.column
        document = self.document()
        if (document.defaultFont(), self.width()) != (canvas.text_font, width):
            # Its own font is the style sheet's.
            document.setDefaultFont(canvas.text_font)
            size, before = QSize(width, canvas.height()), self.size()
            self.resize(size)
            # What is never shown isn't told by itself; lines are broken where the canvas has them.
            QApplication.sendEvent(self, QResizeEvent(size, before))
        anchor, caret = (self._offsets.to_utf16(offset) for offset in canvas.selection())
        cursor = self.textCursor()
        if (cursor.anchor(), cursor.position()) != (anchor, caret):
            cursor.setPosition(anchor)
            cursor.setPosition(caret, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
            for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
                bar.setRange(0, 0)
        self._set_like_canvas(caret)

    def _set_like_canvas(self, caret: int) -> None:
        """Set the caret's paragraph in the lines, and at the place, that it has on the screen."""
        canvas, block = self._canvas, self.document().findBlock(caret)
        left, width = canvas.column
        first = canvas.caret_rect(self._offsets.from_utf16(block.position()))
        corner = canvas.viewport().mapToGlobal(QPoint(left, first.top()))
        place = (block.position(), corner, width, first.height())
        if place == self._place:
            return
        self._place = place
        layout = block.layout()
        layout.setPosition(self.viewport().mapFromGlobal(corner).toPointF())
        layout.beginLayout()
        top = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + (first.height() - line.height()) / 2))
            top += first.height()
        layout.endLayout()

    def _select_on_canvas(self) -> None:
        cursor = self.textCursor()
        places = (cursor.anchor(), cursor.position())
        self._canvas.set_selection(*(self._offsets.from_utf16(place) for place in places))


@cache
def offer_to_screen_readers(kind: type[TextCanvas]) -> None:
    """Have Qt describe widgets of this class by `AccessibleCanvas`; once is enough."""

    def made(_: str, thing: QObject) -> QAccessibleInterface | None:
        return AccessibleCanvas(thing) if isinstance(thing, kind) else None

    QAccessible.installFactory(made)


def tell_screen_readers(canvas: TextCanvas) -> None:
    """Say that the caret, the selection or what lies there changed, if anybody listens."""
    if not QAccessible.isActive():
        return
    to_utf16 = canvas.offsets.to_utf16
    start, end = (to_utf16(offset) for offset in canvas.selected_range)
    caret = to_utf16(canvas.selection()[1])
    selected = QAccessibleTextSelectionEvent(canvas, start, end)
    selected.setCursorPosition(caret)
    for event in (
        QAccessibleTextCursorEvent(canvas, caret),
        selected,
        QAccessibleEvent(canvas, QAccessible.Event.ValueChanged),
        QAccessibleEvent(canvas, QAccessible.Event.DescriptionChanged),
    ):
        QAccessible.updateAccessibility(event)


def _readable(text: str) -> str:
    """Return a copy of the same length, with the text's lines for paragraphs."""
    shown, place, lines = display_copy(text), 0, []
    for line in text.split("\n"):
        copy = shown[place : place + len(line)]
        lines.append(f"{copy[:-1]} " if line.endswith("\r") else copy)
        place += len(line) + 1
    return "\n".join(lines)


def _words(canvas: TextCanvas) -> str:
    start, end = canvas.selected_range
    if start == end:
        start, end = line_at(canvas.text, start)
    return canvas.text[start:end] or canvas.invitation


def _marks(canvas: TextCanvas) -> str:
    spans = canvas.spans_at(canvas.selection()[1])
    told = [canvas.name_of(span) for span in spans]
    current = canvas.current_span
    if current is not None:
        told = [name for name, span in zip(told, spans, strict=True) if span.id != current.id]
        told.insert(0, f"{canvas.name_of(current)} selected")
        told += [canvas.question] if canvas.question else []
    return ", ".join(told)
