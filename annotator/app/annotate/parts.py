"""The rows of the selected span's card as widgets: each part can be gone to, each link removed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.app.annotate.card_rows import Part, Row
from annotator.app.flow import FlowLayout
from annotator.app.marked_text import MarkedText
from annotator.app.theme import Theme
from annotator.app.words import as_tip, plain
from annotator.model import Relation, Scheme
from annotator.model.edits import shorten

_INDENT = 12


class RowContent(QWidget):
    """What stands behind a row's title: its parts below each other, or what is missing."""

    jumped = Signal(str)
    """The id of a span that should be selected."""
    unlinked = Signal(object)
    """A `Relation` that should be taken away."""

    def __init__(
        self, row: Row, scheme: Scheme, theme: Theme, current: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._scheme, self._theme, self._current = scheme, theme, current
        if row.brief:
            self._fill_briefly(row)
            return
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for part in row.parts:
            column.addWidget(self._part(part))
        if row.hint:
            hint = plain(row.hint, "danger" if row.wrong else "faint", wrap=True)
            hint.setContentsMargins(3, 3, 0, 3)
            column.addWidget(hint)

    def _fill_briefly(self, row: Row) -> None:
        flow = FlowLayout(self, gap=8)
        flow.setContentsMargins(3, 3, 0, 3)
        for part in row.parts:
            span = part.span
            name = QPushButton(part.name.replace("&", "&&"), self)
            name.setProperty("role", "link")
            name.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            name.setCursor(Qt.CursorShape.PointingHandCursor)
            name.setAccessibleName(f"{part.name}: {shorten(span.quote, 80)}")
            name.setToolTip(as_tip(shorten(span.quote, 200)))
            name.clicked.connect(lambda _=False, to=span.id: self.jumped.emit(to))
            flow.addWidget(name)

    def _part(self, part: Part) -> QWidget:
        host = QWidget(self)
        row = QHBoxLayout(host)
        row.setContentsMargins(_INDENT * max(part.depth - 1, 0), 0, 0, 0)
        row.setSpacing(2)
        if part.depth:
            row.addWidget(plain("↳", "faint"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        span, label = part.span, self._scheme.label(part.span.label)
        if label is not None:
            quote = MarkedText(span.quote, label, self._theme, host)
            quote.chosen = span.id == self._current
            quote.setAccessibleName(f"{part.name}: {shorten(span.quote, 80)}")
            quote.clicked.connect(lambda _=False: self.jumped.emit(span.id))
            column.addWidget(quote)
        if part.actor is not None:
            meant = plain(f"= {shorten(part.actor, 60)}", "faint", wrap=True)
            meant.setContentsMargins(3, 0, 0, 2)
            column.addWidget(meant)
        if part.relation is not None:
            row.addWidget(self._remover(part.relation, host), 0, Qt.AlignmentFlag.AlignTop)
        return host

    def _remover(self, relation: Relation, row: QWidget) -> QWidget:
        button = QToolButton(row)
        button.setText("×")
        button.setAutoRaise(True)
        button.setAccessibleName(f"Remove this {relation.type.replace('_', ' ')} link")
        button.setToolTip("Remove this link")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _=False: self.unlinked.emit(relation))
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.hide()
        row.installEventFilter(_ShownUnderMouse(button))
        return button


class _ShownUnderMouse(QObject):
    """Shows a button while the mouse is over its row, so that the card stays calm."""

    def __init__(self, button: QToolButton) -> None:
        super().__init__(button)
        self._button = button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._button.setVisible(event.type() == QEvent.Type.Enter)
        return False
