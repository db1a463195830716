"""Small charts as inline SVG, coloured by the page's own styles: light and dark alike."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def interval(value: float, low: float | None, high: float | None) -> str:
    """Draw a value between 0 and 1 with its interval; what lies below 0 stands at the edge."""

    def x(number: float) -> float:
        return round(4 + 152 * min(max(number, 0.0), 1.0), 1)

    between = ""
    words = f"{value:.2f}"
    if low is not None and high is not None:
        between = f'<line class="between" x1="{x(low)}" x2="{x(high)}" y1="8" y2="8"/>'
        words += f", between {low:.2f} and {high:.2f}"
    return (
        f'<svg viewBox="0 0 160 16" width="160" height="16" role="img" aria-label="{words}">'
        f'<line class="scale" x1="4" x2="156" y1="8" y2="8"/>{between}'
        f'<circle class="point" cx="{x(value)}" cy="8" r="4"/></svg>'
    )


def bars(values: Sequence[tuple[str, float]], worst: int) -> str:
    """Draw a bar for each (words, height from 0 to 1), the first ``worst`` set off."""
    width = max(4, min(20, 900 // max(len(values), 1)))
    drawn = []
    for number, (words, share) in enumerate(values):
        height = round(4 + 76 * min(max(share, 0.0), 1.0), 1)
        kind = "worst" if number < worst else "bar"
        drawn.append(
            f'<rect class="{kind}" x="{number * width}" y="{84 - height}" width="{width - 2}" '
            f'height="{height}"><title>{escape(words)}</title></rect>'
        )
    size = len(values) * width
    return (
        f'<svg viewBox="0 0 {size} 84" width="{size}" height="84" role="img" '
        f'aria-label="Disagreement by article, worst first">{"".join(drawn)}</svg>'
    )


def course(heights: Sequence[float | None], values: Sequence[float | None]) -> str:
    """Draw a line through ``heights`` from 0 to 1, a gap where there is none, and tell values."""
    step = 220 / max(len(heights) - 1, 1)
    points = [
        None if height is None else (round(6 + n * step, 1), round(42 - 36 * height, 1))
        for n, height in enumerate(heights)
    ]
    lines, run = [], []
    for point in [*points, None]:
        if point is not None:
            run.append(f"{point[0]},{point[1]}")
        elif run:
            lines.append(f'<polyline class="course" points="{" ".join(run)}"/>')
            run = []
    dots = "".join(
        f'<circle class="point" cx="{p[0]}" cy="{p[1]}" r="2.5"><title>{value:.2f}</title></circle>'
        for p, value in zip(points, values, strict=True)
        if p is not None
    )
    words = ", ".join("none" if value is None else f"{value:.2f}" for value in values)
    return (
        f'<svg viewBox="0 0 232 48" width="232" height="48" role="img" aria-label="{words}">'
        f'<line class="scale" x1="6" x2="226" y1="42" y2="42"/>'
        f'<line class="scale" x1="6" x2="226" y1="6" y2="6"/>{"".join(lines)}{dots}</svg>'
    )
