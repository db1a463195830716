"""What stands on the screen is what painting it anew would give, though only little is painted."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from annotator.model import Delta, Fragment, Relation, Span, new_id
from tests.app.canvas.conftest import Show, Shown

SENTENCES = (
    "The port said the channel is safe, and that a survey would be published on Monday. ",
    "Fishing crews doubt it. ",
    "قال الوزير إن 42 سفينة غادرت the port أمس. ",
    "社長は「夜の移動は不便だ」と述べた。 ",
    "Nobody knows 👩‍👩‍👧 how e\u0301galite\u0301 came to be\u00a0there. ",
)
KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
SHIFT = Qt.KeyboardModifier.ShiftModifier


def article(chance: random.Random) -> str:
    lengths = [1, 2, 4, 9, 25]
    return "\n\n".join(
        "".join(chance.choice(SENTENCES) for _ in range(chance.choice(lengths))) for _ in range(80)
    )


def on_screen(shown: Shown) -> QImage:
    """Return the pixels that the window holds, without painting."""
    QApplication.processEvents()
    canvas = shown.canvas
    view = canvas.viewport()
    image = canvas.screen().grabWindow(canvas.winId()).toImage()
    return image.copy(view.geometry()).convertToFormat(QImage.Format.Format_RGB32)


def painted_anew(shown: Shown) -> QImage:
    view = shown.canvas.viewport()
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def wheel(shown: Shown, eighths: int) -> None:
    view = shown.canvas.viewport()
    at = QPointF(view.rect().center())
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, eighths),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def add(shown: Shown, chance: random.Random) -> None:
    text = shown.layer.article.text
    top = shown.canvas.view_state().top.offset
    start = min(top + chance.randrange(900), len(text) - 200)
    end = start + chance.choice((3, 8, 30, 150))
    label = chance.choice(("Claim", "Source", "Cue", "Actor"))
    fragments = (Fragment(start, end, text[start:end]),)
    span = Span(new_id(), "a", "me", label, fragments)
    shown.canvas.follow(shown.layer.follow([Delta(None, span)]))
    shown.canvas.select_span(span.id, reveal=False)


def link(shown: Shown, chance: random.Random) -> None:
    span = shown.canvas.current_span
    near = [other for other in shown.layer.spans if span is not None and other.id != span.id]
    if span is not None and near:
        other = chance.choice(near)
        relation = Relation(new_id(), "a", "me", "cued_by", span.id, other.id)
        shown.canvas.follow(shown.layer.follow([Delta(None, relation)]))


def remove(shown: Shown) -> None:
    span = shown.canvas.current_span
    if span is not None:
        links = [Delta(relation, None) for relation in shown.layer.links(span.id)]
        shown.canvas.follow(shown.layer.follow([*links, Delta(span, None)]))


def act(shown: Shown, chance: random.Random) -> str:
    canvas = shown.canvas
    name = chance.choice(("key", "extend", "wheel", "leap", "add", "add", "link", "remove", "go"))
    match name:
        case "key":
            shown.key(chance.choice(KEYS))
        case "extend":
            shown.key(chance.choice(KEYS), SHIFT)
        case "wheel":
            wheel(shown, chance.choice((-960, -120, -40, 40, 120, 360)))
        case "leap":
            bar = canvas.verticalScrollBar()
            bar.setValue(chance.randrange(bar.maximum() + 1))
        case "add":
            add(shown, chance)
        case "link":
            link(shown, chance)
        case "remove":
            remove(shown)
        case "go":
            canvas.cycle(chance.choice((1, -1)))
    return name


@pytest.mark.parametrize("seed", range(6))
def test_the_screen_shows_what_painting_anew_would(show: Show, seed: int) -> None:
    chance = random.Random(seed)
    shown = show(article(chance), width=700)
    done = []
    for _ in range(40):
        done.append(act(shown, chance))
        assert on_screen(shown) == painted_anew(shown), done
