"""What stands over the text: chips that can be taken hold of, numbers side by side, links."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from annotator.app.canvas import Question
from annotator.app.theme import LIGHT
from annotator.model import Delta, Relation, new_id
from tests.app.canvas.conftest import Show, Shown

NEWS = 'The port said the "channel is safe" on Monday.\n\nFishing crews doubt it.'


def picture(shown: Shown) -> QImage:
    QApplication.processEvents()
    return shown.canvas.viewport().grab().toImage()


def columns(image: QImage, area: QRect, colour: QColor) -> list[int]:
    """Return the x at which an area of the picture has a pixel of just this colour."""
    return [
        x
        for x in range(area.left(), area.right() + 1)
        if any(image.pixelColor(x, y) == colour for y in range(area.top(), area.bottom() + 1))
    ]


def over(shown: Shown, offset: int, width: int = 200) -> QRect:
    """Return the leading over the line where an offset stands."""
    rect = shown.canvas.caret_rect(offset)
    return QRect(rect.left() - 5, rect.top() - 6, width, 9)


def test_the_chip_can_be_taken_hold_of_wherever_the_page_is_scrolled_to(show: Show) -> None:
    text = NEWS + "\n\nAnd so on." * 100
    shown = show(text, ("Claim", "channel is safe"))
    [span] = shown.layer.spans
    shown.canvas.select_span(span.id)
    at = shown.chip(span)
    assert at is not None
    shown.canvas.verticalScrollBar().setValue(15)
    assert shown.canvas.chip_at(QPointF(at)) is None
    assert shown.canvas.chip_at(QPointF(at - QPoint(0, 15))) == span.id
    shown.canvas.select_span(None)
    assert shown.chip(span) is None


def test_numbers_of_marks_that_begin_together_stand_side_by_side(show: Show) -> None:
    shown = show(NEWS, ("Claim", "channel is safe"), ("Actor", "channel"), ("Source", "channel is"))
    area = over(shown, NEWS.index("channel"))
    colours = [LIGHT.mark(colour).chip for colour in ("#0072B2", "#B36B00", "#00805C")]

    def widths() -> list[int]:
        image = picture(shown)
        return [len(columns(image, area, colour)) for colour in colours]

    shown.canvas.show_numbers([(s.id, str(n)) for n, s in enumerate(shown.layer.spans, 1)])
    assert min(widths()) > 4
    shown.canvas.show_numbers(())
    assert widths() == [0, 0, 0]


def test_what_is_asked_stands_beside_the_chip_and_inside_the_column(show: Show) -> None:
    shown = show(NEWS, ("Claim", "The port"), ("Claim", "Monday"), width=560)
    question = Question("quotation?", (("D", "direct"), ("I", "indirect")))
    left, width = shown.canvas.column
    for span in shown.layer.spans:
        shown.canvas.select_span(span.id)
        before = picture(shown)
        shown.canvas.ask(question)
        asked, rows = picture(shown), over(shown, 0)
        changed = [
            x
            for x in range(asked.width())
            for y in range(rows.top(), rows.bottom())
            if asked.pixelColor(x, y) != before.pixelColor(x, y)
        ]
        assert changed and left <= min(changed) and max(changed) <= left + width
    shown.canvas.select_span(None)
    assert not shown.canvas.question


@pytest.mark.parametrize("target", ["said", "Fishing crews"])
def test_a_link_is_drawn_but_never_over_the_text(show: Show, target: str) -> None:
    shown = show(NEWS, ("Claim", "channel is safe"), ("Cue", target))
    claim, cue = sorted(shown.layer.spans, key=lambda span: span.label)
    shown.canvas.select_span(claim.id)
    plain = picture(shown)
    link = Relation(new_id(), "a", "me", "cued_by", claim.id, cue.id)
    shown.canvas.follow(shown.layer.follow([Delta(None, link)]))
    line = LIGHT.mark("#8E4585").line
    linked = picture(shown)

    view = shown.canvas.viewport().rect()
    here = shown.canvas.caret_rect(claim.start)
    if target == "said":
        beside = over(shown, cue.start, here.left() - shown.canvas.caret_rect(cue.start).left())
    else:
        beside = QRect(view.right() - 90, here.top(), 90, 120)
    assert len(columns(linked, beside, line)) > len(columns(plain, beside, line))
    # Between the two nothing but the softly lit target has changed on the lines' own height.
    gap = QRect(here.left() - 20, here.center().y() - 3, 14, 6)
    assert linked.copy(gap) == plain.copy(gap)


def test_a_link_to_what_lies_inside_is_told_by_colour_alone(show: Show) -> None:
    shown = show(NEWS, ("Claim", "channel is safe"), ("Actor", "channel"))
    claim, actor = sorted(shown.layer.spans, key=lambda span: span.label, reverse=True)
    link = Relation(new_id(), "a", "me", "about", claim.id, actor.id)
    for span in (claim, actor):
        shown.canvas.select_span(span.id)
        plain = picture(shown)
        shown.canvas.follow(shown.layer.follow([Delta(None, link)]))
        linked = picture(shown)
        left, width = shown.canvas.column
        margin = QRect(left + width, 0, linked.width() - left - width, linked.height())
        assert linked.copy(margin) == plain.copy(margin)
        leading = over(shown, claim.start)
        leading.setHeight(4)
        assert linked.copy(leading) == plain.copy(leading)
        assert linked != plain
        shown.canvas.follow(shown.layer.follow([Delta(link, None)]))
