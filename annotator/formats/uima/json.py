"""UIMA CAS in JSON 0.4: a file for each layer, with its type system in it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.formats.files import read_whole
from annotator.formats.fitting import Fitted
from annotator.formats.format import Format, Terms
from annotator.formats.holds import EVERYTHING
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet

if TYPE_CHECKING:
    from cassis import Cas

#: The largest file that is read, in bytes: it is read as a whole.
LARGEST = 256 * 1024 * 1024


class UimaJson(Format):
    """The format ``uima-json``; dkpro-cassis is loaded when it is needed."""

    name = "uima-json"
    title = "UIMA CAS JSON (INCEpTION)"
    suffixes = (".json",)
    unit = "UTF-16 units"
    folder = True
    holds = EVERYTHING

    def recognises(self, sample: Sample) -> bool:
        """Say whether the file has what every CAS has."""
        return not sample.record.keys().isdisjoint(("%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"))

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet as it is: nothing is lost."""
        return Fitted(sheet)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for the CAS."""
        from annotator.formats.uima.reading import read

        return read(path, _load)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a folder of CASes."""
        from annotator.formats.uima.writing import write

        def save(cas: Cas, path: Path) -> None:
            cas.to_json(path.with_name(f"{path.name}.json"))

        write(sheets, to, terms, save)


def _load(path: Path) -> Cas:
    from cassis import load_cas_from_json

    return load_cas_from_json(io.StringIO(read_whole(path, LARGEST).decode("utf-8-sig")))


FORMAT = UimaJson()
