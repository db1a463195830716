"""Annotated data in and out: one module or package for each format, found by the registry.

May import ``annotator.store`` and what lies beneath it.
"""

from __future__ import annotations

from annotator.formats.fitting import Fitted, fitted
from annotator.formats.format import Format, Option, Terms
from annotator.formats.holds import Holds
from annotator.formats.losses import Loss
from annotator.formats.registry import ENTRY_POINTS, format_for, format_named, formats
from annotator.formats.sample import Sample
from annotator.formats.sheet import Kept, Moved, Refused, Sheet

__all__ = [
    "ENTRY_POINTS",
    "Fitted",
    "Format",
    "Holds",
    "Kept",
    "Loss",
    "Moved",
    "Option",
    "Refused",
    "Sample",
    "Sheet",
    "Terms",
    "fitted",
    "format_for",
    "format_named",
    "formats",
]
