"""A canvas of a known size over any text, and hands that work it with real events."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.app.canvas import TextCanvas
from annotator.app.theme import LIGHT, FontFamilies, reading_font, ui_font
from annotator.assets import resource
from annotator.model import (
    Article,
    Assignment,
    Delta,
    Fragment,
    Layer,
    Record,
    Relation,
    Scheme,
    Span,
    Zone,
    new_id,
)
from annotator.model.codebook import parse_scheme

NO_KEY = Qt.KeyboardModifier.NoModifier


class Hands:
    """Shows a text on a canvas, marks it, and points at it by its words."""

    def __init__(self, canvas: TextCanvas, scheme: Scheme, qtbot: QtBot) -> None:
        self.canvas = canvas
        self.qtbot = qtbot
        self.layer = self._layer_of("", ())
        canvas.set_scheme(scheme)

    @property
    def text(self) -> str:
        return self.layer.article.text

    @property
    def selected(self) -> str:
        start, end = self.canvas.selected_range
        return self.text[start:end]

    def show(
        self, text: str, *spans: tuple[str, str], zones: tuple[Zone, ...] = ()
    ) -> dict[str, Span]:
        """Show a text with spans (label, words), and return them by their words."""
        self.layer = self._layer_of(text, zones)
        made = [self.span(label, quote) for label, quote in spans]
        self.layer.follow([Delta(None, span) for span in made])
        self.canvas.set_layer(self.layer)
        self.see()
        return {span.quote: span for span in made}

    def span(self, label: str, *quotes: str) -> Span:
        """Make a span with a fragment for each of these words, in their order."""
        fragments, at = [], 0
        for quote in quotes:
            at = self.text.index(quote, at)
            fragments.append(Fragment(at, at + len(quote), quote))
        return Span(new_id(), self.layer.article.id, "me", label, tuple(fragments))

    def link(self, type: str, source: Span, target: Span) -> Relation:
        made = Relation(new_id(), self.layer.article.id, "me", type, source.id, target.id)
        self.change(None, made)
        return made

    def change(self, before: Record | None, after: Record | None) -> None:
        """Change the layer as the store would, and have the canvas follow."""
        self.canvas.follow(self.layer.follow([Delta(before, after)]))
        self.see()

    def see(self) -> None:
        """Let everything be painted."""
        QApplication.processEvents()
        QApplication.processEvents()

    def point(self, where: str | int, *, into: int = 0) -> QPoint:
        """Return the middle of the line where these words (or this offset) begin."""
        offset = where if isinstance(where, int) else self.text.index(where) + into
        return self.canvas.caret_rect(offset).center()

    def press(self, at: QPoint, held: Qt.KeyboardModifier = NO_KEY) -> None:
        self.qtbot.mousePress(self.canvas.viewport(), Qt.MouseButton.LeftButton, held, at)

    def move(self, to: QPoint) -> None:
        self.qtbot.mouseMove(self.canvas.viewport(), to)
        self.see()

    def release(self, at: QPoint) -> None:
        self.qtbot.mouseRelease(self.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.see()

    def click(self, at: QPoint, held: Qt.KeyboardModifier = NO_KEY) -> None:
        self.press(at, held)
        self.release(at)

    def double_click(self, at: QPoint) -> None:
        self.click(at)
        self.qtbot.mouseDClick(self.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.release(at)

    def drag(self, start: QPoint, end: QPoint) -> None:
        self.press(start)
        self.move((start + end) / 2)
        self.move(end)
        self.release(end)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY) -> None:
        self.qtbot.keyClick(self.canvas, key, held)

    def _layer_of(self, text: str, zones: tuple[Zone, ...]) -> Layer:
        article = Article(new_id(), "An article", text, zones=zones)
        return Layer(article, Assignment(article.id, "me", "started"))


@pytest.fixture
def scheme() -> Scheme:
    return parse_scheme(resource("schemes", "attribution.toml").read_text(encoding="utf-8"))


@pytest.fixture
def make_hands(qtbot: QtBot, scheme: Scheme) -> Iterator[Callable[[], Hands]]:
    def make() -> Hands:
        canvas = TextCanvas()
        qtbot.addWidget(canvas)
        canvas.set_theme(LIGHT, FontFamilies(reading_font(), ui_font()))
        canvas.resize(846, 600)
        hands = Hands(canvas, scheme, qtbot)
        canvas.show()
        qtbot.waitExposed(canvas)
        canvas.activateWindow()
        canvas.setFocus()
        return hands

    return make


@pytest.fixture
def hands(make_hands: Callable[[], Hands]) -> Hands:
    return make_hands()
