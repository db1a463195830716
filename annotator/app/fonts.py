"""The fonts that come with the program."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFontDatabase

from annotator.assets import resource


@cache
def _load(prefix: str, otherwise: str) -> str:
    """Load a font, and return its family; ``otherwise`` if that can't be.

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
    return _load("Inter", "sans-serif")


def reading_font() -> str:
    """Load the font that articles are set in, and return its family."""
    return _load("NotoSerif", "serif")
