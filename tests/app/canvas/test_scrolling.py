"""Scrolling and marking never make what is read jump, though most heights are only guessed."""

from __future__ import annotations

import random

import pytest
from PySide6.QtWidgets import QApplication

from annotator.app.canvas import TextCanvas
from annotator.model import Delta
from tests.app.canvas.conftest import Show

# Lines that the guess takes for much longer or much shorter than they are.
LINES = (
    "i " * 400,
    "MMMM " * 60,
    "short",
    "The harbour master said so. " * 20,
    "社長は述べた。" * 50,
)
LONG = "\n\n".join(LINES[n % len(LINES)] for n in range(400))


def top_of(canvas: TextCanvas, offset: int) -> int:
    return canvas.caret_rect(offset).top()


@pytest.mark.parametrize("seed", range(4))
def test_each_step_moves_the_text_by_just_its_length(show: Show, seed: int) -> None:
    chance = random.Random(seed)
    shown = show(LONG)
    canvas, bar = shown.canvas, shown.canvas.verticalScrollBar()
    for _ in range(60):
        if chance.random() < 0.1:
            bar.setValue(chance.randrange(bar.maximum()))
            QApplication.processEvents()
        reading = canvas.view_state().top.offset
        before = top_of(canvas, reading)
        step = chance.choice((-500, -120, -40, -1, 1, 40, 120, 500))
        bar.setValue(bar.value() + step)
        QApplication.processEvents()
        at_an_end = bar.value() in (0, bar.maximum())
        assert top_of(canvas, reading) == before - step or at_an_end


def test_marking_moves_nothing(show: Show) -> None:
    shown = show(LONG)
    canvas, bar = shown.canvas, shown.canvas.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()
    start = canvas.view_state().top.offset
    places = [canvas.caret_rect(offset) for offset in range(start, start + 600)]
    position = (bar.value(), bar.maximum())
    for label in ("Claim", "Source", "Cue", "Actor"):
        span = shown.span(label, LONG[start + 10 : start + 80])
        canvas.follow(shown.layer.follow([Delta(None, span)]))
        canvas.select_span(span.id, reveal=False)
        QApplication.processEvents()
    assert [canvas.caret_rect(offset) for offset in range(start, start + 600)] == places
    assert (bar.value(), bar.maximum()) == position


def test_another_width_keeps_the_line_at_the_top(show: Show) -> None:
    shown = show(LONG)
    canvas, bar = shown.canvas, shown.canvas.verticalScrollBar()
    bar.setValue(bar.maximum() // 2 + 7)
    QApplication.processEvents()
    reading = canvas.view_state().top.offset
    before = top_of(canvas, reading)
    for width in range(880, 500, -17):
        canvas.resize(width, 600)
        QApplication.processEvents()
        assert top_of(canvas, reading) == before


def test_the_end_of_the_article_is_reached_and_left_again(show: Show) -> None:
    shown = show(LONG)
    canvas, bar = shown.canvas, shown.canvas.verticalScrollBar()
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    bottom = canvas.caret_rect(len(LONG)).bottom()
    assert 0 < bottom < canvas.viewport().height()
    while bar.value() > 0:
        bar.setValue(bar.value() - 3000)
        QApplication.processEvents()
    assert top_of(canvas, 0) == 30


def test_a_hundred_thousand_empty_lines_are_one_gap(show: Show) -> None:
    text = "First." + "\n" * 100_000 + "Last."
    shown = show(text)
    canvas = shown.canvas
    assert canvas.verticalScrollBar().maximum() == 0
    assert 0 < top_of(canvas, len(text)) - top_of(canvas, 0) < 100


def test_a_page_is_laid_out_no_further_than_one_sees(show: Show) -> None:
    shown = show("The harbour master said so. " * 40_000)
    canvas = shown.canvas
    page = canvas._page
    assert page is not None and page.laid_count < 20
    middle = len(canvas.text) // 2
    canvas.set_selection(middle, middle + 3)
    QApplication.processEvents()
    assert page.laid_count < 40
    assert 0 < top_of(canvas, middle) < canvas.viewport().height()
