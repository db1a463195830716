"""Shows Markdown that may come from anyone: nothing in it is loaded, followed or run."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
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
        features = (
            QTextDocument.MarkdownFeature.MarkdownNoHTML
            | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self.document().setMarkdown(text, features)
        self._colour_links(theme)
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

    def _colour_links(self, theme: Theme) -> None:
        """Draw links so that they can be read on this theme's ground."""
        looks = QTextCharFormat()
        looks.setForeground(theme.accent)
        cursor = QTextCursor(self.document())
        block = self.document().firstBlock()
        while block.isValid():
            for format_range in block.textFormats():
                if format_range.format.isAnchor():
                    start = block.position() + format_range.start
                    cursor.setPosition(start)
                    keep = QTextCursor.MoveMode.KeepAnchor
                    cursor.setPosition(start + format_range.length, keep)
                    cursor.mergeCharFormat(looks)
            block = block.next()

    def _fit(self) -> None:
        self.document().setTextWidth(max(self.viewport().width(), 40))
        height = round(self.document().size().height()) + 2
        if height != self.height():
            self.setFixedHeight(height)
