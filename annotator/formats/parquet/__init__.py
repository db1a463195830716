"""Parquet as Hugging Face's ``datasets`` reads it: a row for each layer.

``tokens`` and ``ner_tags`` are for token classifiers, ``text`` and ``spans`` have everything.
``docs/formats.md`` describes it for its users.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.fitting import Fitted
from annotator.formats.format import Format, Terms
from annotator.formats.holds import EVERYTHING
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.tokens.fitting import EDGES, token_option


class Parquet(Format):
    """The format ``parquet``; reading, writing and pyarrow are loaded when they are needed."""

    name = "parquet"
    title = "Parquet for Hugging Face datasets"
    suffixes = (".parquet", ".arrow")
    holds = EVERYTHING
    options = (token_option("words"), EDGES)

    def recognises(self, sample: Sample) -> bool:
        """Say whether the file has a column of annotations."""
        from annotator.formats.parquet.reading import recognises

        return recognises(sample)

    def parts(self, path: Path) -> tuple[Path, ...]:
        """Return what ``save_to_disk`` puts beside the data."""
        if path.suffix.lower() != ".arrow":
            return ()
        beside = [path.parent / name for name in ("dataset_info.json", "state.json")]
        return (*beside, path.parent.parent / "dataset_dict.json")

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet as it is, and what ``ner_tags`` has otherwise."""
        from annotator.formats.tokens.laying import fit_beside

        return fit_beside(sheet, terms, "ner_tags")

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each row."""
        from annotator.formats.parquet.reading import read

        return read(path)

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a row for each sheet."""
        from annotator.formats.parquet.writing import write

        write(sheets, to, terms)

    def shown(self, to: Path) -> str:
        """Return the columns and the first rows."""
        from annotator.formats.parquet.showing import shown

        return shown(to)


FORMAT = Parquet()
