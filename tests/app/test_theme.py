"""Whatever colour a scheme gives, marks and text stand out from what is behind them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from annotator.app.stylesheet import stylesheet
from annotator.app.theme import (
    LINE_CONTRAST,
    STRONG_CONTRAST,
    TEXT_CONTRAST,
    THEMES,
    Theme,
    contrast,
)
from annotator.assets import resource
from annotator.model import Scheme
from annotator.model.codebook import parse_scheme

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
each_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return parse_scheme(resource("schemes", "attribution.toml").read_text(encoding="utf-8"))


@each_theme
@given(colour=colours)
def test_marks_stand_out(theme: Theme, colour: str) -> None:
    mark = theme.mark(colour)
    least_line, least_text = LINE_CONTRAST, TEXT_CONTRAST
    if theme.strong:
        least_line, least_text = TEXT_CONTRAST, STRONG_CONTRAST
    for ground in (theme.page, theme.frame, theme.raised):
        assert contrast(mark.line, ground) >= least_line
        assert contrast(mark.ink, ground) >= least_text
    assert contrast(mark.chip, mark.chip_ink) >= TEXT_CONTRAST
    assert contrast(theme.ink, mark.tint) >= TEXT_CONTRAST
    assert contrast(theme.ink, mark.tint_deep) >= TEXT_CONTRAST


@each_theme
def test_words_stand_out(theme: Theme) -> None:
    grounds = (theme.page, theme.frame, theme.raised, theme.hover, theme.selected_row)
    for ground in grounds:
        for ink in (theme.ink, theme.quiet, theme.faint, theme.danger, theme.accent):
            assert contrast(ink, ground) >= TEXT_CONTRAST
        assert contrast(theme.good, ground) >= LINE_CONTRAST
    for ink in (theme.ink, theme.quiet):
        assert contrast(ink, theme.selection) >= TEXT_CONTRAST
    assert contrast(theme.accent_ink, theme.accent) >= TEXT_CONTRAST
    if theme.strong:
        assert contrast(theme.ink, theme.page) == pytest.approx(21)
        for ink in (theme.quiet, theme.faint, theme.danger, theme.accent):
            assert contrast(ink, theme.page) >= STRONG_CONTRAST
        assert contrast(theme.rule, theme.page) >= LINE_CONTRAST


@each_theme
def test_what_is_read_stands_out_from_the_schemes_tints(theme: Theme, scheme: Scheme) -> None:
    for label in scheme.labels:
        mark = theme.mark(label.colour)
        for ink in (theme.ink, theme.quiet):
            assert contrast(ink, mark.tint) >= TEXT_CONTRAST
            assert contrast(ink, mark.tint_deep) >= TEXT_CONTRAST


@each_theme
def test_colour_is_never_the_only_sign(theme: Theme, scheme: Scheme) -> None:
    for one, other in combinations(scheme.labels, 2):
        assert one.style != other.style


# What colours become to people who lack one kind of cones (Machado, Oliveira and Fernandes 2009,
# table 1, severity 1.0), on linear RGB.
CONES = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def seen(colour: QColor, kind: str) -> tuple[float, ...]:
    """Return CIE L*a*b* (D65) of what someone without one kind of cones sees."""

    def linear(v: float) -> float:
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    def times(rows: tuple[tuple[float, ...], ...], v: list[float]) -> list[float]:
        return [sum(a * b for a, b in zip(row, v, strict=True)) for row in rows]

    rgb = times(CONES[kind], [linear(v) for v in (colour.redF(), colour.greenF(), colour.blueF())])
    to_xyz = (
        (0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505),
        (0.2126, 0.7152, 0.0722),
        (0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089),
    )
    x, y, z = (
        v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116
        for v in times(to_xyz, [min(max(v, 0.0), 1.0) for v in rgb])
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@each_theme
@pytest.mark.parametrize("kind", CONES)
def test_the_schemes_colours_differ_for_the_colour_blind(
    theme: Theme, kind: str, scheme: Scheme
) -> None:
    lines = [seen(theme.mark(label.colour).line, kind) for label in scheme.labels]
    for one, other in combinations(lines, 2):
        apart = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        assert apart > 7, "what differs less (ΔE*ab, CIE 1976) is hard to tell apart"


def test_the_style_sheet_names_no_colour_that_is_missing() -> None:
    for theme in THEMES:
        assert "@" not in stylesheet(theme, "Inter")


def test_the_style_sheet_follows_the_zoom() -> None:
    sheets = [stylesheet(THEMES[0], "Inter", zoom) for zoom in (100, 150)]
    assert "font-size: 10pt" in sheets[0]
    assert "font-size: 15pt" in sheets[1] and "font-size: 12pt" in sheets[1]


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
