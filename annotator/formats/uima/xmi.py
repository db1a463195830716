"""UIMA CAS in XMI: a file for each layer, and the type system that all of them need."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats.fitting import Fitted
from annotator.formats.format import Format, Terms
from annotator.formats.holds import EVERYTHING
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.xml.fitting import fitted_for_xml
from annotator.formats.xml.reading import elements

if TYPE_CHECKING:
    from cassis import Cas

    from annotator.formats.uima.types import Types

#: What the file with the type system is called, in the folder of a CAS or one above it.
TYPES = "TypeSystem.xml"

_LEVELS = 3


class UimaXmi(Format):
    """The format ``uima-xmi``; dkpro-cassis is loaded when it is needed."""

    name = "uima-xmi"
    title = "UIMA CAS XMI (INCEpTION)"
    suffixes = (".xmi", ".xml")
    unit = "UTF-16 units"
    folder = True
    holds = EVERYTHING

    def recognises(self, sample: Sample) -> bool:
        """Take a type system as well, which has no articles in it."""
        return sample.path.suffix.lower() != ".xml" or "<typeSystemDescription" in sample.text

    def parts(self, path: Path) -> tuple[Path, ...]:
        """Return the file with the type system."""
        found = _types_for(path)
        return () if found is None else (found,)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet without the characters that XML can't hold."""
        return fitted_for_xml(sheet)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for the CAS; none for a type system."""
        from annotator.formats.uima.reading import read

        return iter(()) if path.name == TYPES else read(path, _load)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a folder of CASes with their type system."""
        from annotator.formats.uima.writing import write

        def save(cas: Cas, path: Path) -> None:
            cas.to_xmi(path.with_name(f"{path.name}.xmi"))

        def finish(types: Types, folder: Path) -> None:
            types.system.to_xml(folder / TYPES)

        write(sheets, to, terms, save, finish)


def _types_for(path: Path) -> Path | None:
    """Return the nearest type system: beside the file, or in one of the folders above."""
    folders = path.absolute().parents[:_LEVELS]
    return next((f / TYPES for f in folders if (f / TYPES).is_file()), None)


def _load(path: Path) -> Cas:
    from cassis import load_cas_from_xmi, load_typesystem

    types = _types_for(path)
    if types is None:
        raise FormatError(
            f"{path} needs its type system: there is no {TYPES} in its folder or one above it."
        )
    for file in (types, path):
        with file.open("rb") as handle:
            # Once it is known to declare no entities and not to be nested deeply, it may be long.
            list(elements(handle, file.name, ()))
    with types.open("rb") as handle:
        system = load_typesystem(handle)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return load_cas_from_xmi(path, system, trusted=True)


FORMAT = UimaXmi()
