"""A scrolling room that is as tall as what stands in it, as far as there is place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class Fitting(QScrollArea):
    """As tall as what it holds, as far as there is room; then it scrolls."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(content)
        self._content = content

    def fit(self) -> None:
        """Take on the height of what it holds at once, so that nothing is seen half laid out."""
        for widget in (*reversed(self._content.findChildren(QWidget)), self._content):
            if (layout := widget.layout()) is not None:
                layout.activate()
        self.updateGeometry()
        over = self.parentWidget()
        if over is not None and (around := over.layout()) is not None:
            around.activate()

    def sizeHint(self) -> QSize:
        content, width = self._content, max(self.viewport().width(), 40)
        height = content.heightForWidth(width) if content.hasHeightForWidth() else -1
        return QSize(width, max(height, content.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 80)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
