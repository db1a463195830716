"""brat's standoff format: a text file, and beside it a file with a line for each annotation.

Offsets are Unicode code points. ``docs/formats.md`` says what becomes of events, and where texts
and annotators are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.brat.places import SETTINGS, settings_folder, text_of
from annotator.formats.format import Format, Terms
from annotator.formats.holds import Holds
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet
from annotator.model import Scheme

_LINE = re.compile(r"\s*([TREAMN#]\d+|\*)\t")


class Brat(Format):
    """The format ``brat``; reading and writing are loaded when they are needed."""

    name = "brat"
    title = "brat standoff"
    suffixes = (".ann", ".conf")
    folder = True
    holds = Holds(
        text=True,
        overlap=True,
        fragments=True,
        attributes=True,
        relations=True,
        relation_attributes=True,
        actors=True,
        notes=True,
        layers=True,
    )

    def recognises(self, sample: Sample) -> bool:
        """Take files that begin with one of brat's lines, empty ones, and brat's settings."""
        if sample.path.suffix.lower() == ".conf":
            return sample.path.name in SETTINGS
        return not sample.text.strip() or _LINE.match(sample.text) is not None

    def parts(self, path: Path) -> tuple[Path, ...]:
        """Return the text."""
        found = text_of(path)
        return () if found is None else (found[0],)

    def codebook(self, path: Path) -> Scheme | None:
        """Read ``annotation.conf`` and ``visual.conf``, if they are there."""
        from annotator.formats.brat.settings import read_codebook

        folder = settings_folder(path)
        return None if folder is None else read_codebook(folder)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for the file, and why a line of it can't be taken; none for settings."""
        if path.name in SETTINGS:
            return iter(())
        from annotator.formats.brat.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a folder for each annotator, with brat's settings beside them."""
        from annotator.formats.brat.writing import write

        write(sheets, to, terms.scheme)


FORMAT = Brat()
