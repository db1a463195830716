"""The native exchange format, which loses nothing: JSON Lines, one line for each layer.

Offsets are Unicode code points, half-open. ``docs/formats.md`` describes it for its users.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.format import Holds
from annotator.formats.sheet import Refused, Sheet


class JsonLines:
    """The format ``jsonl``; reading and writing are loaded when they are needed."""

    name = "jsonl"
    title = "JSON Lines, complete"
    suffixes = (".jsonl", ".ndjson")
    holds = Holds(
        text=True,
        metadata=True,
        zones=True,
        overlap=True,
        fragments=True,
        relations=True,
        attributes=True,
        actors=True,
        notes=True,
        layers=True,
        progress=True,
    )

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each line, or why the line is none."""
        from annotator.formats.jsonl.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path) -> None:
        """Write each sheet as one line."""
        from annotator.formats.jsonl.writing import write

        write(sheets, to)


FORMAT = JsonLines()
