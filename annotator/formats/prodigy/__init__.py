"""Prodigy's JSON Lines: tasks with tokens, spans and relations.

Offsets are Unicode code points; ``token_end`` is the last token, not the one behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.format import Format, Terms
from annotator.formats.holds import Holds
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet


class Prodigy(Format):
    """The format ``prodigy``; reading and writing are loaded when they are needed."""

    name = "prodigy"
    title = "Prodigy"
    suffixes = (".jsonl", ".json")
    holds = Holds(text=True, metadata=True, overlap=True, relations=True, layers=True)

    def recognises(self, sample: Sample) -> bool:
        """Take texts with spans, tokens or an answer."""
        record = sample.record
        return "text" in record and any(name in record for name in ("spans", "tokens", "answer"))

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each accepted task, or why a line is none."""
        from annotator.formats.prodigy.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write each sheet as one task."""
        from annotator.formats.prodigy.writing import write

        write(sheets, to)


FORMAT = Prodigy()
