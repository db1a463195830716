"""How the window looks: colours in light, dark and high contrast, fonts, and one style sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QStyleHints

from annotator.assets import resource

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


@cache
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


def stylesheet(theme: Theme, ui_family: str, zoom: int = 100) -> str:
    """Return the style sheet of the window; ``zoom`` is per cent of the usual size."""
    names = (
        *("page", "frame", "raised", "ink", "quiet", "faint", "rule", "hover", "selected_row"),
        *("selection", "accent", "accent_ink", "danger"),
    )
    values = {f"@{name};": f"{getattr(theme, name).name()};" for name in names}
    chevron = resource("icons", "chevron.svg").as_posix()
    sheet = _SHEET.replace("@font;", f'"{ui_family}";').replace("@chevron;", f'url("{chevron}");')
    for name, value in values.items():
        sheet = sheet.replace(name, value)
    return re.sub(r"(\d+)pt", lambda size: f"{int(size[1]) * zoom / 100:g}pt", sheet)


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
QFrame[role="current"] {
    background: @raised; border: 1px solid @accent; border-radius: 8px; }
QFrame[role="alarm"] { background: @page; border: none; border-top: 2px solid @danger; }
QFrame[role="rule"] { background: @rule; border: none; }
QListView { background: transparent; border: none; outline: none; }
QTableView { background: transparent; border: none; outline: none; }
QTreeView { background: @page; border: 1px solid @rule; border-radius: 6px; outline: none; }
QTreeView:focus { border-color: @accent; }
QTreeView::item { padding: 4px 2px; }
QTreeView::item:hover { background: @hover; }
QTreeView::item:selected { background: @selected_row; }
QTreeView::indicator {
    width: 11px; height: 11px; border: 1px solid @faint; border-radius: 3px; background: @page; }
QTreeView::indicator:checked { background: @accent; border-color: @accent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; border: none; border-bottom: 1px solid @rule; color: @quiet;
    padding: 4px 8px; }
QLineEdit {
    background: @page; border: 1px solid @rule; border-radius: 6px; padding: 4px 8px;
    selection-background-color: @selection; selection-color: @ink;
    placeholder-text-color: @faint; }
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
QPushButton[role="choice"] { padding: 3px 9px; border-radius: 5px; }
QPushButton[role="choice"]:checked {
    background: @selected_row; border-color: @accent; color: @accent; }
QToolButton[role="step"] {
    background: @page; border: 1px solid @rule; border-radius: 5px; color: @ink;
    min-width: 18px; padding: 2px 4px; }
QToolButton[role="step"]:hover, QToolButton[role="step"]:focus { border-color: @accent; }
QToolButton:disabled { color: @faint; }
QComboBox {
    background: @page; border: 1px solid @rule; border-radius: 6px; padding: 3px 8px; }
QComboBox:hover, QComboBox:focus { border-color: @accent; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: @chevron; width: 12px; height: 12px; }
QCheckBox { spacing: 7px; }
QCheckBox::indicator {
    width: 13px; height: 13px; border: 1px solid @faint; border-radius: 3px; background: @page; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; }
QCheckBox::indicator:focus { border: 2px solid @accent; }
QPlainTextEdit[role="code"] {
    background: @frame; border: 1px solid @rule; border-radius: 6px; padding: 6px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @rule; }
QPushButton[role="small"] { padding: 3px 9px; }
QPushButton[role="pick"] { padding: 4px 8px; text-align: left; }
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
QPushButton[role="flat"]:focus, QPushButton[role="link"]:focus, QToolButton:focus {
    border: 1px solid @accent; border-radius: 4px; }
QPushButton[role="primary"]:focus { border: 2px solid @ink; padding: 5px 13px; }
QScrollArea:focus, QListView:focus { border: 1px solid @accent; border-radius: 6px; }
QFrame[role="tabs"] { background: @page; border: 1px solid @rule; border-radius: 6px; }
QTabBar { background: transparent; }
QTabBar::tab {
    border: none; border-bottom: 2px solid transparent; padding: 5px 15px; background: transparent;
    color: @quiet; }
QTabBar::tab:hover { color: @ink; }
QTabBar::tab:selected { border-bottom-color: @accent; color: @ink; }
QToolButton {
    background: transparent; border: none; border-radius: 4px; padding: 1px 4px; color: @quiet; }
QToolButton[role="project"] { color: @ink; font-weight: 600; padding: 4px 8px; }
QToolButton:hover { background: @hover; }
QToolButton::menu-indicator { image: none; }
QTextBrowser { background: transparent; border: none; }
QPlainTextEdit { background: @page; border: 1px solid @rule; border-radius: 6px; }
QListView::indicator {
    width: 11px; height: 11px; border: 1px solid @faint; border-radius: 3px; background: @page; }
QListView::indicator:checked { background: @accent; border-color: @accent; }
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
