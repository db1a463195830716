"""How the window looks: colours in light, dark and high contrast, fonts, and one style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication

from annotator.assets import resource

#: Least contrast of lines and signs, and of text, with what is behind them (WCAG 2.2).
LINE_CONTRAST, TEXT_CONTRAST = 3.0, 4.5


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
        return _mark_colours(colour, self.page.name(), self.ink.name(), self.dark)


@dataclass(frozen=True, slots=True)
class FontFamilies:
    """The families that the article and the window are set in."""

    reading: str
    ui: str


def _theme(name: str, *, dark: bool, **colours: str) -> Theme:
    return Theme(name, dark, **{key: QColor(value) for key, value in colours.items()})


LIGHT = _theme(
    "light",
    dark=False,
    page="#FFFFFF",
    frame="#FAF9F7",
    raised="#FFFFFF",
    ink="#1B1F24",
    quiet="#5D6570",
    faint="#767D86",
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
    quiet="#A6ABB3",
    faint="#8C929B",
    rule="#343941",
    hover="#2A2F36",
    selected_row="#263549",
    selection="#2F4C70",
    accent="#6CB0F2",
    accent_ink="#10151B",
    good="#4CC39A",
    danger="#FF8A80",
)

HIGH_CONTRAST = _theme(
    "high contrast",
    dark=False,
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

THEMES = (LIGHT, DARK, HIGH_CONTRAST)


def system_theme(app: QGuiApplication) -> Theme:
    """Return the theme that the system asks for."""
    dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def load_font(prefix: str, otherwise: str) -> str:
    """Load a font that comes with the program, and return its family; ``otherwise`` if it can't.

    So a page looks the same everywhere.
    """
    families: list[str] = []
    for file in sorted(resource("fonts").glob(f"{prefix}*.*tf")):
        font = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(font) if font >= 0 else []
    # To some systems each weight is a family of its own; the plain name is the shortest.
    return min(families, key=len, default=otherwise)


def ui_font() -> str:
    """Load the font that the window is set in, and return its family."""
    return load_font("Inter", "sans-serif")


def reading_font() -> str:
    """Load the font that articles are set in, and return its family."""
    return load_font("NotoSerif", "serif")


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance), 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    parts = (colour.redF(), colour.greenF(), colour.blueF())
    return sum(w * linear(v) for w, v in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@lru_cache(maxsize=256)
def _mark_colours(colour: str, page: str, ink: str, dark: bool) -> MarkColours:
    base, paper = QColor(colour), QColor(page)
    towards = QColor("#FFFFFF" if dark else "#000000")
    line = _until(base, towards, paper, LINE_CONTRAST)
    text = _until(base, towards, paper, TEXT_CONTRAST)
    strength = 0.24 if dark else 0.12
    black, white = QColor("#101010"), QColor("#FFFFFF")
    chip_ink = white if contrast(text, white) >= contrast(text, black) else black
    return MarkColours(
        line=line,
        ink=text,
        tint=_mixed(paper, line, strength),
        tint_deep=_mixed(paper, line, strength + (0.06 if dark else 0.09)),
        chip=text,
        chip_ink=chip_ink,
    )


def _until(colour: QColor, towards: QColor, page: QColor, least: float) -> QColor:
    """Move a colour towards black or white until it stands out enough from the page."""
    for step in range(21):
        mixed = _mixed(colour, towards, step / 20)
        if contrast(mixed, page) >= least:
            return mixed
    return towards


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    def mix(a: int, b: int) -> int:
        return round(a + (b - a) * share)

    return QColor(
        mix(one.red(), other.red()),
        mix(one.green(), other.green()),
        mix(one.blue(), other.blue()),
    )


def stylesheet(theme: Theme, ui_family: str) -> str:
    """Return the style sheet of the window."""
    names = (
        *("page", "frame", "raised", "ink", "quiet", "faint", "rule", "hover", "selected_row"),
        *("selection", "accent", "accent_ink", "danger"),
    )
    values = {f"@{name};": f"{getattr(theme, name).name()};" for name in names}
    sheet = _SHEET.replace("@font;", f'"{ui_family}";')
    for name, value in values.items():
        sheet = sheet.replace(name, value)
    return sheet


_SHEET = """
* { font-family: @font; font-size: 10pt; color: @ink; }
QMainWindow, QWidget#window, QWidget#side, QWidget#inspector, QWidget#bar { background: @frame; }
QWidget#start { background: @frame; }
QWidget#overlay { background: @raised; }
QScrollArea { background: @frame; border: none; }
QLabel { background: transparent; }
QLabel[role="section"] { color: @quiet; font-size: 8pt; font-weight: 600; }
QLabel[role="quiet"] { color: @quiet; }
QLabel[role="field"] { color: @quiet; font-size: 9pt; }
QLabel[role="faint"] { color: @faint; }
QLabel[role="danger"] { color: @danger; }
QLabel[role="title"] { font-size: 20pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="key"], QToolButton[role="key"] {
    background: @page; border: 1px solid @rule; border-bottom-width: 2px; border-radius: 4px;
    padding: 0px 5px; color: @quiet; font-size: 8pt; }
QToolButton[role="key"]:hover { border-color: @accent; color: @ink; }
QFrame[role="card"], QListView[role="card"] {
    background: @raised; border: 1px solid @rule; border-radius: 8px; }
QFrame[role="rule"] { background: @rule; border: none; }
QListView { background: transparent; border: none; outline: none; }
QLineEdit {
    background: @page; border: 1px solid @rule; border-radius: 6px; padding: 4px 8px;
    selection-background-color: @selection; selection-color: @ink; }
QLineEdit:focus { border-color: @accent; }
QFrame[role="card"] QLineEdit { padding: 2px 6px; }
QFrame[role="card"] QLineEdit[role="quiet"] { padding: 2px; }
QLineEdit[role="quiet"] { background: transparent; border-color: transparent; }
QLineEdit[role="quiet"]:hover { border-color: @rule; }
QLineEdit[role="quiet"]:focus { background: @page; border-color: @accent; }
QFrame[role="card"] QLineEdit[role="inset"] {
    background: transparent; border: none; border-bottom: 1px solid @rule; border-radius: 0px;
    padding: 6px 10px; }
QFrame[role="card"] QLineEdit[role="inset"]:focus { border-bottom-color: @accent; }
QPushButton {
    background: @page; border: 1px solid @rule; border-radius: 6px; padding: 6px 14px; }
QPushButton:hover { border-color: @accent; }
QPushButton:focus { border-color: @accent; }
QPushButton:pressed { background: @hover; }
QPushButton:disabled { color: @faint; background: transparent; }
QPushButton[role="small"] { padding: 3px 9px; }
QPushButton[role="primary"] {
    background: @accent; color: @accent_ink; border-color: @accent; font-weight: 600; }
QAbstractButton[role="choice"] { font-size: 9pt; }
QPushButton[role="link"] {
    border: none; background: transparent; padding: 1px 0px; text-align: left; }
QPushButton[role="link"]:hover { color: @accent; }
QPushButton[role="todo"] {
    border: none; background: transparent; padding: 0px; color: @danger; font-size: 9pt; }
QPushButton[role="todo"]:checked { color: @quiet; }
QPushButton[role="todo"]:hover { text-decoration: underline; }
QPushButton[role="flat"] {
    border: none; background: transparent; padding: 4px 8px; text-align: left; }
QPushButton[role="flat"]:hover { background: @hover; }
QFrame[role="tabs"] { background: @page; border: 1px solid @rule; border-radius: 6px; }
QPushButton[role="tab"] {
    border: none; border-radius: 0px; border-bottom: 2px solid transparent; padding: 5px 15px;
    background: transparent; color: @quiet; }
QPushButton[role="tab"]:hover { color: @ink; }
QPushButton[role="tab"]:checked { border-bottom-color: @accent; color: @ink; font-weight: 600; }
QToolButton {
    background: transparent; border: none; border-radius: 4px; padding: 1px 4px; color: @quiet; }
QToolButton[role="project"] { color: @ink; font-weight: 600; padding: 4px 8px; }
QToolButton:hover { background: @hover; }
QToolButton::menu-indicator { image: none; }
QMenu { background: @raised; border: 1px solid @rule; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 14px; border-radius: 4px; }
QMenu::item:selected { background: @selected_row; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @rule; margin: 4px 6px; }
QToolTip { background: @raised; color: @ink; border: 1px solid @rule; padding: 4px; }
QSplitter::handle { background: @rule; }
QProgressBar { background: @rule; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: @rule; border-radius: 3px; min-height: 30px; }
QScrollBar::handle:vertical:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0px; width: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle:horizontal { background: @rule; border-radius: 3px; min-width: 30px; }
QAbstractItemView { selection-background-color: @selected_row; selection-color: @ink; }
"""
