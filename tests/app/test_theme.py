"""Whatever colour a scheme asks for, its marks can be told from the page in each theme."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator.app.theme import (
    LINE_CONTRAST,
    TEXT_CONTRAST,
    THEMES,
    Theme,
    contrast,
    reading_font,
    stylesheet,
    system_theme,
    ui_font,
)

each_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.005)
    assert contrast(QColor("#FFFFFF"), QColor("#777777")) == pytest.approx(4.48, abs=0.005)


@given(st.integers(0, 0xFFFFFF), st.sampled_from(THEMES))
def test_marks_of_any_colour_stand_out(rgb: int, theme: Theme) -> None:
    colours = theme.mark(f"#{rgb:06x}")

    assert contrast(colours.line, theme.page) >= LINE_CONTRAST
    assert contrast(colours.ink, theme.page) >= TEXT_CONTRAST
    assert contrast(colours.chip_ink, colours.chip) >= TEXT_CONTRAST
    assert contrast(theme.ink, colours.tint) >= TEXT_CONTRAST
    assert contrast(theme.ink, colours.tint_deep) >= TEXT_CONTRAST
    assert colours.tint != theme.page
    assert colours.tint_deep != colours.tint


@each_theme
def test_a_colour_that_stands_out_is_left_as_it_is(theme: Theme) -> None:
    assert theme.mark(theme.accent.name()).line == theme.accent


@each_theme
@pytest.mark.parametrize("name", ["ink", "quiet", "faint", "accent", "good", "danger"])
def test_words_can_be_read_on_page_and_frame(theme: Theme, name: str) -> None:
    colour = getattr(theme, name)
    assert contrast(colour, theme.page) >= (TEXT_CONTRAST if name != "faint" else LINE_CONTRAST)
    assert contrast(colour, theme.frame) >= (TEXT_CONTRAST if name != "faint" else LINE_CONTRAST)


@each_theme
def test_selected_words_can_be_read(theme: Theme) -> None:
    for back in (theme.selection, theme.selected_row, theme.hover):
        assert contrast(theme.ink, back) >= TEXT_CONTRAST
    assert contrast(theme.accent_ink, theme.accent) >= TEXT_CONTRAST


@each_theme
def test_the_style_sheet_names_every_colour(theme: Theme) -> None:
    sheet = stylesheet(theme, "Inter")
    assert "@" not in sheet
    assert theme.page.name() in sheet
    assert '"Inter"' in sheet


def test_the_fonts_come_with_the_program(qapp: QApplication) -> None:
    assert ui_font() == "Inter"
    assert reading_font() == "Noto Serif"


def test_the_theme_follows_the_system(qapp: QApplication) -> None:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    assert system_theme(app) in THEMES
