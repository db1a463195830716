"""The labels below the article, each with its key and drawn as its spans are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from annotator.app.flow import FlowLayout
from annotator.app.keymap import Keymap
from annotator.app.layouts import empty
from annotator.app.theme import Theme
from annotator.model import LabelType, Scheme
from annotator.model.edits import shorten

_PENS = {
    "solid": Qt.PenStyle.SolidLine,
    "dashed": Qt.PenStyle.DashLine,
    "dotted": Qt.PenStyle.DotLine,
}
_SIDE = 16
_MOST_NAMED = 60  # characters
# With room for so many characters the hint stands beside the labels.
_LEAST_HINT = 36


class LabelBar(QWidget):
    """Shows the scheme's labels as buttons; the keys do the same without the mouse."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint: QWidget | None = None
        self._flow_host = QWidget(self)
        self._flow = FlowLayout(self._flow_host, gap=8)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE, 9, _SIDE, 9)
        self._row.setSpacing(14)
        self._row.addWidget(self._flow_host, 1)

    def show_scheme(self, scheme: Scheme, theme: Theme, keymap: Keymap) -> None:
        """Make a button for each label, with the key that it has now."""
        empty(self._flow)
        for label in scheme.labels:
            key = keymap.shown(f"label.{label.name}")
            button = LabelButton(label, key, theme, self._flow_host)
            button.clicked.connect(lambda _=False, name=label.name: self.chosen.emit(name))
            self._flow.addWidget(button)
        policy = self._flow_host.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
        self._flow_host.setSizePolicy(policy)

    def add_hint(self, hint: QWidget) -> None:
        """Put something at the right end, or below where there is no room beside the labels."""
        self._hint = hint
        self._row.addWidget(hint, 0, Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        if self._hint is None:
            return
        gap = self._flow.spacing()
        buttons = (self._flow.itemAt(n) for n in range(self._flow.count()))
        labels = sum(button.sizeHint().width() + gap for button in buttons if button)
        room = self.width() - labels - 2 * _SIDE - self._row.spacing()
        beside = room >= _LEAST_HINT * self.fontMetrics().averageCharWidth()
        # Whatever it says, it stands where it stood, so that the page above never moves.
        self._hint.setMaximumWidth(room if beside else self.width())
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if beside else directions.TopToBottom)


class LabelButton(QAbstractButton):
    """One label: its key in a cap, its name marked the way its spans are."""

    def __init__(self, label: LabelType, key: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = label
        self._key = key
        self._theme = theme
        self.setText(shorten(label.name, _MOST_NAMED))
        self.setToolTip(f"<qt>{_escaped(label.definition)}</qt>" if label.definition else "")
        self.setAccessibleName(f"Label {label.name}, key {key or 'none'}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        cap = max(metrics.horizontalAdvance(self._key) + 10, 18)
        width = 12 + (cap + 8 if self._key else 0) + metrics.horizontalAdvance(self.text())
        return QSize(width + 14, metrics.height() + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, metrics = self._theme, self.fontMetrics()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.accent if self.underMouse() else theme.rule, 1))
        painter.setBrush(theme.hover if self.isDown() else theme.page)
        painter.drawRoundedRect(frame, 6, 6)
        x = 12.0
        if key := self._key:
            width = max(metrics.horizontalAdvance(key) + 10, 18)
            height = metrics.height() + 3
            cap = QRectF(x, (self.height() - height) / 2, width, height)
            painter.setPen(QPen(theme.rule, 1))
            painter.setBrush(theme.frame)
            painter.drawRoundedRect(cap, 3, 3)
            painter.setPen(theme.quiet)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
            x += width + 8
        text = QRectF(x, 0, metrics.horizontalAdvance(self.text()), self.height())
        colours = theme.mark(self._label.colour)
        if self._label.style == "tint":
            tint = text.adjusted(-2, (self.height() - metrics.height()) / 2, 2, 0)
            tint.setHeight(metrics.height())
            painter.fillRect(tint, colours.tint)
        else:
            pen = QPen(colours.line, 2, _PENS[self._label.style])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            below = (self.height() + metrics.height()) / 2 + 1
            painter.drawLine(int(text.left()), int(below), int(text.right()), int(below))
        painter.setPen(theme.ink)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)
