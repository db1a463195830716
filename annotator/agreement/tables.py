"""Figures as plain data and as a CSV table."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.agreement.study import Row
from annotator.errors import MeasureError

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


def write_csv(rows: Iterable[Row], path: Path) -> None:
    """Write figures as a table for spreadsheets; ``left_out`` is how many articles.

    What a spreadsheet would run as a formula gets an apostrophe before it. Raises
    ``MeasureError`` if the file can't be written; then what was there is still there.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(_COLUMNS)
            for row in rows:
                facts = as_dict(row)
                facts["annotators"] = ", ".join(row.annotators)
                facts["left_out"] = len(row.left_out)
                table.writerow([_safe(facts[name]) for name in _COLUMNS])
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise MeasureError(f"{path} cannot be written: {error.strerror}.") from error


def _safe(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
