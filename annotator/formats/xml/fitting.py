"""Makes a sheet such as XML can hold: it has no form for most control characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass, replace
from operator import is_
from typing import Any

from annotator.formats.fitting import Fitted, Losses
from annotator.formats.sheet import Sheet
from annotator.formats.xml.writing import fitting


def fitted_for_xml(sheet: Sheet) -> Fitted:
    """Return the sheet with U+FFFD for what XML can't hold, so that offsets stay, and the loss."""
    result: Sheet = _fitting(sheet)
    if result is sheet:
        return Fitted(sheet)
    losses = Losses(sheet)
    text, fit = sheet.article.text, result.article.text
    places = [place for place, (a, b) in enumerate(zip(text, fit, strict=True)) if a != b]
    what = "characters that XML has no form for"
    if places:
        shown = ", ".join(map(str, places[:20])) + (", …" if len(places) > 20 else "")
        what = f"{len(places)} {what}, at {shown}"
        losses.of_article("text", what, "Each is written as U+FFFD.")
    if replace(result.article, text=text) != sheet.article:
        losses.of_article("metadata", what, "Each is written as U+FFFD.")
    if _without_quotes(result) != _without_quotes(sheet):
        losses.of_layer("notes", what, "Each is written as U+FFFD.")
    return Fitted(result, tuple(losses.rows))


def _without_quotes(sheet: Sheet) -> tuple[Any, ...]:
    spans = [replace(span, fragments=()) for span in sheet.spans]
    return spans, sheet.relations, sheet.actors, sheet.note, sheet.annotator


def _fitting(value: Any) -> Any:
    """Return the same value with each text in it such as XML can hold; itself, if all are."""
    match value:
        case None | bool() | int() | float() | bytes():
            return value
        case str():
            fit = fitting(value)
            return value if fit == value else fit
    if is_dataclass(value) and not isinstance(value, type):
        now = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
        changed = {name: fit for name, one in now if (fit := _fitting(one)) is not one}
        return replace(value, **changed) if changed else value
    match value:
        case Sequence():
            made = tuple(map(_fitting, value))
            return value if all(map(is_, made, value)) else made
        case Mapping():
            pairs = {_fitting(key): _fitting(one) for key, one in value.items()}
            same = all(pairs.get(key) is one for key, one in value.items())
            return value if same else pairs
    return value
