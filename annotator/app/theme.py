"""The colours of the window in light, dark and high contrast, and how articles are set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QStyleHints

#: Least contrast of lines and signs, of text, and of text in high contrast, with what is behind
#: them (WCAG 2.2, success criteria 1.4.11, 1.4.3 and 1.4.6).
LINE_CONTRAST, TEXT_CONTRAST, STRONG_CONTRAST = 3.0, 4.5, 7.0


@dataclass(frozen=True, slots=True)
class MarkColours:
    """The colours that one label's marks are drawn with on a theme's page."""

    line: QColor
    ink: QColor
    tint: QColor
    tint_deep: QColor
    chip: QColor
    chip_ink: QColor


@dataclass(frozen=True)
class Theme:
    """The colours of the whole window."""

    name: str
    dark: bool
    strong: bool
    page: QColor
    frame: QColor
    raised: QColor
    ink: QColor
    quiet: QColor
    faint: QColor
    rule: QColor
    hover: QColor
    selected_row: QColor
    selection: QColor
    accent: QColor
    accent_ink: QColor
    good: QColor
    danger: QColor

    def mark(self, colour: str) -> MarkColours:
        """Work out a label's colours from the one that the scheme gives it."""
        grounds = (self.page.name(), self.frame.name(), self.raised.name())
        return _mark_colours(colour, grounds, self.dark, self.strong)


@dataclass(frozen=True, slots=True)
class Typography:
    """How articles are set: the families of their text and of what stands beside it, and sizes.

    ``columns`` is how many characters a line holds, about; the others are per cent of what is
    usual: ``per_cent`` the size of the text, ``spacing`` the distance of its lines, ``zoom`` the
    size of everything.
    """

    reading: str
    ui: str
    per_cent: int = 100
    columns: int = 70
    spacing: int = 100
    zoom: int = 100


def _theme(name: str, *, dark: bool = False, strong: bool = False, **colours: str) -> Theme:
    return Theme(name, dark, strong, **{key: QColor(value) for key, value in colours.items()})


LIGHT = _theme(
    "light",
    page="#FFFFFF",
    frame="#FAF9F7",
    raised="#FFFFFF",
    ink="#1B1F24",
    quiet="#555D68",
    faint="#626972",
    rule="#E1DFDA",
    hover="#F1F0EC",
    selected_row="#E3EBF6",
    selection="#C9DEF5",
    accent="#0B5CAD",
    accent_ink="#FFFFFF",
    good="#00805C",
    danger="#B3261E",
)

DARK = _theme(
    "dark",
    dark=True,
    page="#1E2126",
    frame="#17191D",
    raised="#23272D",
    ink="#E4E2DD",
    quiet="#B0B5BC",
    faint="#9AA0A9",
    rule="#343941",
    hover="#2A2F36",
    selected_row="#263549",
    selection="#2A4364",
    accent="#6CB0F2",
    accent_ink="#10151B",
    good="#4CC39A",
    danger="#FF8A80",
)

HIGH_CONTRAST = _theme(
    "high contrast",
    strong=True,
    page="#FFFFFF",
    frame="#FFFFFF",
    raised="#FFFFFF",
    ink="#000000",
    quiet="#2B2B2B",
    faint="#404040",
    rule="#6B6B6B",
    hover="#E8E8E8",
    selected_row="#CFE2FF",
    selection="#9CC7FF",
    accent="#003E8A",
    accent_ink="#FFFFFF",
    good="#005C3F",
    danger="#9B0000",
)

HIGH_CONTRAST_DARK = _theme(
    "high contrast dark",
    dark=True,
    strong=True,
    page="#000000",
    frame="#000000",
    raised="#000000",
    ink="#FFFFFF",
    quiet="#E0E0E0",
    faint="#C8C8C8",
    rule="#8C8C8C",
    hover="#262626",
    selected_row="#003A75",
    selection="#0B4F9E",
    accent="#7CC4FF",
    accent_ink="#000000",
    good="#5EE0B0",
    danger="#FF9A92",
)

THEMES = (LIGHT, DARK, HIGH_CONTRAST, HIGH_CONTRAST_DARK)


def system_theme(hints: QStyleHints) -> Theme:
    """Return the theme that the system asks for."""
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    # Qt before 6.10 doesn't know whether the system asks for contrast.
    more = getattr(hints, "accessibility", None)
    if more is not None and more().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST_DARK if dark else HIGH_CONTRAST
    return DARK if dark else LIGHT


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance), 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    parts = (colour.redF(), colour.greenF(), colour.blueF())
    return sum(w * linear(v) for w, v in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def tint_strength(dark: bool) -> float:
    """Return how much of a mark's colour a tint has; the rest is the page."""
    return 0.24 if dark else 0.12


@lru_cache(maxsize=256)
def _mark_colours(colour: str, grounds: tuple[str, ...], dark: bool, strong: bool) -> MarkColours:
    base, behind = QColor(colour), [QColor(ground) for ground in grounds]
    paper = behind[0]
    towards = QColor("#FFFFFF" if dark else "#000000")
    line = _until(base, towards, behind, TEXT_CONTRAST if strong else LINE_CONTRAST)
    text = _until(base, towards, behind, STRONG_CONTRAST if strong else TEXT_CONTRAST)
    strength = tint_strength(dark)
    black, white = QColor("#101010"), QColor("#FFFFFF")
    chip_ink = white if contrast(text, white) >= contrast(text, black) else black
    return MarkColours(
        line=line,
        ink=text,
        tint=mixed(paper, line, strength),
        tint_deep=mixed(paper, line, strength + (0.06 if dark else 0.09)),
        chip=text,
        chip_ink=chip_ink,
    )


def _until(colour: QColor, towards: QColor, behind: list[QColor], least: float) -> QColor:
    """Move a colour towards black or white until it stands out enough from what is behind it."""
    for step in range(21):
        moved = mixed(colour, towards, step / 20)
        if all(contrast(moved, ground) >= least for ground in behind):
            return moved
    return towards


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Mix two colours; ``share`` (0 to 1) is how much there is of the other."""

    def mix(a: int, b: int) -> int:
        return round(a + (b - a) * share)

    return QColor(
        mix(one.red(), other.red()),
        mix(one.green(), other.green()),
        mix(one.blue(), other.blue()),
    )
