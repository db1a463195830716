"""Shows Markdown that may come from anyone: nothing in it is loaded, followed or run."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QPalette, QResizeEvent, QTextBlock, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from annotator.app.theme import Theme

_NOTHING = 1


class InertText(QTextBrowser):
    """A text as tall as its words. HTML stands there as it is written, pictures are left out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(2)

    def show_markdown(self, text: str, theme: Theme) -> None:
        """Show a text in this theme's colours."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Link, theme.accent)
        self.setPalette(palette)
        features = (
            QTextDocument.MarkdownFeature.MarkdownNoHTML
            | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self.document().setMarkdown(text, features)
        self._fit()

    def heading(self, title: str) -> int | None:
        """Return how far down a heading with this title stands, in pixels; ``None`` without one."""
        block: QTextBlock = self.document().firstBlock()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level and block.text().strip().casefold() == title.casefold():
                return round(self.document().documentLayout().blockBoundingRect(block).top())
            block = block.next()
        return None

    def loadResource(self, type: int, name: QUrl | str) -> object:
        # Nothing would have Qt look for the file itself.
        empty = QImage(_NOTHING, _NOTHING, QImage.Format.Format_ARGB32)
        empty.fill(0)
        return empty

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(max(self.viewport().width(), 40))
        height = round(self.document().size().height()) + 2
        if height != self.height():
            self.setFixedHeight(height)
