"""Fonts and distances of the page, by what a paragraph is there for."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from annotator.app.theme import MarkColours, Theme, Typography

#: Size of the article's text in pixels at 100 %.
BODY_PIXELS = 17
#: Lanes for line-styled marks below a line of text, and tints that may lie on each other.
LANES, TINTS = 3, 4
#: How much of a sign stands over the text that it belongs to.
SIGN_SHARE = 0.7
# Some letters and curves stand out a little, whatever the leading.
_LEAST_OUT = 4


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of block is set; distances in pixels.

    ``leading`` is the distance from line to line: it leaves room for the lanes below and the
    chips above, so that marking never moves the text. ``character`` is how wide one is on
    average.
    """

    font: QFont
    ink: QColor
    leading: int
    gap: int
    ascent: float
    descent: float
    character: float
    tag: str = ""

    @property
    def above(self) -> float:
        """How much of the leading is above the text."""
        return (self.leading - self.ascent - self.descent) / 2

    @property
    def baseline(self) -> float:
        """Where the baseline stands below a line's top."""
        return self.above + self.ascent

    @property
    def lane_top(self) -> float:
        """Where the first lane for line-styled marks lies below a line's top."""
        return self.baseline + max(self.descent * 0.75, 4.0)


class Styles:
    """The styles of a page in one theme at one size, and how wide its column is."""

    def __init__(self, theme: Theme, typography: Typography) -> None:
        self.theme = theme
        self._marks: dict[str, MarkColours] = {}
        scale, spacing = typography.per_cent / 100, typography.spacing / 100
        reading, ui = typography.reading, typography.ui

        def style(
            family: str, size: float, ink: QColor, leading: float, gap: float, **extra: object
        ) -> Style:
            font = QFont(family)
            font.setPixelSize(max(round(size * scale), 6))
            font.setBold(bool(extra.get("bold")))
            metrics = QFontMetricsF(font)
            distance = round(font.pixelSize() * leading * spacing)
            return Style(
                font=font,
                ink=ink,
                leading=max(distance, round(metrics.height()) + 4),
                gap=round(gap * scale),
                ascent=metrics.ascent(),
                descent=metrics.descent(),
                character=max(metrics.averageCharWidth(), 1.0),
                tag=str(extra.get("tag", "")),
            )

        body = BODY_PIXELS
        quiet, faint = theme.quiet, theme.faint
        self._styles = {
            "body": style(reading, body, theme.ink, 1.88, 13),
            "title": style(reading, body * 1.7, theme.ink, 1.5, 16, bold=True),
            "standfirst": style(reading, body * 1.03, quiet, 1.88, 8),
            "byline": style(ui, body * 0.82, quiet, 1.9, 8, tag="byline"),
            "dateline": style(reading, body, quiet, 1.88, 13),
            "caption": style(ui, body * 0.82, quiet, 1.9, 8, tag="caption"),
            "boilerplate": style(ui, body * 0.82, faint, 1.9, 8),
        }
        self.line_width = max(2.0, round(2 * scale))
        """How thick line-styled marks are, in pixels."""
        self.lane_step = self.line_width + 1
        """How far the lanes of line-styled marks are apart, in pixels."""
        self.column = round(self._styles["body"].character * typography.columns)
        small = QFont(ui)
        small.setPixelSize(max(round(10 * scale), 8))
        small.setWeight(QFont.Weight.DemiBold)
        self.chip_font = small
        tag = QFont(ui)
        tag.setPixelSize(max(round(12 * scale), 8))
        self.tag_font = tag

        sign = SIGN_SHARE * QFontMetricsF(small).height()
        styles = self._styles.values()
        self.rise = ceil(max(_LEAST_OUT, *(sign - style.above + 2 for style in styles)))
        """How far signs and links stand out over the leading of their line, in pixels."""
        lanes = LANES * self.lane_step
        self.drop = ceil(max(_LEAST_OUT, *(s.lane_top + lanes - s.leading for s in styles)))
        """How far lanes stand out below the leading of their line, in pixels."""

    def mark(self, colour: str) -> MarkColours:
        """Return the colours of marks to which the scheme gives this one."""
        if colour not in self._marks:
            self._marks[colour] = self.theme.mark(colour)
        return self._marks[colour]

    def of(self, kind: str) -> Style:
        """Return the style of a kind of block."""
        return self._styles.get(kind, self._styles["body"])
