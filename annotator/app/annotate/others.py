"""Labelling the other places that say the same: a list to look over before it is done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.app.canvas import TextCanvas
from annotator.app.overlay import Overlay
from annotator.app.session import Session
from annotator.app.words import plain
from annotator.model import Span
from annotator.model.edits import label_others, shorten
from annotator.model.outline import other_occurrences

_AROUND = 34
_PLACE = Qt.ItemDataRole.UserRole


class Others(Overlay):
    """Lists the places, all ticked; Space leaves one out, Enter labels the rest."""

    def __init__(self, session: Session, canvas: TextCanvas, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._canvas = session, canvas
        self._span: Span | None = None
        self._title = plain("", "strong")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Places to label")
        self.list.installEventFilter(self)
        self.list.currentItemChanged.connect(self._show_place)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(self._title)
        column.addWidget(self.list)
        column.addWidget(plain("Space leaves one out.  Enter labels the rest.  Esc", "quiet"))
        self.setMinimumHeight(300)

    def offer(self, span: Span) -> None:
        """List the other places that say what the span says, if there are any."""
        layer = self._session.layer
        if layer is None:
            return
        places = other_occurrences(layer, self._session.scheme, span)
        if not places:
            self._session.refused.emit(f"“{shorten(span.quote)}” stands nowhere else unlabelled.")
            return
        self._span = span
        self._title.setText(f"Label as {span.label}: “{shorten(span.quote, 50)}”")
        self.list.clear()
        text = layer.article.text
        for start, end in places:
            before = " ".join(text[max(start - _AROUND, 0) : start].split())
            after = " ".join(text[end : end + _AROUND].split())
            item = QListWidgetItem(f"… {before} [{text[start:end]}] {after} …", self.list)
            item.setData(_PLACE, (start, end))
            item.setCheckState(Qt.CheckState.Checked)
        self.open()
        self.list.setCurrentRow(0)
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent):
            if event.type() != QEvent.Type.KeyPress:
                return False
            match event.key():
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._label()
                    return True
                case Qt.Key.Key_Escape:
                    self.close_overlay()
                    return True
            return False
        return super().eventFilter(watched, event)

    def _show_place(
        self, item: QListWidgetItem | None, _before: QListWidgetItem | None = None
    ) -> None:
        if item is not None:
            self._canvas.set_selection(*item.data(_PLACE))

    def _label(self) -> None:
        rows = [self.list.item(n) for n in range(self.list.count())]
        places = [r.data(_PLACE) for r in rows if r.checkState() == Qt.CheckState.Checked]
        layer, span = self._session.layer, self._span
        self.close_overlay()
        if layer is not None and span is not None and places:
            scheme = self._session.scheme
            self._session.apply(lambda: label_others(layer, scheme, span, places))
            self._canvas.select_span(span.id)
