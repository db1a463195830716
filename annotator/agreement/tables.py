"""Figures as plain data, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from annotator.agreement.row import Row

_COLUMNS = (
    *("measure", "label", "annotators", "value", "low", "high"),
    *("articles", "units", "left_out", "reason"),
)
# What a spreadsheet would take for a formula (OWASP).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_dict(row: Row) -> dict[str, Any]:
    """Return a figure as it stands in JSON."""
    return {
        "measure": row.measure,
        "label": row.label,
        "annotators": list(row.annotators),
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "articles": row.articles,
        "units": row.units,
        "left_out": [{"article": item.article, "why": item.why} for item in row.left_out],
        "reason": row.reason,
    }


def as_json(rows: Iterable[Row]) -> str:
    """Return figures as a JSON document."""
    return json.dumps([as_dict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


def as_csv(rows: Iterable[Row]) -> str:
    """Return figures as a table for spreadsheets; ``left_out`` is how many articles.

    What a spreadsheet would run as a formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for row in rows:
        facts = as_dict(row)
        facts["annotators"] = ", ".join(row.annotators)
        facts["left_out"] = len(row.left_out)
        table.writerow([_safe(facts[name]) for name in _COLUMNS])
    # Spreadsheets know UTF-8 by its mark.
    return "\ufeff" + text.getvalue()


def short(value: float) -> str:
    """Write a figure with two places."""
    # Adding nothing makes a plain zero of a negative one.
    return f"{round(value, 2) + 0.0:.2f}"


def _safe(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
