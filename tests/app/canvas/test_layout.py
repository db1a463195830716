"""Where marks stand on a line: exactly under their letters, whichever way these run."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from annotator.app.canvas.document import Document
from annotator.app.canvas.layout import LaidBlock
from annotator.app.canvas.styles import Styles
from annotator.app.fonts import reading_font, ui_font
from annotator.app.theme import LIGHT, Typography
from annotator.model import Article, Zone

TURNS = [
    pytest.param("English with ערבית inside the line", "ערבית", id="Hebrew in English"),
    pytest.param("עברית with English inside", "English", id="English in Hebrew"),
    pytest.param("كلفة المحطة 300 مليون دينار", "300", id="a number in Arabic"),
]


def laid(text: str, width: int = 640, zones: tuple[Zone, ...] = ()) -> LaidBlock:
    styles = Styles(LIGHT, Typography(reading_font(), ui_font()))
    document = Document(Article("a", "A", text, zones=zones))
    return LaidBlock(document, document.blocks[0], styles, width)


def width(strips: list[tuple[int, float, float]]) -> float:
    return sum(right - left for _, left, right in strips)


@pytest.mark.parametrize(("text", "words"), TURNS)
def test_a_mark_covers_every_letter_where_the_direction_turns(
    qapp: QApplication, text: str, words: str
) -> None:
    block = laid(text)
    start = text.index(words)
    alone = laid(words)

    [(_, left, right)] = block.strips(start, start + len(words))

    [(_, a, b)] = alone.strips(0, len(words))
    assert right - left == pytest.approx(b - a, abs=1)


@pytest.mark.parametrize(("text", "words"), TURNS)
def test_neighbours_share_a_line_without_gap_or_overlap(
    qapp: QApplication, text: str, words: str
) -> None:
    block = laid(text)
    start = text.index(words)
    parts = [(0, start), (start, start + len(words)), (start + len(words), len(text))]
    total = width(block.strips(0, len(text)))
    assert sum(width(block.strips(a, b)) for a, b in parts) == pytest.approx(total, abs=1)


@pytest.mark.parametrize("text", ["The harbour is safe. " * 20, "سفينة غادرت الميناء أمس " * 20])
def test_marks_stop_where_the_words_of_a_wrapped_line_do(qapp: QApplication, text: str) -> None:
    block = laid(text)
    assert block.line_count > 2
    for n in range(block.line_count - 1):
        start, end = block.line_range(n)
        assert text[end - 1] == " "
        [(_, left, right)] = block.strips(start, end)
        [(_, a, b)] = block.strips(start, end - 1)
        assert (left, right) == pytest.approx((a, b), abs=0.5)


def test_letters_beyond_the_first_plane_count_once(qapp: QApplication) -> None:
    text = "one 👩‍👩‍👧 two 🇯🇵 three"
    block = laid(text)
    start = text.index("three")
    [(_, left, right)] = block.strips(start, len(text))
    [(_, a, b)] = laid("three").strips(0, 5)
    assert right - left == pytest.approx(b - a, abs=1)
    assert right == pytest.approx(width(block.strips(0, len(text))), abs=1)


def test_paragraphs_from_the_right_stand_at_the_right(qapp: QApplication) -> None:
    text = "سفينة"
    [(_, left, right)] = laid(text).strips(0, len(text))
    assert right == pytest.approx(640, abs=1)
    assert left > 400
    assert laid(text).right_to_left
    assert not laid("a " + text).right_to_left
