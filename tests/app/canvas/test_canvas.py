"""The page under real mouse and keys: selecting, hitting marks, dragging, folding, any script."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from annotator.app.theme import DARK, Typography
from annotator.model import Delta, Zone
from tests.app.canvas.conftest import Show, Shown

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NEWS = 'The port said the "channel is safe" on Monday.\n\nFishing crews doubt it.\n\nThe end.'

HARD = [
    pytest.param("one 👩‍👩‍👧 two 🇯🇵 three", id="emoji"),
    pytest.param("قال الوزير إن 42 سفينة غادرت the port أمس", id="mixed directions"),
    pytest.param("社長は「夜の移動は不便だ」と述べた。", id="Japanese"),
    pytest.param("first\r\nsecond\rthird\u2028fourth\x85fifth", id="line breaks"),
    pytest.param("nul \0 bom \ufeff nbsp\u00a0bidi \u202e mark \ufdd0", id="unsafe"),
    pytest.param("e\u0301galite\u0301 नमस्ते", id="combining"),
]


def pixels(shown: Shown) -> bytes:
    QApplication.processEvents()
    image = shown.canvas.viewport().grab().toImage()
    return bytes(image.constBits())


@pytest.mark.parametrize("text", HARD)
def test_walking_by_arrow_keys_meets_each_place_once(show: Show, text: str) -> None:
    shown = show(text)
    places = [shown.canvas.selection()[1]]
    for _ in range(len(text) + 5):
        shown.key(Qt.Key.Key_Right)
        if shown.canvas.selection()[1] == places[-1]:
            break
        places.append(shown.canvas.selection()[1])

    assert places == sorted(set(places))
    assert places[0] == 0 and places[-1] == len(text)
    back = []
    for _ in places[1:]:
        shown.key(Qt.Key.Key_Left)
        back.append(shown.canvas.selection()[1])
    assert back == places[-2::-1]


@pytest.mark.parametrize("text", HARD)
def test_a_click_puts_the_caret_where_it_was(show: Show, text: str) -> None:
    shown = show(text)
    page = shown.canvas._page
    assert page is not None
    for offset in range(len(text)):
        shown.canvas.set_selection(offset, offset)
        snapped = shown.canvas.selection()[1]
        place = page.place(snapped)
        shown.click(snapped, 0)
        clicked = shown.canvas.selection()[1]
        found = page.place(clicked)
        assert (found.block, found.line) == (place.block, place.line)
        # Where the direction turns, one place on the page stands for two in the text.
        assert abs(found.x - place.x) < 1 or abs(clicked - snapped) <= len("42")


def test_a_double_click_takes_the_word_a_third_the_sentence(show: Show) -> None:
    shown = show(NEWS)
    view, at = shown.canvas.viewport(), shown.point(NEWS.index("channel") + 2)
    shown.qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    start, end = shown.canvas.selected_range
    assert NEWS[start:end] == "channel"


def test_shift_extends_by_mouse_and_by_keys(show: Show) -> None:
    shown = show(NEWS)
    shown.click(4, 0)
    view = shown.canvas.viewport()
    shown.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, SHIFT, shown.point(8))
    assert shown.canvas.selection() == (4, 8)
    shown.key(Qt.Key.Key_Right, SHIFT | CONTROL)
    assert NEWS[slice(*shown.canvas.selected_range)] == "port said"
    shown.key(Qt.Key.Key_End, SHIFT)
    assert NEWS[slice(*shown.canvas.selected_range)].endswith("Monday.")
    shown.key(Qt.Key.Key_Right)
    assert shown.canvas.selection() == (NEWS.index("Monday.") + 7,) * 2


def test_lines_and_edges_of_the_article(show: Show) -> None:
    shown = show(NEWS)
    shown.key(Qt.Key.Key_Down)
    assert NEWS[shown.canvas.selection()[1] :].startswith("Fishing")
    shown.key(Qt.Key.Key_Down)
    shown.key(Qt.Key.Key_Down)
    assert shown.canvas.selection()[1] == len(NEWS)
    shown.key(Qt.Key.Key_Home, CONTROL)
    assert shown.canvas.selection()[1] == 0


def test_a_click_takes_the_innermost_mark_and_again_the_one_around(show: Show) -> None:
    shown = show(NEWS, ("Claim", '"channel is safe"'), ("Actor", "channel"), ("Cue", "said"))
    inside = NEWS.index("channel") + 3
    shown.click(inside)
    names = []
    for _ in range(3):
        current = shown.canvas.current_span
        assert current is not None
        names.append(current.label)
        shown.click(inside)
    assert names == ["Actor", "Claim", "Actor"]
    shown.click(NEWS.index("Monday"))
    assert shown.canvas.current is None


def test_going_from_mark_to_mark(show: Show) -> None:
    shown = show(NEWS, ("Claim", '"channel is safe"'), ("Actor", "channel"), ("Cue", "said"))
    seen = []
    for step in (1, 1, 1, 1, -1):
        shown.canvas.cycle(step)
        current = shown.canvas.current_span
        assert current is not None
        seen.append(current.label)
    assert seen == ["Cue", "Claim", "Actor", "Cue", "Actor"]
    shown.canvas.cycle_depth()
    assert shown.canvas.current_span is not None
    assert shown.canvas.current_span.label == "Claim"


def test_marking_never_moves_the_text(show: Show) -> None:
    shown = show(NEWS)
    page = shown.canvas._page
    assert page is not None
    before = [page.place(offset) for offset in range(len(NEWS))]
    plain = pixels(shown)
    for label in ("Claim", "Source", "Cue", "Actor"):
        span = shown.span(label, "channel is safe")
        shown.canvas.follow(shown.layer.follow([Delta(None, span)]))
        shown.canvas.select_span(span.id)
    marked = pixels(shown)

    assert [page.place(offset) for offset in range(len(NEWS))] == before
    assert marked != plain
    shown.canvas.select_span(None)
    shown.canvas.follow(shown.layer.follow([Delta(span, None) for span in shown.layer.spans]))
    shown.canvas.set_selection(0, 0)
    assert pixels(shown) == plain


def test_a_deleted_span_is_no_longer_selected(show: Show) -> None:
    shown = show(NEWS, ("Cue", "said"))
    [span] = shown.layer.spans
    shown.canvas.select_span(span.id)
    with shown.qtbot.waitSignal(shown.canvas.current_changed):
        shown.canvas.follow(shown.layer.follow([Delta(span, None)]))
    assert shown.canvas.current is None


def test_dragging_an_edge_tells_where_to(show: Show) -> None:
    shown = show(NEWS, ("Claim", "channel"))
    [span] = shown.layer.spans
    shown.canvas.select_span(span.id)
    view = shown.canvas.viewport()
    shown.qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=shown.point(span.end, -1))
    shown.qtbot.mouseMove(view, shown.point(span.end + 8))
    with shown.qtbot.waitSignal(shown.canvas.edge_dropped) as told:
        at = shown.point(span.end + 8)
        shown.qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [span.id, 0, "end", span.end + 8]


def test_dragging_the_chip_to_another_span_asks_for_a_link(show: Show) -> None:
    shown = show(NEWS, ("Claim", "channel is safe"), ("Cue", "said"))
    cue, claim = shown.layer.spans
    shown.canvas.select_span(claim.id)
    chip = shown.chip(claim)
    assert chip is not None
    view = shown.canvas.viewport()
    shown.qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=chip)
    shown.qtbot.mouseMove(view, QPoint(200, 200))
    with shown.qtbot.waitSignal(shown.canvas.link_dropped) as told:
        at = shown.point(cue.start + 1)
        shown.qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [claim.id, cue.id]


def test_boilerplate_is_folded_until_it_is_wanted(show: Show) -> None:
    start = NEWS.index("Fishing")
    shown = show(NEWS, zones=(Zone("boilerplate", start, len(NEWS)),))
    page = shown.canvas._page
    assert page is not None
    assert [block.fold for block in page.document.blocks] == [False, True]
    folded = page.heights.total
    top = page.heights.top(1) + 30 + 20
    view = shown.canvas.viewport()
    shown.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, top))
    page = shown.canvas._page
    assert page is not None
    assert page.heights.total > folded
    assert not any(block.fold for block in page.document.blocks)


def test_going_to_a_span_in_a_fold_opens_it(show: Show) -> None:
    start = NEWS.index("Fishing")
    shown = show(NEWS, ("Actor", "Fishing crews"), zones=(Zone("boilerplate", start, len(NEWS)),))
    shown.canvas.cycle(1)
    page = shown.canvas._page
    assert page is not None
    assert not any(block.fold for block in page.document.blocks)


@pytest.mark.parametrize("lines", [True, False])
def test_only_what_is_seen_is_laid_out(show: Show, *, lines: bool) -> None:
    sentence = "The harbour master said that the channel was safe. "
    text = (sentence * 3 + ("\n\n" if lines else "")) * 6000
    shown = show(text)
    page = shown.canvas._page
    assert page is not None
    QApplication.processEvents()
    assert page.laid_count < 60
    middle = len(text) // 2
    shown.canvas.set_selection(middle, middle + 3)
    QApplication.processEvents()
    assert page.laid_count < 120
    bar = shown.canvas.verticalScrollBar()
    place = page.place(middle)
    assert bar.value() <= place.top + 30 <= bar.value() + shown.canvas.viewport().height()


def test_scrolling_up_through_guessed_heights_does_not_jump(show: Show) -> None:
    words = ["i " * 400, "MMMM " * 60, "short", "The harbour master said so. " * 20]
    text = "\n\n".join(words[n % 4] for n in range(400))
    shown = show(text)
    canvas = shown.canvas
    canvas.set_selection(len(text), len(text))
    bar = canvas.verticalScrollBar()
    for _ in range(200):
        page = canvas._page
        assert page is not None
        top = canvas.view_state().top.offset
        before = page.place(top).top + 30 - bar.value()
        bar.setValue(bar.value() - 40)
        canvas.viewport().grab()
        after = page.place(top).top + 30 - bar.value()
        assert abs(after - before - 40) <= 1 or bar.value() == 0


def test_the_view_comes_back_to_where_it_was(show: Show) -> None:
    text = "\n\n".join(f"Paragraph {n} of a long article." for n in range(400))
    shown = show(text)
    shown.canvas.set_selection(9000, 9000)
    state = shown.canvas.view_state()
    shown.canvas.set_layer(shown.layer)
    shown.canvas.restore(state)
    assert shown.canvas.view_state() == state


@pytest.mark.parametrize("text", ["", "\n", "\0", "\u2028", "👩‍👩‍👧"])
def test_texts_of_next_to_nothing(show: Show, text: str) -> None:
    shown = show(text)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Left):
        shown.key(key)
    shown.canvas.cycle(1)
    shown.canvas.cycle_depth()
    assert pixels(shown)


def test_no_article_is_a_calm_page(show: Show) -> None:
    shown = show(NEWS)
    shown.canvas.set_layer(None)
    shown.key(Qt.Key.Key_Down)
    shown.canvas.cycle(1)
    assert shown.canvas.current is None
    assert shown.canvas.spans_at(3) == []
    assert pixels(shown)


def test_another_theme_and_size_keep_the_selection(show: Show) -> None:
    shown = show(NEWS, ("Cue", "said"))
    [span] = shown.layer.spans
    shown.canvas.select_span(span.id)
    before = pixels(shown)
    shown.canvas.set_look(DARK, Typography("serif", "sans-serif", 150))
    assert shown.canvas.current == span.id
    assert pixels(shown) != before


def test_other_keys_are_left_to_the_window(show: Show) -> None:
    shown = show(NEWS)
    shown.key(Qt.Key.Key_A)
    assert shown.canvas.selection() == (0, 0)
