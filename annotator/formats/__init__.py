"""Annotated data in and out: one module or package for each format, found by the registry.

May import ``annotator.store`` and what lies beneath it.
"""

from __future__ import annotations

from annotator.formats.format import Format, Holds
from annotator.formats.registry import ENTRY_POINTS, format_for, format_named, formats
from annotator.formats.sheet import Kept, Refused, Sheet

__all__ = [
    "ENTRY_POINTS",
    "Format",
    "Holds",
    "Kept",
    "Refused",
    "Sheet",
    "format_for",
    "format_named",
    "formats",
]
