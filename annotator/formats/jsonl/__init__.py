"""The native exchange format, which loses nothing: JSON Lines, one line for each layer.

Offsets are Unicode code points, half-open. ``docs/formats.md`` describes it for its users.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.format import Format, Terms
from annotator.formats.holds import EVERYTHING
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet


class JsonLines(Format):
    """The format ``jsonl``; reading and writing are loaded when they are needed."""

    name = "jsonl"
    title = "JSON Lines, complete"
    suffixes = (".jsonl", ".ndjson")
    holds = EVERYTHING

    def recognises(self, sample: Sample) -> bool:
        """Take lines with an article in them, and what holds no lines at all, to say so."""
        return "article" in sample.record or not sample.record

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each line, or why the line is none."""
        from annotator.formats.jsonl.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write each sheet as one line."""
        from annotator.formats.jsonl.writing import write

        write(sheets, to)


FORMAT = JsonLines()
