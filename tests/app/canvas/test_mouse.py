"""What the mouse does beyond a plain click: threes, tremors, drags that leave the view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.app.theme import LIGHT, Typography
from annotator.model import Delta, Relation, Zone, new_id
from tests.app.canvas.conftest import Show, Shown

LEFT = Qt.MouseButton.LeftButton
NEWS = 'The port said the "channel is safe" on Monday. It said no more.\n\nThe end.'
LONG = "\n\n".join(f"Paragraph {n} of a long article, with some words." for n in range(200))


def press(shown: Shown, at: QPoint) -> None:
    shown.qtbot.mousePress(shown.canvas.viewport(), LEFT, pos=at)


def move(shown: Shown, to: QPoint) -> None:
    shown.qtbot.mouseMove(shown.canvas.viewport(), to)
    QApplication.processEvents()


def release(shown: Shown, at: QPoint) -> None:
    shown.qtbot.mouseRelease(shown.canvas.viewport(), LEFT, pos=at)


def selected(shown: Shown) -> str:
    start, end = shown.canvas.selected_range
    return shown.layer.article.text[start:end]


def chip(shown: Shown) -> QPoint:
    span = shown.canvas.current_span
    found = shown.chip(span) if span is not None else None
    assert found is not None
    return found


def test_a_third_click_takes_the_sentence(show: Show) -> None:
    shown = show(NEWS)
    at = QPointF(shown.point(NEWS.index("channel") + 2))

    def send(kind: QEvent.Type, now: int, by: int = 0) -> None:
        # The test library puts a pause behind each click, so that no third one can follow.
        button = LEFT if kind != QEvent.Type.MouseMove else Qt.MouseButton.NoButton
        point = at + QPointF(by, 0)
        held = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, point, point, button, LEFT, held)
        event.setTimestamp(now)
        QApplication.sendEvent(shown.canvas.viewport(), event)

    send(QEvent.Type.MouseButtonPress, 1000)
    send(QEvent.Type.MouseButtonRelease, 1050)
    send(QEvent.Type.MouseButtonDblClick, 1150)
    send(QEvent.Type.MouseButtonRelease, 1200)
    assert selected(shown) == "channel"
    send(QEvent.Type.MouseButtonPress, 1300)
    send(QEvent.Type.MouseMove, 1320, by=2)
    send(QEvent.Type.MouseButtonRelease, 1350, by=2)
    assert selected(shown) == 'The port said the "channel is safe" on Monday.'
    send(QEvent.Type.MouseButtonPress, 9000)
    send(QEvent.Type.MouseButtonRelease, 9050)
    assert selected(shown) == ""


def test_dragging_on_from_a_double_click_keeps_the_word(show: Show) -> None:
    shown = show(NEWS)
    view, at = shown.canvas.viewport(), shown.point(NEWS.index("channel") + 2)
    shown.qtbot.mouseDClick(view, LEFT, pos=at)
    move(shown, at + QPoint(3, 0))
    assert selected(shown) == "channel"
    move(shown, shown.point(NEWS.index("safe") + 4))
    assert selected(shown) == "channel is safe"
    move(shown, shown.point(NEWS.index("port")))
    assert selected(shown) == 'port said the "channel'


def test_a_click_on_the_chip_links_nothing(show: Show) -> None:
    shown = show(NEWS, ("Claim", "channel is safe"), ("Actor", "channel"), ("Cue", "said"))
    claim = next(span for span in shown.layer.spans if span.label == "Claim")
    shown.canvas.select_span(claim.id)
    at = chip(shown)
    with shown.qtbot.assertNotEmitted(shown.canvas.link_dropped):
        press(shown, at)
        move(shown, at + QPoint(1, 1))
        release(shown, at + QPoint(1, 1))
    assert shown.canvas.current == claim.id


def test_a_link_that_is_dropped_beside_the_text_is_none(show: Show) -> None:
    shown = show(NEWS, ("Claim", "channel is safe"), ("Actor", "The end."))
    claim = shown.layer.spans[0]
    shown.canvas.select_span(claim.id)
    with shown.qtbot.assertNotEmitted(shown.canvas.link_dropped):
        press(shown, chip(shown))
        beside = shown.point(NEWS.index("The end.")) + QPoint(400, 0)
        move(shown, beside)
        release(shown, beside)


def test_a_link_goes_to_the_span_that_may_be_linked(show: Show) -> None:
    shown = show(NEWS, ("Cue", "said the"), ("Source", "The port said the"), ("Actor", "said"))
    cue, source = (
        next(span for span in shown.layer.spans if span.label == label)
        for label in ("Cue", "Source")
    )
    claim = shown.span("Claim", "safe")
    shown.canvas.follow(shown.layer.follow([Delta(None, claim)]))
    shown.canvas.select_span(source.id)
    # A source may be linked with claims and sources, not with the cue and actor in front of it.
    assert shown.canvas.link_target(source.id, claim.start) == claim
    assert shown.canvas.link_target(claim.id, NEWS.index("the")) == cue


@pytest.mark.parametrize("edge", ["start", "end"])
def test_a_click_at_an_edge_is_a_click(show: Show, edge: str) -> None:
    shown = show(NEWS, ("Claim", "channel is safe"))
    [span] = shown.layer.spans
    shown.canvas.select_span(span.id)
    at = span.start if edge == "start" else span.end
    shown.canvas.set_selection(0, 0)
    with shown.qtbot.assertNotEmitted(shown.canvas.edge_dropped):
        press(shown, shown.point(at))
        release(shown, shown.point(at))
    assert shown.canvas.selection() == (at, at)


def test_an_edge_is_seen_where_it_would_be(show: Show) -> None:
    shown = show(NEWS, ("Claim", "channel is safe"))
    [span] = shown.layer.spans
    shown.canvas.select_span(span.id)
    edge = shown.point(span.end, -1)
    before = shown.canvas.viewport().grab().toImage()
    press(shown, edge)
    to = NEWS.index("Monday") + len("Monday")
    move(shown, shown.point(to))
    during = shown.canvas.viewport().grab().toImage()
    preview = shown.canvas._scene.preview
    assert preview is not None
    assert (preview.start, preview.end) == (span.start, to)
    assert during != before
    # The layer refuses, or hasn't heard yet: nothing is left of the preview.
    release(shown, shown.point(to))
    assert shown.canvas.viewport().grab().toImage() == before


def test_an_edge_stops_at_the_next_fragment(show: Show) -> None:
    shown = show(NEWS, ("Claim", "The port", "channel is safe"))
    [span] = shown.layer.spans
    shown.canvas.select_span(span.id)
    press(shown, shown.point(span.fragments[0].end, -1))
    move(shown, shown.point(NEWS.index("Monday")))
    preview = shown.canvas._scene.preview
    assert preview is not None and preview.end == span.fragments[1].start
    release(shown, shown.point(NEWS.index("Monday")))


def test_a_drag_held_below_the_view_scrolls_on(show: Show) -> None:
    shown = show(LONG)
    view, bar = shown.canvas.viewport(), shown.canvas.verticalScrollBar()
    press(shown, shown.point(3))
    below = QPoint(300, view.height() + 60)
    move(shown, below)
    shown.qtbot.waitUntil(lambda: bar.value() > 200)
    assert shown.canvas.selected_range[0] == 3
    assert shown.canvas.selected_range[1] > 600
    release(shown, below)
    still = bar.value()
    shown.qtbot.wait(80)
    assert bar.value() == still


def test_a_click_below_the_text_selects_no_span(show: Show) -> None:
    shown = show(NEWS, ("Actor", "The end."))
    at = shown.point(NEWS.index("The end.") + 3) + QPoint(0, 200)
    shown.qtbot.mouseClick(shown.canvas.viewport(), LEFT, pos=at)
    assert shown.canvas.current is None


def test_a_zone_is_unfolded_by_a_click_and_folded_by_one_on_its_tag(show: Show) -> None:
    zone = Zone("boilerplate", NEWS.index("It said"), len(NEWS))
    shown = show(NEWS, zones=(zone,))
    view = shown.canvas.viewport()

    def folds() -> list[bool]:
        page = shown.canvas._page
        assert page is not None
        return [block.fold for block in page.document.blocks]

    assert folds() == [False, True]
    at = shown.canvas.caret_rect(zone.start).center()
    shown.qtbot.mouseClick(view, LEFT, pos=QPoint(300, at.y()))
    assert not any(folds())
    text = shown.canvas.caret_rect(zone.start).center()
    shown.qtbot.mouseClick(view, LEFT, pos=text + QPoint(40, 0))
    assert not any(folds())
    shown.qtbot.mouseClick(view, LEFT, pos=QPoint(shown.canvas._left() + 10, text.y()))
    assert folds() == [False, True]


def test_links_far_away_do_not_move_the_view(show: Show) -> None:
    text = "MMMM " * 600 + "\n\n" + "i " * 4000 + "\n\n" + LONG
    shown = show(text, ("Claim", "Paragraph 150"), ("Source", "MMMM"))
    source, claim = shown.layer.spans
    link = Relation(new_id(), "a", "me", "attributed_to", claim.id, source.id)
    shown.canvas.follow(shown.layer.follow([Delta(None, link)]))
    shown.canvas.set_layer(shown.layer)
    shown.canvas.select_span(claim.id)
    QApplication.processEvents()
    before = shown.canvas.caret_rect(claim.start)
    shown.canvas.viewport().grab()
    QApplication.processEvents()
    assert shown.canvas.caret_rect(claim.start) == before
    assert shown.canvas.viewport().rect().contains(before.center())


@pytest.mark.parametrize("per_cent", [80, 150])
def test_what_is_read_stays_in_view_when_the_text_size_changes(show: Show, per_cent: int) -> None:
    shown = show(LONG)
    bar = shown.canvas.verticalScrollBar()
    bar.setValue(3000)
    QApplication.processEvents()
    top = shown.canvas.view_state().top.offset
    shown.canvas.set_look(LIGHT, Typography("serif", "sans-serif", per_cent))
    QApplication.processEvents()
    assert abs(shown.canvas.view_state().top.offset - top) < 60


def test_another_article_has_nothing_selected(show: Show) -> None:
    shown = show(NEWS)
    shown.canvas.set_selection(0, 20)
    shown.canvas.set_layer(shown.layer)
    assert shown.canvas.selected_range == (0, 0)
    assert shown.canvas._scene.selection == (0, 0)


def test_offsets_of_points_are_those_of_the_caret(show: Show) -> None:
    shown = show(NEWS)
    for offset in range(0, len(NEWS), 3):
        rect = shown.canvas.caret_rect(offset)
        if NEWS[offset] != "\n":
            assert shown.canvas.offset_at(QPointF(rect.center())) == offset
