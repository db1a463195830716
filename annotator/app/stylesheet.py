"""The window's style sheet, ``resources/window.qss``, in the colours of a theme."""

from __future__ import annotations

import re

from annotator.app.theme import Theme
from annotator.assets import resource


def stylesheet(theme: Theme, ui_family: str, zoom: int = 100) -> str:
    """Return the style sheet of the window; ``zoom`` is per cent of the usual size."""
    chevron = resource("icons", "chevron.svg").as_posix()
    special = {"font": f'"{ui_family}"', "chevron": f'url("{chevron}")'}

    def value(name: re.Match[str]) -> str:
        return special.get(name[1]) or str(getattr(theme, name[1]).name())

    def size(points: re.Match[str]) -> str:
        return f"{int(points[1]) * zoom / 100:g}pt"

    sheet = resource("window.qss").read_text(encoding="utf-8")
    return re.sub(r"(\d+)pt", size, re.sub(r"@(\w+)", value, sheet))
