"""Figures on shades can be read in every theme, however dark the shade."""

from __future__ import annotations

import pytest

from annotator.app.agreement.cell_painter import shaded
from annotator.app.theme import STRONG_CONTRAST, TEXT_CONTRAST, THEMES, Theme, contrast


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_figures_stand_out_from_every_shade(theme: Theme) -> None:
    least = STRONG_CONTRAST if theme.strong else TEXT_CONTRAST

    for percent in range(101):
        ground, ink = shaded(theme, percent / 100)
        assert contrast(ink, ground) >= least, percent
    assert shaded(theme, 0.0)[0] != shaded(theme, 1.0)[0]
