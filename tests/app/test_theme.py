"""Whatever colour a scheme gives, marks and text stand out from the page of each theme."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from annotator.app.theme import (
    LINE_CONTRAST,
    TEXT_CONTRAST,
    THEMES,
    Theme,
    contrast,
    stylesheet,
)

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@given(colour=colours)
def test_marks_stand_out(theme: Theme, colour: str) -> None:
    mark = theme.mark(colour)
    assert contrast(mark.line, theme.page) >= LINE_CONTRAST
    assert contrast(mark.ink, theme.page) >= TEXT_CONTRAST
    assert contrast(mark.chip, mark.chip_ink) >= TEXT_CONTRAST
    assert contrast(theme.ink, mark.tint) >= TEXT_CONTRAST
    assert contrast(theme.ink, mark.tint_deep) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_words_stand_out(theme: Theme) -> None:
    for back in (theme.page, theme.frame, theme.raised):
        for ink in (theme.ink, theme.quiet, theme.danger, theme.accent):
            assert contrast(ink, back) >= TEXT_CONTRAST
        assert contrast(theme.faint, back) >= LINE_CONTRAST
    for back in (theme.selected_row, theme.selection, theme.hover):
        assert contrast(theme.ink, back) >= TEXT_CONTRAST
    assert contrast(theme.accent_ink, theme.accent) >= TEXT_CONTRAST


def test_the_style_sheet_names_no_colour_that_is_missing() -> None:
    for theme in THEMES:
        assert "@" not in stylesheet(theme, "Inter")


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
