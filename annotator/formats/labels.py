"""Knows a scheme's labels again where a format can't write them as they are."""

from __future__ import annotations

from dataclasses import replace

from annotator.formats.sheet import Sheet
from annotator.model import Scheme


def one_word(label: str) -> str:
    """Return a label's name as formats write it that know no spaces in names."""
    return "_".join(label.split())


def as_in(scheme: Scheme, sheet: Sheet) -> Sheet:
    """Return the sheet with those labels that the scheme has with spaces as it has them."""
    known = {one_word(label.name): label.name for label in scheme.labels}
    known |= {label.name: label.name for label in scheme.labels}
    if all(known.get(span.label, span.label) == span.label for span in sheet.spans):
        return sheet
    spans = (replace(span, label=known.get(span.label, span.label)) for span in sheet.spans)
    return replace(sheet, spans=tuple(spans))
