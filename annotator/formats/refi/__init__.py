"""REFI-QDA projects (``.qdpx``), which programs for qualitative analysis exchange.

A label is a code, and each of its answers a code below it; a span is a selection, or several that
are linked; an actor is a case. ``docs/formats.md`` describes it for its users.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotator.formats.fitting import Fitted
from annotator.formats.format import Format, Terms
from annotator.formats.holds import EVERYTHING
from annotator.formats.refi.names import PROJECT
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.zips import opened
from annotator.model import Scheme


class RefiQda(Format):
    """The format ``refi``; reading and writing are loaded when they are needed."""

    name = "refi"
    title = "REFI-QDA project"
    suffixes = (".qdpx",)
    holds = replace(EVERYTHING, zones=False, certainty=False, progress=False)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet without what the format can't hold, and without an empty layer."""
        from annotator.formats.refi.writing import fit

        return fit(sheet, self.holds, terms)

    def codebook(self, path: Path) -> Scheme | None:
        """Return the codes as labels."""
        from annotator.formats.refi.reading import codebook

        return codebook(path)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each text and user."""
        from annotator.formats.refi.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a project with a text for each article."""
        from annotator.formats.refi.writing import write

        write(sheets, to, terms.scheme)

    def shown(self, to: Path) -> str:
        """Return the project file in the archive, from the texts and what is marked in them on."""
        with opened(to) as archive:
            text = archive.read(PROJECT).decode()
        return text[max(0, text.find("<Sources>")) :]


FORMAT = RefiQda()
