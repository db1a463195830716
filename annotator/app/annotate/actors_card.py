"""The foot of the inspector: which actors the article speaks of, and how often."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QPushButton, QVBoxLayout, QWidget

from annotator.app.flow import FlowLayout
from annotator.app.layouts import empty
from annotator.app.marked_text import Prose
from annotator.app.theme import Theme
from annotator.app.words import as_tip, plain
from annotator.model import Actor, LabelType, Scheme, Span
from annotator.model.edits import shorten

_MOST_SHOWN = 6
_NAME_LENGTH = 30


class ActorsCard(QWidget):
    """Names the actors, the most mentioned first; a click goes to the first mention."""

    jumped = Signal(str)
    register_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[tuple[str, str, int]] | None = None
        self._heading = plain("", "section")
        self._card = QFrame(self)
        self._card.setProperty("role", "card")
        self._flow = FlowLayout(self._card, gap=12, line_gap=3)
        self._flow.setContentsMargins(12, 9, 12, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._heading)
        column.addWidget(self._card)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._theme, self._shown = theme, None

    def show_actors(self, named: list[tuple[Actor, list[Span]]], scheme: Scheme) -> None:
        """Show these actors with their mentions in the article, the most mentioned first."""
        told = [(actor.name, spans[0].id, len(spans)) for actor, spans in named]
        if told == self._shown:
            return
        self._shown = told
        empty(self._flow)
        for actor, spans in named[:_MOST_SHOWN]:
            label = scheme.label(spans[0].label)
            if label is not None:
                chip = ActorChip(actor.name, len(spans), label, self._theme, self._card)
                chip.clicked.connect(lambda _=False, to=spans[0].id: self.jumped.emit(to))
                self._flow.addWidget(chip)
        if len(named) > _MOST_SHOWN:
            more = QPushButton(f"+{len(named) - _MOST_SHOWN}", self._card)
            more.setProperty("role", "link")
            more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            more.setCursor(Qt.CursorShape.PointingHandCursor)
            more.clicked.connect(lambda _=False: self.register_wanted.emit())
            self._flow.addWidget(more)
        self._heading.setText(f"ACTORS · {len(named)}")
        self.setVisible(bool(named))
        self._card.updateGeometry()


class ActorChip(QAbstractButton):
    """An actor's name, marked as its mentions are, and how many there are."""

    def __init__(
        self, name: str, count: int, label: LabelType, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._label, self._theme = label, theme
        self._times = f" ×{count}"
        self.setText(shorten(name, _NAME_LENGTH))
        self.setToolTip(as_tip(name) if len(name) > _NAME_LENGTH else "")
        self.setAccessibleName(f"{name}, mentioned {count} times")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(self._times)
        return QSize(width + 4, metrics.height() + 4)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, metrics = QPainter(self), self.fontMetrics()
        ink = self._theme.accent if self.underMouse() else self._theme.ink
        width = metrics.horizontalAdvance(self.text())
        # Room for rounding: the name is known to fit.
        prose = Prose(self.text(), self.font(), width + 2, lines=1, tight=True)
        prose.draw_marked(painter, 0, 0, ink, self._label, self._theme)
        painter.setPen(self._theme.quiet)
        painter.drawText(width, metrics.ascent(), self._times)
