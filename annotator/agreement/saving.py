"""Figures as files: a report for people, a table for spreadsheets, data for programs."""

from __future__ import annotations

from pathlib import Path

from annotator.agreement.overview import Overview
from annotator.agreement.report import report
from annotator.agreement.tables import as_csv, as_json
from annotator.errors import MeasureError


def save(overview: Overview, path: Path) -> None:
    """Save an overview as its file's name ends: ``.html``, ``.csv`` or ``.json``.

    Raises ``MeasureError`` for another ending, or if the file can't be written.
    """
    match path.suffix.lower():
        case ".html" | ".htm":
            write(path, report(overview))
        case ".csv":
            write(path, as_csv(overview.rows))
        case ".json":
            write(path, as_json(overview.rows))
        case _:
            raise MeasureError(f"{path.name} says of no kind that there is: .html, .csv or .json.")


def write(path: Path, text: str) -> None:
    """Write a file; ``MeasureError`` if that fails, and what was there is still there."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise MeasureError(f"{path} cannot be written: {error.strerror}.") from error
