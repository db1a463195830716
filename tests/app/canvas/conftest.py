"""A canvas on the screen with a layer on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.app.canvas import TextCanvas
from annotator.app.fonts import reading_font, ui_font
from annotator.app.theme import LIGHT, Typography
from annotator.assets import resource
from annotator.model import Article, Assignment, Fragment, Layer, Span, Zone, new_id
from annotator.model.codebook import parse_scheme


class Shown:
    """A canvas, its layer, and where things stand on it."""

    def __init__(self, canvas: TextCanvas, layer: Layer, qtbot: QtBot) -> None:
        self.canvas, self.layer, self.qtbot = canvas, layer, qtbot

    def point(self, offset: int, dx: int = 0) -> QPoint:
        canvas = self.canvas
        canvas._reveal(offset)
        QApplication.processEvents()
        page = canvas._page
        assert page is not None
        place = page.place(offset)
        y = place.top + 30 - canvas.verticalScrollBar().value() + place.height // 2
        return QPoint(round(place.x) + canvas._left() + dx, y)

    def chip(self, span: Span) -> QPoint | None:
        """Return a point on the chip over a span's beginning, if there is one."""
        at = self.canvas.caret_rect(span.start).topLeft()
        points = (at + QPoint(3, dy) for dy in range(-12, 12))
        return next((p for p in points if self.canvas.chip_at(QPointF(p)) == span.id), None)

    def click(self, offset: int, dx: int = 2) -> None:
        view = self.canvas.viewport()
        self.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=self.point(offset, dx))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        self.qtbot.keyClick(self.canvas, key, modifier or Qt.KeyboardModifier.NoModifier)

    def span(self, label: str, *quotes: str) -> Span:
        text = self.layer.article.text
        starts = [text.index(quote) for quote in quotes]
        fragments = tuple(
            Fragment(start, start + len(quote), quote)
            for start, quote in zip(starts, quotes, strict=True)
        )
        return Span(new_id(), self.layer.article.id, "me", label, fragments)


Show = Callable[..., Shown]


@pytest.fixture
def show(qtbot: QtBot, qapp: QApplication) -> Show:
    """Show a text with zones and spans (label, quote, …) on a canvas."""

    def make(
        text: str,
        *marks: tuple[str, ...],
        zones: tuple[Zone, ...] = (),
        width: int = 900,
    ) -> Shown:
        article = Article("a", "A", text, zones=zones)
        layer = Layer(article, Assignment("a", "me"))
        canvas = TextCanvas()
        qtbot.addWidget(canvas)
        canvas.resize(width, 600)
        canvas.set_look(LIGHT, Typography(reading_font(), ui_font()))
        toml = resource("schemes", "attribution.toml").read_text(encoding="utf-8")
        canvas.set_scheme(parse_scheme(toml))
        shown = Shown(canvas, layer, qtbot)
        shown.layer = Layer(
            article,
            Assignment("a", "me"),
            [shown.span(label, *quotes) for label, *quotes in marks],
        )
        canvas.set_layer(shown.layer)
        canvas.show()
        canvas.setFocus()
        qtbot.waitExposed(canvas)
        return shown

    return make
